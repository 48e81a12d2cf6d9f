"""How often something may be tried, from one address and against one target: one table, one function that asks.

What guards a secret (a code, a password) is counted in the database, so that every process knows it and a restart
forgives nothing. What only guards against floods is counted in memory. No page and no answer stands here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from math import ceil

from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.store import attempts
from bihuan.store.vault.crypto import fingerprint


class Guard(StrEnum):
    """What is guarded."""

    REPORT = "report"
    """Raising a matter without an account."""
    ASIDE = "aside"
    """Laying photos aside for a form that was not taken yet."""
    CODE = "code"
    """A receipt code that opens nothing, mistyped or guessed."""
    LOOK_UP = "look-up"
    """Looking a receipt code up, whether it opens something or not."""
    SIGN_IN = "sign-in"
    PASSWORD = "password"
    """The present password, asked of somebody who is in already: an open session is no proof of who sits before it."""
    SECOND = "second-factor"
    CODE_ONCE = "code-once"
    """A code of an authenticator that was already good once."""
    IDENTITY = "identity"
    """Identities opened by one account: beyond this it is no longer work on cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """At most `most` tries in `seconds`, counted for each address or for each target."""

    target: bool
    """Counted for the target (a name, a case number), else for the address."""
    most: int
    seconds: int
    shared: bool = True
    """Counted in the database for all processes, else in the memory of each."""
    before: bool = False
    """Tries of the span before count as well: what was used a moment before a span ends is used a moment after, too."""


RULES: Mapping[Guard, tuple[Rule, ...]] = {
    # A hall or a street may stand behind one address, so floods alone are held off.
    Guard.REPORT: (Rule(target=False, most=60, seconds=600, shared=False),),
    # So many forms at their largest fill less than what a district keeps aside: no single address takes all the room.
    Guard.ASIDE: (Rule(target=False, most=30, seconds=3_600),),
    # Far more than a hall full of people asks; one program alone does not keep the database busy.
    Guard.LOOK_UP: (Rule(target=False, most=600, seconds=600, shared=False),),
    # No code can be guessed, limited or not; whoever tries is told to stop, and is not told any more what is wrong.
    Guard.CODE: (Rule(target=False, most=30, seconds=600), Rule(target=True, most=10, seconds=900)),
    # GB/T 22239-2019 8.1.4.1: failed sign-ins lock out. A lock ends by itself, or the security office lifts it.
    Guard.SIGN_IN: (Rule(target=False, most=60, seconds=600), Rule(target=True, most=5, seconds=900)),
    # Apart from signing in, so that a stolen session can't lock its owner out.
    Guard.PASSWORD: (Rule(target=True, most=5, seconds=900),),
    Guard.SECOND: (Rule(target=True, most=5, seconds=900),),
    # RFC 6238 section 5.2: a code is accepted once.
    Guard.CODE_ONCE: (Rule(target=True, most=1, seconds=3_600, before=True),),
    Guard.IDENTITY: (Rule(target=True, most=60, seconds=3_600),),
}
"""Each guard with its rules; all of them have to be kept."""


def attempt(district: District, guard: Guard, *, address: str = "", target: str = "") -> Refusal | None:
    """Count one try against the guard's rules. None: go on. A refusal says in how many minutes it is worth trying.

    Ask before the secret is looked at, so that tries at the same moment are counted too. `target` is what is tried
    against (a name, a case number); a rule whose side is empty is not asked.
    """
    now = district.door.clock()
    waits = [_wait(now, rule) for rule, kept in _counted(district, guard, address, target, now) if not kept]
    if not waits:
        return None
    return Refusal("too-many-tries", {"minutes": str(ceil(max(waits) / 60)), "seconds": str(max(waits))})


def succeeded(district: District, guard: Guard, target: str, address: str = "") -> None:
    """The secret was right: tries against this target are forgotten (also what lifting a lock is), and the one from
    this address was none. So an office behind one address signs in at nine without locking itself out."""
    now = district.door.clock()
    for rule in RULES[guard]:
        if not rule.shared and rule.target:
            district.tally.forgive(_target(district, guard, rule, target))
        elif rule.shared and (rule.target or address):
            hashed = _target(district, guard, rule, target if rule.target else address)
            with district.door.readers.lend() as session:
                if rule.target:
                    attempts.forgive(session, district.id, hashed)
                else:
                    attempts.take_back(session, district.id, hashed, _slot(now, rule))


def locked(district: District, guard: Guard, target: str) -> bool:
    """Whether the next try against this target would be refused; nothing is counted."""
    now = district.door.clock()
    with district.door.readers.lend() as session:
        return any(
            attempts.seen(session, district.id, _target(district, guard, rule, target), _slot(now, rule)) >= rule.most
            for rule in RULES[guard]
            if rule.target and rule.shared
        )


def _counted(district: District, guard: Guard, address: str, target: str, now: datetime) -> Iterator[tuple[Rule, bool]]:
    """Each rule that applies, with whether it is still kept."""
    for rule in RULES[guard]:
        whose = target if rule.target else address
        if not whose:
            continue
        hashed, slot = _target(district, guard, rule, whose), _slot(now, rule)
        if rule.shared:
            until = datetime.fromtimestamp((slot + 1) * rule.seconds, UTC)
            with district.door.readers.lend() as session:
                tries = attempts.count(session, district.id, hashed, slot, until)
                tries += attempts.seen(session, district.id, hashed, slot - 1) if rule.before else 0
        else:
            tries = district.tally.count(hashed, slot)
        yield rule, tries <= rule.most


def _slot(now: datetime, rule: Rule) -> int:
    return int(now.timestamp()) // rule.seconds


def _wait(now: datetime, rule: Rule) -> int:
    """Seconds until the present slot of the rule is over."""
    return rule.seconds - int(now.timestamp()) % rule.seconds


def _target(district: District, guard: Guard, rule: Rule, whose: str) -> str:
    """A keyed hash, so that the table names nobody and no address."""
    side = "target" if rule.target else "address"
    content = "\0".join(("attempt", district.id, guard, side, whose)).encode()
    return hashlib.sha256(fingerprint(district.door.masters, content).encode()).hexdigest()

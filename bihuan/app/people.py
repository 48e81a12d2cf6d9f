"""Who works here: opening an account with its posts, and what somebody who signed in is and may open. No password
rule and no session stands here; those are Django's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bihuan.app.district import District
from bihuan.app.entropy import RandomBytes
from bihuan.core.commands import Person, Post
from bihuan.core.offices import Office, offices_of
from bihuan.core.text import Text
from bihuan.core.verbs import Party
from bihuan.store import journal, registers
from bihuan.store.people.models import SignIn

__all__ = ["Opened", "SignIn", "Signed", "granted", "open_account", "record", "signed"]

ACCOUNT_BYTES = 8
PASSWORD_BYTES = 9
"""72 random bits: not to be guessed within the attempts that the lock-out allows."""


@dataclass(frozen=True)
class Signed:
    """Somebody who signed in: the person that commands and readings are made with, and the pages that are theirs."""

    person: Person
    title: Text
    parties: frozenset[Party]
    """The sides on which the person's roles stand, over all programmes in force."""
    offices: frozenset[Office]
    """The platform's own offices that the person holds."""

    @cached_property
    def units(self) -> tuple[str, ...]:
        """Units in which the person holds a post."""
        return tuple(sorted({post.unit for post in self.person.posts}))


def signed(district: District, account: str) -> Signed | None:
    """The account as it stands today; None if it is unknown or closed."""
    with district.door.readers.lend() as session:
        known = next((one for one in registers.accounts(session, district.id) if one.id == account), None)
        if known is None or not known.active:
            return None
        person = registers.person(session, district.id, account, district.today())
    duties = {post.duty for post in person.posts}
    roles = [role for programme in district.programmes() for role in programme.roles.values()]
    return Signed(
        person=person,
        title=known.title,
        parties=frozenset(role.party for role in roles if role.duty in duties),
        offices=offices_of(duties),
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """An account just opened; the password is shown once and kept nowhere."""

    account: str
    password: str


def open_account(
    district: District,
    name: str,
    title: Text,
    posts: Sequence[Post],
    since: date,
    draw: RandomBytes,
    *,
    by: str = "operator",
    keep: bool = False,
) -> Opened:
    """Open an account with its posts and a sign-in; written down as done by `by`. With `keep` the drawn password stays
    good, else it has to be changed at the first sign-in. Raises what the database raises for a name already taken."""
    account, password = draw(ACCOUNT_BYTES).hex(), draw(PASSWORD_BYTES).hex()
    made = SignIn.objects.create_user(name, account, district.id, password, must_change=not keep)
    held = [registers.DatedPost(account=account, post=post, since=since) for post in posts]
    opened = registers.Registers(accounts=[registers.Account(id=account, title=title)], posts=held)
    acts = [journal.Act(actor=by, kind="account.opened", about=account)]
    acts += [granted(by, one) for one in held]
    try:
        record(district, opened, acts)
    except BaseException:
        made.delete()
        raise
    return Opened(account, password)


def granted(by: str, held: registers.DatedPost) -> journal.Act:
    """The entry of a post that somebody is given."""
    detail = {"duty": held.post.duty, "unit": held.post.unit, "since": held.since.isoformat()}
    if held.post.areas:
        detail["areas"] = " ".join(sorted(held.post.areas))
    if held.until is not None:
        detail["until"] = held.until.isoformat()
    return journal.Act(actor=by, kind="post.granted", about=held.account, detail=detail)


def record(district: District, changed: registers.Registers, acts: Sequence[journal.Act]) -> None:
    """Change registers and write down who did it, in one transaction: neither without the other."""
    with district.door.readers.lend() as session, session.transaction():
        registers.put(session, district.id, changed)
        for act in acts:
            journal.append(session, district.id, journal.Journal.ADMINISTRATION, act, district.door.clock())

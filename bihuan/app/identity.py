"""Opening the identity of somebody who raised a case: for a purpose, each time, written down before it is shown.

Everything goes through one gate: the policy (`core.access.identities`), a purpose of the pack's dictionary, a reason,
an entry in the access journal in the same transaction. There is no other way to identity fields for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.district import District
from bihuan.app.limits import Guard, attempt
from bihuan.core.access import Opens, identities
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.programme import Entry, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.store.identities import keys_of, latest, sealed_reason
from bihuan.store.journal import Act, Journal, append
from bihuan.store.reading import Ground, glance_case
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder

OPENED, CALLED, REFUSED = "identity.opened", "identity.called", "identity.refused"
MATCHED = "identity.matched"
"""Kinds of entries in the access journal."""
REASON_LEAST = 4
"""Characters: shorter is no reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An identity as it is shown once: to whom, when, what for. Never kept, never cached."""

    entry: int
    """Its number in the access journal."""
    at: datetime
    number: str
    values: tuple[tuple[Text, str], ...]
    """Title of each field with what was given; empty if the person gave no name."""
    purpose: Text
    account: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Why somebody asks: one of the pack's purposes, and in own words."""

    purpose: str
    words: str


def open_identity(district: District, person: Person, case: str, purpose: str, words: str) -> Opening | Refusal:
    """Who raised the case (its id), for a purpose of the pack and a reason in words.

    Refused as `no-such-case` for whom the case does not exist, the accused unit among them; `identity-not-yours` for
    roles that the pack does not list; `purpose-needed`, `purpose-unexplained`, `too-many-tries`. A refusal shows
    nothing; one by the policy leaves an entry of its own.
    """
    asked = Asked(purpose=purpose, words=words)
    if refusal := asked_well(district, person, case, asked):
        return refusal
    with district.door.look(district.id) as (session, ground), session.transaction():
        opened = look_again(district, session, ground, person, case)
        if isinstance(opened, Refusal):
            return opened
        keys = keys_of(session, district.id, case, ground.masters)
        entry, at = write_access(district, session, OPENED, opened, asked, keys)
        found = latest(session, district.id, case, opened.opens.shown, keys)
    fields = opened.programme.fields
    return Opening(
        entry=entry,
        at=at,
        number=opened.case.number,
        values=tuple((fields[name].title, found[name]) for name in fields if name in found),
        purpose=purposes(district, opened.programme)[purpose].title,
        account=person.account,
        unit=opened.opens.by.unit,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A case that somebody may see, and what of its identity the person's roles open."""

    case: Case
    programme: Programme
    opens: Opens


def what_opens(district: District, person: Person, case: str) -> Allowed | Refusal:
    """Whether somebody may open anything here: what a page asks before it shows the button. Writes nothing."""
    with district.door.look(district.id) as (session, ground), session.glance():
        return _allowed(session, ground, person, case)


def purposes(district: District, programme: Programme) -> Mapping[str, Entry]:
    """What an identity may be opened for, in the pack's order; those that are no longer in force are left out."""
    named = district.rules.dictionaries.get(programme.purposes or "")
    return {} if named is None else {code: named.entries[code] for code in named.codes_on(district.today())}


def asked_well(
    district: District, person: Person, case: str, asked: Asked, *, for_call: bool = False
) -> Refusal | None:
    """What is wrong with the question itself; asked before anything of the case is read. A call shows nobody: some
    purposes say enough for one."""
    allowed = what_opens(district, person, case)
    if isinstance(allowed, Refusal):
        return None
    known = purposes(district, allowed.programme)
    if asked.purpose not in known:
        return Refusal("purpose-needed", {"known": listed(entry.title for entry in known.values())})
    enough = for_call and known[asked.purpose].suffices
    if not enough and len(asked.words.strip()) < REASON_LEAST:
        return Refusal("purpose-unexplained", {"least": str(REASON_LEAST)})
    return attempt(district, Guard.IDENTITY, target=person.account)


def _allowed(session: Session, ground: Ground, person: Person, case: str) -> Allowed | Refusal:
    seen = glance_case(session, ground, person, case)
    if isinstance(seen, Refusal):
        return seen
    found, _, programme, _ = seen
    opens = identities(person, found, programme, ground.places)
    return opens if isinstance(opens, Refusal) else Allowed(case=found, programme=programme, opens=opens)


def look_again(
    district: District, session: Session, ground: Ground, person: Person, case: str, *, for_call: bool = False
) -> Allowed | Refusal:
    """The policy once more, inside the transaction that shows or calls. A refusal is written down too: who asked for
    what was not theirs is what the data-protection officer looks for."""
    found = _allowed(session, ground, person, case)
    if isinstance(found, Allowed):
        if found.opens.called if for_call else found.opens.shown:
            return found
        found = Refusal("identity-not-yours", {})
    if session.row("case_state", (district.id, case)) is not None:
        act = Act(actor=person.account, kind=REFUSED, about=case, detail={"code": found.code})
        append(session, district.id, Journal.ACCESS, act, district.door.clock())
    return found


def write_access(
    district: District, session: Session, kind: str, opened: Allowed, asked: Asked, keys: Mapping[Holder, bytes]
) -> tuple[int, datetime]:
    """The entry that precedes every showing and every call; number and moment. In the caller's transaction."""
    at, case = district.door.clock(), opened.case
    act = Act(
        actor=opened.opens.by.account,
        kind=kind,
        about=case.id,
        detail={
            "number": case.number,
            "purpose": asked.purpose,
            "role": opened.opens.by.role,
            "unit": opened.opens.by.unit or "",
            "fields": " ".join(sorted(opened.opens.called if kind in (CALLED, MATCHED) else opened.opens.shown)),
        },
        sealed=sealed_reason(district.id, case.id, asked.words.strip(), keys, district.door.entropy),
    )
    return append(session, district.id, Journal.ACCESS, act, at), at

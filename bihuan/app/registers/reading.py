"""What a person sees of the registers: which there are, a page of entries, one entry with its history.

Deny by default: fields that are private or masked are shown to those rights that list them, entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bihuan.app.district import District
from bihuan.app.registers.telling import Book
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import EXISTS, EntryEvent, Held, Register, rights_of
from bihuan.store import entry_reading as store
from bihuan.store.entry_reading import EVER, Found, Wanted
from bihuan.store.session import Session

__all__ = ["Found", "Page", "Seen", "Wanted", "book", "known_at", "one", "page", "registers", "seen_register"]

SAYS_MOST = 6
"""Columns of a list where the declaration names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One entry as one person sees it."""

    form: Register
    found: Found
    held: Held
    fields: tuple[Field, ...]
    """Those the person sees, in the order of the declaration."""
    words: Mapping[str, str]
    """The last words of private fields that are shown."""
    history: tuple[tuple[int, EntryEvent], ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether it is in force on the day it is shown as of."""
        return self.found.values.get(EXISTS) is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a register."""

    form: Register
    held: Held
    entries: tuple[Seen, ...]
    total: int
    after: str
    """Where the next page begins; empty at the end."""


def registers(district: District, person: Person) -> list[tuple[Register, int]]:
    """The registers that the person may see, with the number of entries."""
    places = district.places()
    with district.door.readers.lend() as session:
        counted = {str(name): int(n) for name, n in session.rows("count_entries", (district.id,))}
    shown = (form for form in district.rules.registers.values() if rights_of(person, form, places).looks)
    return [(form, counted.get(form.id, 0)) for form in shown]


def seen_register(district: District, person: Person, register: str) -> tuple[Register, Held] | Refusal:
    """The declaration with what the person may do; what may not be seen does not exist."""
    form = district.rules.registers.get(register)
    held = rights_of(person, form, district.places()) if form is not None else None
    if form is None or held is None or not held.looks:
        return Refusal("no-such-register", {"register": register[:64]})
    return form, held


def page(district: District, person: Person, wanted: Wanted) -> Page | Refusal:
    """Entries by code, one more looked for to know whether there are more."""
    found = seen_register(district, person, wanted.register)
    if isinstance(found, Refusal):
        return found
    form, held = found
    # A right that reaches the entries of a unit only narrows no list of all: who is found would tell what is masked.
    sees = rights_of(person, form, district.places(), {}).sees
    open_ = {one.id for one in form.fields.values() if not one.masked or one.id in sees} | {"state"}
    hides = any(one.masked and one.id not in sees for one in form.fields.values())
    wanted = replace(
        wanted,
        holding={name: value for name, value in wanted.holding.items() if name in open_},
        searched=tuple(sorted(open_)) if hides else None,
    )
    with district.door.readers.lend() as session:
        rows = store.entries(session, district.id, replace(wanted, most=wanted.most + 1))
        total = store.count(session, district.id, wanted)
        shown = rows[: wanted.most]
        seen = _seen(session, district, person, form, shown)
    return Page(
        form=form, held=held, entries=tuple(seen), total=total, after=shown[-1].key if len(rows) > len(shown) else ""
    )


def one(
    district: District, person: Person, register: str, key: str, day: date, known: datetime = EVER
) -> Seen | Refusal:
    """One entry as of a day with its whole history, as far as the person may see it."""
    found = seen_register(district, person, register)
    if isinstance(found, Refusal):
        return found
    form, _ = found
    with district.door.readers.lend() as session:
        entry = store.entry(session, district.id, register, key[:64], day, known)
        if entry is None:
            return Refusal("no-such-entry", {"register": form.title, "key": key[:64]})
        seen = _seen(session, district, person, form, [entry])[0]
        events = store.history(session, district.id, entry.stream)
    return replace(seen, history=tuple(_masked(events, seen)))


def book(district: District, form: Register, entries: Iterable[Seen], day: date) -> Book:
    """What the values of these entries are told with: also what the entries they refer to are called."""
    referred: dict[str, set[str]] = {}
    for seen in entries:
        for field in seen.fields:
            value = seen.found.values.get(field.id)
            if field.type is FieldType.ENTRY and isinstance(value, str):
                referred.setdefault(field.register or "", set()).add(value)
    titles: dict[tuple[str, str], str] = {}
    with district.door.readers.lend() as session:
        for register, keys in referred.items():
            other = district.rules.registers.get(register)
            if other is None or other.title_field is None:
                continue
            values = store.values_of(session, district.id, register, sorted(keys), day)
            for key, held in values.items():
                if other.title_field in held:
                    titles[register, key] = str(held[other.title_field][1])
    return Book(
        zone=district.zone, dictionaries=district.rules.dictionaries, places=district.places(), titles=titles
    )


def known_at(district: District, day: date | None) -> datetime:
    """The end of a day in the district: what was written down by then; without a day, everything."""
    if day is None:
        return EVER
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=district.zone)


def knowing(district: District, wanted: Wanted, known: date | None) -> Wanted:
    """The same list, as known at the end of a day."""
    return replace(wanted, known=known_at(district, known))


def columns(form: Register, held: Held) -> tuple[str, ...]:
    """The fields a list shows: those declared, else the first open ones; never one that the person may not see."""
    hidden = {one.id for one in form.fields.values() if (one.private or one.masked) and one.id not in held.sees}
    wanted = form.columns or tuple(one.id for one in form.open_fields[:SAYS_MOST])
    return tuple(name for name in wanted if name not in hidden)


def _seen(
    session: Session, district: District, person: Person, form: Register, found: Sequence[Found]
) -> list[Seen]:
    places = district.places()
    # How far a right reaches is asked of today, whatever day is shown: a unit that had it once sees it no more.
    reach = _today(session, district, form, found) if form.unit_field or form.area_field else {}
    held = [rights_of(person, form, places, reach.get(one.key, one.values)) for one in found]
    private = {one.id: one.identity for one in form.fields.values() if one.private}
    wanted = {name for one in held for name in one.sees} & private.keys()
    streams = [one.stream for one in found]
    personal = {name: private[name] for name in wanted}
    words = store.words(session, district.id, streams, district.door.masters, personal) if wanted and found else {}
    return [_one(form, one, may, words.get(one.stream, {})) for one, may in zip(found, held, strict=True)]


def _today(
    session: Session, district: District, form: Register, found: Sequence[Found]
) -> Mapping[str, Mapping[str, Scalar]]:
    values = store.values_of(session, district.id, form.id, [one.key for one in found], district.today())
    return {key: {name: value for name, (_, value) in held.items()} for key, held in values.items()}


def _one(form: Register, found: Found, held: Held, words: Mapping[str, tuple[int, str]]) -> Seen:
    fields = tuple(
        one for one in form.fields.values() if (not one.private and not one.masked) or one.id in held.sees
    )
    shown = {one.id for one in fields}
    values: dict[str, Scalar] = {
        name: value for name, value in found.values.items() if name in shown or name not in form.fields
    }
    return Seen(
        form=form,
        found=replace(found, values=values),
        held=held,
        fields=fields,
        words={name: text for name, (_, text) in words.items() if name in held.sees},
    )


def _masked(events: Sequence[tuple[int, EntryEvent]], seen: Seen) -> Iterable[tuple[int, EntryEvent]]:
    """Facts without the values that the person may not see; that something was changed is no secret."""
    shown = {one.id for one in seen.fields}
    for position, event in events:
        values = {
            name: value for name, value in event.values.items() if name in shown or name not in seen.form.fields
        }
        yield position, replace(event, values=values)

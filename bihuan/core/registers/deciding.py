"""Where something asked for an entry becomes a fact or is refused. Pure: no clock, no table, no name of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from bihuan.core.arguments import REASON, about
from bihuan.core.calendars import day_in
from bihuan.core.decide.filling import wrong_contact, wrong_value, wrong_words
from bihuan.core.decide.situation import Context
from bihuan.core.events import By, Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal, together
from bihuan.core.registers.entry import EXISTS, STATE, Act, Enter, Entry, EntryEvent
from bihuan.core.registers.form import KeyCheck, KeyRule, Register
from bihuan.core.registers.guarding import Change, broken, unjudgeable
from bihuan.core.registers.rights import rights_of
from bihuan.core.registers.world import Records
from bihuan.core.text import Text, listed

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Days that an entry may speak of."""

_DAY = Text("生效日期", "Holds from")
_STATE = Text("状态", "State")
_REASON = Text("更正理由", "Reason of the correction")
Numbering = Callable[[str, KeyRule], str]
"""Register and rule → the next code of the platform's own."""


def decide_entry(
    entry: Entry | None, asked: Enter, form: Register | None, context: Context, now: datetime, number: Numbering,
    records: Records | None = None,
) -> tuple[EntryEvent, ...] | Refusal:
    """The event that this leads to, none if nothing would change, or why it is refused."""
    if form is None:
        return Refusal("no-such-register", {"register": asked.register})
    if entry is None and asked.act is not Act.OPEN:
        return Refusal("no-such-entry", {"register": form.title, "key": asked.key or "—"})
    if entry is not None and asked.seen is not None and asked.seen != entry.n:
        return Refusal("entry-moved", {"key": entry.key})
    values = {name: value for name, value in asked.values.items() if value != ""}
    today = day_in(now, context.zone)
    by = _authorised(entry, asked, values, form, context, today)
    if isinstance(by, Refusal):
        return by
    if (refusal := together(_faults(entry, asked, values, form, (context, records), today))) is not None:
        return refusal
    key = entry.key if entry else asked.key.strip() or number(form.id, form.key)
    since, said = _said(entry, asked, values, form)
    words = tuple(sorted(name for name, text in asked.words.items() if text.strip()))
    if not said and not (set(words) - {REASON}):
        return ()
    event = EntryEvent(
        entry=entry.entry if entry else asked.entry,
        n=entry.n if entry else 0,
        register=form.id,
        key=key,
        act=asked.act,
        by=by,
        recorded=now,
        since=since,
        values=said,
        words=words,
        population=entry.population if entry else asked.population,
    )
    return (event,)


def _faults(
    entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], form: Register,
    around: tuple[Context, Records | None], today: date,
) -> Iterator[Refusal]:
    """Everything that is wrong, in the order of a form: the code, the fields, the day. Conditions over several fields
    are asked once each field by itself is right: before that they would be about what nobody meant."""
    (context, records), day = around, _day_fault(asked)
    dated = asked if day is None else replace(asked, since=today.isoformat())
    code = _key_fault(entry, asked, form)
    alone = (*asked.unread, *_misfits(entry, dated, values, form, context, today))
    found = [one for one in (code, *alone, day) if one is not None]
    yield from found
    if not found:
        since, said = _said(entry, asked, values, form)
        key = entry.key if entry else asked.key.strip()
        change = Change(form=form, entry=entry, key=key, since=since, said=said, today=today)
        yield from broken(change, context, records)
        if asked.act is not Act.END:
            yield from unjudgeable(change, context)


def _day_fault(asked: Enter) -> Refusal | None:
    try:
        day = date.fromisoformat(asked.since)
    except ValueError:
        day = None
    if not asked.since:
        return Refusal("field-missing", {"field": _DAY}, about=about("since"))
    if day is None or len(asked.since) != 10 or not FIRST <= day <= LAST:
        detail: dict[str, str | Text] = {"field": _DAY, "value": asked.since[:20], "expected": "2021-07-01"}
        return Refusal("field-invalid", detail, about=about("since"))
    return None


def _authorised(
    entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], form: Register, context: Context, today: date
) -> By | Refusal:
    """The right in which the person may do this; for a new entry its reach is that of what is given."""
    stands = values if entry is None else entry.all_on(today.isoformat())
    held = rights_of(asked.by, form, context.places, stands)
    by = held.by.get(asked.act)
    if by is None:
        who = listed(right.title for right in form.rights.values() if asked.act in right.may)
        return Refusal("register-not-yours", {"register": form.title, "rights": who})
    titles = {name: one.title for name, one in form.fields.items()} | ({STATE: _STATE} if form.states else {})
    foreign = [name for name in (*values, *asked.words) if name in titles and name not in held.writes]
    if foreign:
        return Refusal("field-not-yours", {"field": titles[foreign[0]]}, about=foreign[0])
    return by


def _key_fault(entry: Entry | None, asked: Enter, form: Register) -> Refusal | None:
    """A code that another entry has, or that does not fit the rule."""
    if entry is not None:
        exists = Refusal("entry-exists", {"register": form.title, "key": entry.key}, about=about("key"))
        return exists if asked.act is Act.OPEN else None
    rule, given = form.key, asked.key.strip()
    if not given:
        own = rule.check is KeyCheck.OWN
        return None if own else Refusal("field-missing", {"field": rule.title}, about=about("key"))
    expected = rule.fault(given)
    if expected is None:
        return None
    detail: dict[str, str | Text] = {"field": rule.title, "value": given[:40], "expected": expected}
    return Refusal("field-invalid", detail, about=about("key"))


def _misfits(
    entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], form: Register, context: Context, today: date
) -> Iterator[Refusal]:
    """Everything that is wrong with what was given, field by field.

    A word, a unit, an entry referred to has to be in force on the day from which the value holds, or today: an old
    firm may be of a kind that was named only later.
    """
    day = date.fromisoformat(asked.since)
    for name in (*values, *asked.words):
        if not _belongs(name, name in values, form):
            yield Refusal("field-unknown", _named(form, name))
    for name, value in values.items():
        known = form.fields.get(name) if value is not None else None
        if known is None or wrong_value(known, value, context, day) is None:
            continue
        if refusal := wrong_value(known, value, context, today):
            yield refusal
    for name, text in asked.words.items():
        known = form.fields.get(name)
        most = known.most if known is not None and known.most else 2_000
        if refusal := wrong_words(known.title if known else _REASON, text, most, name):
            yield refusal
        elif known is not None and (astray := wrong_contact(known, text)):
            yield astray
    yield from _incomplete(entry, asked, values, form)
    yield from _moves(entry, values, form, asked)
    if asked.act is Act.CORRECT and not asked.words.get(REASON, "").strip():
        yield Refusal("field-missing", {"field": _REASON}, about=REASON)
    yield from _in_force(entry, asked, form)


def _belongs(name: str, typed_: bool, form: Register) -> bool:
    if name == REASON:
        return not typed_
    if name == STATE and form.states:
        return typed_
    return name in form.fields and form.fields[name].private != typed_


def _named(form: Register, name: str) -> dict[str, str | Text]:
    return {"step": form.title, "field": name, "fields": listed(one.title for one in form.fields.values())}


def _incomplete(entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], form: Register) -> Iterator[Refusal]:
    """Fields that an entry must have, what needs another field, and money without its currency."""
    unread = {one.about for one in asked.unread}
    for field in form.fields.values():
        if field.id in unread:
            continue
        given = asked.words.get(field.id, "").strip() if field.private else values.get(field.id)
        if field.required and given in (None, "") and (asked.act is Act.OPEN or field.id in values):
            yield Refusal("field-missing", {"field": field.title}, about=field.id)
        if field.needs is not None and field.needs not in unread:
            yield from _lacking(entry, asked, values, field, form)
        unit = field.currency_field or field.measure_field
        needs_unit = unit not in (None, *unread) and field.type in (FieldType.MONEY, FieldType.QUANTITY)
        if given is not None and unit is not None and needs_unit:
            known = values.get(unit) or (entry.on(unit, asked.since) if entry else None)
            if not known:
                unsaid = {"field": field.title, "currency": form.fields[unit].title}
                # About the amount: two that lack the same currency are told at once, each at its own field.
                yield Refusal("money-without-currency", unsaid, about=field.id)


def _lacking(
    entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], field: Field, form: Register
) -> Iterator[Refusal]:
    """A field that is there, or comes to be, without the one that it needs: said about the one that is missing.

    What stands already counts. Of sealed words nobody here knows whether they stand: those are asked for when they
    come with nothing, and when an entry is opened.
    """
    other = form.fields[field.needs or ""]
    given = {**values, **{name: text.strip() for name, text in asked.words.items()}}
    if not {field.id, other.id} & given.keys():
        return
    stands = {name for name in (field.id, other.id) if entry and entry.on(name, asked.since) is not None}

    def there(one: Field) -> bool | None:
        if one.id in given:
            return given[one.id] not in (None, "")
        return None if one.private and entry is not None else one.id in stands

    if there(field) and there(other) is False:
        yield Refusal("field-needed", {"given": field.title, "field": other.title}, about=other.id)


def _moves(entry: Entry | None, values: Mapping[str, Scalar], form: Register, asked: Enter) -> Iterator[Refusal]:
    """A state that does not exist, or does not follow the one in force."""
    wanted = values.get(STATE)
    if not form.states or wanted is None:
        return
    if wanted not in form.states:
        known = listed(state.title for state in form.states.values())
        yield Refusal("field-invalid", {"field": _STATE, "value": str(wanted)[:40], "expected": known}, about=STATE)
        return
    if entry is None or asked.act is not Act.CHANGE:
        return
    if (refusal := form.astray(str(entry.on(STATE, asked.since)), str(wanted))) is not None:
        yield refusal


def _in_force(entry: Entry | None, asked: Enter, form: Register) -> Iterator[Refusal]:
    """What is ended can't change from a later day on; what is in force can't be restored."""
    if entry is None or asked.act is Act.CORRECT:
        return
    stands = entry.on(EXISTS, asked.since) is True
    detail: dict[str, str | Text] = {"register": form.title, "key": entry.key, "day": asked.since}
    if asked.act is Act.RESTORE:
        if stands:
            yield Refusal("entry-in-force", detail, about=about("since"))
    elif asked.act is not Act.OPEN and not stands:
        yield Refusal("entry-not-in-force", detail, about=about("since"))


def _said(
    entry: Entry | None, asked: Enter, values: Mapping[str, Scalar], form: Register
) -> tuple[str, dict[str, Scalar]]:
    """From which day what holds. A change says only what becomes other."""
    match asked.act:
        case Act.OPEN:
            first = {STATE: next(iter(form.states))} if form.states else {}
            given = {name: value for name, value in values.items() if value is not None}
            return asked.since, {EXISTS: True, **first, **given}
        case Act.END:
            after = date.fromisoformat(asked.since) + timedelta(days=1)
            return after.isoformat(), {EXISTS: False}
        case Act.RESTORE:
            return asked.since, {EXISTS: True, **values}
        case Act.CHANGE | Act.CORRECT | Act.EFFECT:
            held = entry.all_on(asked.since) if entry is not None else {}
            return asked.since, {name: value for name, value in values.items() if held.get(name) != value}

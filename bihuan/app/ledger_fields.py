"""Columns of a ledger that a mechanism's pack declares: its typed facts, never what is private. No field is named here.

Whoever may read the case reads its typed facts; words are columns of every ledger (`ledger_sealed`), identity is none,
whoever asks. Of a confidential case nothing that its pack declares is shown: a sheet goes further than a record that
somebody opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.app.ledger_columns import (
    COLUMNS,
    FILLED_IN,
    FIRST,
    SERIAL,
    WITHHELD,
    Amount,
    At,
    Column,
    Named,
    Value,
)
from bihuan.app.registers.telling import Book, told
from bihuan.core.access import confidential
from bihuan.core.case import Case
from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.tally import grave_values
from bihuan.core.text import Text
from bihuan.core.verbs import Verb

PREFIX = "field."
"""What the id of such a column begins with, so that none is taken for a column of every ledger."""
FIRST_MOST = 5
AMOUNTS = (FieldType.MONEY, FieldType.QUANTITY)
USUAL = (FieldType.ENTRY, FieldType.TITLE, *AMOUNTS, FieldType.CHOICE, FieldType.NUMBER, FieldType.DATE)
"""Types that say most about a case, the first first."""
COUNTS = {"returns": Verb.RETURN, "reminders": Verb.REMIND, "supervision": Verb.SUPERVISE}
"""Columns of every ledger that stay empty where no step has this verb."""
SHARE = "%"
"""A measure whose numbers mean nothing when they are added up."""
_WIDTHS = {FieldType.ENTRY: 28, FieldType.TITLE: 24, FieldType.INTERVAL: 34, FieldType.YES_NO: 8}


def of_programme(district: District, programme: Programme) -> tuple[Column, ...]:
    """A column for each typed fact of the programme that no column of every ledger shows already."""
    fixed = (SERIAL, *(one.title for one in COLUMNS), *FILLED_IN)
    taken = {said for one in fixed for said in (one.zh, one.en)}
    found = []
    grave = tuple(grave_values(programme, district.rules.dictionaries))
    shown = {programme.category_field, programme.place_field, *(grave if len(grave) == 1 else ())}
    for field in programme.fields.values():
        if field.private or field.masked or field.id in shown:
            continue
        title = _apart(field.title, taken)
        taken |= {title.zh, title.en}
        found.append(_column(district, field, title))
    return tuple(found)


def _apart(title: Text, taken: set[str]) -> Text:
    """A head that no other column has, so that a sheet that comes back can be read."""
    zh = (title.zh, *(f"{title.zh}（{n}）" for n in range(2, 100)))
    en = (title.en, *(f"{title.en} ({n})" for n in range(2, 100)))
    return Text(next(one for one in zh if one not in taken), next(one for one in en if one not in taken))


def _column(district: District, field: Field, title: Text) -> Column:
    return Column(
        id=PREFIX + field.id,
        title=title,
        value=lambda at: fact(district, field.id, at),
        width=_WIDTHS.get(field.type, 16),
        first=False,
        summed=field.type is FieldType.NUMBER or (field.type in AMOUNTS and field.measure != SHARE),
        register=field.register if field.type is FieldType.ENTRY else None,
        field=field.id,
    )


def first(district: District, programme: Programme | None, every: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of a ledger that nobody chose: those of every ledger that this programme can fill, and a few of its
    own. Choices that the pack lets lists be narrowed by stand for the others, if it marks any."""
    if programme is None:
        return FIRST
    grave = set(grave_values(programme, district.rules.dictionaries))
    empty = {"category"} if programme.category_field is None else set()
    empty |= {"area"} if programme.place_field is None else set()
    empty |= set() if grave else {"class"}
    verbs = {step.verb for step in programme.steps.values()}
    empty |= {id_ for id_, verb in COUNTS.items() if verb not in verbs}
    fields = [programme.fields[one.field] for one in every if one.field and one.field not in grave]
    marked = any(one.filters for one in fields)
    said = [
        one for one in fields
        if one.type in USUAL and (one.type is not FieldType.CHOICE or one.filters or not marked)
    ]  # fmt: skip
    few = {one.id for one in sorted(said, key=lambda one: USUAL.index(one.type))[:FIRST_MOST]}
    return tuple(one for one in every if (one.first and one.id not in empty) or one.field in few)


def fact(district: District, name: str, at: At) -> Value:
    """A fact of a case as the edition says that it was raised under; nothing that this edition calls private."""
    field = at.programme.fields.get(name)
    value = at.line.case.fields.get(name)
    if field is None or field.private or field.masked or value is None:
        return None
    if confidential(at.line.case, at.programme, at.context.dictionaries):
        return WITHHELD
    match field.type:
        case FieldType.MONEY | FieldType.QUANTITY if isinstance(value, int):
            return Amount(value, field.decimals, _unit(field, at))
        case FieldType.NUMBER if isinstance(value, int):
            return value
        case FieldType.ENTRY:
            title = at.titles.get((field.register or "", str(value)))
            return Named(title, str(value)) if title else str(value)
        case FieldType.INSTANT:
            return datetime.fromisoformat(str(value))
        case FieldType.DATE:
            return date.fromisoformat(str(value))
        case FieldType.CHOICE | FieldType.UNIT | FieldType.AREA | FieldType.YES_NO | FieldType.INTERVAL:
            book = Book(zone=district.zone, dictionaries=at.context.dictionaries, places=at.context.places, titles={})
            return Text(told(field, value, book, "zh"), told(field, value, book, "en"))
        case _:
            return str(value)


def _unit(field: Field, at: At) -> Text:
    """The currency by its code (ISO 4217); a measure by its name, where a dictionary gives it one."""
    said = field.currency_field or field.measure_field
    code = field.currency or field.measure or str(at.line.case.fields.get(said or "") or "?")
    words = at.context.dictionaries.get(at.programme.fields[said].dictionary or "") if said else None
    entry = words.entries.get(code) if words is not None and not field.currency_field else None
    return entry.title if entry is not None else Text(code, code)


def codes(columns: Iterable[Column], cases: Iterable[Case]) -> Mapping[str, set[str]]:
    """Register → the codes of its entries that these columns name."""
    named = [(one.field, one.register) for one in columns if one.register is not None]
    found: dict[str, set[str]] = {}
    for case in cases if named else ():
        for name, register in named:
            if isinstance(value := case.fields.get(name), str):
                found.setdefault(register, set()).add(value)
    return found

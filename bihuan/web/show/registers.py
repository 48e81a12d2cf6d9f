"""What the pages of registers show: made from the declaration, so that no page knows a register or a field by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from bihuan.app.registers import reading
from bihuan.app.registers.reading import Page, Seen, Wanted
from bihuan.app.registers.telling import Book, told, value_of
from bihuan.app.registers.totals import Total
from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import STATE, Act, Held, Register
from bihuan.core.text import Language, Text

NARROWS = (FieldType.CHOICE, FieldType.UNIT, FieldType.AREA, FieldType.YES_NO)
"""Types of field that a list can be narrowed by with a choice."""
FILTERS_MOST = 3
AMOUNTS = frozenset({FieldType.MONEY, FieldType.QUANTITY, FieldType.NUMBER})
ACTS: Mapping[Act, Text] = {
    Act.OPEN: Text("新增", "Add"),
    Act.CHANGE: Text("变更", "Change"),
    Act.CORRECT: Text("更正", "Correct"),
    Act.END: Text("注销", "End"),
    Act.RESTORE: Text("恢复", "Restore"),
    Act.EFFECT: Text("办理事项所致", "Set by a case"),
}
Filter = tuple[str, str, list[tuple[str, str]], str]
STATE_TITLE = Text("状态", "State")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, made safe."""

    wanted: Wanted
    columns: tuple[str, ...]
    day: date
    known: date | None
    sent: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a row."""

    text: str
    amount: bool = False
    href: str = ""
    head: str = ""
    """What its column is called: said again beside it where a row is a card."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in a list."""

    key: str
    href: str
    cells: tuple[Cell, ...]
    ended: bool


def asked(form: Register, sent: Mapping[str, str], columns: Sequence[str], today: date) -> Asked:
    """The list that an address asks for; what nobody knows is left open."""
    day, known = _day(sent.get("on", "")) or today, _day(sent.get("known", ""))
    holding = {}
    for one in narrowing(form):
        value = sent.get(f"f-{one.id}", "")
        if value:
            holding[one.id] = value == "yes" if one.type is FieldType.YES_NO else value
    holding |= referred(form, sent)
    if form.states and sent.get("state") in form.states:
        holding[STATE] = sent["state"]
    wanted = Wanted(
        register=form.id, day=day, search=sent.get("q", "")[:100], holding=holding,
        in_force="ended" not in sent, after=sent.get("after", "")[:64],
    )  # fmt: skip
    chosen = tuple(name for name in columns if name in form.fields or name == STATE)
    return Asked(wanted, chosen, day, known, sent)


def narrowing(form: Register) -> tuple[Field, ...]:
    """The fields that a list is narrowed by."""
    return tuple(one for one in form.open_fields if one.type in NARROWS)[:FILTERS_MOST]


def referred(form: Register, sent: Mapping[str, str]) -> dict[str, str]:
    """The entries that a list is narrowed to by its address, from the page of one of them."""
    named = {one.id: sent.get(f"f-{one.id}", "")[:64] for one in form.open_fields if one.type is FieldType.ENTRY}
    return {name: key for name, key in named.items() if key}


def filters(form: Register, book: Book, sent: Mapping[str, str], language: Language) -> list[Filter]:
    """Name, title, choices and chosen value of each filter."""
    found: list[Filter] = []
    if form.states:
        states = [(one.id, one.title.in_(language)) for one in form.states.values()]
        found.append(("state", STATE_TITLE.in_(language), [("", "—"), *states], sent.get("state", "")))
    for one in narrowing(form):
        name = f"f-{one.id}"
        found.append((name, one.title.in_(language), [("", "—"), *choices(one, book, language)], sent.get(name, "")))
    for name, key in referred(form, sent).items():
        found.append((f"f-{name}", form.fields[name].title.in_(language), [("", "—"), (key, key)], key))
    return found


def choices(field: Field, book: Book, language: Language) -> list[tuple[str, str]]:
    """What can be chosen for a field."""
    match field.type:
        case FieldType.CHOICE:
            words = book.dictionaries[field.dictionary or ""].entries
            return [(code, one.title.in_(language)) for code, one in words.items()]
        case FieldType.UNIT:
            return [(id, one.title.in_(language)) for id, one in book.places.units.items()]
        case FieldType.AREA:
            return [(id, one.title.in_(language)) for id, one in book.places.areas.items()]
        case FieldType.YES_NO:
            return [("yes", Text("是", "yes").in_(language)), ("no", Text("否", "no").in_(language))]
        case _:
            return []


def table(page: Page, chosen: Sequence[str], book: Book, language: Language) -> dict[str, object]:
    """Heads and rows of a list."""
    names = list(chosen or reading.columns(page.form, page.held))
    shown = {one.id for seen in page.entries for one in seen.fields} | {STATE}
    names = [name for name in names if name in shown or not page.entries]
    fields = page.form.fields
    heads = [(title_of(page.form, name, language), name in fields and fields[name].type in AMOUNTS) for name in names]
    return {"heads": heads, "rows": [_row(seen, names, book, language) for seen in page.entries]}


def title_of(form: Register, name: str, language: Language) -> str:
    """What a column is called."""
    return (form.fields[name].title if name in form.fields else STATE_TITLE).in_(language)


def _row(seen: Seen, names: Sequence[str], book: Book, language: Language) -> Row:
    cells = tuple(
        replace(_cell(seen, name, names, book, language), head=title_of(seen.form, name, language)) for name in names
    )
    return Row(seen.found.key, entry_address(seen.form, seen.found.key), cells, not seen.in_force)


def _cell(seen: Seen, name: str, names: Sequence[str], book: Book, language: Language) -> Cell:
    if name not in seen.form.fields:
        state = seen.form.states.get(str(seen.found.values.get(STATE)))
        return Cell(state.title.in_(language) if state else "")
    known = seen.form.fields[name]
    if known.private:
        return Cell(seen.words.get(name, ""))
    if idle(seen, known):
        return Cell("")
    value = seen.found.values.get(name)
    href = reference(known, value)
    called = book.titles.get((known.register or "", str(value)))
    beside = (known.currency_field or known.measure_field) in names
    spoken = value_of(known, seen.found.values, language)
    text = told(known, spoken, book, language) if beside else said(seen, known, book, language)
    return Cell(called or text, known.type in AMOUNTS, href)


def idle(seen: Seen, known: Field) -> bool:
    """Whether a field only tells the currency or measure of amounts, and none of these is shown: then it says nothing
    about the entry, nor does it tell of one that is kept from the reader."""
    told_by = [one for one in seen.form.fields.values() if known.id in (one.currency_field, one.measure_field)]
    shown = {one.id for one in seen.fields}
    return bool(told_by) and all(
        one.id not in shown or seen.found.values.get(one.id) is None for one in told_by
    )


def said(seen: Seen, known: Field, book: Book, language: Language) -> str:
    """A value with its currency or measure, where the entry says which."""
    text = told(known, value_of(known, seen.found.values, language), book, language)
    unit = known.currency_field or known.measure_field
    if text and unit and unit in seen.form.fields:
        text += f" {unit_said(seen.form, known, str(seen.found.values.get(unit) or ''), book, language)}"
    return text.strip()


def unit_said(form: Register, known: Field, code: str, book: Book, language: Language) -> str:
    """A measure by its name; a currency by its code (ISO 4217), as banks write it."""
    measure = form.fields.get(known.measure_field or "")
    return told(measure, code, book, language) if measure is not None and code not in ("", "?") else code


def reference(known: Field, value: object) -> str:
    """The page of the entry that a value refers to."""
    if known.type is not FieldType.ENTRY or not isinstance(value, str) or known.register in ("units", "areas", None):
        return ""
    return f"/registers/{known.register}/entry?{urlencode({'key': value})}"


def entry_address(form: Register, key: str) -> str:
    """The page of an entry."""
    return f"/registers/{form.id}/entry?{urlencode({'key': key})}"


def headline(seen: Seen) -> str:
    """What an entry is called."""
    called = seen.found.values.get(seen.form.title_field or "")
    return str(called) if called else seen.found.key


def totals(found: Sequence[Total], form: Register, book: Book, language: Language) -> list[tuple[str, str]]:
    """Sums of amounts, each in its own currency or measure."""
    return [
        (
            title_of(form, one.field, language),
            f"{one.text} {unit_said(form, form.fields[one.field], one.unit, book, language)}",
        )
        for one in found
    ]


def offered(form: Register, held: Held, names: Sequence[str], language: Language) -> list[tuple[str, str, bool]]:
    """Every column that can be chosen: name, title, whether it is shown."""
    open_ = [one.id for one in form.fields.values() if not (one.private or one.masked) or one.id in held.sees]
    every = [*open_, *([STATE] if form.states else [])]
    return [(name, title_of(form, name, language), name in names) for name in every]


def days(sent: Mapping[str, str], today: date) -> tuple[date, date | None]:
    """As of which day, and as known on which."""
    return _day(sent.get("on", "")) or today, _day(sent.get("known", ""))


def query(sent: Mapping[str, str], columns: Sequence[str], **more: str) -> str:
    """The address of the same list with something other: what a saved view would keep."""
    kept = [(name, value) for name, value in sent.items() if name not in ("after", "column", *more) and value]
    return urlencode([*kept, *(("column", name) for name in columns), *more.items()])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

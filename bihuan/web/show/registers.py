"""What the pages of registers show: made from the declaration, so that no page knows a register or a field by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from bihuan.app.registers import reading
from bihuan.app.registers.reading import Page, Seen, Wanted
from bihuan.app.registers.referring import Referring
from bihuan.app.registers.telling import Book, told
from bihuan.app.registers.totals import Total
from bihuan.core.commands import Unit
from bihuan.core.programme import EXISTS, Field, FieldType
from bihuan.core.registers import STATE, Act, EntryEvent, Held, Register
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
_IN_FORCE, _ENDED = Text("有效", "in force"), Text("已注销", "ended")
_STATE = Text("状态", "State")
_SYSTEM = Text("系统", "the system")


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


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in a list."""

    key: str
    href: str
    cells: tuple[Cell, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an entry as its page shows it."""

    title: str
    text: str
    since: str = ""
    href: str = ""
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """One fact of an entry's history."""

    recorded: str
    since: str
    act: str
    said: tuple[tuple[str, str], ...]
    by: str
    case: str = ""
    words: tuple[str, ...] = field(default_factory=tuple)


def asked(form: Register, sent: Mapping[str, str], columns: Sequence[str], today: date) -> Asked:
    """The list that an address asks for; what nobody knows is left open."""
    day, known = _day(sent.get("on", "")) or today, _day(sent.get("known", ""))
    holding = {}
    for one in narrowing(form):
        value = sent.get(f"f-{one.id}", "")
        if value:
            holding[one.id] = value == "yes" if one.type is FieldType.YES_NO else value
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


def filters(form: Register, book: Book, sent: Mapping[str, str], language: Language) -> list[Filter]:
    """Name, title, choices and chosen value of each filter."""
    found: list[Filter] = []
    if form.states:
        states = [(one.id, one.title.in_(language)) for one in form.states.values()]
        found.append(("state", _STATE.in_(language), [("", "—"), *states], sent.get("state", "")))
    for one in narrowing(form):
        name = f"f-{one.id}"
        found.append((name, one.title.in_(language), [("", "—"), *choices(one, book, language)], sent.get(name, "")))
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
    return (form.fields[name].title if name in form.fields else _STATE).in_(language)


def _row(seen: Seen, names: Iterable[str], book: Book, language: Language) -> Row:
    cells = tuple(_cell(seen, name, book, language) for name in names)
    return Row(seen.found.key, entry_address(seen.form, seen.found.key), cells, not seen.in_force)


def _cell(seen: Seen, name: str, book: Book, language: Language) -> Cell:
    if name not in seen.form.fields:
        state = seen.form.states.get(str(seen.found.values.get(STATE)))
        return Cell(state.title.in_(language) if state else "")
    known = seen.form.fields[name]
    if known.private:
        return Cell(seen.words.get(name, ""))
    value = seen.found.values.get(name)
    href = reference(known, value)
    called = book.titles.get((known.register or "", str(value)))
    return Cell(called or said(seen, known, book, language), known.type in AMOUNTS, href)


def said(seen: Seen, known: Field, book: Book, language: Language) -> str:
    """A value with its currency or measure, where the entry says which."""
    value = seen.found.values.get(known.id)
    text = told(known, value, book, language)
    unit = known.currency_field or known.measure_field
    if text and unit and unit in seen.form.fields:
        text += f" {seen.found.values.get(unit) or ''}"
    return text.strip()


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


def facts(seen: Seen, book: Book, language: Language) -> list[Fact]:
    """The fields of an entry, those with a value first said from when."""
    found = []
    for known in seen.fields:
        text = seen.words.get(known.id, "") if known.private else said(seen, known, book, language)
        href = reference(known, seen.found.values.get(known.id))
        since = "" if known.private else seen.found.since.get(known.id, "")
        since = "" if since == seen.found.opened else since
        hidden = known.masked or known.private
        found.append(Fact(known.title.in_(language), text, since, href, hidden))
    return found


def standing(seen: Seen, language: Language) -> tuple[tuple[str, str], ...]:
    """Tags at the top of the page: state, in force or ended."""
    state = seen.form.states.get(str(seen.found.values.get(STATE)))
    tags = [(state.title.in_(language), "")] if state else []
    if EXISTS in seen.found.values:
        tags.append((_IN_FORCE.in_(language), "kept") if seen.in_force else (_ENDED.in_(language), "late"))
    return tuple(tags)


def acts(seen: Seen, language: Language) -> list[tuple[str, str]]:
    """What the person can do with the entry now."""
    possible = (Act.CHANGE, Act.CORRECT, Act.END) if seen.in_force else (Act.CORRECT, Act.RESTORE)
    return [(str(act), ACTS[act].in_(language)) for act in possible if act in seen.held.by]


def history(seen: Seen, book: Book, language: Language, numbers: Mapping[str, str]) -> list[Past]:
    """The facts of an entry, the newest first; `numbers` gives case ids the numbers that people know."""
    return [_past(event, seen, book, language, numbers) for _, event in reversed(seen.history)]


def _past(event: EntryEvent, seen: Seen, book: Book, language: Language, numbers: Mapping[str, str]) -> Past:
    form = seen.form
    told_ = []
    at_event = replace(seen, found=replace(seen.found, values={**seen.found.values, **event.values}))
    for name, value in event.values.items():
        if name == STATE and form.states:
            state = form.states.get(str(value))
            told_.append((_STATE.in_(language), state.title.in_(language) if state else str(value)))
        elif name in form.fields:
            text = said(at_event, form.fields[name], book, language)
            told_.append((form.fields[name].title.in_(language), text or "—"))
    right = form.rights.get(event.by.role)
    unit = book.places.units.get(event.by.unit or "")
    role = right.title if right else _SYSTEM if event.by.role == "system" else None
    who = [one.title.in_(language) if isinstance(one, Unit) else one.in_(language) for one in (role, unit) if one]
    words = tuple(form.fields[name].title.in_(language) for name in event.words if name in form.fields)
    return Past(
        recorded=_moment(event.recorded, book),
        since=event.since,
        act=ACTS[event.act].in_(language),
        said=tuple(told_),
        by=" · ".join(who),
        case=numbers.get(event.cause, ""),
        words=words,
    )


def totals(found: Sequence[Total], form: Register, language: Language) -> list[tuple[str, str]]:
    """Sums of amounts, each in its own currency or measure."""
    return [(f"{title_of(form, one.field, language)}", one.text) for one in found]


def offered(form: Register, held: Held, names: Sequence[str], language: Language) -> list[tuple[str, str, bool]]:
    """Every column that can be chosen: name, title, whether it is shown."""
    open_ = [one.id for one in form.fields.values() if not (one.private or one.masked) or one.id in held.sees]
    every = [*open_, *([STATE] if form.states else [])]
    return [(name, title_of(form, name, language), name in names) for name in every]


def days(sent: Mapping[str, str], today: date) -> tuple[date, date | None]:
    """As of which day, and as known on which."""
    return _day(sent.get("on", "")) or today, _day(sent.get("known", ""))


def referring(found: Sequence[Referring], language: Language) -> list[tuple[str, list[tuple[str, str, str]], bool]]:
    """Headings with entries that refer to this one: code, name, address."""
    shown = []
    for one in found:
        title = f"{one.form.title.in_(language)} · {one.field.title.in_(language)}"
        rows = [(seen.found.key, headline(seen), entry_address(one.form, seen.found.key)) for seen in one.entries]
        shown.append((title, rows, one.more))
    return shown


def query(sent: Mapping[str, str], columns: Sequence[str], **more: str) -> str:
    """The address of the same list with something other: what a saved view would keep."""
    kept = [(name, value) for name, value in sent.items() if name not in ("after", "column", *more) and value]
    return urlencode([*kept, *(("column", name) for name in columns), *more.items()])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(moment: datetime, book: Book) -> str:
    return moment.astimezone(book.zone).strftime("%Y-%m-%d %H:%M")

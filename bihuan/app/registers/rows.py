"""One row of a register's sheet: read into values, and compared with the entry that stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bihuan.app.imports.cells import as_text, unprintable
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import RawRow
from bihuan.app.registers.based import Shown, Stood, overtaken, shown_of
from bihuan.app.registers.sheet import CHANGED_, ENDED_, KEY_, OPENED_, REASON_, SHOWN_, STATE_TITLE
from bihuan.app.registers.telling import Book, Unreadable, day_of, read, state_of
from bihuan.core.arguments import REASON, about
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.programme import FieldType
from bihuan.core.refusals import Refusal, together
from bihuan.core.registers import EXISTS, STATE, Act, Enter, Register
from bihuan.core.text import Text, listed

Fault = tuple[str, Problem | Refusal]
"""A column and what is wrong with it."""


_ABOUT = {KEY_: about("key"), REASON_: REASON} | dict.fromkeys((OPENED_, ENDED_, CHANGED_), about("since"))
_COUNTED = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.QUANTITY})
_EXACT = 10**15
"""From here on a spreadsheet rounds numbers."""
_DIGITS_LOST = Text(
    "文本；表格软件把长数字只存 15 位，后面的已经丢了：请把这一列设为文本，再重新录入",
    "text; a spreadsheet keeps 15 digits of a number, the others are gone: format the column as text, enter it again",
)
_DAYS = {Act.OPEN: OPENED_, Act.CHANGE: CHANGED_, Act.CORRECT: CHANGED_, Act.END: ENDED_}
"""What is asked → the column that says from which day."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands, from 0, and what it is called."""

    at: Mapping[str, int]
    titles: Mapping[str, Text]
    encoding: str = "utf-8"
    """Of the file, for whoever is told of a byte that is none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row says."""

    number: int
    key: str
    opened: str
    ended: str
    changed: str
    values: Mapping[str, Scalar]
    words: Mapping[str, str]
    texts: Mapping[str, str]
    """Every cell as it reads, by field."""
    reason: str = ""
    """Why what stood was wrong; then the row corrects."""
    shown: Shown | None = None
    """What of the entry was exported."""
    unread: tuple[Fault, ...] = ()
    """What could not be read, with its column."""
    numbers: frozenset[str] = frozenset()
    """Columns of codes whose cell holds a whole number: zeros before it would be gone."""

    @property
    def blurred(self) -> frozenset[str | None]:
        """What the door would say about these columns, which the row says better itself."""
        return frozenset(_ABOUT.get(name, name) for name, _ in self.unread)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """In whose name and of which register the rows are asked."""

    form: Register
    person: Person
    population: str


def read_row(raw: RawRow, columns: Columns, form: Register, book: Book) -> Row | Problem:
    """The row with what could not be read of it: a merged cell, a formula, a text that is no such value. A row that is
    no row at all is a problem by itself."""
    if raw.fault is not None:
        return raw.fault
    texts = {name: as_text(raw.cells[at]).strip() if at < len(raw.cells) else "" for name, at in columns.at.items()}
    marked = _marked(raw, columns, texts)
    unread: list[Fault] = [(name, replace(mark, place=columns.titles[name].zh)) for name, mark in marked.items()]
    values: dict[str, Scalar] = {}
    words: dict[str, str] = {}
    days = {name: day_of(texts.get(name, "")) for name in (OPENED_, ENDED_, CHANGED_)}
    for name, found in days.items():
        if isinstance(found, Unreadable) and name not in marked:
            unread.append((name, invalid(columns.titles[name], found)))
    shown = shown_of(texts.get(SHOWN_, ""))
    if isinstance(shown, Unreadable) and SHOWN_ not in marked:
        unread.append((SHOWN_, invalid(columns.titles[SHOWN_], shown)))
    for name in _shortened(raw, columns, form):
        unread.append((name, invalid(columns.titles[name], Unreadable(texts[name], _DIGITS_LOST))))
    lost = {name for name, _ in unread}
    for name, text in texts.items():
        field = form.fields.get(name)
        if name in marked or name in lost:
            continue
        if field is not None and field.private:
            words[name] = text
        elif field is not None or name == STATE:
            value = read(field, text, book) if field is not None else state_of(form, text)
            if isinstance(value, Unreadable):
                unread.append((name, invalid(columns.titles[name], value)))
                continue
            if field is not None or value is not None:  # An entry always has a state: an empty cell wishes for none.
                values[name] = value
    opened, ended, changed = ("" if isinstance(day, Unreadable) else str(day or "") for day in days.values())
    return Row(
        number=raw.number,
        key="" if KEY_ in marked else texts.get(KEY_, ""),
        opened=opened,
        ended=ended,
        changed=changed,
        values=values,
        words=words,
        texts=texts,
        reason="" if REASON_ in marked else texts.get(REASON_, ""),
        shown=None if isinstance(shown, Unreadable) else shown,
        unread=tuple(unread),
        numbers=frozenset(name for name in _coded(form) if _is_number(raw, columns, name) and name not in lost),
    )


def _marked(raw: RawRow, columns: Columns, texts: Mapping[str, str]) -> dict[str, Problem]:
    """Columns in which no value stands that could be read: what is merged, has no result, or is no text."""
    names = {at: name for name, at in columns.at.items()}
    # The stored result of a formula is taken like a value that was typed.
    marks = {at: mark for at, mark in sorted(raw.marks.items()) if at in names and mark.code != "formula-result"}
    marked = {names[at]: mark for at, mark in marks.items()}
    for name, text in texts.items():
        bad = unprintable(text, columns.titles[name].zh, columns.encoding)
        if bad is not None:
            marked.setdefault(name, bad)
    return marked


def _coded(form: Register) -> Iterator[str]:
    """The columns that hold codes of entries."""
    yield KEY_
    yield from (one.id for one in form.fields.values() if one.type is FieldType.ENTRY)


def _is_number(raw: RawRow, columns: Columns, name: str) -> bool:
    at = columns.at.get(name)
    cell = raw.cells[at] if at is not None and at < len(raw.cells) else None
    return not isinstance(cell, bool) and isinstance(cell, int | float) and as_text(cell).isdecimal()


def _shortened(raw: RawRow, columns: Columns, form: Register) -> Iterator[str]:
    """Columns of texts in which a cell holds a number that is too long for a spreadsheet: its last digits are gone."""
    for name, at in columns.at.items():
        cell = raw.cells[at] if at < len(raw.cells) else ""
        known = form.fields.get(name)
        counted = known is not None and known.type in _COUNTED
        if isinstance(cell, int | float) and abs(cell) >= _EXACT and not counted and at not in raw.marks:
            yield name


def column_of(refusal: Refusal, act: Act) -> str:
    """The column that a refusal is about; empty if it is about the row as a whole."""
    if refusal.about == about("since"):
        return _DAYS.get(act, "")
    return {about("key"): KEY_, REASON: REASON_}.get(refusal.about or "", refusal.about or "")


def asked_of(row: Row, stood: Stood | None, asking: Asking, book: Book) -> tuple[Enter, ...] | Refusal:
    """What has to be asked for the register to say what the row says; nothing if it does already. Only cells that say
    otherwise than the export are asked for; what somebody else changed in these meanwhile is told, cell by cell."""
    if stood is None:
        return _opening(row, asking)
    given = {**row.values, **{name: text for name, text in row.words.items() if text}}
    now = {name for name, value in given.items() if alike(stood.now.get(name), value, row.texts[name])}
    # With a day the change may be of a past in which something else held, whatever holds now.
    touched = {
        name: value
        for name, value in given.items()
        if not alike(stood.base.get(name), value, row.texts[name]) and (row.changed or name not in now)
    }
    yours = {name: row.texts[name] for name in touched if name not in now}
    if (refusal := together(overtaken(asking.form, stood, yours, book))) is not None:
        return refusal
    values = {name: value for name, value in touched.items() if name in row.values}
    words = {name: row.words[name] for name in touched if name in row.words}
    ends = bool(row.ended) and stood.now.get(EXISTS) is True
    asked: list[Enter] = []
    if values or words:
        if not row.changed:
            fields = asking.form.fields
            titles = [fields[name].title if name in fields else STATE_TITLE for name in (*values, *words)]
            return Refusal("change-day-missing", {"key": row.key, "fields": listed(titles[:6])})
        act, why = (Act.CORRECT, {REASON: row.reason}) if row.reason else (Act.CHANGE, {})
        asked.append(_enter(row, asking, act, row.changed, values, {**words, **why}))
    if ends:
        asked.append(_enter(row, asking, Act.END, row.ended, {}, {}))
    return tuple(asked)


def alike(stands: object, value: Scalar, text: str) -> bool:
    """Whether a cell says what stands. Line ends, and blanks at both ends, are what a spreadsheet makes of them."""
    if stands == value and type(stands) is type(value):
        return True
    return isinstance(stands, str) and plain(stands) == plain(text)


def plain(text: str) -> str:
    """The text as it can be told apart in a cell: one kind of line end, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _opening(row: Row, asking: Asking) -> tuple[Enter, ...]:
    values = {name: value for name, value in row.values.items() if value is not None}
    words = {name: text for name, text in row.words.items() if text}
    opened = _enter(row, asking, Act.OPEN, row.opened, values, words)
    if not row.ended or not row.key:
        return (opened,)
    return opened, _enter(row, asking, Act.END, row.ended, {}, {})


def _enter(
    row: Row, asking: Asking, act: Act, since: str, values: Mapping[str, Scalar], words: Mapping[str, str]
) -> Enter:
    return Enter(
        register=asking.form.id, key=row.key, act=act, by=asking.person, since=since, values=values, words=words,
        population=asking.population, unread=tuple(_unread(name) for name, _ in row.unread),
    )  # fmt: skip


def _unread(name: str) -> Refusal:
    """For the door: that something stands there which is no value. The row's own words say what."""
    return Refusal("field-invalid", {"field": name, "value": "—", "expected": "—"}, about=_ABOUT.get(name, name))


def invalid(title: Text, found: Unreadable) -> Refusal:
    """A cell that is no such value, with what it should be."""
    return Refusal("field-invalid", {"field": title, "value": found.text[:80], "expected": found.expected})

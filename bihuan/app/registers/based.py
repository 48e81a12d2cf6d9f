"""What somebody had before them when they wrote a form or a sheet, and what others changed since: a cell counts as
touched if it says otherwise than what was shown, whatever holds now. Pure but for reading the facts of entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bihuan.app.registers.telling import Book, Unreadable, told
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import STATE, Entry, EntryEvent, Register, evolve_entry
from bihuan.core.text import Text
from bihuan.store import entry_reading
from bihuan.store.session import Session

_SHOWN = re.compile(r"(\d{4}-\d{2}-\d{2}) #(\d{1,9})", re.ASCII)
EXPECTED = Text(
    "导出时的原样，如 2021-07-01 #3；新的一条留空", "as it was exported, like 2021-07-01 #3; empty for a new entry"
)
TOLD_MOST = 80


@dataclass(frozen=True, slots=True)
class Shown:
    """Which state of an entry was shown: as of a day, after so many facts."""

    day: str
    n: int

    def __str__(self) -> str:
        return f"{self.day} #{self.n}"


def shown_of(text: str) -> Shown | Unreadable | None:
    """What a cell says of it; None if it says nothing."""
    found = _SHOWN.fullmatch(text.strip())
    if found is None:
        return Unreadable(text, EXPECTED) if text.strip() else None
    try:
        date.fromisoformat(found[1])
    except ValueError:
        return Unreadable(text, EXPECTED)
    return Shown(found[1], int(found[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """An entry for whoever writes about it. Words are the last ones."""

    now: Mapping[str, object]
    base: Mapping[str, object]
    """What was shown; what stands now, if nothing says what was shown."""
    moved: frozenset[str] = field(default_factory=frozenset)
    """Fields of which somebody said something since."""


def as_shown(events: Sequence[EntryEvent], shown: Shown) -> dict[str, Scalar]:
    """The values that were shown."""
    entry: Entry | None = None
    for event in events[: shown.n]:
        entry = evolve_entry(entry, event)
    return entry.all_on(shown.day) if entry is not None else {}


def moved_since(events: Sequence[EntryEvent], shown: Shown) -> frozenset[str]:
    """Fields of which later facts speak."""
    return frozenset(name for event in events[shown.n :] for name in (*event.values, *event.words))


def overtaken(form: Register, stood: Stood, yours: Mapping[str, str], book: Book) -> Iterator[Refusal]:
    """Each touched field that somebody else changed meanwhile. `yours`: field → text, of those that say otherwise than
    what stands now."""
    for name, text in yours.items():
        now, known = stood.now.get(name), form.fields.get(name)
        sealed = known is not None and known.private
        # Which sealed words were shown is not known any more: where somebody wrote others, both are told.
        if name not in stood.moved or (now == stood.base.get(name) and not sealed):
            continue
        detail: dict[str, str | Text] = {
            "field": known.title if known is not None else Text("状态", "State"),
            "now": _said(form, name, now, book),
            "yours": text.strip()[:TOLD_MOST] or "—",
        }
        yield Refusal("cell-moved", detail, about=name)


def _said(form: Register, name: str, value: object, book: Book) -> str | Text:
    """A value as the two languages say it; sealed words as they are."""
    known = form.fields.get(name)
    if name == STATE and known is None:
        state = form.states.get(str(value))
        return state.title if state is not None else "—"
    if value is None or known is None or known.private or not isinstance(value, str | int | bool):
        return str(value or "—")[:TOLD_MOST]
    return Text(told(known, value, book, "zh") or "—", told(known, value, book, "en") or "—")


def stood(
    session: Session, district: str, form: Register, rows: Iterable[tuple[str, Shown | None]], today: date,
    sealed: Mapping[str, Mapping[str, str]],
) -> list[Stood | None]:
    """For each row of a sheet (code, what it shows of the export) what stands; None for an entry that is not there.
    `sealed`: code → the last words."""
    asked = list(rows)
    keys = list(dict.fromkeys(key for key, _ in asked if key))
    now = entry_reading.values_of(session, district, form.id, keys, today)
    heads = entry_reading.heads(session, district, form.id, keys)
    facts: dict[str, list[EntryEvent]] = {}
    found: list[Stood | None] = []
    for key, shown in asked:
        if key not in heads:
            found.append(None)
            continue
        stream, n = heads[key]
        said = {name: value for name, (_, value) in now.get(key, {}).items()}
        stands: dict[str, object] = {**said, **sealed.get(key, {})}
        if shown is None or not 0 < shown.n <= n or (shown.n == n and shown.day == today.isoformat()):
            found.append(Stood(now=stands, base=stands))
            continue
        if stream not in facts:
            facts[stream] = [event for _, event in entry_reading.history(session, district, stream)]
        base = {**as_shown(facts[stream], shown), **sealed.get(key, {})}
        found.append(Stood(now=stands, base=base, moved=moved_since(facts[stream], shown)))
    return found

"""What the page of one entry shows: its fields, what refers to it, its history. Knows no register by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.app.registers.reading import Seen
from bihuan.app.registers.referring import Referring
from bihuan.app.registers.telling import Book
from bihuan.core.commands import Unit
from bihuan.core.programme import EXISTS
from bihuan.core.registers import STATE, Act, EntryEvent
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import worded
from bihuan.web.show.registers import ACTS, STATE_TITLE, entry_address, headline, idle, reference, said

_IN_FORCE, _ENDED = Text("有效", "in force"), Text("已注销", "ended")
_SYSTEM = Text("系统", "the system")


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


def facts(seen: Seen, book: Book, language: Language) -> list[Fact]:
    """The fields of an entry, those with a value first said from when."""
    found = []
    for known in seen.fields:
        if idle(seen, known):
            continue
        text = seen.words.get(known.id, "") if known.private else worded(said(seen, known, book, language), language)
        href = reference(known, seen.found.values.get(known.id))
        since = "" if known.private else seen.found.since.get(known.id, "")
        since = "" if since == seen.found.opened else since
        hidden = known.masked or known.private
        found.append(Fact(known.title.in_(language), text, worded(since, language), href, hidden))
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
            told_.append((STATE_TITLE.in_(language), state.title.in_(language) if state else str(value)))
        elif name in form.fields:
            text = worded(said(at_event, form.fields[name], book, language), language)
            told_.append((form.fields[name].title.in_(language), text or "—"))
    right = form.rights.get(event.by.role)
    unit = book.places.units.get(event.by.unit or "")
    role = right.title if right else _SYSTEM if event.by.role == "system" else None
    who = [one.title.in_(language) if isinstance(one, Unit) else one.in_(language) for one in (role, unit) if one]
    words = tuple(form.fields[name].title.in_(language) for name in event.words if name in form.fields)
    return Past(
        recorded=_moment(event.recorded, book),
        since=worded(event.since, language),
        act=ACTS[event.act].in_(language),
        said=tuple(told_),
        by=" · ".join(who),
        case=numbers.get(event.cause, ""),
        words=words,
    )


def referring(
    found: Sequence[Referring], key: str, day: date, language: Language
) -> list[tuple[str, list[tuple[str, str, str]], str]]:
    """Headings with entries that refer to this one (code, name, address); if there are more, where all are."""
    shown = []
    for one in found:
        title = f"{one.form.title.in_(language)} · {one.field.title.in_(language)}"
        rows = [(seen.found.key, headline(seen), entry_address(one.form, seen.found.key)) for seen in one.entries]
        asked = urlencode({f"f-{one.field.id}": key, "on": day.isoformat()})
        more = f"{reverse('register', args=(one.form.id,))}?{asked}" if one.more else ""
        shown.append((title, rows, more if one.field in one.form.open_fields else ""))
    return shown


def begins(sent: str) -> tuple[str, str] | None:
    """Where a page of the matters about an entry goes on, from an address; what is no such place is the beginning."""
    moment, _, case = sent.partition("|")
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (f"{when:%Y-%m-%d %H:%M:%S.%f}", case[:64]) if case and not when.tzinfo and "\0" not in case else None


def _moment(moment: datetime, book: Book) -> str:
    return moment.astimezone(book.zone).strftime("%Y-%m-%d %H:%M")

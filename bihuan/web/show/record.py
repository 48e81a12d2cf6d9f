"""A case as those who work on it read it: what was said, what was done, who has which part, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.acts import OnCase
from bihuan.core.arguments import REASON
from bihuan.core.case import Task
from bihuan.core.decide.filling import REASON_WORDS
from bihuan.core.events import Event
from bihuan.core.text import Language, Text
from bihuan.core.verbs import REQUESTS, TaskState
from bihuan.web.show.case import CaseView, case_view
from bihuan.web.show.changes import PARTS, changes, fact_text
from bihuan.web.show.dates import day_text
from bihuan.web.show.pairing import Link, Pair, pair_at_work
from bihuan.web.show.pin import Ground, Spot, is_place, place_text, spot, word_text
from bihuan.web.show.step_words import way_text

STANDS: Mapping[TaskState, Text] = {
    TaskState.GIVEN: Text("待签收", "to be signed for"),
    TaskState.SIGNED: Text("办理中", "in hand"),
    TaskState.FINISHED: Text("已办毕", "finished"),
    TaskState.DISPUTED: Text("退单待裁定", "returned, in dispute"),
    TaskState.RETURNED: Text("已退回", "returned"),
    TaskState.REVOKED: Text("已收回", "taken back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of one field that came with an event."""

    title: str
    text: str
    reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event with what was said and shown."""

    n: int
    when: str
    iso: str
    title: str
    outcome: str | None
    unit: str | None
    said: tuple[Said, ...]
    photos: tuple[str, ...]
    """Addresses."""
    notes: tuple[str, ...]
    undone: bool
    """Whether it was taken back a moment later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One unit's part."""

    kind: str
    unit: str
    state: str
    mark: str
    binding: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """Everything the record of a case shows besides its steps."""

    public: CaseView
    seen: int
    title: str
    words: str
    place: str
    pin: Spot | None
    facts: tuple[tuple[str, str, str], ...]
    """Title, value, and the code of an entry whose name is the value."""
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    supervision: int
    pair: Pair
    """Photos from before and after the work."""

    def since(self, n: int) -> tuple[Entry, ...]:
        """What happened after somebody had seen so many events, in order."""
        return tuple(entry for entry in reversed(self.entries) if entry.n >= n)


def record_view(
    on: OnCase, now: datetime, language: Language, called: Mapping[str, str], ground: Ground, link: Link
) -> RecordView:
    """The record as this person may read it, the newest event first; `called` are names of entries, by field."""
    seen, context = on.seen, on.context
    case, programme = seen.case, seen.programme
    said = [word.text for word in seen.words if word.n == 0 and not is_place(word.name, programme.fields)]
    where = [word.text for word in seen.words if is_place(word.name, programme.fields)]
    longest = max(said, key=len, default="")
    titles = [text for text in said if text is not longest]
    return RecordView(
        public=case_view(case, seen.events, programme, context, now, language),
        seen=case.n,
        title=titles[0] if titles else "",
        words=longest,
        place=place_text(where[-1], ground, language) if where else "",
        pin=spot(where[-1], ground, language) if where else None,
        facts=facts(on, language, called),
        parts=tuple(_part(task, on, language) for task in case.tasks.values()),
        entries=tuple(reversed([_entry(event, on, language, ground) for event in seen.events])),
        supervision=case.supervision,
        pair=pair_at_work(on, language, link),
    )


def facts(
    on: OnCase, language: Language, called: Mapping[str, str], only: Collection[str] | None = None
) -> tuple[tuple[str, str, str], ...]:
    """Typed facts in the pack's order, all of them or some; what names a person is never among them."""
    found = []
    for field in on.seen.programme.fields.values():
        value = on.seen.case.fields.get(field.id)
        if value is None or field.private or (only is not None and field.id not in only):
            continue
        text = fact_text(field.id, value, on.seen.programme, on.context, language, on.seen.case.fields)
        name = called.get(field.id)
        found.append((field.title.in_(language), name or text, text if name else ""))
    return tuple(found)


def _part(task: Task, on: OnCase, language: Language) -> Part:
    mark = {TaskState.GIVEN: "wait", TaskState.SIGNED: "wait", TaskState.FINISHED: "kept"}.get(task.state, "")
    return Part(
        kind=PARTS[task.kind].in_(language),
        unit=unit_text(task.unit, on, language),
        state=STANDS[task.state].in_(language),
        mark=mark,
        binding=task.binding,
    )


def unit_text(unit: str, on: OnCase, language: Language) -> str:
    """A unit by its name; one that no register knows any more by its id."""
    known = on.context.units.get(unit)
    return known.title.in_(language) if known else unit


def _entry(event: Event, on: OnCase, language: Language, ground: Ground) -> Entry:
    programme, local = on.seen.programme, event.occurred.astimezone(on.context.zone)
    step = programme.steps.get(event.step)
    view = case_line(event, on, language)
    outcome = way_text(step, event.outcome) if step else None
    return Entry(
        n=event.n,
        when=f"{day_text(local.date(), language)} {local:%H:%M}",
        iso=local.isoformat(timespec="minutes"),
        title=step.title.in_(language) if step else view,
        outcome=outcome.in_(language) if outcome else None,
        unit=unit_text(event.by.unit, on, language) if event.by.unit else None,
        said=tuple(_said(on, event, language, ground)),
        photos=tuple(photo.address for photo in on.seen.photos if photo.n == event.n),
        notes=changes(event, programme, on.context, language),
        undone=event.n in on.seen.case.undone,
    )


def case_line(event: Event, on: OnCase, language: Language) -> str:
    """What the public page calls the event."""
    lines = case_view(on.seen.case, (event,), on.seen.programme, on.context, event.occurred, language).events
    return lines[0].title


def _said(on: OnCase, event: Event, language: Language, ground: Ground) -> Sequence[Said]:
    fields = on.seen.programme.fields
    found = []
    for word in on.seen.words:
        if word.n != event.n:
            continue
        reason = word.name == REASON
        title = REASON_WORDS if reason else fields[word.name].title if word.name in fields else Text("", "")
        text = word_text(word.name, word.text, fields, ground, language)
        found.append(Said(title=title.in_(language), text=text, reason=reason))
    return found


def asked_for(on: OnCase, language: Language) -> tuple[str, ...]:
    """What was asked for in this case and waits for a decision, in words."""
    said = []
    for kind, request in on.seen.case.requests.items():
        amount = f" {request.amount.in_(language)}" if request.amount else ""
        said.append(f"{REQUESTS[kind].in_(language)}{amount}")
    return tuple(said)

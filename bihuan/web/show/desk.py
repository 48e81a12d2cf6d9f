"""The desk's lists, hits and suggestions in words of the page's language. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.app.acts import OnCase
from bihuan.app.desk import WORK, Board, Row, Work
from bihuan.app.searching import NUMBER, Hit
from bihuan.app.triage import Triage
from bihuan.core.access import Places
from bihuan.core.arguments import REASON
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.searching import Piece
from bihuan.core.standing import STANDING, Standing
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import due_text

SOON = timedelta(hours=4)
"""A case due within this time is marked before it is late."""
BEGINNING = 60
"""Characters of a message that a list shows."""

_NAMES: Mapping[str, Text] = {NUMBER: Text("编号", "Number"), REASON: Text("理由", "Reason")}
_STATES = {"late": Text("已超期", "Late"), "soon": Text("临近期限", "Due soon")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One queue of the desk."""

    id: str
    title: str
    count: int
    due: str | None
    state: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a list."""

    number: str
    words: str
    category: str | None
    area: str | None
    stage: str
    unit: str | None
    raised: str
    due: str | None
    state: str
    said: str
    pieces: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
    again: int = 1


def tabs(board: Board, now: datetime, zone: ZoneInfo, language: Language) -> tuple[Tab, ...]:
    """The queues with their counts and the first due time."""
    return tuple(
        Tab(
            id=one.work.value,
            title=WORK[one.work].in_(language),
            count=one.count,
            due=due_text(one.due, zone, language) if one.due else None,
            state=_state(one.due, now),
            own=one.own,
        )
        for one in board.queues
    )


def photos(on: OnCase, language: Language) -> Iterator[tuple[str, str]]:
    """Addresses of the photos that stand, each with the step that brought it."""
    seen = on.seen
    steps = {event.n: seen.programme.steps.get(event.step) for event in seen.events}
    for photo in seen.photos:
        if photo.n not in seen.case.undone:
            step = steps.get(photo.n)
            yield photo.address, step.title.in_(language) if step else ""


ALL = "all"
"""Name of the list of everything open, which is no queue."""


def title_of(queue: str) -> Text:
    """What a list of the desk is called: a queue, what is closed, or everything open."""
    if queue == Standing.UNCONFIRMED:
        return STANDING[Standing.UNCONFIRMED]
    return WORK[Work(queue)] if queue in set(Work) else Text("全部未办结", "Everything open")


def rows(
    found: Sequence[Row],
    programmes: Mapping[tuple[str, str], Programme],
    context: Context,
    now: datetime,
    language: Language,
) -> tuple[CaseRow, ...]:
    """A page of a queue."""
    return tuple(_row(one.line.case, one.line.next_due, one.words, programmes, context, now, language) for one in found)


def hits(
    found: Sequence[Hit],
    programmes: Mapping[tuple[str, str], Programme],
    context: Context,
    now: datetime,
    language: Language,
) -> tuple[CaseRow, ...]:
    """What a search found, each with where."""
    shown = []
    for hit in found:
        case = hit.line.case
        fields = programmes[case.programme, case.edition].fields
        pieces = tuple(
            ((_NAMES[name] if name in _NAMES else fields[name].title).in_(language), part)
            for name, part in hit.found
            if name in fields or name in _NAMES
        )
        shown.append(_row(case, hit.line.next_due, "", programmes, context, now, language, pieces))
    return tuple(shown)


def heading(name: str, programme: Programme, language: Language) -> str:
    """What words of a case are: the field they were given for, or the reason of a step."""
    field = programme.fields.get(name)
    title = field.title if field else _NAMES.get(name)
    return title.in_(language) if title else ""


def _row(
    case: Case,
    due: datetime | None,
    words: str,
    programmes: Mapping[tuple[str, str], Programme],
    context: Context,
    now: datetime,
    language: Language,
    pieces: tuple[tuple[str, tuple[Piece, ...]], ...] = (),
) -> CaseRow:
    programme = programmes[case.programme, case.edition]
    state = _state(due, now)
    lead = context.units.get(case.lead.unit) if case.lead else None
    return CaseRow(
        number=case.number,
        words=words if len(words) <= BEGINNING else words[:BEGINNING] + "…",
        category=category_of(case, programme, context, language),
        area=area_of(case, programme, Places(units=context.units, areas=context.areas), language),
        stage=programme.stages[case.stage].title.in_(language),
        unit=lead.title.in_(language) if lead else None,
        raised=due_text(case.occurred_at, context.zone, language),
        due=due_text(due, context.zone, language) if due else None,
        state=state,
        said=_STATES[state].in_(language) if state in _STATES else "",
        pieces=pieces,
        again=case.round,
    )


def _state(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    return "late" if due < now else "soon" if due - now < SOON else ""


def category_of(case: Case, programme: Programme, context: Context, language: Language) -> str | None:
    """The category of a case in words."""
    field = programme.fields.get(programme.category_field or "")
    dictionary = context.dictionaries.get(field.dictionary or "") if field else None
    entry = dictionary.entries.get(str(case.fields.get(field.id))) if dictionary and field else None
    return entry.title.in_(language) if entry else None


def area_of(case: Case, programme: Programme, places: Places, language: Language) -> str | None:
    """The area of a case in words."""
    area = places.areas.get(str(case.fields.get(programme.place_field or "")))
    return area.title.in_(language) if area else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A case that sounds like this one, and why."""

    number: str
    words: str
    share: int
    common: tuple[str, ...]
    elsewhere: bool
    linked: bool
    stage: str


def neighbours(
    triage: Triage, programmes: Mapping[tuple[str, str], Programme], language: Language
) -> tuple[Neighbour, ...]:
    """Alike cases in words."""
    return tuple(
        Neighbour(
            number=one.line.case.number,
            words=one.words[: 2 * BEGINNING],
            share=round(100 * one.likeness.share),
            common=one.likeness.common,
            elsewhere=one.likeness.elsewhere,
            linked=one.linked,
            stage=programmes[one.line.case.programme, one.line.case.edition]
            .stages[one.line.case.stage]
            .title.in_(language),
        )
        for one in triage.alike
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A reply to begin with."""

    title: str
    text: str


def templates(
    book: str, programme: Programme, case: Case, context: Context, now: datetime, due: datetime | None,
    language: Language,
) -> tuple[Template, ...]:
    """The templates of a dictionary with their places filled for this case."""
    dictionary = context.dictionaries.get(book)
    if dictionary is None:
        return ()
    lead = context.units.get(case.lead.unit) if case.lead else None
    filled = {
        "number": case.number,
        "title": category_of(case, programme, context, language) or "—",
        "unit": lead.title.in_(language) if lead else "—",
        "due": due_text(due, context.zone, language) if due else "—",
    }
    day = now.astimezone(context.zone).date()
    entries = [dictionary.entries[code] for code in dictionary.codes_on(day)]
    return tuple(
        Template(title=entry.title.in_(language), text=entry.definition.in_(language, filled)) for entry in entries
    )

"""What waits at the desk, found by verbs and parties: no stage and no step is named here. Decides nothing.

A stage belongs to the kind of work whose verb leads out of it. A person's own queues count what is theirs to do, the
others the whole district; lists pass the policy case by case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache, reduce

from bihuan.app.desk_counts import counted
from bihuan.app.district import District
from bihuan.app.said import beginning
from bihuan.core.access import aside_for, is_accused
from bihuan.core.commands import Person, Unit
from bihuan.core.holding import leading_out
from bihuan.core.programme import Programme
from bihuan.core.standing import Standing
from bihuan.core.text import Text
from bihuan.core.verbs import Party, Verb
from bihuan.store.lists import Filter, Line, Page, list_cases
from bihuan.store.reading import Word
from bihuan.store.searching import words_of


class Work(StrEnum):
    """Kinds of work that wait at a desk, in the order of the page."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    ARBITRATE = "arbitrate"
    DECIDE = "decide"
    CLOSE = "close"
    JUDGE = "judge"
    CALL_BACK = "call-back"


WORK: Mapping[Work, Text] = {
    Work.ACCEPT: Text("待受理", "To accept"),
    Work.DISPATCH: Text("待派单", "To dispatch"),
    Work.ARBITRATE: Text("退单待裁定", "Returns in dispute"),
    Work.DECIDE: Text("申请待决定", "Requests to decide"),
    Work.CLOSE: Text("待结案", "To close"),
    Work.JUDGE: Text("待研判", "To judge"),
    Work.CALL_BACK: Text("待回访", "To call back"),
}

_BY_VERB: Mapping[Verb, Work] = {
    Verb.ACCEPT: Work.ACCEPT,
    Verb.ARBITRATE: Work.ARBITRATE,
    Verb.CALL_BACK: Work.CALL_BACK,
    Verb.CLOSE: Work.CLOSE,
    Verb.DISPATCH: Work.DISPATCH,
}
"""The first verb of this table that leads out of a stage says what kind of work waits there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One queue: how many wait, and when the first is due."""

    work: Work
    count: int
    due: datetime | None
    own: bool
    """Whether the person does this work in some programme, whose cases alone are counted then; the others are shown so
    that nobody thinks it is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The desk at a moment."""

    position: int
    """Facts of the district so far: the same number, the same board."""
    queues: tuple[Waiting, ...]
    areas: tuple[tuple[str | None, int], ...]
    """Open cases by area, most first."""
    unconfirmed: int
    """Cases that are closed and not confirmed (`core.standing`): in none of the areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A case of a list with the beginning of its words."""

    line: Line
    words: str


def board(district: District, person: Person) -> Board:
    """Everything that waits, counted: of one's own queues the programmes that one works in, of others all. What the
    person's lists leave out is not counted either, so that no number tells of a complaint about one's own unit."""
    programmes = district.programmes()
    unseen = _unseen(programmes, person, district.places().units)
    now = counted(district, tuple(sorted(request_clocks(programmes))))
    areas: Counter[str | None] = Counter()
    found: dict[Work, dict[str, tuple[int, datetime | None]]] = {work: {} for work in Work}
    known = {programme.id: works(programme) for programme in programmes}
    unconfirmed = 0
    for place, count, due in now.places:
        if unseen(place.programme, place.about):
            continue
        unconfirmed += count if place.standing == Standing.UNCONFIRMED else 0
        if place.standing == Standing.OPEN:
            areas[place.area] += count
        if (work := known.get(place.programme, {}).get(place.stage)) is not None:
            _add(found[work], place.programme, (count, due))
    for (programme, about), some in now.requests.items():
        if not unseen(programme, about):
            _add(found[Work.DECIDE], programme, some)
    mine = frozenset(_mine(programmes, person))
    those = {work: _those(by_programme, {one for one, kind in mine if kind is work})
             for work, by_programme in found.items()}  # fmt: skip
    return Board(
        position=now.position,
        queues=tuple(
            Waiting(work=work, count=n, due=due, own=any(kind is work for _, kind in mine))
            for work, (n, due) in those.items()
        ),
        areas=tuple(sorted(areas.items(), key=lambda item: -item[1])),
        unconfirmed=unconfirmed,
    )


def _unseen(
    programmes: Sequence[Programme], person: Person, units: Mapping[str, Unit]
) -> Callable[[str, str | None], bool]:
    """Whether cases of a programme that are about a unit, or about none, are kept from the person: who is of that unit
    stands aside, and who only stands in reaches nothing else (`core.access`)."""
    duties = {post.duty for post in person.posts}
    held = {one.id: [role for role in one.roles.values() if role.duty in duties] for one in programmes}
    known = {one.id: one for one in programmes}

    @cache
    def unseen(programme: str, about: str | None) -> bool:
        if any(is_accused(post.unit, about, units) for post in person.posts):
            return True
        roles = held.get(programme, [])
        away = aside_for(about, known[programme], units) if roles else frozenset()
        return bool(roles) and not any(not role.stands_in or away.intersection(role.stands_in) for role in roles)

    return unseen


def _add(counted: dict[str, tuple[int, datetime | None]], programme: str, more: tuple[int, datetime | None]) -> None:
    counted[programme] = _sum(counted.get(programme, (0, None)), more)


def _those(counted: Mapping[str, tuple[int, datetime | None]], own: Collection[str]) -> tuple[int, datetime | None]:
    """What is counted in the person's own programmes, or in all where none is theirs."""
    none: tuple[int, datetime | None] = (0, None)
    return reduce(_sum, (one for programme, one in counted.items() if not own or programme in own), none)


def _sum(one: tuple[int, datetime | None], other: tuple[int, datetime | None]) -> tuple[int, datetime | None]:
    dues = [due for due in (one[1], other[1]) if due is not None]
    return one[0] + other[0], min(dues, default=None)


def waiting(
    district: District,
    person: Person,
    work: str | None,
    *,
    area: str | None = None,
    programme: str | None = None,
    marks: tuple[tuple[str, str], ...] = (),
    after: tuple[str, str] | None = None,
    size: int = 40,
) -> tuple[tuple[Row, ...], tuple[str, str] | None]:
    """One page of a queue (see `queue_filter`), what is due first first.

    `marks` are words of dictionaries that its fields hold (`ledger_filters.marks_of`).
    """
    programmes = district.programmes()
    filter_ = replace(queue_filter(programmes, work or "", area), programme=programme, marks=marks)
    with district.door.look(district.id) as (session, ground):
        page: Page = list_cases(session, ground, person, programmes, filter_=filter_, after=after, size=size)
        words = words_of(session, ground, page.lines)
    return tuple(Row(line=line, words=first_words(district, line, words)) for line in page.lines), page.after


def queue_filter(programmes: tuple[Programme, ...], work: str, area: str | None = None) -> Filter:
    """What a queue is narrowed to: a kind of work, or a standing; any other text is everything open."""
    if work == Work.DECIDE:
        return Filter(final=False, area=area, clocks=tuple(sorted(request_clocks(programmes))))
    if work in set(Work):
        places = {(one.id, stage) for one in programmes for stage, kind in works(one).items() if kind == work}
        return Filter(final=False, area=area, places=frozenset(places))
    return Filter(standing=Standing.UNCONFIRMED if work == Standing.UNCONFIRMED else Standing.OPEN, area=area)


def first_words(district: District, line: Line, words: Mapping[str, Sequence[Word]]) -> str:
    """What was said when the case was raised."""
    return beginning(words.get(line.case.id, ()), district.rules.of(line.case.programme, line.case.edition))


def works(programme: Programme) -> dict[str, Work]:
    """Stage → the kind of work that waits there, for stages where the centre or somebody beside it has to act."""
    came_back = {
        move.to
        for step in programme.steps.values()
        if step.verb in (Verb.CONFIRM, Verb.CALL_BACK)
        for outcome, move in step.moves.items()
        if outcome == "no" and move.to is not None
    }
    found: dict[str, Work] = {}
    for stage in programme.stages:
        verbs = {step.verb for step in leading_out(programme, stage)}
        kind = next((work for verb, work in _BY_VERB.items() if verb in verbs), None)
        if kind is not None:
            found[stage] = Work.JUDGE if stage in came_back else kind
    return found


def request_clocks(programmes: tuple[Programme, ...]) -> frozenset[str]:
    """Clocks that run while the centre has a request to decide."""
    return frozenset(
        clock
        for programme in programmes
        for step in programme.steps.values()
        if step.verb is Verb.DECIDE and any(programme.roles[role].party is Party.CENTRE for role in step.by)
        for move in step.moves.values()
        for clock in move.stops
    )


def _mine(programmes: tuple[Programme, ...], person: Person) -> Iterator[tuple[str, Work]]:
    """Programme and kind of work, for each that a step of the person's belongs to."""
    duties = {post.duty for post in person.posts}
    for programme in programmes:
        kinds = works(programme)
        for step in programme.steps.values():
            if not any(programme.roles[role].duty in duties for role in step.by):
                continue
            if step.verb is Verb.DECIDE:
                yield programme.id, Work.DECIDE
            yield from (
                (programme.id, kinds[stage])
                for stage in step.from_
                if stage in kinds and ((step.verb in _BY_VERB and _BY_VERB[step.verb] is kinds[stage])
                                       or (kinds[stage] is Work.JUDGE and step.verb is Verb.CLOSE))
            )  # fmt: skip

"""The ledger: a declared table of columns over the cases that a person may see, narrowed, ordered and paged.

Every list passes the policy of `store.lists`. Columns are told by flags of the grammar, never by names of a pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bihuan.app.acts import context_of
from bihuan.app.district import District
from bihuan.app.ledger_columns import COLUMNS, At, Column, Value, late
from bihuan.app.ledger_fields import codes, first, of_programme
from bihuan.app.ledger_filters import agreeing, marks_of, places_of
from bihuan.app.registers.picking import titles
from bihuan.app.tallying import ready
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.standing import Standing
from bihuan.core.tally import QUESTIONS, question_place
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.store.lists import PAGE_MOST, SORTS, Filter, list_cases
from bihuan.store.searching import words_of
from bihuan.store.session import Session
from bihuan.store.tallies import rare

ROWS_MOST = 2_000
"""Rows of one sheet: as many as come back in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for, made safe: what nobody knows is left open."""

    filter_: Filter
    sort: str
    columns: tuple[Column, ...]
    offered: tuple[Column, ...] = COLUMNS
    """What can be chosen: with one mechanism, also what its pack declares."""

    @property
    def of_counts(self) -> bool:
        """Whether the kept counts say which cases are in it."""
        return {self.filter_.happened, self.filter_.grave, self.filter_.not_grave} != {None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case of the ledger."""

    number: str
    n: int
    """How many things had happened in it: what a sheet that comes back is held against."""
    late: bool
    values: tuple[Value, ...]


HAPPENED: Mapping[str, Text] = {
    "case.bounced": Text("被退过单", "Returned by a unit"),
    "case.ping_pong": Text("退单两次以上", "Returned twice or more"),
    "case.came_back": Text("返工或重开", "Came back"),
    "case.unit_late": Text("单位超过时限", "The unit was late"),
    "case.beyond_duty": Text("超出职责清单", "Beyond the duty list"),
}
"""Questions of `core.tally` that a ledger can be narrowed to."""
STATES: Mapping[str, tuple[Standing | None, bool | None]] = {
    "open": (Standing.OPEN, None),
    "unconfirmed": (Standing.UNCONFIRMED, None),
    "confirmed": (Standing.CONFIRMED, None),
    "unended": (None, False),
    "ended": (None, True),
    "all": (None, None),
}
"""What a ledger can be narrowed to by how far its cases are (`core.standing`): how far, and whether at the end."""
EXEMPTION = "exemption"
ANY = "all"
"""How a form says that its columns are those of every mechanism."""
GRAVE = question_place("case.grave")


def asked_clocks(district: District) -> frozenset[str]:
    """Clocks that run while somebody asks to be exempted."""
    steps = [step for one in district.programmes() for step in one.steps.values() if step.verb is Verb.EXEMPT]
    return frozenset(clock for step in steps for move in step.moves.values() for clock in move.starts)


def exemptions(district: District, person: Person, population: str) -> tuple[int, bool]:
    """Open cases that wait for a decision on an exemption, up to a page, and whether there are more."""
    filter_ = Filter(final=False, population=population, clocks=tuple(sorted(asked_clocks(district))))
    with district.door.look(district.id) as (session, ground), session.glance():
        page = list_cases(session, ground, person, district.programmes(), filter_=filter_, size=PAGE_MOST)
    return len(page.lines), page.after is not None


def asked(
    district: District, sent: Mapping[str, str], chosen: tuple[str, ...] = (), among: frozenset[str] | None = None
) -> Asked:
    """A query string as a filter, an order and columns. `among`: programmes that the ledger is of, None for all; if it
    is one, its ledger opens with that programme's own columns."""
    sent = agreeing(district, {name: value for name, value in sent.items() if "\0" not in value})
    supervised, happened = sent.get("supervised", ""), sent.get("happened", "")
    overdue = sent.get("overdue") == "1"
    standing, final = STATES.get(sent.get("state", ""), STATES["open"])
    until = _day(district, sent.get("until"))
    if among is not None and len(among) == 1:
        sent["programme"] = next(iter(among))
    own = [one for one in district.programmes() if among is None or one.id in among]
    programme = next((one for one in own if one.id == sent.get("programme")), None)
    every = (*COLUMNS, *of_programme(district, programme)) if programme else COLUMNS
    usual = first(district, programme, every)
    if chosen and sent.get("of", sent.get("programme") or ANY) != (sent.get("programme") or ANY):
        # The ticks are those of another mechanism's form: what this one declares was not there to be ticked.
        chosen = (*chosen, *(one.id for one in usual if one.field))
    columns = tuple(one for one in every if one.id in chosen or one.id == "number") if chosen else usual
    return Asked(
        filter_=Filter(
            programme=sent.get("programme") or None,
            programmes=tuple(sorted(among)) if among is not None else None,
            places=places_of(district, sent["stage"]) if sent.get("stage") else None,
            marks=marks_of(district, sent),
            lead_unit=sent.get("unit") or None,
            area=sent.get("area") or None,
            category=sent.get("category") or None,
            population=sent.get("population") or None,
            standing=standing,
            final=False if overdue and standing is None else final,
            due_before=district.door.clock() if overdue else None,
            supervised=int(supervised) if supervised in ("1", "2", "3") else None,
            happened=question_place(happened) if happened in HAPPENED else None,
            clocks=tuple(sorted(asked_clocks(district))) if happened == EXEMPTION else None,
            grave=GRAVE if sent.get("class") == "grave" else None,
            not_grave=GRAVE if sent.get("class") == "other" else None,
            raised_since=_day(district, sent.get("since")),
            raised_before=until + timedelta(days=1) if until else None,
        ),
        sort=sent.get("sort", "due") if sent.get("sort", "due") in SORTS else "due",
        columns=columns,
        offered=every,
    )


def _day(district: District, typed: str | None) -> datetime | None:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return datetime.combine(day, time(0), district.zone) if 1900 <= day.year <= 2999 else None


def place(wanted: Asked, typed: Sequence[str]) -> tuple[str, str] | None:
    """Where a page begins, as an address says it; None, the beginning, for what no page ever gave."""
    if len(typed) != 2 or any("\0" in one for one in typed):
        return None
    if wanted.sort != "number":
        try:
            datetime.fromisoformat(typed[0])
        except ValueError:
            return None
    return typed[0], typed[1]


def too_early(district: District, wanted: Asked) -> Refusal | None:
    """Why this ledger would not be complete yet: the cases in it are still being counted for the first time."""
    if not wanted.of_counts:
        return None
    with district.door.readers.lend() as session:
        counts = ready(district, session, district.door.clock())
    return counts if isinstance(counts, Refusal) else None


def rows(
    district: District, person: Person, wanted: Asked, after: tuple[str, str] | None = None, size: int = 50,
    as_of: datetime | None = None,
) -> tuple[tuple[Row, ...], tuple[str, str] | None]:
    """One page, and where the next begins. Of what may be too early, ask `too_early` first. `as_of`: what is late is
    told as of another moment than now. Words are opened only where a column asks for them."""
    context, now, filter_ = context_of(district), as_of or district.door.clock(), wanted.filter_
    if wanted.of_counts:
        with district.door.readers.lend() as session:
            ready(district, session, now)
            filter_ = _few(district, session, filter_)
    with district.door.look(district.id) as (session, ground), session.glance():
        page = list_cases(
            session, ground, person, district.programmes(), filter_=filter_,
            sort=wanted.sort, after=after, size=size,  # type: ignore[arg-type]
        )  # fmt: skip
        opens = any(one.sealed for one in wanted.columns)
        words = words_of(session, ground, page.lines) if opens else {}
    called = titles(district, person, codes(wanted.columns, (line.case for line in page.lines)))
    found = []
    for line in page.lines:
        edition = district.rules.of(line.case.programme, line.case.edition)
        at = At(line, edition, context, now, called, words.get(line.case.id, ()))
        values = tuple(one.value(at) for one in wanted.columns)
        found.append(Row(number=line.case.number, n=line.case.n, late=late(at), values=values))
    return tuple(found), page.after


def _few(district: District, session: Session, filter_: Filter) -> Filter:
    """The same filter with the very cases in it, if the counts know that they are few."""
    place = filter_.happened or filter_.grave
    if place is None or filter_.ids is not None:
        return filter_
    programmes = sorted({programme for programme, _ in district.rules.programmes})
    return replace(
        filter_, ids=rare(session, district.id, programmes, filter_.population, QUESTIONS[place - 1], place)
    )


def all_rows(district: District, person: Person, wanted: Asked, as_of: datetime | None = None) -> Iterator[Row]:
    """Every row, page by page, up to ROWS_MOST."""
    after, left = None, ROWS_MOST
    while left > 0:
        found, after = rows(district, person, wanted, after, min(200, left), as_of)
        yield from found
        left -= len(found)
        if after is None:
            return

"""The ledger: a declared table of columns over the cases that a person may see, narrowed, ordered and paged.

Every list passes the policy of `store.lists`. Columns are told by flags of the grammar, never by names of a pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bihuan.app.acts import context_of
from bihuan.app.district import District
from bihuan.app.ledger_filters import marks_of, places_of
from bihuan.app.tallying import ready
from bihuan.core.commands import Person
from bihuan.core.decide import Context
from bihuan.core.programme import FieldType, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.tally import QUESTIONS, grave_values, question_place
from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind, Verb
from bihuan.store.lists import PAGE_MOST, SORTS, Filter, Line, list_cases
from bihuan.store.session import Session
from bihuan.store.tallies import rare

Value = Text | datetime | int | str | None
ROWS_MOST = 2_000
"""Rows of one sheet: as many as come back in one."""


@dataclass(frozen=True, slots=True)
class At:
    """What a column is read from."""

    line: Line
    programme: Programme
    context: Context
    now: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, where its value comes from, how wide it is in a sheet."""

    id: str
    title: Text
    value: Callable[[At], Value]
    width: int = 12
    first: bool = True
    """Whether it is shown when nobody chose."""


def late(at: At) -> bool:
    """Whether a deadline of an open case has passed."""
    return not at.line.case.final and at.line.next_due is not None and at.line.next_due < at.now


def _unit(at: At) -> Value:
    lead = at.line.case.lead
    known = at.context.units.get(lead.unit) if lead else None
    return known.title if known else (lead.unit if lead else None)


def _named(at: At, name: str | None) -> Value:
    value = at.line.case.fields.get(name or "")
    if name is None or not isinstance(value, str):
        return None
    field = at.programme.fields[name]
    if field.type is FieldType.AREA:
        return at.context.areas[value].title if value in at.context.areas else value
    book = at.context.dictionaries.get(field.dictionary or "")
    return book.entries[value].title if book is not None and value in book.entries else value


def _class(at: At) -> Value:
    """What the fields say whose dictionary calls some of its values grave."""
    said = [_named(at, name) for name in grave_values(at.programme, at.context.dictionaries)]
    return next((one for one in said if one is not None), None)


def _outcome(at: At) -> Value:
    found = at.line.case.findings
    said = [(kind, found[kind].verdict) for kind in FindingKind if kind in found]
    if not said:
        return None
    parts = [(KINDS[kind], VERDICTS.get(verdict, Text(verdict, verdict))) for kind, verdict in said]
    zh = "，".join(f"{kind.zh}：{verdict.zh}" for kind, verdict in parts)
    return Text(zh, ", ".join(f"{kind.en}: {verdict.en}" for kind, verdict in parts))


KINDS = {
    FindingKind.CLOSED: Text("结案", "closed"),
    FindingKind.SOLVED: Text("解决", "solved"),
    FindingKind.SATISFIED: Text("满意", "satisfied"),
}
VERDICTS = {"yes": Text("是", "yes"), "no": Text("否", "no"), "unreachable": Text("未联系上", "not reached"),
            "explained": Text("已解释", "explained")}  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    Column("number", Text("编号", "Case number"), lambda at: at.line.case.number, 22),
    Column("raised", Text("提出时间", "Raised"), lambda at: at.line.case.occurred_at, 17),
    Column("programme", Text("事项", "Mechanism"), lambda at: at.programme.title, 16, first=False),
    Column("category", Text("类别", "Kind"), lambda at: _named(at, at.programme.category_field), 18),
    Column("class", Text("级别", "Class"), _class, 10),
    Column("area", Text("区域", "Area"), lambda at: _named(at, at.programme.place_field), 16),
    Column("unit", Text("主办单位", "Lead unit"), _unit, 20),
    Column("stage", Text("环节", "Stage"), lambda at: at.programme.stages[at.line.case.stage].title, 12),
    Column("due", Text("到期时间", "Due"), lambda at: at.line.next_due, 17),
    Column("late", Text("逾期", "Overdue"), lambda at: Text("是", "yes") if late(at) else None, 8),
    Column("round", Text("轮次", "Round"), lambda at: at.line.case.round, 8, first=False),
    Column("returns", Text("退单次数", "Returns"), lambda at: at.line.case.counts.get("return", 0), 10),
    Column("reopens", Text("重开次数", "Reopened"), lambda at: at.line.case.counts.get("reopen", 0), 10, first=False),
    Column("reminders", Text("已催办次数", "Reminders"), lambda at: at.line.case.counts.get("reminder", 0), 12),
    Column("supervision", Text("现督办级别", "Supervision now"), lambda at: at.line.case.supervision or None, 12),
    Column("outcome", Text("结果", "Outcome"), _outcome, 24, first=False),
)
"""In the order of the page and of the sheet; the number always stands first."""

BY_ID: Mapping[str, Column] = {one.id: one for one in COLUMNS}
FIRST = tuple(one for one in COLUMNS if one.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for, made safe: what nobody knows is left open."""

    filter_: Filter
    sort: str
    columns: tuple[Column, ...]

    @property
    def of_counts(self) -> bool:
        """Whether the kept counts say which cases are in it."""
        return {self.filter_.happened, self.filter_.grave, self.filter_.not_grave} != {None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case of the ledger."""

    number: str
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
EXEMPTION = "exemption"
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


def asked(district: District, sent: Mapping[str, str], chosen: tuple[str, ...] = ()) -> Asked:
    """A query string as a filter, an order and columns."""
    sent = {name: value for name, value in sent.items() if "\0" not in value}
    supervised, happened = sent.get("supervised", ""), sent.get("happened", "")
    open_only = sent.get("state", "open") == "open"
    overdue = sent.get("overdue") == "1"
    until = _day(district, sent.get("until"))
    columns = tuple(one for one in COLUMNS if one.id in chosen or one.id == "number") if chosen else FIRST
    return Asked(
        filter_=Filter(
            programme=sent.get("programme") or None,
            places=places_of(district, sent["stage"]) if sent.get("stage") else None,
            marks=marks_of(district, sent),
            lead_unit=sent.get("unit") or None,
            area=sent.get("area") or None,
            category=sent.get("category") or None,
            population=sent.get("population") or None,
            final=False if open_only or overdue else None,
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
    district: District, person: Person, wanted: Asked, after: tuple[str, str] | None = None, size: int = 50
) -> tuple[tuple[Row, ...], tuple[str, str] | None]:
    """One page, and where the next begins. Of what may be too early, ask `too_early` first."""
    context, now, filter_ = context_of(district), district.door.clock(), wanted.filter_
    if wanted.of_counts:
        with district.door.readers.lend() as session:
            ready(district, session, now)
            filter_ = _few(district, session, filter_)
    with district.door.look(district.id) as (session, ground), session.glance():
        page = list_cases(
            session, ground, person, district.programmes(), filter_=filter_,
            sort=wanted.sort, after=after, size=size,  # type: ignore[arg-type]
        )  # fmt: skip
    found = []
    for line in page.lines:
        at = At(line, district.rules.of(line.case.programme, line.case.edition), context, now)
        found.append(Row(number=line.case.number, late=late(at), values=tuple(c.value(at) for c in wanted.columns)))
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


def all_rows(district: District, person: Person, wanted: Asked) -> Iterator[Row]:
    """Every row, page by page, up to ROWS_MOST."""
    after, left = None, ROWS_MOST
    while left > 0:
        found, after = rows(district, person, wanted, after, min(200, left))
        yield from found
        left -= len(found)
        if after is None:
            return

"""Figures as pure functions of case facts: population, due rule, numerator; unknown is not zero. Nothing is stored.

`facts_of` turns a case into the flat facts that indicators speak of; `measure` counts them. A population (live,
history, demo) is never mixed with another. What history did not record is unknown, not a no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from bihuan.core.calendars import day_in
from bihuan.core.case import Case, ClockState
from bihuan.core.counting import Counts
from bihuan.core.events import Scalar
from bihuan.core.expressions import Expression, Span, Value, compile_
from bihuan.core.programme import Indicator
from bihuan.core.verbs import FindingKind, Party, TaskState

Facts = Mapping[str, Scalar]

SILENT = frozenset({"history", "backlog"})
"""Populations that happened before they were recorded here: what nobody wrote down then is unknown, not a no."""

MINUTE = timedelta(minutes=1)
_FINDINGS = tuple((kind, str(kind)) for kind in FindingKind)

FACTS: Mapping[str, str] = {
    "case": "text",
    "number": "text",
    "programme": "text",
    "case_edition": "text",
    "population": "text",
    "raised_on": "date",
    "recorded_on": "date",
    "stage": "text",
    "final": "bool",
    "outcome": "text",
    "round": "number",
    "lead": "text",
    "lead_level": "text",
    "dispatched": "bool",
    "signed": "bool",
    "contacted": "bool",
    "finished": "bool",
    "ever_closed": "bool",
    "closed": "text",
    "solved": "text",
    "satisfied": "text",
    "satisfied_by": "text",
    "satisfied_signed": "bool",
    "score": "number",
    "returns": "number",
    "reworks": "number",
    "reopens": "number",
    "redispatches": "number",
    "reminders": "number",
    "lapses": "number",
    "supervision": "number",
    "children": "number",
    "minutes_to_contact": "number",
    "minutes_to_finish": "number",
    "minutes_to_close": "number",
    "as_of": "instant",
}
"""Names and types that every indicator may use, besides the programme's typed fields and, for each clock `x`,
`late_x` (bool; exempted lateness is no lateness), `was_late_x` (bool, the bare fact) and `due_x` (instant)."""


def facts_of(case: Case, zone: ZoneInfo) -> dict[str, Scalar]:
    """What indicators may know of a case. None is unknown; dates and moments are ISO text."""
    lead = case.lead
    facts: dict[str, Scalar] = {
        "case": case.id,
        "number": case.number,
        "programme": case.programme,
        "case_edition": case.edition,
        "population": case.population,
        "raised_on": day_in(case.occurred_at, zone).isoformat(),
        "recorded_on": day_in(case.opened_at, zone).isoformat(),
        "stage": case.stage,
        "final": case.final,
        "outcome": case.outcome,
        "round": case.round,
        "lead": lead.unit if lead else None,
        "score": case.score,
        **_counts(case),
        "minutes_to_contact": _minutes(case, "contact:reached"),
        "minutes_to_finish": _minutes(case, "finish"),
        "minutes_to_close": _minutes(case, "close"),
    }
    facts.update(_progress(case))
    facts.update(_findings(case))
    for state in case.clocks.values():
        _clock(state, facts)
    for name, value in case.fields.items():
        facts[f"field_{name}"] = value
    return facts


def _minutes(case: Case, moment: str) -> int | None:
    """Whole minutes from the moment it was raised, running on through nights."""
    then = case.moments.get(moment)
    return None if then is None else (then - case.occurred_at) // MINUTE


def _counts(case: Case) -> dict[str, Scalar]:
    """How often. History that recorded none of something doesn't say that there was none."""
    counted = {f"{what}s": case.counts.get(what, 0) for what in ("return", "rework", "reopen", "reminder")}
    counted |= {"redispatches": case.counts.get("redispatch", 0), "children": len(case.children)}
    counted |= {"lapses": case.counts.get("verb:lapse", 0), "supervision": case.supervision}
    silent = case.population in SILENT
    return {name: None if silent and not times else times for name, times in counted.items()}


def _progress(case: Case) -> dict[str, Scalar]:
    """How far it came. History that recorded nothing of a step says nothing about it."""
    happened = {
        "dispatched": "dispatch" in case.moments,
        "signed": any(task.state in (TaskState.SIGNED, TaskState.FINISHED) for task in case.tasks.values()),
        "contacted": "contact:reached" in case.moments,
        "finished": "finish" in case.moments,
        "ever_closed": "close" in case.moments,
    }
    silent = case.population in SILENT
    return {name: None if silent and not value else value for name, value in happened.items()}


def _findings(case: Case) -> dict[str, Scalar]:
    """Three findings kept apart. `open`: nobody has judged yet; unknown: nobody ever could here."""
    silent = case.population in SILENT
    facts: dict[str, Scalar] = {"satisfied_by": None, "satisfied_signed": None}
    for kind, name in _FINDINGS:
        finding = case.findings.get(kind)
        facts[name] = finding.verdict if finding else (None if silent else "open")
        if finding is not None and kind is FindingKind.SATISFIED:
            facts["satisfied_by"] = "raiser" if finding.party is Party.RAISER else "call_back"
            facts["satisfied_signed"] = finding.signed
    return facts


def _clock(state: ClockState, facts: dict[str, Scalar]) -> None:
    """The newest run of a clock; a run that is open and not lapsed is neither late nor in time yet.

    A clock that stands still has no deadline: what it would be counted from is unknown until it runs again.
    """
    running = state.stopped_at is None
    decided = not running or state.late
    due, late, was_late = _names_of(state.name)
    facts[due] = None if running and state.suspended else _iso(state.due)
    facts[late] = (state.late and not state.exempted) if decided else None
    facts[was_late] = state.late if decided else None


@lru_cache(maxsize=1024)
def _names_of(clock: str) -> tuple[str, str, str]:
    return f"due_{clock}", f"late_{clock}", f"was_late_{clock}"


def _iso(moment: datetime) -> str:
    return _utc_iso(moment) if moment.tzinfo is UTC else moment.isoformat()


@lru_cache(maxsize=8192)
def _utc_iso(moment: datetime) -> str:
    """The same deadlines stand in the facts of a case each time. In UTC only, as in codec."""
    return moment.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure with everything needed to check it; the rate is computed when it is shown."""

    indicator: str
    edition: str
    population: str
    numerator: tuple[str, ...]
    """Numbers of the cases counted."""
    rest: tuple[str, ...]
    """Numbers of the cases in the denominator that are not counted."""
    unknown: tuple[str, ...]
    """Numbers of the cases that would be in the denominator, but nobody knows."""
    not_due: int
    as_of: datetime

    @property
    def denominator(self) -> int:
        """How many cases the rate is about."""
        return len(self.numerator) + len(self.rest)

    @property
    def rate(self) -> Fraction | None:
        """Exact; None if there is nothing to divide or nothing is known."""
        return Fraction(len(self.numerator), self.denominator) if self.denominator else None

    @property
    def counts(self) -> Counts:
        """The same without the cases."""
        return Counts(
            counted=len(self.numerator), rest=len(self.rest), unknown=len(self.unknown), not_due=self.not_due
        )


def measure(
    indicator: Indicator,
    cases: Iterable[Facts],
    *,
    population: str,
    as_of: datetime,
    since: date | None = None,
    until: date | None = None,
    levels: Mapping[str, str] | None = None,
    types: Mapping[str, str] | None = None,
) -> Figure:
    """Count an indicator over the cases of one population whose window date lies in [since, until].

    `levels` gives the level of a unit, `types` the types of further facts (clocks, fields) besides FACTS.
    """
    counted: list[str] = []
    rest: list[str] = []
    unknown: list[str] = []
    not_due = 0
    verdict = judge(indicator)
    for facts in cases:
        if facts["population"] != population or not _inside(facts.get(indicator.window), since, until):
            continue
        names = environment(facts, as_of, levels or {}, types or {})
        match verdict(names):
            case "yes":
                counted.append(str(facts["number"]))
            case "no":
                rest.append(str(facts["number"]))
            case "unknown":
                unknown.append(str(facts["number"]))
            case "not-due":
                not_due += 1
    return Figure(
        indicator=indicator.id,
        edition=indicator.edition,
        population=population,
        numerator=tuple(counted),
        rest=tuple(rest),
        unknown=tuple(unknown),
        not_due=not_due,
        as_of=as_of,
    )


def _inside(day: Scalar, since: date | None, until: date | None) -> bool:
    if since is None and until is None:
        return True
    if not isinstance(day, str):
        return False
    return (since is None or day >= since.isoformat()) and (until is None or day <= until.isoformat())


def judge(indicator: Indicator) -> Callable[[Mapping[str, Value]], str]:
    """Where a case goes: yes, no, unknown, not-due, or out of the population altogether."""
    parts: list[Expression | None] = [indicator.population, indicator.due, indicator.numerator]
    population, due, numerator = (compile_(part) if part is not None else None for part in parts)

    def verdict(names: Mapping[str, Value]) -> str:
        inside = True if population is None else population(names)
        if inside is False:
            return "out"
        ripe = True if due is None else due(names)
        if ripe is False:
            return "not-due"
        counts = numerator(names) if numerator is not None else None
        if inside is None or ripe is None or counts is None:
            return "unknown"
        return "yes" if counts is True else "no"

    return verdict


def environment(facts: Facts, as_of: datetime, levels: Mapping[str, str], types: Mapping[str, str]) -> dict[str, Value]:
    """Facts as typed values for expressions."""
    names: dict[str, Value] = {}
    for name, value in facts.items():
        if isinstance(value, str):
            kind = FACTS.get(name) or types.get(name)
            if kind == "date":
                names[name.removeprefix("field_")] = date.fromisoformat(value)
                continue
            if kind == "instant" or name.startswith("due_"):
                names[name.removeprefix("field_")] = datetime.fromisoformat(value)
                continue
            if kind == "interval":
                start, _, end = value.partition("/")
                names[name.removeprefix("field_")] = Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
                continue
        names[name.removeprefix("field_")] = value
    names["lead_level"] = levels.get(str(facts.get("lead")))
    names["as_of"] = as_of
    return names

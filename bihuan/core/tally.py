"""What is counted of every case, and when the answer can change by itself: the rules of the counts kept by day. Pure.

A *measure* is an indicator of the programme, or one of the questions that every programme answers (is it open, is it
overdue, did it come back). Its verdict on a case is one letter. A verdict may depend on the moment it is asked at; it
is then constant between a few moments that the case itself names, and `next_change` is the first of them to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bihuan.core.by_word import by_word
from bihuan.core.expressions import Expression, Value
from bihuan.core.expressions.tree import Compare, Name, walk
from bihuan.core.indicators import Facts, environment, judge
from bihuan.core.programme import Dictionary, Field, FieldType, Indicator, Programme
from bihuan.core.standing import Standing, standing_in
from bihuan.core.verbs import Party

YES, NO, UNKNOWN, NOT_DUE, OUT = "ynud-"
"""The letters of a verdict: counted, in the denominator and not counted, nobody knows, not ripe yet, not in it."""

COUNTED = (YES, NO, UNKNOWN, NOT_DUE)
"""Letters that are counted, in the order of the stored numbers."""

LETTERS: Mapping[str, str] = {"yes": YES, "no": NO, "unknown": UNKNOWN, "not-due": NOT_DUE, "out": OUT}

RAISED = "raised_on"
"""The date that places the questions of every programme in a period."""

OWED = "case.next_due"
"""Name under which a judge finds the next promise of the case; no expression can say it."""

TICK = timedelta(microseconds=1)
"""Stored moments are no finer; `<` and `<=` differ for so long."""

Names = Mapping[str, Value]
Judge = Callable[[Names], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is counted of every case of a programme."""

    id: str
    """An indicator's id, or `case.…` for what every programme answers, or `waiting.…` for what a case lacks."""
    window: str
    judge: Judge
    moments: tuple[str, ...] = ()
    """Names of the moments at which the verdict may change though nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All measures of one programme that can be kept, by the date that places them."""

    programme: str
    windows: Mapping[str, tuple[Measure, ...]]
    types: Mapping[str, str]
    levels: Mapping[str, str]
    """Level of each unit."""

    def place(self, measure: str) -> tuple[str, int] | None:
        """Its date and its place in the verdict, from 0; None if it isn't kept."""
        for window, measures in self.windows.items():
            for at, one in enumerate(measures):
                if one.id == measure:
                    return window, at
        return None

    def verdicts(self, facts: Facts, next_due: datetime | None, as_of: datetime) -> dict[str, tuple[str, str, Value]]:
        """Date → day, letters of its measures in order, and the next moment at which one may change."""
        names = environment(facts, as_of, self.levels, self.types)
        names[OWED] = next_due
        found: dict[str, tuple[str, str, Value]] = {}
        for window, measures in self.windows.items():
            day = facts.get(window)
            letters = "".join(one.judge(names) for one in measures)
            found[window] = (day if isinstance(day, str) else "", letters, next_change(measures, names, as_of))
        return found


def next_change(measures: Iterable[Measure], names: Names, as_of: datetime) -> datetime | None:
    """The first moment after `as_of` at which a verdict may be another; None if time alone changes nothing."""
    coming: list[datetime] = []
    for name in {name for one in measures for name in one.moments}:
        moment = names.get(name)
        if isinstance(moment, datetime):
            coming += [at for at in (moment, moment + TICK) if at > as_of]
    return min(coming, default=None)


KINDS = {FieldType.DATE: "date", FieldType.INSTANT: "instant", FieldType.INTERVAL: "interval"}
"""Types of field whose stored text expressions compute with."""


def kinds_of(fields: Mapping[str, Field]) -> dict[str, str]:
    """The kinds of a programme's fields, as `environment` takes them."""
    return {f"field_{name}": KINDS[field.type] for name, field in fields.items() if field.type in KINDS}


def plan(programme: Programme, dictionaries: Mapping[str, Dictionary], levels: Mapping[str, str]) -> Plan:
    """What is kept of a programme: its own questions first, then its indicators in the file's order."""
    types = {f"field_{name}": "text" for name in programme.fields} | kinds_of(programme.fields)
    windows: dict[str, list[Measure]] = {RAISED: [*questions(programme, dictionaries)]}
    for indicator in programme.indicators:
        moments = moments_of(indicator)
        if moments is not None:
            kept = Measure(id=indicator.id, window=indicator.window, judge=_letter(indicator), moments=moments)
            windows.setdefault(indicator.window, []).extend((kept, *_by_word(indicator, kept)))
    return Plan(
        programme=programme.id,
        windows={window: tuple(measures) for window, measures in windows.items()},
        types=types,
        levels=levels,
    )


def _by_word(indicator: Indicator, kept: Measure) -> Iterator[Measure]:
    return (replace(kept, id=id_, judge=_of_those(kept.judge, said)) for id_, said in by_word(indicator))


def _of_those(counts: Judge, said: Callable[[Names], bool]) -> Judge:
    return lambda names: YES if said(names) and counts(names) == YES else OUT


def _letter(indicator: Indicator) -> Judge:
    verdict = judge(indicator)
    return lambda names: LETTERS[verdict(names)]


def moments_of(indicator: Indicator) -> tuple[str, ...] | None:
    """The moments that an indicator compares the present with; None if it uses the present in another way.

    Such an indicator is counted from the facts each time: rare, slow and right.
    """
    found: set[str] = set()
    for part in (indicator.population, indicator.due, indicator.numerator):
        if part is None:
            continue
        compared = _compared(part)
        if compared is None:
            return None
        found |= compared
    return tuple(sorted(found))


def _compared(expression: Expression) -> set[str] | None:
    """Names that stand against `as_of` in a comparison; None if `as_of` stands anywhere else."""
    found: set[str] = set()
    seen = harmless = 0
    for node, _, scopes in walk(expression):
        seen += isinstance(node, Name) and node.name == "as_of"
        if isinstance(node, Compare) and not scopes:
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, Name) and one.name == "as_of" and isinstance(other, Name) and other.name != "as_of":
                    found.add(other.name)
                    harmless += 1
    return found if seen == harmless else None


# ------------------------------------------------------------------------------- what every programme answers


QUESTIONS = (
    "case.all", "case.open", "case.grave", "case.grave_open", "case.supervised", "case.bounced", "case.ping_pong",
    "case.came_back", "case.unit_late", "case.relieved", "case.beyond_duty",
    "case.unconfirmed", "case.confirmed",
)  # fmt: skip
"""The first questions of every programme, in the order of their letters."""


def questions(programme: Programme, dictionaries: Mapping[str, Dictionary]) -> tuple[Measure, ...]:
    """What leaders and supervisors ask of any programme; each says which cases it is about and which it counts."""
    duties, grave = _duties(programme), grave_values(programme, dictionaries)
    category = programme.category_field or ""
    plain: dict[str, Judge] = {
        "case.all": lambda names: YES,
        "case.open": lambda names: _known(_open(names)),
        "case.grave": lambda names: _graveness(names, grave),
        "case.grave_open": lambda names: _graveness(names, grave) if _open(names) else OUT,
        "case.supervised": lambda names: OUT if names.get("final") else _more(names.get("supervision"), 0),
        "case.bounced": lambda names: _more(names.get("returns"), 0) if names.get("dispatched") else OUT,
        "case.ping_pong": lambda names: _more(names.get("returns"), 1) if names.get("dispatched") else OUT,
        "case.came_back": lambda names: _came_back(names),
        "case.unit_late": _unit_late(programme),
        "case.relieved": lambda names: _known(names.get("lead_level") in duties) if names.get("dispatched") else OUT,
        "case.beyond_duty": lambda names: _beyond(names, duties, category),
        "case.unconfirmed": lambda names: _known(standing_in(names) is Standing.UNCONFIRMED),
        "case.confirmed": lambda names: _known(standing_in(names) is Standing.CONFIRMED),
        **_waiting(programme),
    }
    overdue = Measure(id="case.overdue", window=RAISED, judge=_overdue, moments=(OWED,))
    return (*(Measure(id=id_, window=RAISED, judge=asked) for id_, asked in plain.items()), overdue)


def question_place(id_: str) -> int:
    """Where the letter of a question stands in a verdict, from 1: the same in every programme. Raises ValueError."""
    return QUESTIONS.index(id_) + 1


def grave_values(programme: Programme, dictionaries: Mapping[str, Dictionary]) -> Mapping[str, frozenset[str]]:
    """Fields of the programme whose dictionary calls some of its values grave, and those values."""
    found: dict[str, frozenset[str]] = {}
    for name, field in programme.fields.items():
        known = dictionaries.get(field.dictionary or "")
        codes = frozenset(code for code, entry in known.entries.items() if entry.grave) if known else frozenset()
        if codes:
            found[name] = codes
    return found


def _open(names: Names) -> bool:
    return standing_in(names) is Standing.OPEN


def _known(value: bool) -> str:
    return YES if value else NO


def _more(value: Value, than: int) -> str:
    return UNKNOWN if not isinstance(value, int) else _known(value > than)


def _overdue(names: Names) -> str:
    """An open case with a promise that ended; neither one that owes nothing at a time, nor one that is closed."""
    if not _open(names):
        return OUT
    owed, as_of = names.get(OWED), names.get("as_of")
    return _known(isinstance(owed, datetime) and isinstance(as_of, datetime) and owed < as_of)


def _graveness(names: Names, grave: Mapping[str, frozenset[str]]) -> str:
    if not grave:
        return OUT
    values = [(names.get(name), codes) for name, codes in grave.items()]
    if any(value in codes for value, codes in values):
        return YES
    return UNKNOWN if any(value is None for value, _ in values) else NO


def _came_back(names: Names) -> str:
    """Sent back by a check or reopened by the one who raised it, of those that were once finished."""
    if not names.get("finished") and not names.get("ever_closed"):
        return OUT
    letters = {_more(names.get("reworks"), 0), _more(names.get("reopens"), 0)}
    return YES if YES in letters else (UNKNOWN if UNKNOWN in letters else NO)


def _unit_late(programme: Programme) -> Judge:
    """Whether the handling unit broke a promise of its own, exempted or not: the fact, not the statistic."""
    names_ = tuple(
        f"was_late_{clock.id}"
        for clock in programme.clocks.values()
        if clock.owner is Party.HANDLER and not clock.window
    )

    def late(names: Names) -> str:
        said = [names.get(name) for name in names_]
        return YES if True in said else NO if False in said else OUT

    return late


def _duties(programme: Programme) -> Mapping[str, frozenset[str]]:
    return {level: frozenset(programme.lists[name]) for level, name in programme.duties.items()}


def _beyond(names: Names, duties: Mapping[str, frozenset[str]], category: str) -> str:
    """Led by a unit whose duties are listed, though the matter is not on the list."""
    listed = duties.get(str(names.get("lead_level"))) if names.get("dispatched") else None
    return OUT if listed is None else _known(names.get(category) not in listed)


def _waiting(programme: Programme) -> dict[str, Judge]:
    """Cases that nobody has accepted yet, and what they lack. One that lacks two things counts under both."""
    start = programme.start
    found: dict[str, Judge] = {"waiting.all": lambda names: YES if names.get("stage") == start else OUT}

    def lacking(name: str) -> Judge:
        return lambda names: (YES if names.get(name) is None else NO) if names.get("stage") == start else OUT

    def marked(name: str) -> Judge:
        return lambda names: (YES if names.get(name) is True else NO) if names.get("stage") == start else OUT

    for name in (programme.place_field, programme.category_field):
        if name:
            found[f"waiting.{name}"] = lacking(name)
    for name in sorted(past_only(programme)):
        found[f"waiting.{name}"] = marked(name)
    return found


def past_only(programme: Programme) -> set[str]:
    """Yes-no fields that only steps take which record the past: what was not known then."""
    past = {taking.field for step in programme.steps.values() if step.history for taking in step.takes}
    now = {taking.field for step in programme.steps.values() if not step.history for taking in step.takes}
    return {name for name in past - now if programme.fields[name].type is FieldType.YES_NO}

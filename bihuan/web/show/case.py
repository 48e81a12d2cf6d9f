"""The public view of a case: what kind, where, how far, by when, what was found. No words, names or exact places.

Only typed facts that the public log may show appear here: the category and the area. Other fields stay inside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bihuan.core.access import absent
from bihuan.core.case import Case
from bihuan.core.clocks.explaining import write
from bihuan.core.decide import Context
from bihuan.core.events import ClockLapsed, Event, RoundBegan, TaskGiven
from bihuan.core.holding import holders, spoken
from bihuan.core.indicators import SILENT
from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.text import Language, Text, listed
from bihuan.core.verbs import VERBS, FindingKind
from bihuan.transparency.generalise import OTHER
from bihuan.web.show.clocks import Promise, promises
from bihuan.web.show.dates import day_of, day_text
from bihuan.web.show.path import Mark, path

FINDINGS: Mapping[FindingKind, tuple[Text, Text]] = {
    FindingKind.CLOSED: (Text("结案", "Closed"), Text("由派单台认定", "found by the desk")),
    FindingKind.SOLVED: (
        Text("解决", "Solved"),
        Text("由没有参与办理的人核查", "checked by somebody who took no part"),
    ),
    FindingKind.SATISFIED: (
        Text("满意", "Satisfied"),
        Text("由诉求人自己认定", "found by the one who raised it"),
    ),
}

VERDICTS: Mapping[str, Text] = {
    "yes": Text("是", "Yes"),
    "no": Text("否", "No"),
    "unreachable": Text("未联系上，不算满意", "Not reached; that is no yes"),
    "explained": Text("已解释，不算解决", "Explained; that is not solved"),
    "open": Text("尚无认定", "Not judged yet"),
    "unknown": Text("未知", "Unknown"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of the three findings as it stands."""

    title: str
    by: str
    verdict: str
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the public sees it: a day, what was done, which unit."""

    day: str
    time: str
    """Of the day, for the offices: the public page says the day alone."""
    iso: str
    title: str
    unit: str | None
    again: bool
    """Whether the work began anew with it."""
    undone: bool
    """Whether it was taken back a moment later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """Everything the public page of a case shows."""

    number: str
    programme: str
    programme_title: str
    edition: str
    population: str
    stage: str
    final: bool
    round: int
    category: str | None
    area: str | None
    lead: str | None
    stand_in: str | None
    """Who has it instead of those whom it is about, as long as it waits for them."""
    at_work: bool
    """The lead still has it; not so once it reported that it is done."""
    raised: str
    path: tuple[Mark, ...]
    promises: tuple[Promise, ...]
    verdicts: tuple[Verdict, ...]
    events: tuple[Line, ...]

    @property
    def told(self) -> tuple[Promise, ...]:
        """What was promised to the one who raised it."""
        return tuple(promise for promise in self.promises if promise.shown)

    @property
    def inside(self) -> tuple[Promise, ...]:
        """What the offices owe each other."""
        return tuple(promise for promise in self.promises if not promise.shown)

    @property
    def answer(self) -> Promise | None:
        """The promise by which the matter is answered at last: of those told to the one who raised it, the latest."""
        return max((promise for promise in self.told if promise.open), key=lambda promise: promise.due_at, default=None)


def case_view(
    case: Case, events: tuple[Event, ...], programme: Programme, context: Context, now: datetime, language: Language
) -> CaseView:
    """The public view of a case under the edition it runs by."""
    lead = case.lead
    away = absent(case, programme, context.units)
    return CaseView(
        number=case.number,
        stand_in=_stand_in(case, programme, away, language),
        at_work=lead is not None and lead.active,
        programme=programme.id,
        programme_title=programme.title.in_(language),
        edition=case.edition,
        population=case.population,
        stage=programme.stages[case.stage].title.in_(language),
        final=case.final,
        round=case.round,
        category=_fact(case, programme.category_field, programme, context, language),
        area=_fact(case, programme.place_field, programme, context, language),
        lead=_unit(lead.unit, context, language) if lead else None,
        raised=day_text(day_of(case.occurred_at, context.zone), language),
        path=path(case, events, programme, context, language),
        promises=promises(case, programme, context, now, language),
        verdicts=tuple(_verdict(kind, case, language) for kind in FINDINGS),
        events=tuple(_line(event, case, programme, context, language) for event in events),
    )


def _stand_in(case: Case, programme: Programme, away: frozenset[str], language: Language) -> str | None:
    """Whoever acts for a role that would have the case now and that stands aside."""
    held = () if case.final else holders(programme, case.stage, case.lead is not None)
    found = [one for name in held if name in away and (one := programme.roles[name].stand_in) is not None]
    return listed(spoken(programme.roles[one].title) for one in found).in_(language) if found else None


def _fact(case: Case, name: str | None, programme: Programme, context: Context, language: Language) -> str | None:
    value = case.fields.get(name or "")
    if name is None or not isinstance(value, str):
        return None
    return value_text(programme.fields[name], value, context, language)


def value_text(field: Field, value: str, context: Context, language: Language) -> str:
    """A typed fact in words; a code that no register knows any more is shown as it is."""
    if field.type is FieldType.AREA and value == OTHER:
        return RARE.in_(language)
    if field.type is FieldType.AREA:
        return context.areas[value].title.in_(language) if value in context.areas else value
    if field.type is FieldType.UNIT:
        return _unit(value, context, language)
    if field.type in DATED and value:
        return DATED[field.type](value, context.zone, language)
    words = context.dictionaries.get(field.dictionary or "")
    entries = words.entries if words is not None else {}
    if value not in entries:
        return RARE.in_(language) if value == OTHER else value
    return entries[value].title.in_(language)


def _between(value: str, zone: ZoneInfo, language: Language) -> str:
    ends = (datetime.fromisoformat(end).astimezone(zone) for end in value.split("/"))
    return " – ".join(write(end.replace(second=0, microsecond=0, tzinfo=None), language) for end in ends)


DATED: Mapping[FieldType, Callable[[str, ZoneInfo, Language], str]] = {
    FieldType.DATE: lambda value, _, language: day_text(date.fromisoformat(value), language),
    FieldType.INSTANT: _between,
    FieldType.INTERVAL: _between,
}
"""Facts that are a day, a moment, or two: written as everywhere else on the page."""

RARE = Text("其他（太少，不单独公开）", "other (too few to be named)")


def _unit(unit: str, context: Context, language: Language) -> str:
    if unit == OTHER:
        return RARE.in_(language)
    known = context.units.get(unit)
    return known.title.in_(language) if known else unit


def _verdict(kind: FindingKind, case: Case, language: Language) -> Verdict:
    title, by = FINDINGS[kind]
    finding = case.findings.get(kind)
    if finding is not None:
        verdict = finding.verdict
    else:
        verdict = "unknown" if case.population in SILENT else "open"
    mark = verdict if verdict in ("yes", "no") else "unknown"
    said = VERDICTS.get(verdict, Text(verdict, verdict))
    return Verdict(title.in_(language), by.in_(language), said.in_(language), mark)


def _unnamed(event: Event, programme: Programme) -> Text:
    """What the system did without a step of the programme: a clock that ended, deadlines derived again."""
    verb = VERBS[event.verb].title
    ended = next((effect.clock for effect in event.effects if isinstance(effect, ClockLapsed)), "")
    clock = programme.clocks.get(ended.partition("@")[0].partition("#")[0])
    return Text(f"{clock.title.zh}：{verb.zh}", f"{clock.title.en}: {verb.en}") if clock else verb


def _line(event: Event, case: Case, programme: Programme, context: Context, language: Language) -> Line:
    step = programme.steps.get(event.step)
    day = day_of(event.occurred, context.zone)
    given = next((effect.unit for effect in event.effects if isinstance(effect, TaskGiven)), None)
    unit = given or event.by.unit
    return Line(
        day=day_text(day, language),
        time=f"{event.occurred.astimezone(context.zone):%H:%M}",
        iso=day.isoformat(),
        title=(step.title if step else _unnamed(event, programme)).in_(language),
        unit=_unit(unit, context, language) if unit else None,
        again=any(isinstance(effect, RoundBegan) for effect in event.effects),
        undone=event.n in case.undone,
    )

"""A programme for reading: steps, limits with their basis, routes, roles, figures, in one language. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.commands import Unit
from bihuan.core.decide import Context
from bihuan.core.programme import Clock, Limit, Programme, Route, Step
from bihuan.core.text import Language, Text, listed
from bihuan.core.verbs import VERBS
from bihuan.web.show.clocks import OWNERS
from bihuan.web.show.dates import day_text

ALWAYS = Text("其余情形", "otherwise")
BY_SYSTEM = Text("系统", "the system")
AREA_UNIT = Text("事发地的{level}", "the {level} of the area")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One thing somebody can do."""

    title: str
    verb: str
    by: str
    at: str
    to: str
    asks: tuple[str, ...]
    """What the guards say when they refuse."""
    basis: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One row of a clock's table of limits."""

    id: str
    when: str
    plain: bool
    """Whether `when` is words for people; otherwise it is an expression of the file."""
    budget: str
    since: str
    basis: str


@dataclass(frozen=True, slots=True)
class ClockRows:
    """One promise with its limits."""

    title: str
    owner: str
    shown: bool
    limits: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One row of the dispatch catalogue."""

    when: str
    """In words: the rule's title, or that it holds for everything else; the expression if its pack has no words."""
    plain: bool
    source: str
    """The expression, where words stand for it."""
    unit: str
    basis: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role, on whose side it stands and what it may read."""

    title: str
    party: str
    sees: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeView:
    """Everything the page of a programme shows."""

    id: str
    code: str
    title: str
    edition: str
    since: str
    basis: str
    hash: str
    outward: tuple[str, ...]
    steps: tuple[StepRow, ...]
    clocks: tuple[ClockRows, ...]
    routes: tuple[RouteRow, ...]
    roles: tuple[RoleRow, ...]
    indicators: tuple[tuple[str, str, str], ...]


def programme_view(
    programme: Programme, context: Context, levels: Mapping[str, Text], language: Language
) -> ProgrammeView:
    """The whole of one edition; `levels` names the levels of units."""
    return ProgrammeView(
        id=programme.id,
        code=programme.code,
        title=programme.title.in_(language),
        edition=programme.edition,
        since=day_text(programme.valid.since, language),
        basis=programme.basis,
        hash=programme.hash,
        outward=tuple(name.in_(language) for name in programme.outward.values()),
        steps=tuple(_step(step, programme, language) for step in programme.steps.values()),
        clocks=tuple(_clock(clock, language) for clock in programme.clocks.values()),
        routes=tuple(_route(route, context.units, levels, language) for route in programme.routes),
        roles=tuple(
            RoleRow(
                role.title.in_(language),
                OWNERS[role.party].in_(language),
                listed(programme.fields[name].title for name in programme.fields if name in role.sees).in_(language),
            )
            for role in programme.roles.values()
        ),
        indicators=tuple(
            (indicator.id, indicator.title.in_(language), indicator.meaning.in_(language))
            for indicator in programme.indicators
            if indicator.published
        ),
    )


def _step(step: Step, programme: Programme, language: Language) -> StepRow:
    by = listed(programme.roles[name].title for name in step.by) if step.by else BY_SYSTEM
    reached = dict.fromkeys(move.to for move in step.moves.values() if move.to)
    return StepRow(
        title=step.title.in_(language),
        verb=VERBS[step.verb].title.in_(language),
        by=by.in_(language),
        at=listed(programme.stages[stage].title for stage in step.from_).in_(language),
        to=listed(programme.stages[stage].title for stage in reached).in_(language),
        asks=tuple(guard.say.in_(language) for guard in step.guards),
        basis=step.basis,
    )


def _clock(clock: Clock, language: Language) -> ClockRows:
    return ClockRows(
        title=clock.title.in_(language),
        owner=OWNERS[clock.owner].in_(language),
        shown=clock.shown,
        limits=tuple(_limit(limit, language) for limit in clock.limits),
    )


def _limit(limit: Limit, language: Language) -> LimitRow:
    return LimitRow(
        id=limit.id,
        when=limit.source or ALWAYS.in_(language),
        plain=not limit.source,
        budget=limit.budget.in_(language) if limit.budget else "—",
        since=day_text(limit.valid.since, language),
        basis=limit.basis,
    )


def _route(route: Route, units: Mapping[str, Unit], levels: Mapping[str, Text], language: Language) -> RouteRow:
    if route.unit:
        unit = units[route.unit].title.in_(language) if route.unit in units else route.unit
    else:
        level = levels.get(route.level or "", Text(route.level or "—", route.level or "—"))
        unit = AREA_UNIT.in_(language, {"level": level.in_(language)})
    words = route.title or (None if route.source else ALWAYS)
    return RouteRow(
        when=words.in_(language) if words else route.source, plain=words is not None,
        source=route.source if words else "", unit=unit, basis=route.basis,
    )  # fmt: skip

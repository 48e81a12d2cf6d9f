"""What the dispatch catalogue names and why, in words: the rule's title and basis, and the facts that made it fire.

The expression itself stands beside them for officers who keep the catalogue; nobody needs it to understand. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.decide.routing import Suggestion
from bihuan.core.expressions.tree import names
from bihuan.core.programme import Programme, Route
from bihuan.core.text import Language
from bihuan.web.show.changes import fact_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """What the dispatch catalogue names, and why."""

    unit: str
    title: str
    """The rule in words; empty if its pack has none."""
    basis: str
    because: tuple[tuple[str, str], ...]
    """Facts of the case that the rule speaks of: name and value, in words."""
    otherwise: bool
    """Whether the rule asks nothing: it holds where none before it did."""
    source: str
    """The expression, for those who keep the catalogue."""
    passed_over: int


def routed(
    found: Suggestion, case: Case, programme: Programme, context: Context, language: Language
) -> Routed:
    """A suggestion in words."""
    unit = context.units.get(found.unit)
    route = next((one for one in programme.routes if one.id == found.rule), None)
    return Routed(
        unit=unit.title.in_(language) if unit else found.unit,
        title=route.title.in_(language) if route and route.title else "",
        basis=route.basis if route else "",
        because=tuple(_because(route, case, programme, context, language)) if route else (),
        otherwise=route is not None and route.when is None,
        source=route.source if route else "",
        passed_over=len(found.passed_over),
    )


def _because(
    route: Route, case: Case, programme: Programme, context: Context, language: Language
) -> Iterator[tuple[str, str]]:
    """The fields that the rule looks at; for one that names the unit of an area also the area."""
    asked = {name.partition(".")[0] for name in names(route.when)} if route.when is not None else set()
    if route.level is not None and programme.place_field:
        asked.add(programme.place_field)
    for field in programme.fields.values():
        value = case.fields.get(field.id)
        if field.id in asked and value not in (None, ""):
            yield field.title.in_(language), fact_text(field.id, value, programme, context, language)

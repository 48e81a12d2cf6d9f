"""What Hypothesis draws for events: every effect from its own annotations, so that a new one is drawn without a word.

May live here: strategies. Numbers stay inside what RFC 8785 can write.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from bihuan.core.clocks import Budget, TimeKind
from bihuan.core.events import Effect, Event, Scalar
from bihuan.core.verbs import Verb

EFFECTS: tuple[type, ...] = get_args(Effect)
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MOMENTS = st.datetimes(  # Bounds of this strategy have no zone by its own rule.
    datetime(1900, 1, 1),  # noqa: DTZ001
    datetime(2999, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
KINDS = st.sampled_from([kind for kind in TimeKind if kind is not TimeKind.FIXED])
BUDGETS = st.builds(Budget, st.integers(1, 240), KINDS)

for kind, drawn in ((str, WORDS), (int, WHOLE), (datetime, MOMENTS), (Budget, BUDGETS)):
    st.register_type_strategy(kind, drawn)


@cache
def effects_of(kind: type) -> st.SearchStrategy[Any]:
    """One shape of effect, with everything that its fields may hold."""
    return st.builds(kind, **{name: st.from_type(hint) for name, hint in get_type_hints(kind).items()})


def any_effect() -> st.SearchStrategy[Any]:
    return st.sampled_from(EFFECTS).flatmap(effects_of)


def scalars() -> st.SearchStrategy[Scalar]:
    return st.one_of(st.none(), st.booleans(), WHOLE, WORDS)


def events(**fixed: Any) -> st.SearchStrategy[Event]:
    """An event with any effects; not a legal history."""
    hints = get_type_hints(Event)
    parts: dict[str, Any] = {name: st.from_type(hint) for name, hint in hints.items() if name != "effects"}
    parts["effects"] = st.lists(any_effect(), max_size=4).map(tuple)
    parts["verb"] = st.sampled_from(Verb)
    return st.builds(Event, **{**parts, **fixed})

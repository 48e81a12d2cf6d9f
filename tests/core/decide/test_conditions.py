"""What a condition looks at: what the step brings before what stood there, and the day on which it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.programme import Limit, Move, Taking, Validity
from tests.core.tiny import TINY
from tests.core.tiny_parts import budget, guard
from tests.core.tiny_walk import LAO_ZHOU, Walk, programme, with_step


def test_a_guard_sees_what_the_step_brings_before_what_stood_there() -> None:
    """Both ways: the old value may not let through what the new one forbids, nor hold up what it allows."""
    holds = guard("lanes-only", "kind == 'lane'")
    told = with_step(replace(TINY.steps["take_in"], guards=(holds,)))
    walk = Walk(programme=told).tell(values={"kind": "lane"})
    assert walk.refused("take_in", LAO_ZHOU, values={"kind": "noise"}) == "guard"
    walk = Walk(programme=told).tell(values={"kind": "noise"})
    assert walk.take("take_in", LAO_ZHOU, values={"kind": "lane"}).it.fields["kind"] == "lane"


KINDS = st.sampled_from(["lane", "noise", None])


@given(stood=KINDS, brought=KINDS)
def test_before_holds_what_stood_there_whatever_the_step_brings(stood: str | None, brought: str | None) -> None:
    """A thing told once keeps its kind: what nobody gives anew, or gives alike, or was not known, goes through."""
    kind = Taking(field="kind", required=False)
    keeps = guard("keeps-its-kind", "before.kind is unknown or kind == before.kind")
    told = replace(TINY.steps["tell"], takes=(*(one for one in TINY.steps["tell"].takes if one.field != "kind"), kind))
    taken = replace(TINY.steps["take_in"], guards=(keeps,), takes=(kind,))
    steps = {**TINY.steps, told.id: told, taken.id: taken}
    walk = Walk(programme=replace(TINY, steps=steps)).tell(values={"kind": stood} if stood else {})
    given_now = {"kind": brought} if brought else {}
    if stood is None or brought in (None, stood):
        assert walk.take("take_in", LAO_ZHOU, values=given_now).it.fields.get("kind") == (brought or stood)
    else:
        assert walk.refused("take_in", LAO_ZHOU, values=given_now) == "guard"


def test_the_row_of_a_clock_is_that_of_the_day_in_the_district() -> None:
    """At five past midnight in the district it is still yesterday in UTC; the new row holds already."""
    rows = tuple(
        Limit(
            id=name, when=None, source="", budget=budget(given), valid=Validity(since=since, until=until), basis="test"
        )
        for name, given, since, until in (
            ("old", "1 calendar_day", date(2019, 1, 1), date(2021, 5, 10)),
            ("new", "3 calendar_day", date(2021, 5, 11), None),
        )
    )
    clocks = {**TINY.clocks, "promise": replace(TINY.clocks["promise"], limits=rows)}
    for hour, minute, rule in ((15, 55, "old"), (16, 5, "new")):
        at = datetime(2021, 5, 10, hour, minute, tzinfo=UTC)
        walk = Walk(programme=programme(clocks=clocks), now=at).tell(values={"kind": "noise"})
        assert walk.it.clocks["promise"].rule == rule


def test_a_step_that_stops_a_clock_and_starts_it_begins_the_next_run() -> None:
    """A round that is walked ends this period and begins the next; nothing runs for nobody, and none runs twice."""
    again = Move(stops=("answer",), starts=("answer",))
    walk = Walk(programme=with_step(replace(TINY.steps["take_in"], moves={"done": again}))).tell()
    walk = walk.wait(minutes=7).take("take_in", LAO_ZHOU)
    first, second = (one for one in walk.it.clocks.values() if one.name == "answer")
    assert not first.running and first.late is False and second.running
    assert second.due - first.due == timedelta(minutes=7), "it counts from the step that began it"

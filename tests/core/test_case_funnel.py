"""A funnel of cases against a naive count, and what it says of those that were sent back or ended on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.case_funnel import Passage, case_funnel
from bihuan.core.programme import CaseFunnel, CaseFunnelStage
from bihuan.core.text import Text

T = Text("例", "E")
RULE = CaseFunnel(
    meaning=T,
    basis="例",
    stages={
        id_: CaseFunnelStage(id=id_, title=T, meaning=T, stages=stages)
        for id_, stages in {"in": ("raised", "sorted"), "work": ("given",), "out": ("done",)}.items()
    },
)
PLACE = {"raised": 0, "sorted": 0, "given": 1, "done": 2}
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
NOW = START + timedelta(days=99)


def passage(case: str, *stages: str, hours: int = 24) -> Passage:
    reached = [(stage, START + timedelta(hours=hours) * n) for n, stage in enumerate(stages)]
    return Passage(case=case, stage=stages[-1], final=stages[-1] in ("done", "refused"), reached=reached)


ways = st.lists(st.sampled_from(["raised", "sorted", "given"]), min_size=1, max_size=6).flatmap(
    lambda way: st.sampled_from([[], ["done"], ["refused"]]).map(lambda end: [*way, *end])
)


@given(st.lists(ways, max_size=8))
def test_it_counts_what_a_naive_count_counts(every: list[list[str]]) -> None:
    cases = [passage(str(n), *way) for n, way in enumerate(every)]
    bars, outside = case_funnel(RULE, cases, NOW)
    assert outside == ()
    for place, bar in enumerate(bars):
        furthest = {str(n): max(PLACE.get(stage, -1) for stage in way) for n, way in enumerate(every)}
        entered = {case for case, most in furthest.items() if most >= place}
        stands = {str(n) for n, way in enumerate(every) if PLACE.get(way[-1]) == place}
        assert set(bar.entered) == entered and set(bar.stands) == stands
        assert sorted((*bar.stands, *bar.left)) == sorted(bar.entered), "who entered stands there or left, never both"
        assert len(set(bar.left)) == len(bar.left)
        assert {case for case in entered - stands if furthest[case] > place} == set(bar.went_on)
        assert {case for case in entered - stands if furthest[case] == place} == {*bar.ended, *bar.back}
    assert [len(bar.entered) for bar in bars] == sorted((len(bar.entered) for bar in bars), reverse=True)


def test_time_is_counted_from_the_first_coming_to_the_next_stage() -> None:
    cases = [
        passage("quick", "raised", "given", "done", hours=2),
        passage("slow", "raised", "sorted", "given", "done", hours=10),
        passage("back", "raised", "given", "raised", hours=5),
        passage("refused", "raised", "refused", hours=7),
        passage("past", "raised", "done", hours=3),
    ]
    (first, work, out), outside = case_funnel(RULE, cases, NOW)
    assert (first.spent, work.spent) == (timedelta(hours=3), timedelta(hours=2)), "the median; without who went past"
    assert (first.stands, first.waits) == (("back",), NOW - START - timedelta(hours=10)), "since it came back"
    assert (work.back, first.ended, first.went_on) == (("back",), ("refused",), ("quick", "slow", "past"))
    assert out.stands == out.entered == ("quick", "slow", "past") and outside == ()
    assert case_funnel(RULE, [passage("never", "refused")], NOW)[1] == ("never",)

"""Who is on duty: planned or everybody, never somebody who is away, never anybody twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.duty import Kind, Span, on_duty

NIGHT = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MEMBERS = ("chen", "liu", "ma", "wu")


def span(account: str, kind: Kind = Kind.SHIFT, substitute: str | None = None, hours: int = 0, unit: str = "u") -> Span:
    begins = NIGHT + timedelta(hours=hours)
    return Span(id=f"{account}{hours}{kind}", unit=unit, account=account, kind=kind, begins=begins,
                ends=begins + timedelta(hours=8), substitute=substitute)  # fmt: skip


def test_without_a_plan_it_is_everybody() -> None:
    assert on_duty("u", MEMBERS, [span("ma", unit="other")], NIGHT) == MEMBERS


def test_a_shift_names_who_it_is_from_its_beginning_until_before_its_end() -> None:
    spans = [span("liu")]
    assert on_duty("u", MEMBERS, spans, NIGHT) == ("liu",)
    assert on_duty("u", MEMBERS, spans, NIGHT + timedelta(hours=8)) == MEMBERS


def test_whoever_is_away_is_replaced_also_when_the_substitute_is_away_too() -> None:
    away = [span("liu", Kind.LEAVE, "ma"), span("ma", Kind.LEAVE, "wu")]
    assert on_duty("u", MEMBERS, [span("liu"), *away], NIGHT) == ("wu",)
    assert on_duty("u", MEMBERS, away, NIGHT) == ("chen", "wu")


def test_two_who_stand_in_for_each_other_are_nobody() -> None:
    circle = [span("liu", Kind.LEAVE, "ma"), span("ma", Kind.LEAVE, "liu")]
    assert on_duty("u", ("liu", "ma"), circle, NIGHT) == ()


@given(
    st.lists(
        st.builds(
            span,
            st.sampled_from(MEMBERS),
            st.sampled_from(Kind),
            st.sampled_from(MEMBERS),
            st.integers(-9, 9),
            st.sampled_from(("u", "v")),
        ),
        max_size=8,
    )
)
def test_nobody_on_duty_is_away_and_each_is_named_once(spans: list[Span]) -> None:
    found = on_duty("u", MEMBERS, spans, NIGHT)
    away = {one.account for one in spans if one.kind is Kind.LEAVE and one.unit == "u" and one.covers(NIGHT)}
    assert not away & set(found) and len(set(found)) == len(found)

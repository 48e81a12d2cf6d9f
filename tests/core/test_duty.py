"""Who is on duty: planned or everybody, never somebody who is away, never anybody twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.calendars import Calendar, OfficeHours
from bihuan.core.duty import Kind, Span, night_of, on_duty, stretches

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


SPANS = st.lists(
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


@given(SPANS)
def test_nobody_on_duty_is_away_and_each_is_named_once(spans: list[Span]) -> None:
    found = on_duty("u", MEMBERS, spans, NIGHT)
    away = {one.account for one in spans if one.kind is Kind.LEAVE and one.unit == "u" and one.covers(NIGHT)}
    assert not away & set(found) and len(set(found)) == len(found)


BEGINS, ENDS = NIGHT, NIGHT + timedelta(hours=15)


def night(spans: list[Span], heads: tuple[str, ...] = ("huang",)) -> list[tuple[int, int, tuple[str, ...], bool]]:
    """Each stretch in hours from the beginning, who is there, and whether nobody planned is."""
    found = stretches("u", MEMBERS, heads, spans, BEGINS, ENDS)
    hour = timedelta(hours=1)
    return [((one.begins - BEGINS) // hour, (one.ends - BEGINS) // hour,
             tuple(each.account for each in one.standing), one.gap) for one in found]  # fmt: skip


def test_a_night_is_told_from_stretch_to_stretch_and_falls_to_the_head_where_nobody_is() -> None:
    assert night([]) == [(0, 15, MEMBERS, False)]
    assert night([span("liu")]) == [(0, 8, ("liu",), False), (8, 15, MEMBERS, False)]
    ill = [span("liu"), span("liu", Kind.LEAVE, "ma"), span("ma", Kind.LEAVE, "liu", hours=4)]
    assert night(ill) == [(0, 4, ("ma",), False), (4, 8, ("huang",), True), (8, 12, ("chen", "liu", "wu"), False),
                          (12, 15, MEMBERS, False)]  # fmt: skip
    assert night(ill, heads=())[1] == (4, 8, (), True), "without a head nobody is there"
    assert night([*ill, span("wu", hours=4)])[1] == (4, 8, ("wu",), False), "somebody named closes the gap"
    alone = [span("huang", Kind.LEAVE, None), *(span(one, Kind.LEAVE, None) for one in MEMBERS)]
    assert night(alone)[0] == (0, 8, (), True), "a head on leave is not there either"
    (stood, *_) = stretches("u", MEMBERS, (), ill, BEGINS, ENDS)
    assert [(one.account, one.instead_of) for one in stood.standing] == [("ma", "liu")]


@given(SPANS, st.lists(st.sampled_from(("huang", "chen")), max_size=2))
def test_at_every_moment_of_a_night_it_is_who_is_on_duty_then(spans: list[Span], heads: list[str]) -> None:
    """Stretches cover the night without a hole and say at each moment what the plan says at that moment."""
    found = stretches("u", MEMBERS, heads, spans, BEGINS, ENDS)
    assert [one.ends for one in found[:-1]] == [one.begins for one in found[1:]]
    assert (found[0].begins, found[-1].ends) == (BEGINS, ENDS)
    for minutes in range(0, 15 * 60, 30):
        at = BEGINS + timedelta(minutes=minutes)
        (one,) = [one for one in found if one.covers(at)]
        duty = on_duty("u", MEMBERS, spans, at)
        away = {each.account for each in spans if each.kind is Kind.LEAVE and each.unit == "u" and each.covers(at)}
        assert one.gap is (duty == ()) and one.away == away
        assert tuple(each.account for each in one.standing) == (duty or tuple(
            head for head in dict.fromkeys(heads) if head not in away
        ))  # fmt: skip


def test_nights_meet_over_a_weekend_and_begin_when_the_offices_close() -> None:
    hours = OfficeHours(since=date(2020, 1, 1), sessions=((9 * 60, 12 * 60), (13 * 60, 17 * 60 + 30)))
    calendar = Calendar(id="c", edition="1", zone="Asia/Shanghai", hours=(hours,), years={})
    bounds = [night_of(calendar, date(2026, 11, 26 + n)) for n in range(5)]
    said = [tuple(f"{one:%d %H:%M}" for one in each) for each in bounds]
    # The 28th is a Saturday: what is not worked belongs to the night that it begins.
    assert said == [("26 17:30", "27 09:00"), ("27 17:30", "28 09:00"), ("28 09:00", "29 09:00"),
                    ("29 09:00", "30 09:00"), ("30 17:30", "01 09:00")]  # fmt: skip
    bare = Calendar(id="c", edition="1", zone="Asia/Shanghai", hours=(), years={})
    assert [f"{one:%H:%M}" for one in night_of(bare, date(2026, 11, 26))] == ["18:00", "08:00"]

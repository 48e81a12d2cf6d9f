"""Series join what was measured alike and nothing else; a goal is compared with the newest point of its series."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.programme import Field, FieldType
from bihuan.core.registers import GoalRule, Register, SeriesRule
from bihuan.core.registers.series import Line, Progress, Values, lines, progress
from bihuan.core.text import Text

RULE = SeriesRule(by=("name", "issuer"), at="year", value="place", of="all", edition="method", rank=True)


def register(id: str, **types: FieldType) -> Register:
    fields = {
        name: Field(id=name, title=Text(name, name), type=one, register="tables" if one is FieldType.ENTRY else None)
        for name, one in types.items()
    }
    return Register(id=id, title=Text(id, id), fields=fields, basis="")


TABLES = replace(register("tables", place=FieldType.NUMBER), series=RULE)
GOALS = replace(
    register("goals", wanted=FieldType.NUMBER, by=FieldType.ENTRY, also=FieldType.ENTRY),
    goal=GoalRule(measures=("by", "also"), wanted="wanted"),
)

ENTRY = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["a", "b"]),
        "issuer": st.sampled_from(["x", "y", None]),
        "year": st.sampled_from([2017, 2018, 2019, 2020, None]),
        "method": st.sampled_from(["1", "2"]),
        "place": st.one_of(st.none(), st.integers(-1, 12)),
        "all": st.integers(1, 10),
    }
)
ENTRIES = st.lists(ENTRY, max_size=12).map(lambda many: [(f"K{n}", one) for n, one in enumerate(many)])


@given(ENTRIES, st.randoms())
def test_every_point_lies_in_the_one_series_of_what_is_alike(entries: list[tuple[str, Values]], chance: object) -> None:
    found = lines("tables", RULE, entries)
    placed = {point.key: line for line in found for point in line.points}
    complete = {key: one for key, one in entries if one["year"] is not None and one["place"] is not None}
    assert set(placed) == set(complete)
    for key, one in complete.items():
        for other, two in complete.items():
            alike = (one["name"], one["issuer"]) == (two["name"], two["issuer"])
            assert (placed[key] is placed[other]) == alike
    turned = list(entries)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    assert lines("tables", RULE, turned) == found


@given(ENTRIES)
def test_points_are_in_order_and_break_where_the_method_changes(entries: list[tuple[str, Values]]) -> None:
    for line in lines("tables", RULE, entries):
        assert [point.at for point in line.points] == sorted(point.at for point in line.points)
        assert not line.points[0].breaks
        for before, point in zip(line.points, line.points[1:], strict=False):
            assert point.breaks == (before.values["method"] != point.values["method"])
        for point in line.points:
            place, of = point.values["place"], point.values["all"]
            assert isinstance(place, int) and isinstance(of, int)
            assert point.impossible == (not 1 <= place <= of)


def aimed(values: Values, rule: SeriesRule, *places: int) -> Progress:
    table = replace(TABLES, series=rule)
    entries = [(f"K{n}", {"name": "a", "issuer": "x", "year": 2017 + n, "place": one}) for n, one in enumerate(places)]
    known: dict[tuple[str, str], Line] = {}
    for line in lines("tables", rule, entries):
        known |= {("tables", point.key): line for point in line.points}
    return progress(GOALS, "G", values, known, {"tables": table})


@given(st.integers(1, 200), st.lists(st.integers(1, 200), min_size=1, max_size=4))
def test_a_goal_is_compared_with_the_newest_point(wanted: int, stood: list[int]) -> None:
    more = aimed({"wanted": wanted, "by": "K0"}, replace(RULE, rank=False), *stood)
    assert (more.reached, more.share) == (stood[-1] >= wanted, Fraction(stood[-1], wanted))
    assert more.left == max(wanted - stood[-1], 0)
    rank = aimed({"wanted": wanted, "by": "K0"}, RULE, *stood)
    assert (rank.reached, rank.share, rank.left) == (stood[-1] <= wanted, None, max(stood[-1] - wanted, 0))


UNITS = st.sampled_from([None, "", "people", "yi_yuan"])


@given(st.integers(1, 200), st.integers(1, 200), UNITS, UNITS, st.booleans())
def test_unlike_units_are_never_compared(wanted: int, stood: int, ours: str, theirs: str, rank: bool) -> None:
    def counted(form: Register, name: str) -> Register:
        fields = {**register("x", unit=FieldType.CHOICE).fields, **form.fields}
        return replace(form, fields={**fields, name: replace(fields[name], measure_field="unit")})

    table = counted(replace(TABLES, series=replace(RULE, rank=rank)), "place")
    assert table.series is not None
    point = {"name": "a", "issuer": "x", "year": 2020, "place": stood, "unit": theirs}
    [line] = lines("tables", table.series, [("K0", point)])
    goal = counted(GOALS, "wanted")
    values = {"wanted": wanted, "unit": ours, "by": "K0"}
    found = progress(goal, "G", values, {("tables", "K0"): line}, {"tables": table})
    alike = (ours or None) == (theirs or None) or (rank and not theirs)
    assert found.unlike is not alike and found.line is line
    if alike:
        assert found.reached is (stood <= wanted if rank else stood >= wanted)
    else:
        assert (found.reached, found.share, found.left) == (None, None, None)


def test_without_a_measure_nobody_knows() -> None:
    for values in ({"wanted": 5}, {"wanted": 5, "by": "gone"}, {"by": "K0"}, {"wanted": None, "by": "K0"}):
        found = aimed(values, RULE, 7)
        assert (found.reached, found.share, found.left) == (None, None, None)
    assert aimed({"wanted": 9, "by": None, "also": "K0"}, RULE, 7).reached is True

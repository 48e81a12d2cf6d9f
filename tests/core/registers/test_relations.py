"""No circle along a relation, no two alike, and conditions over other entries: held against looking at every day of a
small world by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.commands import SYSTEM
from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.expressions import Problem, names, parse
from bihuan.core.expressions.tree import Expression
from bihuan.core.programme import EXISTS, Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import (
    STATE,
    Act,
    AcyclicRule,
    Enter,
    Entry,
    EntryGuard,
    Register,
    State,
    UniqueRule,
    decide_entry,
    evolve_entry,
)
from bihuan.core.registers.relations import WALKED_MOST
from bihuan.core.text import Text

NOW = datetime(2026, 3, 20, 1, tzinfo=UTC)
DAYS = [f"2026-03-{n:02}" for n in range(1, 9)]
KEYS = [f"K{n}" for n in range(5)]


def tree(text: str) -> Expression:
    found = parse(text)
    assert not isinstance(found, Problem), found
    return found


def titled(id: str, type: FieldType, **more: object) -> Field:
    return Field(id=id, title=Text(id, id), type=type, **more)  # type: ignore[arg-type]


def guard(id: str, require: str, at: str | None = None) -> EntryGuard:
    return EntryGuard(id=id, require=tree(require), names=names(tree(require)), say=Text(id, id), hint=Text(id, id),
                      basis="—", at=at)  # fmt: skip


FORM = Register(
    id="links",
    title=Text("环节", "Links"),
    basis="—",
    states={one: State(id=one, title=Text(one, one)) for one in ("open", "void")},
    fields={
        one.id: one
        for one in (
            titled("after", FieldType.ENTRY, register="links"),
            titled("also", FieldType.ENTRY, register="links"),
            titled("name", FieldType.TITLE),
            titled("year", FieldType.NUMBER),
        )
    },
)
RING = replace(FORM, acyclic=(AcyclicRule(along=("after", "also"), basis="—"),))
ONCE = replace(
    FORM,
    unique=(UniqueRule(by=("name", "year"), when=tree("state == 'open'"), names=frozenset({"name", "year", "state"}),
                       basis="—"),),
)  # fmt: skip
PAIRED = replace(
    FORM,
    guards=(
        guard("same-year", "after is unknown or lookup('links', after, 'year', day) == year", "after"),
        guard("two-behind", "count(entries('links', 'after', key, day) where year == outer.year) <= 2"),
        guard("two-before", "after is unknown or count(entries('links', 'after', after, day)) <= 2"),
    ),
)


@dataclass
class Everything:
    """A register in memory: what the store offers a decision."""

    held: dict[str, Entry] = field(default_factory=dict)

    def entry_of(self, register: str, key: str) -> Entry | None:
        return self.held.get(key)

    def entries_saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        said = [one for one in self.held.values() if any(n == name and v == value for (n, _), v in one.values.items())]
        return said if len(said) <= 1000 else None

    def say(self, form: Register, asked: Enter) -> Refusal | None:
        context = Context(zone=ZoneInfo("Asia/Shanghai"), calendars={}, dictionaries={}, units={}, areas={},
                          registers={form.id: form})  # fmt: skip
        found = decide_entry(self.held.get(asked.key), asked, form, context, NOW, lambda *_: "X", self)
        if isinstance(found, Refusal):
            return found
        for event in found:
            self.held[asked.key] = evolve_entry(self.held.get(asked.key), event)
        return None


ASKED = st.builds(
    lambda key, act, day, values: Enter(
        register="links", key=key, act=act, by=SYSTEM, since=day, values={} if act is Act.END else values,
        words={"reason": "x"} if act is Act.CORRECT else {},
    ),
    st.sampled_from(KEYS),
    st.sampled_from([Act.OPEN, Act.OPEN, Act.CHANGE, Act.CORRECT, Act.END, Act.RESTORE]),
    st.sampled_from(DAYS),
    st.fixed_dictionaries(
        {},
        optional={
            "after": st.sampled_from([*KEYS, None]),
            "also": st.sampled_from([*KEYS, None]),
            "name": st.sampled_from(["a", "b"]),
            "year": st.sampled_from([1, 2]),
            STATE: st.sampled_from(["open", "void"]),
        },
    ),
)  # fmt: skip
MANY = st.lists(ASKED, max_size=14)


def days(world: Everything) -> Iterable[str]:
    return (f"2026-03-{n:02}" for n in range(1, 12))


def in_circle(world: Everything, start: str, day: str) -> bool:
    met, waiting = set[str](), [start]
    while waiting:
        one = world.held.get(waiting.pop())
        for name in ("after", "also") if one is not None else ():
            other = one.on(name, day) if one is not None else None
            if other == start:
                return True
            if isinstance(other, str) and other not in met:
                met.add(other)
                waiting.append(other)
    return False


def alike(world: Everything, day: str) -> bool:
    stand = [one.all_on(day) for one in world.held.values()]
    known = [(one["name"], one["year"]) for one in stand
             if one.get(EXISTS) and one.get(STATE) == "open" and one.get("name") and one.get("year")]  # fmt: skip
    return len(known) != len(set(known))


@given(MANY)
def test_whatever_is_asked_in_whatever_order_nothing_in_force_comes_before_itself_on_any_day(many: list[Enter]) -> None:
    world = Everything()
    for asked in many:
        world.say(RING, asked)
        for day in days(world):
            for key, one in world.held.items():
                assert not (one.on(EXISTS, day) and in_circle(world, key, day)), (day, key)


@given(MANY)
def test_a_circle_is_refused_only_where_there_would_be_one(many: list[Enter]) -> None:
    world = Everything()
    for asked in many:
        before = dict(world.held)
        refusal = world.say(RING, asked)
        if refusal is not None and any(one.code == "entry-circle" for one in refusal.each):
            free = Everything(before)
            assert free.say(FORM, asked) is None
            assert any(in_circle(free, asked.key, day) for day in days(free))


@given(MANY)
def test_no_two_that_count_are_alike_on_any_day(many: list[Enter]) -> None:
    world = Everything()
    for asked in many:
        before = dict(world.held)
        refusal = world.say(ONCE, asked)
        assert not any(alike(world, day) for day in days(world))
        if refusal is not None and any(one.code == "entry-alike" for one in refusal.each):
            free = Everything(before)
            assert free.say(FORM, asked) is None
            assert any(alike(free, day) for day in days(free)), "nothing is refused that would do no harm"


def opened(key: str, day: str = DAYS[0], **values: Scalar) -> Enter:
    return Enter(register="links", key=key, act=Act.OPEN, by=SYSTEM, since=day, values=values)


def changed(key: str, day: str, **values: Scalar) -> Enter:
    return Enter(register="links", key=key, act=Act.CHANGE, by=SYSTEM, since=day, values=values)


def test_a_circle_says_its_way_its_day_and_stands_beside_the_field() -> None:
    world = Everything()
    for key, before in (("K0", None), ("K1", "K0"), ("K2", "K1")):
        assert world.say(RING, opened(key, after=before)) is None
    refusal = world.say(RING, changed("K0", DAYS[3], also="K2"))
    assert refusal is not None and (refusal.code, refusal.about) == ("entry-circle", "after")
    assert "K0 → K2 → K1 → K0" in refusal.message("zh") and DAYS[3] in refusal.message("en")
    itself = world.say(RING, opened("K4", after="K4"))
    assert itself is not None and itself.code == "entry-circle"


def test_an_earlier_change_that_closes_a_later_circle_is_refused() -> None:
    """K0 comes after K1 from the 5th; that K1 comes after K0 since the 2nd closes the circle on the 5th."""
    world = Everything()
    for asked in (opened("K0"), opened("K1"), changed("K0", DAYS[4], after="K1")):
        assert world.say(RING, asked) is None
    refusal = world.say(RING, changed("K1", DAYS[1], after="K0"))
    assert refusal is not None and refusal.code == "entry-circle" and DAYS[4] in refusal.message("en")


def test_what_hangs_together_too_long_to_be_looked_through_is_refused() -> None:
    world = Everything()
    line = [f"L{n}" for n in range(WALKED_MOST + 2)]
    said = {(EXISTS, DAYS[0]): True, ("year", DAYS[0]): 1}
    for key, before in zip(line, [None, *line], strict=False):
        world.held[key] = Entry(entry=key, register="links", key=key, n=1, values={**said, ("after", DAYS[0]): before})
    refusal = world.say(RING, opened("K0", after=line[-1]))
    assert refusal is not None and refusal.code == "way-too-long" and str(WALKED_MOST) in refusal.message("zh")
    assert world.say(RING, opened("K0", after=line[WALKED_MOST - 2])) is None


def test_one_alike_is_named_and_one_that_does_not_count_is_none() -> None:
    world = Everything()
    assert world.say(ONCE, opened("K0", name="a", year=1)) is None
    refusal = world.say(ONCE, opened("K1", name="a", year=1))
    assert refusal is not None and refusal.code == "entry-alike"
    assert "K0" in refusal.message("zh") and "name" in refusal.message("en") and refusal.about == "year"
    assert world.say(ONCE, opened("K1", name="a", year=1, state="void")) is None
    assert world.say(ONCE, opened("K2", name="a")) is None, "what is not known is like nothing"
    assert world.say(ONCE, changed("K1", DAYS[2], state="open")) is not None


def test_a_condition_sees_others_as_they_would_be_and_on_each_day_on_which_they_change() -> None:
    world = Everything()
    for key in ("K0", "K1", "K2"):
        assert world.say(PAIRED, opened(key, year=1)) is None
    assert world.say(PAIRED, changed("K1", DAYS[1], after="K0")) is None
    refusal = world.say(PAIRED, changed("K2", DAYS[1], after="K0", year=2))
    assert refusal is not None and (refusal.code, refusal.about) == ("guard", "after")
    assert world.say(PAIRED, changed("K2", DAYS[5], after="K0")) is None, "two may come after one"
    earlier = world.say(PAIRED, opened("K3", DAYS[2], year=1, after="K0"))
    assert earlier is not None and dict(earlier.detail)["day"] == DAYS[5], "full from the day on which K2 comes"
    end = (timedelta(days=4) + datetime(2026, 3, 1, tzinfo=UTC)).date().isoformat()
    ended = Enter(register="links", key="K1", act=Act.END, by=SYSTEM, since=end)
    assert world.say(PAIRED, ended) is None
    assert world.say(PAIRED, opened("K3", DAYS[2], year=1, after="K0")) is None, "one goes before the other comes"


def test_what_is_put_into_force_again_is_asked_everything() -> None:
    world = Everything()
    assert world.say(ONCE, opened("K0", name="a", year=1)) is None
    assert world.say(ONCE, Enter(register="links", key="K0", act=Act.END, by=SYSTEM, since=DAYS[1])) is None
    assert world.say(ONCE, opened("K1", DAYS[3], name="a", year=1)) is None
    refusal = world.say(ONCE, Enter(register="links", key="K0", act=Act.RESTORE, by=SYSTEM, since=DAYS[2]))
    assert refusal is not None and refusal.code == "entry-alike"

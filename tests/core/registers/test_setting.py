"""What a step of a case sets in entries passes the guards and relations of their registers, all of the step at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bihuan.core.commands import SYSTEM
from bihuan.core.decide import Context
from bihuan.core.events import By, Event, RegisterChanged, Scalar
from bihuan.core.programme import EXISTS
from bihuan.core.refusals import Refusal
from bihuan.core.registers import STATE, Act, Enter, Entry, Register
from bihuan.core.registers.setting import unfitting
from bihuan.core.verbs import Party, Verb
from tests.core.registers.test_relations import DAYS, NOW, ONCE, PAIRED, RING, Everything, guard

TODAY = date(2026, 3, 20)
FIRST, LATER = DAYS[0], DAYS[4]


def opened(world: Everything, form: Register, key: str, day: str = FIRST, **values: Scalar) -> None:
    said = Enter(register="links", key=key, act=Act.OPEN, by=SYSTEM, since=day, values=values)
    assert world.say(form, said) is None


def judged(
    world: Everything, form: Register, *sets: tuple[str, str, str, Scalar], verb: Verb = Verb.CLOSE
) -> Refusal | None:
    """What comes of a step that sets (key, day, field, value) each."""
    effects = tuple(
        RegisterChanged(register="links", key=key, field=name, value=value, since=day) for key, day, name, value in sets
    )
    by = By(account="a", role="r", unit=None, party=Party.CENTRE)
    event = Event(case="c", n=3, step="s", verb=verb, outcome="done", by=by, recorded=NOW, occurred=NOW, task=None,
                  words=(), photos=(), effects=effects)  # fmt: skip
    context = Context(zone=ZoneInfo("Asia/Shanghai"), calendars={}, dictionaries={}, units={}, areas={},
                      registers={form.id: form})  # fmt: skip
    return unfitting([event], {form.id: form}, context, world, TODAY)


def test_a_step_is_refused_what_a_hand_is_refused_and_told_of_which_entry() -> None:
    world = Everything()
    opened(world, PAIRED, "K0", year=1)
    opened(world, PAIRED, "K1", year=1, after="K0")
    refusal = judged(world, PAIRED, ("K1", LATER, "year", 2))
    assert refusal is not None and refusal.code == "step-breaks-entry" and refusal.detail["key"] == "K1"
    assert refusal.detail["guard"] == "same-year" and refusal.about is None
    assert "K1" in refusal.message("zh") and "same-year" in refusal.message("en") and refusal.hint("en") == "same-year"
    assert judged(world, PAIRED, ("K1", LATER, "name", "a")) is None, "no guard speaks of it"


def test_all_that_a_step_sets_is_judged_together_in_whatever_order() -> None:
    world = Everything()
    opened(world, PAIRED, "K0", year=1)
    opened(world, PAIRED, "K1", year=1, after="K0")
    both = [("K0", LATER, "year", 2), ("K1", LATER, "year", 2)]
    assert judged(world, PAIRED, *both) is None and judged(world, PAIRED, *both[::-1]) is None
    assert judged(world, PAIRED, ("K0", FIRST, "name", "a"), ("K1", LATER, "year", 2)) is not None


def test_a_step_makes_no_circle_and_nothing_alike() -> None:
    world = Everything()
    for key in ("K0", "K1"):
        opened(world, RING, key)
    circle = judged(world, RING, ("K0", LATER, "after", "K1"), ("K1", LATER, "after", "K0"))
    assert circle is not None and "K0" in str(circle.detail["way"]), "each by itself would be none"
    once = Everything()
    opened(once, ONCE, "K0", name="a", year=1)
    twin = judged(once, ONCE, ("K9", LATER, "name", "a"), ("K9", LATER, "year", 1))
    assert twin is not None and twin.detail["key"] == "K9", "an entry that the step opens is asked everything"
    assert judged(once, ONCE, ("K9", LATER, "name", "a"), ("K9", LATER, "year", 2)) is None


def test_what_stood_wrong_before_stops_no_step_that_says_it_again() -> None:
    world = Everything()
    for key, said in (("K0", {"year": 1}), ("K1", {"year": 2, "after": "K0", STATE: "open"})):
        stood: dict[tuple[str, str], Scalar] = {(name, FIRST): value for name, value in {EXISTS: True, **said}.items()}
        world.held[key] = Entry(entry="", register="links", key=key, n=1, values=stood)
    assert judged(world, PAIRED, ("K1", LATER, "year", 2), ("K1", LATER, "name", "b")) is None


def test_a_clock_that_ran_out_is_a_fact_and_is_not_asked() -> None:
    world = Everything()
    opened(world, PAIRED, "K0", year=1)
    opened(world, PAIRED, "K1", year=1, after="K0")
    assert judged(world, PAIRED, ("K1", LATER, "year", 2), verb=Verb.LAPSE) is None


def test_an_end_is_asked_the_guards_that_speak_of_being_in_force_on_every_later_day() -> None:
    form = replace(PAIRED, guards=(
        guard("nobody-behind", "in_force or count(entries('links', 'after', key, day)) == 0"),
        guard("never", "year == 1"),
    ))  # fmt: skip
    world = Everything()
    opened(world, form, "K0", year=1)
    opened(world, form, "K1", LATER, year=1, after="K0")

    def ended(key: str, day: str) -> Refusal | None:
        return world.say(form, Enter(register="links", key=key, act=Act.END, by=SYSTEM, since=day))

    refusal = ended("K0", DAYS[1])
    assert refusal is not None and refusal.detail["guard"] == "nobody-behind" and refusal.detail["day"] == LATER
    assert ended("K1", DAYS[5]) is None
    early = ended("K0", LATER)
    assert early is not None and early.detail["day"] == DAYS[5]
    world.held["K0"] = replace(world.held["K0"], values={**world.held["K0"].values, ("year", FIRST): 2})
    assert ended("K0", DAYS[6]) is None, "an old fault elsewhere keeps nothing in force"

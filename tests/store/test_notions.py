"""Children and duties that return, through the door on both engines: facts of children come out of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.app.rules import Rules
from bihuan.core.clocks import Budget, TimeKind
from bihuan.core.expressions import parse
from bihuan.core.programme import Clock, Field, FieldType, Guard, Move, Reservation, Step, Taking
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import Party, TaskKind, Verb
from bihuan.store import rebuild
from bihuan.store.jobs import Accepted
from bihuan.store.rebuild import Rebuilt
from bihuan.store.session import Database, Session
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, take

WEIGHT = Field(id="weight", title=tiny.text("weight"), type=FieldType.NUMBER)


def guard(id_: str, source: str) -> Guard:
    said = Text("不行", "no")
    return Guard(id=id_, require=parse(source), source=source, say=said, hint=said, basis="test")  # type: ignore[arg-type]


GUARDS = (guard("closed", "not any(children where open)"), guard("light", "sum(children.weight) <= 5"))
SPAWN = Step(
    id="spawn", verb=Verb.PROGRESS, title=tiny.text("spawn"), by=("worker",), from_=("working",),
    moves={"done": Move()}, task=TaskKind.LEAD, spawns="small",
)  # fmt: skip
PATROL = replace(SPAWN, id="patrol", spawns=None, moves={"done": Move(stops=("rounds",))})
ROUNDS = Clock(
    id="rounds", title=tiny.text("rounds"), owner=Party.HANDLER, calendar="always",
    limits=tiny.CLOCKS[1].limits, lapse=None, tasks=frozenset({TaskKind.LEAD}), every=Budget(2, TimeKind.URGENT_HOUR),
)  # fmt: skip


def programme() -> Rules:
    """`tiny`, whose worker opens children, may not finish before they are over and light, and walks rounds."""
    known = tiny.PROGRAMME
    steps = known.steps
    sign = replace(steps["sign"], moves={"done": replace(steps["sign"].moves["done"], starts=("rounds",))})
    raised = replace(steps["report"], takes=(*steps["report"].takes, Taking(field="weight", required=False)))
    finish = replace(steps["done"], guards=GUARDS)
    more = {"sign": sign, "report": raised, "done": finish, "spawn": SPAWN, "patrol": PATROL}
    changed = replace(
        known,
        steps={**steps, **more},
        fields={**known.fields, "weight": WEIGHT},
        clocks={**known.clocks, "rounds": ROUNDS},
    )
    return replace(tiny.RULES, programmes={("small", "1"): changed})


@pytest.fixture
def rules() -> Rules:
    return programme()


@pytest.fixture
def open_door(database: Database, clock: VirtualClock, tmp_path: Path, rules: Rules) -> Iterator[Door]:
    """The door of the changed `tiny`."""
    door = Door(
        database, {tiny.DISTRICT: rules}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(2),
        photos=tmp_path / "photos",
    )  # fmt: skip
    yield door
    door.close()


def at_work(door: Door, **values: object) -> str:
    case = opened(door, values=values).case
    go_round(door, case, 3)
    return case


def child_of(door: Door, parent: str, weight: int) -> str:
    child = opened(door, values={"weight": weight}).case
    taken = ask(door, take(parent, "spawn", "bo", arguments={"child": child}))
    assert isinstance(taken, Accepted), taken
    return child


def over(door: Door, case: str) -> None:
    for step, by, outcome in (
        ("give", "ann", "done"), ("sign", "bo", "done"), ("call", "bo", "reached"), ("done", "bo", "done"),
        ("check", "chen", "yes"), ("close", "ann", "done"), ("confirm", "rose", "yes"),
    ):  # fmt: skip
        assert isinstance(ask(door, take(case, step, by, outcome)), Accepted), step


def refused(door: Door, case: str, step: str) -> str:
    answer = ask(door, take(case, step, "bo"))
    assert isinstance(answer, Refusal), answer
    return answer.code


def same_after_replay(session: Session, rules: Rules) -> None:
    assert isinstance(rebuild.compare(session, tiny.DISTRICT, rules.of, tiny.ZONE, page=3), Rebuilt)


def test_a_case_waits_for_its_children_and_reads_their_facts(open_door: Door, session: Session, rules: Rules) -> None:
    parent = at_work(open_door)
    first, second = child_of(open_door, parent, 3), child_of(open_door, parent, 2)
    assert refused(open_door, parent, "done") == "guard"
    over(open_door, first)
    assert refused(open_door, parent, "done") == "guard", "one is open still"
    over(open_door, second)
    assert isinstance(ask(open_door, take(parent, "done", "bo")), Accepted)
    same_after_replay(session, rules)


def test_facts_of_children_are_summed_from_their_rows(open_door: Door, session: Session, rules: Rules) -> None:
    parent = at_work(open_door)
    for weight in (4, 2):
        over(open_door, child_of(open_door, parent, weight))
    assert refused(open_door, parent, "done") == "guard", "4 and 2 are more than 5"
    same_after_replay(session, rules)


def test_a_child_that_is_over_or_unknown_is_refused(open_door: Door) -> None:
    parent = at_work(open_door)
    gone = opened(open_door).case
    over(open_door, gone)
    for child in (gone, "nowhere"):
        answer = ask(open_door, take(parent, "spawn", "bo", arguments={"child": child}))
        assert isinstance(answer, Refusal) and answer.code == "no-such-case"


def test_a_duty_comes_again_by_the_clock_of_the_house(
    open_door: Door, session: Session, clock: VirtualClock, rules: Rules
) -> None:
    case = at_work(open_door)
    clock.move(timedelta(minutes=10))
    assert isinstance(ask(open_door, take(case, "patrol", "bo")), Accepted)
    lapsed = 0
    for _ in range(4):
        clock.move(timedelta(minutes=90))
        lapsed += sum(isinstance(answer, Accepted) for _, answer in open_door.lapse_due(tiny.DISTRICT))
    assert lapsed == 2, "the rounds that began at 2 h and 4 h were missed; the one of 6 h runs"
    same_after_replay(session, rules)


VISIT = replace(
    tiny.PROGRAMME.steps["book"],
    reserves=(
        Reservation(
            key=parse("join(slot, week(today))"), source="slot", say=Text("那一周有了", "taken that week"),
            hint=Text("换一周", "another week"),
        ),
    ),
)  # fmt: skip


def test_a_key_of_two_parts_is_free_again_in_another_week(
    database: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    changed = replace(tiny.PROGRAMME, steps={**tiny.PROGRAMME.steps, "book": VISIT})
    rules = replace(tiny.RULES, programmes={("small", "1"): changed})
    door = Door(
        database, {tiny.DISTRICT: rules}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(3),
        photos=tmp_path / "photos",
    )  # fmt: skip
    cases = [opened(door).case for _ in range(3)]
    first = ask(door, take(cases[0], "book", "ann", values={"slot": "firm"}))
    assert isinstance(first, Accepted)
    again = ask(door, take(cases[1], "book", "ann", values={"slot": "firm"}))
    assert isinstance(again, Refusal) and again.code == "reserved"
    assert (again.message("en"), again.hint("zh")) == ("taken that week", "换一周"), "in the pack's words"
    other = ask(door, take(cases[2], "book", "ann", values={"slot": "other"}))
    assert isinstance(other, Accepted)
    clock.move(timedelta(days=7))
    assert isinstance(ask(door, take(cases[1], "book", "ann", values={"slot": "firm"})), Accepted)
    door.close()


def test_of_two_keys_the_one_that_is_taken_has_the_word(
    database: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    spoken = replace(VISIT.reserves[0], key=parse("join(kind, 1)"), say=Text("这一类有了", "kind taken"))
    plain = Reservation(key=parse("slot"), source="slot")
    step = replace(VISIT, reserves=(spoken, plain), takes=(Taking(field="slot"), Taking(field="kind", required=False)))
    changed = replace(tiny.PROGRAMME, steps={**tiny.PROGRAMME.steps, "book": step})
    door = Door(
        database, {tiny.DISTRICT: replace(tiny.RULES, programmes={("small", "1"): changed})}, masters=tiny.MASTERS,
        clock=clock, entropy=SeededEntropy(4), photos=tmp_path / "photos",
    )  # fmt: skip
    cases = [opened(door).case for _ in range(3)]
    assert isinstance(ask(door, take(cases[0], "book", "ann", values={"slot": "one", "kind": "road"})), Accepted)
    kind = ask(door, take(cases[1], "book", "ann", values={"slot": "two", "kind": "road"}))
    slot = ask(door, take(cases[2], "book", "ann", values={"slot": "one", "kind": "noise"}))
    assert isinstance(kind, Refusal) and kind.message("en") == "kind taken"
    assert isinstance(slot, Refusal) and "one" in slot.message("en") and "kind" not in slot.message("en")
    door.close()


def test_a_taken_key_says_who_holds_it_and_when_it_is_free(
    database: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    """In the words of the pack, with number, unit and dates of the case that holds it, and none of its words."""
    reserving = replace(
        tiny.PROGRAMME.steps["book"],
        takes=(Taking(field="slot"), Taking(field="day")),
        reserves=(
            Reservation(
                key=parse("join(slot, week(day))"), source="slot", moves="day",
                say=Text("{unit} {day}", "{unit} {day}"), hint=Text("{number} {free}", "{number} {free}"),
            ),
        ),
    )  # fmt: skip
    day = Field(id="day", title=Text("日", "Day"), type=FieldType.DATE)
    changed = replace(
        tiny.PROGRAMME, fields={**tiny.PROGRAMME.fields, "day": day},
        steps={**tiny.PROGRAMME.steps, "book": reserving},
    )  # fmt: skip
    door = Door(
        database, {tiny.DISTRICT: replace(tiny.RULES, programmes={("small", "1"): changed})}, masters=tiny.MASTERS,
        clock=clock, entropy=SeededEntropy(3), photos=tmp_path / "photos",
    )  # fmt: skip
    cases = [opened(door) for _ in range(3)]

    def book(n: int, on: str) -> Accepted | Refusal:
        return ask(door, take(cases[n].case, "book", "ann", values={"slot": "firm", "day": on}))

    assert isinstance(book(0, "2026-03-11"), Accepted) and isinstance(book(1, "2026-03-16"), Accepted)
    refusal = book(2, "2026-03-13")
    assert isinstance(refusal, Refusal) and refusal.about == "day"
    assert refusal.message("zh").endswith(" 2026-03-11") and "{" not in refusal.message("en")
    assert refusal.hint("en") == f"{cases[0].number} 2026-03-23", "two weeks are taken, the third is free"
    door.close()

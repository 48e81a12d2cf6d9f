"""Entries of a register through the door on both engines: dated twice, never overwritten, found again by a rebuild."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Asked, Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.expressions import parse
from bihuan.core.programme import Guard, RegisterEffect, Taking
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act
from bihuan.core.text import Text
from bihuan.store import rebuild
from bihuan.store.jobs import Accepted
from bihuan.store.session import Database, Session
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take
from tests.store.registers import RULES, added, enter, entered


def expression(source: str):  # type: ignore[no-untyped-def]
    return parse(source)


def rules_with_effect():  # type: ignore[no-untyped-def]
    """`tiny`, whose report names a thing that must be unused, and whose end sets it used."""
    known = tiny.PROGRAMME
    said = Text("不行", "no")
    source = "kind is unknown or lookup('things', kind, 'state', today) == 'new'"
    free = Guard(id="free", require=expression(source), source=source, say=said, hint=said, basis="test")
    sets = tuple(
        RegisterEffect(register="things", key=expression("kind"), field=name, value=expression(value), opens=opens)
        for name, value, opens in (("state", "'used'", False), ("seen_on", "today", False))
    )
    report_ = replace(known.steps["report"], guards=(free,), takes=(*known.steps["report"].takes, Taking(field="kind")))
    steps = {**known.steps, "report": report_, "done": replace(known.steps["done"], sets=sets)}
    return replace(RULES, programmes={("small", "1"): replace(known, steps=steps)})


@pytest.fixture
def door_(database: Database, clock: VirtualClock, tmp_path: Path) -> Iterator[Door]:
    made = Door(
        database, {tiny.DISTRICT: rules_with_effect()}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(3),
        photos=tmp_path / "photos",
    )  # fmt: skip
    yield made
    made.close()


def said(session: Session, key: str, name: str, day: str) -> object:
    row = session.row("register_value", (tiny.DISTRICT, "things", key, name, day))
    return None if row is None else json.loads(row[0])


def equal_after_replay(session: Session) -> None:
    found = rebuild.compare(session, tiny.DISTRICT, rules_with_effect().of, tiny.ZONE, page=2)
    assert found.difference is None, found.difference
    again = rebuild.rewrite(session, tiny.DISTRICT, rules_with_effect().of, tiny.ZONE, page=2)
    assert again.difference is None
    assert rebuild.compare(session, tiny.DISTRICT, rules_with_effect().of, tiny.ZONE).difference is None


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_an_entry_lives_and_every_day_stays_readable(door_: Door, session: Session, clock: VirtualClock) -> None:
    key = added(door_, worth=1200, coin="CNY")
    assert key == "T-0001"
    clock.move(timedelta(days=1))
    changed = enter(Act.CHANGE, key, "2026-03-10", values={"worth": 900})
    assert isinstance(entered(door_, changed), Accepted)
    wrong = enter(Act.CORRECT, key, "2026-03-01", values={"worth": 1300}, words={"reason": "抄错"})
    assert isinstance(entered(door_, wrong), Accepted)
    ended = enter(Act.END, key, "2026-03-20")
    assert isinstance(entered(door_, ended), Accepted)
    assert [said(session, key, "worth", day) for day in ("2026-02-28", "2026-03-02", "2026-03-11")] == [None, 1300, 900]
    assert [said(session, key, "*", day) for day in ("2026-03-20", "2026-03-21")] == [True, False]
    assert code(entered(door_, enter(Act.CHANGE, key, "2026-04-01", values={"worth": 1}))) == "entry-not-in-force"
    assert isinstance(entered(door_, enter(Act.RESTORE, key, "2026-05-01")), Accepted)
    [(count,)] = session._raw.execute("SELECT count(*) FROM register_value WHERE value = '1200'").fetchall()
    assert count == 1, "what was wrong stays written"
    equal_after_replay(session)


def test_numbers_follow_each_other_and_the_same_request_counts_once(door_: Door, session: Session) -> None:
    asked = [Asked(command=enter(Act.OPEN, values={"name": f"车{n}"}), request_id=f"many{n}") for n in range(5)]
    first = door_.submit_many(tiny.DISTRICT, asked)
    again = door_.submit_many(tiny.DISTRICT, asked)
    assert [one.number for one in first] == [f"T-{n:04}" for n in range(1, 6)]  # type: ignore[union-attr]
    assert [one.number for one in again] == [one.number for one in first]  # type: ignore[union-attr]
    given = entered(door_, enter(Act.OPEN, "T-0020", values={"name": "车"}))
    assert isinstance(given, Accepted)
    assert added(door_) == "T-0021"
    assert code(entered(door_, enter(Act.OPEN, "T-0003", values={"name": "车"}))) == "entry-exists"
    equal_after_replay(session)


def test_what_does_not_fit_is_refused_whole(door_: Door, session: Session) -> None:
    key = added(door_)
    for values, expected in (
        ({"worth": 100}, "money-without-currency"),
        ({"seen_on": "2026-02-30"}, "field-invalid"),
        ({"shift": "2026-03-01T08:00:00+08:00/2026-03-01T07:00:00+08:00"}, "field-invalid"),
        ({"next_to": "T-0404"}, "field-invalid"),
        ({"keeper": "nowhere"}, "field-invalid"),
        ({"holder": "张三"}, "field-unknown"),
        ({"state": "lost"}, "field-invalid"),
        ({"colour": "red"}, "field-unknown"),
    ):
        assert code(entered(door_, enter(Act.CHANGE, key, values=values))) == expected, values
    assert code(entered(door_, enter(Act.OPEN, values={}))) == "field-missing"
    assert code(entered(door_, enter(Act.OPEN, since="", values={"name": "车"}))) == "field-missing"
    assert code(entered(door_, enter(Act.CORRECT, key, values={"name": "船"}))) == "field-missing", "no reason"
    assert code(entered(door_, enter(Act.CHANGE, "T-0404", values={"name": "船"}))) == "no-such-entry"
    assert code(entered(door_, enter(Act.CHANGE, key, seen=7, values={"name": "船"}))) == "entry-moved"
    [(count,)] = session._raw.execute("SELECT count(*) FROM event").fetchall()
    assert count == 1


def test_rights_reach_as_far_as_they_say(door_: Door) -> None:
    worker = tiny.person("bo")
    unit = worker.posts[0].unit
    mine, other = added(door_, keeper=unit), added(door_)
    seen = {"seen_on": "2026-03-01"}
    assert isinstance(entered(door_, enter(Act.CHANGE, mine, by=worker, values=seen)), Accepted)
    assert code(entered(door_, enter(Act.CHANGE, other, by=worker, values=seen))) == "register-not-yours"
    assert code(entered(door_, enter(Act.CHANGE, mine, by=worker, values={"name": "我的"}))) == "field-not-yours"
    assert code(entered(door_, enter(Act.END, mine, by=worker))) == "register-not-yours"
    assert code(entered(door_, enter(Act.OPEN, by=tiny.person("rose"), values={"name": "车"}))) == "register-not-yours"


def test_words_are_sealed_and_never_in_an_event(door_: Door, session: Session) -> None:
    words = {"holder": "张三丰", "note": "钥匙在门卫"}
    answer = entered(door_, enter(Act.OPEN, values={"name": "车"}, words=words))
    assert isinstance(answer, Accepted)
    rows = session._raw.execute("SELECT body, leaf FROM event").fetchall()
    assert all("张三丰" not in str(body) and "门卫".encode() not in bytes(leaf) for body, leaf in rows)
    kept = {row[0] for row in session._raw.execute("SELECT name FROM vault_word").fetchall()}
    holders = {row[0] for row in session._raw.execute("SELECT holder FROM case_key").fetchall()}
    assert kept == {"holder", "note", "*digests"}
    assert holders == {"case", "reporter"}, "who it is has a key of its own"


def test_a_case_looks_an_entry_up_and_changes_it(door_: Door, session: Session) -> None:
    key, other = added(door_), added(door_)
    case = opened(door_, values={"kind": key}).case
    go_round(door_, case, 3)
    answer = ask(door_, take(case, "done", "bo"))
    assert isinstance(answer, Accepted)
    assert said(session, key, "state", "2026-03-02") == "used"
    assert said(session, key, "seen_on", "2026-03-02") == "2026-03-02"
    stream, n, *_ = session.row("entry_of", (tiny.DISTRICT, "things", key)) or ()
    bodies = [json.loads(body) for _, body in session.rows("entry_stream", (tiny.DISTRICT, stream))]
    assert (n, bodies[-1]["act"], bodies[-1]["cause"]) == (2, "effect", case)
    assert code(ask(door_, report(values={"kind": key}))) == "guard", "it is used now"
    assert isinstance(ask(door_, report(values={"kind": other})), Accepted)
    equal_after_replay(session)


def test_a_step_without_its_entry_is_refused(door_: Door) -> None:
    case = opened(door_, values={"kind": added(door_)}).case
    go_round(door_, case, 3)
    lost = opened(door_, values={"kind": added(door_)}).case
    go_round(door_, lost, 3)
    key = door_.submit(tiny.DISTRICT, enter(Act.END, "T-0002", "2026-03-01"), "gone").number  # type: ignore[union-attr]
    assert key == "T-0002"
    assert code(ask(door_, take(lost, "done", "bo"))) == "no-such-entry"
    assert isinstance(ask(door_, take(case, "done", "bo")), Accepted)


def test_a_look_up_gives_values_of_their_types(door_: Door) -> None:
    shift = "2026-03-01T08:00:00+08:00/2026-03-01T20:00:00+08:00"
    key = added(door_, seen_on="2026-03-01", shift=shift)
    asked = [f"lookup('things', '{key}', '{name}', today)" for name in ("shift", "in_force", "seen_on")]
    source = f"minutes({asked[0]}) == 720 and {asked[1]} and {asked[2]} < today"
    said_ = Text("不行", "no")
    guard = Guard(id="typed", require=expression(source), source=source, say=said_, hint=said_, basis="test")
    known = rules_with_effect()
    programme = known.programmes["small", "1"]
    steps = {**programme.steps, "report": replace(programme.steps["report"], guards=(guard,))}
    door_.renew(tiny.DISTRICT, replace(known, programmes={("small", "1"): replace(programme, steps=steps)}))
    assert isinstance(ask(door_, report(values={"kind": key})), Accepted)


def with_guard(door: Door, source: str) -> None:
    """The report is taken only if the condition holds."""
    said_ = Text("不行", "no")
    guard = Guard(id="asked", require=expression(source), source=source, say=said_, hint=said_, basis="test")
    known = rules_with_effect()
    programme = known.programmes["small", "1"]
    steps = {**programme.steps, "report": replace(programme.steps["report"], guards=(guard,))}
    door.renew(tiny.DISTRICT, replace(known, programmes={("small", "1"): replace(programme, steps=steps)}))


def test_a_condition_looks_through_entries(door_: Door) -> None:
    first = added(door_)
    for worth in (300, 500):
        added(door_, next_to=first, worth=worth, coin="CNY")
    ended = added(door_, next_to=first, worth=9000, coin="CNY")
    assert isinstance(entered(door_, enter(Act.END, ended, "2026-03-01")), Accepted)
    found = "entries('things', 'next_to', kind, today)"
    with_guard(door_, f"count({found}) == 2 and sum({found}.worth) <= 800 and not any({found} where state == 'used')")
    assert isinstance(ask(door_, report(values={"kind": first})), Accepted)
    used = enter(Act.CHANGE, "T-0002", "2026-03-02", values={"state": "used"})
    assert isinstance(entered(door_, used), Accepted)
    assert code(ask(door_, report(values={"kind": first}))) == "guard"
    moved = enter(Act.CHANGE, "T-0002", "2026-03-02", values={"next_to": "T-0003"})
    assert isinstance(entered(door_, moved), Accepted)
    assert code(ask(door_, report(values={"kind": first}))) == "guard", "only one stands next to it now"


def test_entries_of_one_batch_see_each_other(door_: Door) -> None:
    first = added(door_)
    with_guard(door_, "count(entries('things', 'next_to', kind, today)) == 1")
    asked = [
        Asked(command=report(values={"kind": first}), request_id="before"),
        Asked(command=enter(Act.OPEN, values={"name": "车", "next_to": first}), request_id="new"),
        Asked(command=report(values={"kind": first}), request_id="after"),
    ]
    before, new, after = door_.submit_many(tiny.DISTRICT, asked)
    assert code(before) == "guard"
    assert isinstance(new, Accepted) and isinstance(after, Accepted)

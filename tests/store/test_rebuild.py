"""The read model is a function of the facts: equal after any history, and a changed column is named."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.store import rebuild
from bihuan.store.rebuild import Rebuilt
from bihuan.store.replaying import Difference
from bihuan.store.session import Session
from bihuan.transparency.canonical import canonical
from bihuan.transparency.leaf import leaf_hash
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, take


def compared(session: Session, page: int = 3) -> Rebuilt:
    return rebuild.compare(session, tiny.DISTRICT, tiny.RULES.of, tiny.ZONE, page=page)


def busy_day(door: Door, clock: VirtualClock) -> list[str]:
    """Cases at every stage, some late, one with a link, one with a reservation."""
    cases = []
    for steps in range(8):
        case = opened(door, area="s" if steps % 2 else "n").case
        cases.append(case)
        if steps:
            go_round(door, case, steps, worker="su" if steps % 2 else "bo")
        clock.move(timedelta(minutes=17))
    door.lapse_due(tiny.DISTRICT)
    ask(door, take(cases[0], "tie", "ann", arguments={"other": cases[1]}))
    ask(door, take(cases[0], "book", "ann", values={"slot": "monday"}))
    return cases


def test_the_rows_are_what_the_facts_lead_to(door: Door, clock: VirtualClock, session: Session) -> None:
    cases = busy_day(door, clock)
    told: list[tuple[int, int]] = []
    done = rebuild.compare(
        session, tiny.DISTRICT, tiny.RULES.of, tiny.ZONE, page=3, progress=lambda *far: told.append(far)
    )
    assert done.difference is None and done.cases == len(cases)
    assert told == sorted(told) and told[-1] == (done.cases, done.events)


SPOILT = [
    ("UPDATE case_row SET stage = 'done' WHERE number LIKE '%-000001'", "case_row", "stage"),
    ("UPDATE case_row SET facts = '{}' WHERE number LIKE '%-000003'", "case_row", "facts"),
    ("UPDATE case_row SET next_due = '2026-03-09 00:00:00' WHERE number LIKE '%-000001'", "case_row", "next_due"),
    ("UPDATE task_row SET unit = 'zone'", "task_row", "unit"),
    ("DELETE FROM deadline WHERE lapsed", "deadline", None),
    ("UPDATE deadline SET lapsed = NOT lapsed", "deadline", "lapsed"),
    ("DELETE FROM reservation", "reservation", None),
    ("DELETE FROM outbox WHERE telling = 'silent'", "outbox", None),
    ("UPDATE head SET cases = cases + 1", "head", "cases"),
    ("INSERT INTO reservation (district, key, case_id) VALUES ('tiny', 'x', 'zzzz')", "reservation", None),
]


@pytest.mark.parametrize(("statement", "table", "column"), SPOILT)
def test_a_changed_row_is_found_and_named(
    door: Door, clock: VirtualClock, session: Session, statement: str, table: str, column: str | None
) -> None:
    busy_day(door, clock)
    session._raw.execute(statement)
    found = compared(session).difference
    assert isinstance(found, Difference) and (found.table, found.column) == (table, column), found


def test_a_dropped_read_model_comes_back(door: Door, clock: VirtualClock, session: Session) -> None:
    busy_day(door, clock)
    for table in ("case_row", "task_row", "deadline", "reservation"):
        session._raw.execute(f"DELETE FROM {table}")
    assert compared(session).difference is not None
    rebuild.rewrite(session, tiny.DISTRICT, tiny.RULES.of, tiny.ZONE, page=3)
    assert compared(session).difference is None


def test_a_leaf_that_does_not_follow_the_one_before_is_named(
    door: Door, clock: VirtualClock, session: Session
) -> None:
    """Somebody changes a leaf and its hash alike, on a database without guards: the next leaf still knows better."""
    busy_day(door, clock)
    find = "SELECT position, leaf FROM event WHERE n = 1 ORDER BY position LIMIT 1"
    position, leaf = session._raw.execute(find).fetchone()
    assert compared(session).difference is None
    forged = canonical({**json.loads(bytes(leaf)), "zz": 1})
    if session.engine == "sqlite":
        session._raw.execute("DROP TRIGGER event_no_update")
    mark = "?" if session.engine == "sqlite" else "%s"
    change = f"UPDATE event SET leaf = {mark}, leaf_hash = {mark} WHERE position = {mark}"
    session._raw.execute(change, (forged, leaf_hash(forged), position))
    same = f"(SELECT stream FROM event WHERE position = {mark})"
    following = f"SELECT position FROM event WHERE n = 2 AND stream = {same}"
    (after,) = session._raw.execute(following, (position,)).fetchone()
    found = compared(session).difference
    assert found is not None and (found.table, found.key, found.column) == ("event", (after,), "leaf.h"), found

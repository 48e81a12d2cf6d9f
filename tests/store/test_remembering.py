"""What the writer remembers between batches: cases it just wrote are not read again, and no batch, on either engine."""

from __future__ import annotations

import gc
from collections import Counter

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.store.batch import Batch
from bihuan.store.session import Database
from tests.store import tiny
from tests.store.loop import go_round, opened


def test_a_case_that_was_just_written_is_not_read_again(database: Database) -> None:
    asked = Counter[str]()

    def count(statement: str, when: str) -> None:
        asked[statement] += when == "before"

    door = Door(
        database, {tiny.DISTRICT: tiny.RULES}, masters=tiny.MASTERS, clock=VirtualClock(tiny.START),
        entropy=SeededEntropy(5), on_statement=count,
    )  # fmt: skip
    try:
        case = opened(door).case
        asked.clear()
        go_round(door, case)
        assert asked["lock_head"] > 5 and asked["load_cases"] == 0
    finally:
        door.close()


def test_a_batch_is_gone_with_its_answers(door: Door) -> None:
    """In a circle it would keep all its rows until somebody looks for rubbish."""
    gc.collect()
    gc.disable()
    try:
        go_round(door, opened(door).case)
        assert [one for one in gc.get_objects() if type(one) is Batch] == []
    finally:
        gc.enable()

"""The stored state: it comes back, in the order it had, whichever form wrote it; damage is refused."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bihuan.core.codec import UnreadableEvent, case_from_text, case_text
from bihuan.core.commands import SYSTEM
from bihuan.store.packing import WORDS, packed
from bihuan.store.state import case_from, stored_state, unpacked
from tests.core.tiny_walk import Walk, answered, at_work, looked_at

WALKS = (lambda: Walk().tell(), at_work, looked_at, answered)


@pytest.mark.parametrize("walk", WALKS)
def test_the_state_comes_back(walk: object) -> None:
    case = walk().it  # type: ignore[operator]
    assert case_from(stored_state(case)) == case
    assert stored_state(case_from(stored_state(case))) == stored_state(case)


@pytest.mark.parametrize("walk", WALKS)
def test_an_older_row_is_still_read(walk: object) -> None:
    """Until a rebuild, rows hold the text of `core.codec`; it reads the same."""
    case = walk().it  # type: ignore[operator]
    for stored in (case_text(case), zlib.compress(case_text(case).encode())):
        assert case_from(stored) == case_from_text(case_text(case)) == case


def test_the_order_in_which_things_came_is_kept() -> None:
    case = answered().it
    again = case_from(stored_state(case))
    for kept in ("tasks", "clocks", "counts", "moments", "findings"):
        assert list(getattr(again, kept)) == list(getattr(case, kept))


def test_every_moment_of_a_state_is_in_utc() -> None:
    """The same moment in another zone would be another text, and a rebuild would find a difference."""
    there = datetime(2021, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    old = Walk().tell(SYSTEM, "tell_old", occurred=there, population="history")
    assert old.it.occurred_at == there
    for walk in (old, at_work(), answered()):
        assert "+0" not in unpacked(stored_state(walk.it))


def test_bytes_do_not_depend_on_the_process() -> None:
    """Sets have another order in each process; bytes must not."""
    script = (
        "from tests.core.tiny_walk import at_work; from bihuan.store.state import stored_state;"
        "print(stored_state(at_work().it).hex())"
    )
    root = Path(__file__).resolve().parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize(
    "damage",
    [
        "", "{}", "[]", "[" * 100_000, '{"id":5}', b"", b"x", b"\xff" * 40, zlib.compress(b"\xff"), zlib.compress(b"{"),
        packed(b"\xff"), packed(b"{"), packed(b"{}" * 40)[:-1], b"\x01", b"\x01" + b"\xff" * 40,
        b"\x01\x28\xb5\x2f\xfd\xe0" + b"\xff" * 16,
    ],
)  # fmt: skip
def test_a_damaged_state_is_refused(damage: bytes | str) -> None:
    with pytest.raises(UnreadableEvent):
        case_from(damage)


def test_the_dictionary_is_the_one_that_rows_were_packed_with() -> None:
    """A row packed by the first version that had it opens for ever; nobody may mend a word of it."""
    assert hashlib.sha256(WORDS).hexdigest() == "65bcfaaaaf1cbae6275e3c7518966d848085e4ec4daf34d2680c465086cfe3fe"
    kept = bytes.fromhex("0128b52ffd202cd50000287861225d7d060022e401c380f958cb249a06075acc0b5f8681")
    assert unpacked(kept) == '{"id":"01","n":1,"stage":"x","worked":["a"]}'

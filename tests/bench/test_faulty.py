"""A sheet with every kind of fault through the real command: stopped, gone on, each fault told. No time is judged."""

from __future__ import annotations

from pathlib import Path

from bench import faulty
from bench.ground import installed
from bench.memory import environment_of
from bihuan.store.session import Database


def test_every_fault_is_told_and_only_sound_rows_are_in(tmp_path: Path) -> None:
    database = Database("sqlite", str(tmp_path / "bench.sqlite3"))
    with installed(database):
        said = list(faulty.measure(environment_of(database, tmp_path), database, tmp_path, 1_000))
    assert "519 in, 481 rows refused for 741 faults" in said[1] and "no fact" in said[3], said
    assert "told in 22 kinds" in said[4], said

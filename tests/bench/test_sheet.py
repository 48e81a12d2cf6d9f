"""A sheet of many market entities through the real command: stopped, gone on, sent again. No time is judged."""

from __future__ import annotations

from pathlib import Path

from bench import sheet
from bench.ground import installed
from bench.memory import environment_of
from bihuan.store.session import Database


def test_a_stopped_sheet_goes_on_with_nothing_lost_or_doubled(tmp_path: Path) -> None:
    database = Database("sqlite", str(tmp_path / "bench.sqlite3"))
    with installed(database):
        said = list(sheet.measure(environment_of(database, tmp_path), database, tmp_path, 2_000))
    assert len(said) == 3 and "1,998 entries, 2 refused by row" in said[1], said

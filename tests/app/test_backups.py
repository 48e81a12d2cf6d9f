"""docs/operating.md, "Backups", on SQLite: its lines run as they stand; what was kept apart comes back together."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.app.installation import Installation
from bihuan.store.jobs import Accepted
from tests.app.test_district import raised

GUIDE = Path(__file__).parents[2] / "docs" / "operating.md"
BACKUP, RESTORE = (
    block for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL) if "sqlite3 " in block
)


def follow(block: str, home: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The lines of the guide, in the folder of the copies."""
    said = f"set -e\nBIHUAN_HOME={home}\n{block}"
    return subprocess.run(["bash", "-c", said], cwd=folder, capture_output=True, text=True, check=False)


def keys(file: Path) -> int:
    with closing(sqlite3.connect(file)) as tables:
        [(count,)] = tables.execute("SELECT count(*) FROM case_key")
    return int(count)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the guide's own program is not on this machine")
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_facts_and_keys_are_kept_apart_and_come_back_once(installation: Installation, tmp_path: Path) -> None:
    with installation.opened() as district:
        answer = district.door.submit(district.id, raised("a" * 32), "one")
    assert isinstance(answer, Accepted), answer
    serving, copies, home = tmp_path / "serving", tmp_path / "copies", tmp_path / "home"
    for folder in (serving, copies, home):
        folder.mkdir()
    with (
        closing(sqlite3.connect(installation.database.target)) as live,
        closing(sqlite3.connect(serving / "bihuan.sqlite3")) as copy,
    ):
        live.backup(copy)
    held = keys(serving / "bihuan.sqlite3")
    done = follow(BACKUP, serving, copies)
    assert done.returncode == 0, done.stderr
    assert held and keys(copies / "facts.sqlite3") == 0 and keys(copies / "keys.sqlite3") == held
    done = follow(RESTORE, home, copies)
    assert done.returncode == 0, done.stderr
    assert keys(home / "bihuan.sqlite3") == held == keys(serving / "bihuan.sqlite3")
    assert follow(RESTORE, home, copies).returncode != 0, "over what is there nothing is restored"
    assert keys(home / "bihuan.sqlite3") == held
    restored = replace(installation, database=replace(installation.database, target=str(home / "bihuan.sqlite3")))
    with restored.opened() as district:
        again = district.door.submit(district.id, raised("b" * 32), "two")
    assert isinstance(again, Accepted), again

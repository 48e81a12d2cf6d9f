"""An installation that is not fit says what to do in a line, and tables are made without any key."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def command(home: Path, *arguments: str, keys: str = "", database: str = "") -> subprocess.CompletedProcess[str]:
    settled = {"PATH": os.defpath, "BIHUAN_HOME": str(home), "BIHUAN_VAULT_KEYS": keys}
    settled |= {"BIHUAN_DATABASE": database} if database else {}
    program = [sys.executable, "-m", "bihuan.site.commands", *arguments]
    return subprocess.run(program, env=settled, capture_output=True, text=True, check=False)


def test_tables_are_made_without_keys(tmp_path: Path) -> None:
    done = command(tmp_path, "migrate")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "bihuan.sqlite3").exists()


@pytest.mark.parametrize(
    ("keys", "database", "said"),
    [
        ("", "", "BIHUAN_VAULT_KEYS is not set"),
        ("m1:short", "", "32"),
        (KEYS, "", "bihuan migrate"),
        (KEYS, "sqlite:////nowhere/at/all.sqlite3", "BIHUAN_DATABASE"),
        (KEYS, "postgresql://nobody@127.0.0.1:1/none", "BIHUAN_DATABASE"),
        (KEYS, "mysql://here", "postgresql://"),
    ],
)
def test_what_is_missing_is_said_without_a_traceback(tmp_path: Path, keys: str, database: str, said: str) -> None:
    done = command(tmp_path, "jobs", keys=keys, database=database)
    assert done.returncode == 1 and said in done.stderr
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 4


def test_a_district_without_a_pack_is_told_to_load_one(tmp_path: Path) -> None:
    command(tmp_path, "migrate")
    done = command(tmp_path, "due", keys=KEYS)
    assert done.returncode == 1 and "bihuan load" in done.stderr and "Traceback" not in done.stderr


def test_every_command_says_how_it_is_called_before_anything_is_set(tmp_path: Path) -> None:
    script = (
        "from contextlib import suppress\nfrom bihuan.site.commands import COMMANDS, main\n"
        "for name in COMMANDS:\n    with suppress(SystemExit):\n        assert main([name, '--help']) == 0, name\n"
        "    print('told:', name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.defpath, "BIHUAN_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.split("told: ")
    assert len(told) > 20 and all("bihuan" in part for part in told[:-1])
    assert not any(tmp_path.iterdir())


def test_tables_of_an_older_program_are_not_served(tmp_path: Path) -> None:
    command(tmp_path, "migrate")
    with closing(sqlite3.connect(tmp_path / "bihuan.sqlite3")) as tables, tables:
        [(last,)] = tables.execute("SELECT max(name) FROM django_migrations WHERE app = 'store'")
        tables.execute("DELETE FROM django_migrations WHERE name = ?", [last])
    done = command(tmp_path, "run", "--port", "0", keys=KEYS)
    assert done.returncode == 1 and last in done.stderr and "bihuan migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_tables_is_not_served(tmp_path: Path) -> None:
    """A mistyped BIHUAN_HOME would be served as a district in which nothing ever happened."""
    program = [sys.executable, "-m", "bihuan.site.commands", "run", "--port", "0"]
    settled = {"PATH": os.defpath, "BIHUAN_HOME": str(tmp_path), "BIHUAN_VAULT_KEYS": KEYS}
    with subprocess.Popen(program, env=settled, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as served:
        try:
            _, said = served.communicate(timeout=60)
        finally:
            served.terminate()
    assert served.returncode == 1 and "bihuan migrate" in said and "Traceback" not in said

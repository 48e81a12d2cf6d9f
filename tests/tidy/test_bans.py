"""Time, chance and the environment are arguments: the ban bites everywhere but where its message points to."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tidy.sources import ROOT

RUFF = Path(sys.executable).with_name("ruff")
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BANNED = CONFIGURATION["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]

# what the design names; the table in pyproject.toml may hold more, never less
NEVER_ALLOWED = {
    "datetime.datetime.now", "datetime.datetime.utcnow", "time.time", "random.random", "uuid.uuid4", "os.environ",
}  # fmt: skip


def refused(source: str, path: str) -> str:
    """What ruff says about the ban in `source`, were it the file at `path`."""
    return subprocess.run(
        [RUFF, "check", "--no-cache", "--select", "TID251", "--output-format", "concise", "--stdin-filename", path],
        cwd=ROOT, input=source, capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip


def uses(name: str) -> str:
    """The line of code that uses a banned name as people write it."""
    module, _, rest = name.partition(".")
    return f"import {module}\nprint({module}{'.' if rest else ''}{rest})\n"


EVERYTHING = "".join(uses(name) for name in BANNED if not name.startswith(("django.", "unittest.")))


def test_the_table_holds_what_the_design_names() -> None:
    assert set(BANNED) >= NEVER_ALLOWED


@pytest.mark.parametrize("path", ["bihuan/core/x.py", "bihuan/store/x.py", "bihuan/app/x.py", "tests/core/test_x.py"])
def test_each_banned_name_is_refused_with_its_way_out(path: str) -> None:
    said = refused(EVERYTHING, path)
    assert [name for name in NEVER_ALLOWED if f"`{name}` is banned: {BANNED[name]['msg']}" not in said] == []


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("import datetime\ndatetime.datetime.now(datetime.UTC)\n", "bihuan/app/clock.py"),
        ("import uuid\nuuid.uuid4()\n", "bihuan/app/entropy.py"),
        ("import os\nos.environ['X']\n", "bihuan/site/settings.py"),
    ],
)
def test_the_place_that_a_message_points_to_may_use_it(source: str, path: str) -> None:
    assert "TID251" not in refused(source, path)

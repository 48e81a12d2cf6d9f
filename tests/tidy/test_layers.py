"""The import contract holds, and it bites: a forbidden import planted in a copy turns it red and is named.

The copy holds only the layers' `__init__.py`, so that a planted import is the only one there is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tidy.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")

# (file, line planted in it, contract that must turn red)
FORBIDDEN = [
    ("core/sin.py", "import bihuan.store", "Imports go down only"),
    ("core/sin.py", "import bihuan.transparency", "Imports go down only"),
    ("transparency/sin.py", "import bihuan.core", "Imports go down only"),
    ("definitions/sin.py", "import bihuan.store", "Imports go down only"),
    ("store/sin.py", "import bihuan.definitions", "Imports go down only"),
    ("store/sin.py", "import bihuan.app", "Imports go down only"),
    ("app/sin.py", "import bihuan.web", "Imports go down only"),
    ("web/sin.py", "import bihuan.api", "Imports go down only"),
    ("jobs/sin.py", "import bihuan.site", "Imports go down only"),
    ("web/sin.py", "import bihuan.store", "Pages, interfaces, commands and jobs"),
    ("cli/sin.py", "from bihuan import store", "Pages, interfaces, commands and jobs"),
    ("core/sin.py", "from os import environ", "The pure packages reach for nothing"),
    ("definitions/sin.py", "import django.utils.timezone", "The pure packages reach for nothing"),
    ("transparency/sin.py", "import psycopg", "The pure packages reach for nothing"),
    ("core/sin.py", "import cryptography", "Of the pure packages only transparency"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Checks the package `bihuan` that lies in `folder`, not the one that is installed."""
    return subprocess.run(
        [LINTER, "--config", ".importlinter", "--no-cache"],
        cwd=folder, env={"PATH": os.defpath, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A copy of the contract and of the bare layers."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for init in [ROOT / "bihuan" / "__init__.py", *(ROOT / "bihuan").glob("*/__init__.py")]:
        target = tmp_path / init.relative_to(ROOT)
        target.parent.mkdir(exist_ok=True)
        target.touch()
    return tmp_path


def broken(output: str) -> list[str]:
    """The names of the contracts that the report calls broken."""
    return [line.removesuffix("BROKEN").strip() for line in output.splitlines() if line.endswith("BROKEN")]


def test_the_contract_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_bare_skeleton_is_clean(skeleton: Path) -> None:
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("file", "line", "contract"), FORBIDDEN)
def test_a_forbidden_import_turns_it_red(skeleton: Path, file: str, line: str, contract: str) -> None:
    (skeleton / "bihuan" / file).write_text(f"{line}\n")
    done = lint(skeleton)
    assert done.returncode != 0
    assert any(name.startswith(contract) for name in broken(done.stdout)), done.stdout + done.stderr
    assert file.replace("/", ".").removesuffix(".py") in done.stdout


def test_an_unlisted_package_turns_it_red(skeleton: Path) -> None:
    (skeleton / "bihuan" / "newcomer").mkdir()
    (skeleton / "bihuan" / "newcomer" / "__init__.py").touch()
    done = lint(skeleton)
    assert done.returncode != 0
    assert "newcomer" in done.stdout + done.stderr


def test_fronts_may_reach_tables_through_the_use_cases(skeleton: Path) -> None:
    (skeleton / "bihuan" / "web" / "page.py").write_text("import bihuan.app.door\n")
    (skeleton / "bihuan" / "app" / "door.py").write_text("import bihuan.store\n")
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr

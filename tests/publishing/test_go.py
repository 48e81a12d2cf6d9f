"""Go's own packages check what we publish: signed note, tiles, every inclusion, every consistency, a receipt.

They stand for any verifier that is not ours. The program is small and knows nothing of cases.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bihuan.app.door import Door
from bihuan.app.publishing import export_public, publish, receipt_of
from bihuan.store.session import Database
from bihuan.transparency.faults import Fault
from tests.engines.suites import GOPATH
from tests.publishing.logs import Three, district_of, fill, public_log, trust_lines
from tests.store.loop import go_round, opened

SOURCE = Path(__file__).parents[1] / "transparency" / "go" / "check.go"
RECEIPT = "receipt.tlog-proof"
pytestmark = pytest.mark.go


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("go")
    settings = {"PATH": os.defpath, "GO111MODULE": "off", "GOPATH": str(GOPATH), "GOCACHE": str(folder / "cache")}
    command = ["go", "build", "-o", str(folder / "check"), str(SOURCE)]
    subprocess.run(command, env=settings, check=True, capture_output=True)
    return folder / "check"


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Database:
    """One engine is enough: files are what is checked here."""
    return Database("sqlite", str(shutil.copy(sqlite_template, tmp_path / "tiny.sqlite3")))


@pytest.fixture
def export(door: Door, database: Database, tmp_path: Path) -> Path:
    """270 leaves in three rounds: a full tile and partial ones, three checkpoints, a receipt."""
    log = public_log(database, door, tmp_path, Three())
    log.files.put("trust", trust_lines(Three()))
    case = opened(door).case
    go_round(door, case)
    for leaves in (0, 248, 16):
        fill(door, leaves)
        assert not isinstance(publish(log, now=door.clock(), pace=None), Fault)
    folder = tmp_path / "out"
    export_public(log, district_of(door), folder)
    (folder / RECEIPT).write_text(str(receipt_of(log, case, 3)))
    return folder


def check(program: Path, folder: Path) -> tuple[int, str]:
    done = subprocess.run([program, folder], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_go_finds_everything_in_order(program: Path, export: Path) -> None:
    assert check(program, export) == (0, "ok 272 entries, 3 checkpoints\n")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("tile/entries/000", "record"),
        ("tile/0/000", "prove"),
        ("checkpoint", "note"),
        ("receipt.tlog-proof", "receipt"),
    ],
)
def test_go_finds_what_was_tampered_with(program: Path, export: Path, tmp_path: Path, name: str, says: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(export, copy)
    data = bytearray((copy / name).read_bytes())
    data[60] ^= 1
    (copy / name).write_bytes(data)
    code, said = check(program, copy)
    assert code == 1 and said.startswith(says), said

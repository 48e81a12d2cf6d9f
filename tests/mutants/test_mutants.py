"""Each kept mutant is killed by the very test it names, and that test passes without it.

The package and the tests of the mutants are copied to a folder of their own; a mutant is one changed file there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.mutants.conditions import CONDITIONS
from tests.mutants.defences import DEFENCES
from tests.mutants.entries import ENTRIES
from tests.mutants.figures import FIGURES
from tests.mutants.kept import MUTANTS, Mutant
from tests.mutants.photos import PHOTOS

ROOT = Path(__file__).resolve().parents[2]
FAILED = 1
"""What pytest answers when tests ran and one failed; a test that is missing or can't be read is another number."""
ALL = MUTANTS + CONDITIONS + DEFENCES + ENTRIES + FIGURES + PHOTOS
WORKERS = max(2, os.cpu_count() or 1)

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "vendor", "node_modules", "mutants", "browser")


def _copy(folder: Path) -> Path:
    for name in ("bihuan", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT)
    shutil.copytree(ROOT / "districts", folder / "districts")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def _run(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Pytest on the copy, with the same examples every time, so that what killed a mutant once kills it again.

    Its temporary files are its own: runs that share a folder of them clear away each other's, and one that comes
    upon a folder half removed ends with that and without its count of failures.
    """
    own = f"--basetemp={folder / 'made'}"
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", own, *tests]
    settled = {"PATH": os.defpath, "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=settled)


def _planted(folder: Path, mutant: Mutant) -> subprocess.CompletedProcess[str]:
    path = _copy(folder) / "bihuan" / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    result = _run(folder, mutant.killer)
    shutil.rmtree(folder)
    return result


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[subprocess.CompletedProcess[str]]]]:
    """All mutants at work at once, as many as there are processors."""
    base = tmp_path_factory.mktemp("mutants")
    with ThreadPoolExecutor(WORKERS) as pool:
        yield {m.name: pool.submit(_planted, base / str(i), m) for i, m in enumerate(ALL)}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_the_place_of_the_mutant_is_still_there(mutant: Mutant) -> None:
    """If this fails, the code moved: give the mutant its new place, don't drop it."""
    assert (ROOT / "bihuan" / mutant.file).read_text(encoding="utf-8").count(mutant.old) == 1
    assert mutant.old != mutant.new


def test_without_a_mutant_their_tests_pass(tmp_path: Path) -> None:
    result = _run(_copy(tmp_path / "clean"), *dict.fromkeys(mutant.killer for mutant in ALL))
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.name)
def test_the_mutant_is_killed(mutant: Mutant, results: dict[str, Future[subprocess.CompletedProcess[str]]]) -> None:
    result = results[mutant.name].result()
    assert result.returncode == FAILED, result.stdout[-3000:] + result.stderr[-1000:]
    assert "1 failed" in result.stdout, "an error of the test itself kills nothing"
    assert "NameError" not in result.stdout, "a typing error in the mutant kills nothing"


def test_mutants_have_names_of_their_own() -> None:
    assert len({mutant.name for mutant in ALL}) == len(ALL)

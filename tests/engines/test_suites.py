"""A suite that cannot run says so in one line on a person's machine, and turns the run red with CI=true."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "no/such/chromium"


def run(made: Path, target: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest on one file as a person would, with the given changes to the environment.

    made: a folder for its temporary files, not shared with the run that this test is part of.
    """
    base = {name: value for name, value in os.environ.items() if name not in ("CI", "BIHUAN_DATA")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={made}", target],
        cwd=ROOT, env=base | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


BROWSER_TEST = "tests/engines/test_engines.py::test_chromium_draws_a_page_in_chinese"
DATA_TEST = "tests/engines/test_engines.py::test_the_real_input_is_there"


@pytest.mark.parametrize(
    ("target", "line"),
    [
        (BROWSER_TEST, "not run: browser suite (no Chromium)"),
        (DATA_TEST, "not run: real_data suite (no real input)"),
    ],
)
def test_a_person_reads_one_line(tmp_path: Path, target: str, line: str) -> None:
    done = run(tmp_path / "made", target, BIHUAN_CHROMIUM=NOWHERE)
    assert len([text for text in done.stdout.splitlines() if text.startswith(line)]) == 1, done.stdout
    assert "1 deselected" in done.stdout.splitlines()[-1]


def test_ci_turns_red_without_chromium(tmp_path: Path) -> None:
    done = run(tmp_path / "made", BROWSER_TEST, BIHUAN_CHROMIUM=NOWHERE, CI="true")
    assert done.returncode == 1
    assert "apt-get install chromium" in done.stdout


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_wrong_folder_of_real_input_is_red_everywhere(tmp_path: Path, ci: str) -> None:
    done = run(tmp_path / "made", DATA_TEST, BIHUAN_DATA="no/such/folder", CI=ci)
    assert done.returncode == 1
    assert "which is not a folder" in done.stdout

"""The checkers of `make check` find nothing, so that what a person may forget to run, the tests do not."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tidy.sources import ROOT

PROGRAMS = Path(sys.executable).parent


# The layers have a test file of their own (test_layers.py), which also shows that they bite.
@pytest.mark.parametrize("command", [["ruff", "check", "--output-format", "concise", "."], ["mypy"]], ids=" ".join)
def test_the_checker_finds_nothing(command: list[str]) -> None:
    done = subprocess.run(
        [PROGRAMS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr

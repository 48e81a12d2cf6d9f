"""`bihuan simulate` as it is typed: seed and numbers are enough, the script is the district's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.cli import simulate
from tests.simulation.stage import Stage

NUMBERS = ("--seed", "3", "--requests", "6", "--solved", "4")


def test_seed_and_numbers_are_enough(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulate.run(NUMBERS, stage.installation) == 0
    assert "4 of 6 solved (demonstration)" in capsys.readouterr().out


def test_a_district_without_a_demonstration_asks_for_a_script(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = replace(stage.installation, district="nowhere")
    assert simulate.run(NUMBERS, elsewhere) == 1
    assert "name one" in capsys.readouterr().err

"""S21: a district enters a figure of its own report; its verdict is computed, and turns when the register turns."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web.at_work import Enters, Worker
from tests.web.conftest import PACK
from tests.web.systems.conftest import Running

pytestmark = pytest.mark.browser

REPORT = """
[document]
id = "training-report"
title = { zh = "培训工作小结", en = "Report on trainings" }
issuer = { zh = "社会事务局", en = "Social affairs" }
published = 2021-07-02
lines = 9
systems = "system"
basis = "本包读法：培训工作小结"

[operand.held]
title = { zh = "台账里的培训期数", en = "trainings in the register" }
register = "trainings"
formula = "count(entries where held_on between 2021-01-01 and 2021-06-30)"
basis = "本包读法：培训台账"

[[claim]]
id = "trainings"
at = ["2:3"]
says = { zh = "上半年办的培训", en = "Trainings held in the half-year" }
system = "S06"
value = "2"
unit = { zh = "期", en = "trainings" }
population = { zh = "台账所列", en = "Those of the register" }
period = { zh = "2021年上半年", en = "First half of 2021" }
formula = "held"
"""
TYPED = REPORT.replace('formula = "held"', 'formula = "held"\nverdict = "consistent"')


def test_a_claim_of_the_districts_own_is_judged_by_its_register(
    running: Running, enters: Enters, tmp_path: Path
) -> None:
    registrar, visitor = enters("registrar"), enters("leader")
    pack = tmp_path / PACK.name
    shutil.copytree(PACK, pack)
    file = pack / "claims" / "training-report.toml"
    file.write_text(TYPED, "utf-8")
    said = running.run("load", str(pack), status=1)
    assert "P401" in said and "verdict" in said, "nobody types a verdict"
    assert "Report on trainings" not in visitor.see("/claims/"), "what is refused changes nothing"
    file.write_text(REPORT, "utf-8")
    running.run("load", str(pack))
    assert visitor.sees("/claims/", "Report on trainings"), "a running site notices the pack by itself"
    assert _verdict(visitor) == "Under-defined", "without entries nobody can say"
    for subject, day in (("班组长培训", "2021-03-02"), ("安全培训", "2021-05-11")):
        _held(registrar, subject, day)
    assert _verdict(visitor) == "Derived"
    _held(registrar, "漏报的一期", "2021-06-20")
    assert _verdict(visitor) == "In conflict"
    card = visitor.page.locator(".claim", has_text="Trainings held in the half-year")
    card.locator("summary").click()
    assert "3" in card.locator("dl").inner_text()
    visitor.clean()


def _held(registrar: Worker, subject: str, day: str) -> None:
    registrar.see("/registers/trainings/act?act=open")
    registrar.send("main form.form", {"v-name": subject, "v-held_on": day, "since": day})
    assert subject in registrar.page.locator("h1").inner_text()


def _verdict(visitor: Worker) -> str:
    visitor.see("/claims/")
    return visitor.page.locator(".claim", has_text="Trainings held in the half-year").locator(".tag").inner_text()

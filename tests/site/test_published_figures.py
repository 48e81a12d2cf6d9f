"""docs/published-figures.md does what it says: its blocks are run in order."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.site.test_first_mechanism import program

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "published-figures.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)


def test_the_guide_is_followed(tmp_path: Path) -> None:
    around = program(tmp_path)
    script = "set -e\n" + "\necho =====\n".join(BLOCKS)
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    _, said, conflict, typed = done.stdout.split("=====")
    assert "In conflict 0  Needs a comparator 1  Under-defined 0  Derived 1  Consistent 2  Narrative 0" in said
    assert "119 ÷ 128 = 92.968" in said and "without reports counted by the platform" in said
    assert "all three stand in conflict" in conflict
    assert [id for id in ("received", "settled", "rate", "first") if f"[{id}]" in conflict] == [
        "received", "settled", "rate"]  # fmt: skip
    assert "P401" in typed and "so it is not taken" in typed


def test_without_a_pack_or_a_district_it_says_how() -> None:
    for arguments in ([], ["districts/minimal", "--district"]):
        command = [sys.executable, "-m", "bihuan.site.commands", "claims", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 2 and "--district" in done.stderr

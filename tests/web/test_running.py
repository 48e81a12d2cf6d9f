"""A running site: it does its regular jobs by itself and takes over a pack that somebody loads meanwhile."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.web.conftest import PACK, Site

SECONDS = 40


def command(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "bihuan.site.commands", *arguments]
    return subprocess.run(program, env=dict(site.environment), capture_output=True, text=True, check=False)


def eventually(seen: object, site: Site) -> bool:
    last = time.monotonic() + SECONDS
    while time.monotonic() < last:
        if seen(site):  # type: ignore[operator]
            return True
        time.sleep(0.3)
    return False


def test_it_lets_ended_clocks_lapse_by_itself(site: Site) -> None:
    def ran(site: Site) -> bool:
        said = command(site, "jobs")
        return said.returncode == 0 and bool(re.search(r"^due\t\d{4}-.*lapsed", said.stdout, re.MULTILINE))

    assert eventually(ran, site)


def test_it_takes_over_a_pack_that_is_loaded_meanwhile(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / PACK.name
    shutil.copytree(PACK, folder)
    file = folder / "district.toml"
    text = file.read_text("utf-8")
    title, *_ = re.findall(r'^title = \{ zh = "([^"]+)"', text, re.MULTILINE)
    file.write_text(text.replace(title, "新名字的区"), "utf-8")
    try:
        assert command(site, "load", str(folder)).returncode == 0

        def shown(site: Site) -> bool:
            with urllib.request.urlopen(f"{site.base}/", timeout=5) as answer:
                return "新名字的区" in answer.read().decode()

        assert eventually(shown, site)
    finally:
        assert command(site, "load", str(PACK)).returncode == 0

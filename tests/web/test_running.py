"""A running site: it does its regular jobs by itself and takes over a pack that somebody loads meanwhile."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.web.conftest import PACK, Site, free_port

SECONDS = 40


def command(site: Site, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "bihuan.site.commands", *arguments]
    return subprocess.run(program, env={**site.environment, **more}, capture_output=True, text=True, check=False)


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

    def shown(site: Site) -> bool:
        with urllib.request.urlopen(f"{site.base}/", timeout=5) as answer:
            return "新名字的区" in answer.read().decode()

    try:
        assert command(site, "load", str(folder)).returncode == 0
        assert eventually(shown, site)
    finally:
        assert command(site, "load", str(PACK)).returncode == 0
        assert eventually(lambda site: not shown(site), site), "whoever comes next on this site meets the old name"


def test_another_key_under_the_same_name_serves_nothing_and_says_so(site: Site) -> None:
    """What came in would be sealed with it, and be lost with the next start under the right one."""
    name = site.environment["BIHUAN_VAULT_KEYS"].partition(":")[0]
    other = f"{name}:{base64.b64encode(bytes(range(100, 132))).decode()}"
    for arguments in (("run", "--port", str(free_port())), ("jobs",)):
        done = command(site, *arguments, BIHUAN_VAULT_KEYS=other)
        assert done.returncode == 1 and "is not the key" in done.stderr and "Traceback" not in done.stderr
    said = command(site, "vault", BIHUAN_VAULT_KEYS=other)
    assert said.returncode == 1 and " 0 do not open" not in said.stdout
    said = command(site, "vault")
    assert said.returncode == 0 and " 0 do not open" in said.stdout


def test_an_address_that_somebody_listens_at_is_not_shared(site: Site) -> None:
    port = site.base.rpartition(":")[2]
    done = command(site, "run", "--port", port)
    assert done.returncode == 1 and "--port" in done.stderr and "Traceback" not in done.stderr


def test_it_listens_once_it_says_where_and_ends_with_what_watches_over_it(site: Site) -> None:
    """Killed, what watches can tell nobody to stop; alone, the other would hold the address."""
    port = free_port()
    program = [sys.executable, "-m", "bihuan.site.commands", "run", "--port", str(port), "--no-jobs"]
    watching = subprocess.Popen(program, env=dict(site.environment), stdout=subprocess.PIPE, text=True)

    def answers(_: Site, patience: float = 5) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=patience) as answer:
            return bool(answer.status == 200)
        return False

    try:
        assert watching.stdout and watching.stdout.readline() == f"http://localhost:{port}/\n"
        assert answers(site, patience=60)
    finally:
        watching.kill()
        watching.communicate(timeout=20)
    assert eventually(lambda site: not answers(site), site)

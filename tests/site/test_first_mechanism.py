"""docs/first-mechanism.md does what it says: its blocks are run in order, and the district they make takes a report."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bihuan.app.stories import Performance, failures, play, read_story
from bihuan.definitions import Pack, load_pack

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "first-mechanism.md"
BLOCKS = re.findall(r"```sh\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
STARTING_SECONDS = 30


def program(folder: Path) -> dict[str, str]:
    """The environment of a reader: `bihuan` on the path, nothing of ours set."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BIHUAN_", "DJANGO_"))}
    here = folder / "bin"
    here.mkdir()
    (here / "bihuan").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bihuan.site.commands "$@"\n')
    (here / "bihuan").chmod(0o755)
    return {**clean, "PATH": f"{here}:{clean['PATH']}", "PYTHONPATH": str(ROOT)}


def test_the_guide_is_followed_to_a_report(tmp_path: Path) -> None:
    around = program(tmp_path)
    script = "set -e\n" + "\n".join(BLOCKS[:-1]) + "\nenv > said\n"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=around, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for told in ("the story tells what changed", "so it is not taken", "P310", "P378"):
        assert told in done.stdout
    assert len(list((tmp_path / "pictures").glob("*.svg"))) == 4
    assert len(re.findall(r"^(?:duan|ming|he)\t[0-9a-f]{18}$", done.stdout, re.MULTILINE)) == 3
    said = dict(line.split("=", 1) for line in (tmp_path / "said").read_text().splitlines() if "=" in line)
    _report(tmp_path, {**around, **{name: text for name, text in said.items() if name.startswith("BIHUAN_")}})


def _report(folder: Path, around: dict[str, str]) -> None:
    """The last block, on a free port: a bench is reported on the page and has its number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    assert "--port 8321" in BLOCKS[-1]
    line = BLOCKS[-1].replace("8321", port).replace("bihuan", f"exec {folder / 'bin' / 'bihuan'}")
    served = subprocess.Popen(["bash", "-c", line], cwd=folder, env=around, stdout=subprocess.DEVNULL)
    try:
        base = f"http://localhost:{port}"
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _wait(base)
        with opener.open(f"{base}/report/park-benches") as answer:
            form = answer.read().decode()
        values = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        values |= {"words": "湖边第三张椅子断了一条腿。", "area": "east"}
        with opener.open(f"{base}/report/park-benches", urlencode(values).encode()) as answer:
            page = answer.read().decode()
        assert re.search(r"HA\d{8}-\d+", page), page[:2_000]
    finally:
        served.terminate()
        served.wait(20)


def _wait(base: str) -> None:
    last = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < last:
        with suppress(OSError), urllib.request.urlopen(f"{base}/health", timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the new district does not start")


def test_the_sample_plays_its_story() -> None:
    stories = ROOT / "stories" / "minimal"
    story = read_story(
        "lamp.toml", (stories / "lamp.toml").read_text("utf-8"), (stories / "cast.toml").read_text("utf-8")
    )
    pack = load_pack(ROOT / "districts" / "minimal")
    assert not isinstance(story, tuple) and isinstance(pack, Pack)
    played = play(story, pack)
    assert isinstance(played, Performance) and failures(played, "en") == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Har bour"], "P109"), (["../x"], "P109"), (["harbour", "--zh", "Harbour"], "P106"),
        (["harbour", "--prefix", ""], None), (["there"], "there already"),
    ],
)  # fmt: skip
def test_what_can_not_begin_writes_nothing(arguments: list[str], told: str | None, tmp_path: Path) -> None:
    (tmp_path / "stories" / "there").mkdir(parents=True)
    command = [sys.executable, "-m", "bihuan.site.commands", "init", *arguments, "--at", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if told is None:
        assert done.returncode == 0, done.stderr
        return
    assert done.returncode == 1 and told in done.stderr
    assert not (tmp_path / "districts").exists()


def test_a_name_with_quotes_stays_one_text(tmp_path: Path) -> None:
    title = '港"区\\n'
    command = [sys.executable, "-m", "bihuan.site.commands", "init", "port-town", "--zh", title, "--en", 'a "b"']
    subprocess.run([*command, "--at", str(tmp_path)], cwd=ROOT, check=True, capture_output=True)
    made = tomllib.loads((tmp_path / "districts" / "port-town" / "district.toml").read_text("utf-8"))["district"]
    assert made["title"] == {"zh": title, "en": 'a "b"'} and made["number_prefix"] == "PT"

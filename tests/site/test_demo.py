"""`bihuan demo` whole: made, served, stopped; found again the second time; told what to do where it can't be made."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ARGUMENTS = ("--requests", "12", "--solved", "10", "--seed", "7", "--share", "4")
STARTING_SECONDS = 180
FIRST = Path(__file__).parents[2] / "requirements-first.txt"
PLAY = """
import sys
from bihuan.site.commands import main
status = main(sys.argv[1:])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(status)
"""
"""Plays, and says which modules that took."""


def command(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "bihuan.site.commands", "demo", "--home", str(home), *ARGUMENTS, *more]


def compared(name: str) -> str:
    """A package's name as indexes compare them (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


class Served:
    """A demonstration that answers: its address and what it said so far."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port
        self.said: list[str] = []
        self.reader = threading.Thread(target=lambda: self.said.extend(process.stderr or ()), daemon=True)
        self.reader.start()

    def page(self, path: str = "/") -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()

    def wait(self) -> None:
        """Until it answers. Fails if it ended before."""
        for _ in range(STARTING_SECONDS * 10):
            try:
                self.page("/health")
            except OSError:
                if self.process.poll() is not None:
                    break
                threading.Event().wait(0.1)
            else:
                return
        self.reader.join(5)
        pytest.fail("".join(self.said)[-3000:])


@contextmanager
def served(home: Path, *more: str) -> Iterator[Served]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = subprocess.Popen(
        command(home, "--port", str(port), *more), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        demo = Served(process, port)
        demo.wait()
        yield demo
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


def test_a_demonstration_is_made_served_and_found_again(home: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-c", PLAY, *command(home, "--part", "play")[3:]], capture_output=True, text=True, check=False
    )
    assert played.returncode == 0, played.stderr[-3000:]
    # `make demo` plays while it still installs the other packages.
    whose = packages_distributions()
    needed = {compared(one) for name in played.stdout.splitlines()[-1].split() for one in whose.get(name, ())}
    # Some environments bring setuptools along, which looks over every import.
    first = {compared(name) for name in FIRST.read_text().splitlines() if name[0] != "#"}
    assert needed - {"bihuan", "setuptools"} <= first
    with served(home, "--part", "serve") as first:
        status, page = first.page()
        assert status == 200 and "闭环" in page
    made = json.loads((home / "ready.json").read_text())
    assert (made["requests"], made["solved"], made["seed"]) == (12, 10, 7)
    accounts = [line.split("\t") for line in (home / "accounts.tsv").read_text("utf-8").splitlines()]
    assert accounts and all(len(one) == 4 and len(one[1]) >= 12 for one in accounts)
    for secret in ("secrets.env", "accounts.tsv"):
        assert (home / secret).stat().st_mode & 0o077 == 0, f"{secret} is read by others"
    kept = (home / "secrets.env").read_bytes(), (home / "accounts.tsv").read_bytes()
    photos = {path.name for path in (home / "photos").rglob("*") if path.is_file()}
    with served(home) as again:
        assert again.page()[0] == 200
        other = subprocess.run(command(home), capture_output=True, text=True, check=False)
        assert other.returncode == 1 and "already running" in other.stderr
    assert ((home / "secrets.env").read_bytes(), (home / "accounts.tsv").read_bytes()) == kept
    assert photos and photos == {path.name for path in (home / "photos").rglob("*") if path.is_file()}
    said = "".join(again.said)
    assert accounts[0][1] in said, "the passwords are told again"
    assert "playing two years" not in said


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        (("--solved", "13"), 2, "--solved must lie between 0 and --requests"),
        (("--pack", "nowhere"), 2, "no pack with a demonstration: nowhere"),
    ],
)
def test_what_can_not_be_shown_is_said(tmp_path: Path, more: tuple[str, ...], status: int, told: str) -> None:
    done = subprocess.run(command(tmp_path / "home", *more), capture_output=True, text=True, check=False)
    assert done.returncode == status and told in done.stderr
    assert not (tmp_path / "home").exists()


def test_a_home_that_can_not_be_is_said_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = subprocess.run(command(tmp_path / "file"), capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert str(tmp_path / "file") in done.stderr and "--home" in done.stderr


def test_broken_secrets_are_said_and_nothing_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "secrets.env").write_text("BIHUAN_SECRET_KEY=x\nBIHUAN_VAULT_KEYS=demo:short\n")
    done = subprocess.run(command(home), capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "BIHUAN_VAULT_KEYS" in done.stderr
    assert not (home / "ready.json").exists()

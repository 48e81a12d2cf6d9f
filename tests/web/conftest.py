"""A real site: the pack, a district with some past, the real server on a port of its own, Chromium before it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.core.registers import Showing
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.store.making import make_tables
from tests.web.lively import Play

PACK = Path(__file__).parents[2] / "districts" / "ganzhou-etdz"
KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
STARTING_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Site:
    """A running site."""

    base: str
    programme: str
    number: str
    """Of a case that went all the way."""
    register: str
    """A register that everybody may see."""
    environment: Mapping[str, str]
    """What a command of the same installation is started with."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on SQLite, with thirty cases of ninety days."""
    home = tmp_path_factory.mktemp("site")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    end = datetime.now(UTC)
    clock = VirtualClock(end - timedelta(days=90))
    made = Installation(
        database=database,
        district=pack.district.id,
        masters=masters_of(KEYS),
        photos=home / "photos",
        clock=clock,
        entropy=SeededEntropy(3),
    )
    made.load(pack)
    with made.opened() as district:
        Play(district, clock, seed=5, population="live").run(30, end - timedelta(minutes=1))
        number = _finished(district)
    serving = _serving(home, database)
    with serving as base:
        public = [one for one in pack.registers.values() if one.showing is Showing.PUBLIC]
        open_ = min(public, key=lambda one: len(one.fields)).id
        yield Site(base, next(iter(pack.programmes)), number, open_, serving.environment)


def _finished(district: District) -> str:
    from bihuan.app.figures import facts_of

    done = [row for row in facts_of(district, district.programmes()[0]) if row["ever_closed"]]
    return str(done[0]["number"])


_PORTS = count(20_000 + os.getpid() % 400 * 25)


def free_port() -> int:
    """A port that nobody listens at just now: from a place of this process's own, and below those that the system lends
    to connections, so that neither another run nor a request takes it before the site does."""
    for port in _PORTS:
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("there is always another port")


class _serving:
    """`bihuan run` in a process of its own, until the block ends."""

    def __init__(self, home: Path, database: Database) -> None:
        self.port = free_port()
        self.environment = {
            **os.environ,
            "BIHUAN_HOME": str(home),
            "BIHUAN_DATABASE": f"sqlite:///{database.target}",
            "BIHUAN_VAULT_KEYS": KEYS,
            "BIHUAN_RELAX": "second-factor limits",
        }

    def __enter__(self) -> str:
        program = [sys.executable, "-m", "bihuan.site.commands", "run", "--port", str(self.port), "--threads", "4"]
        self._process = subprocess.Popen(program, env=self.environment, stdout=subprocess.DEVNULL)
        base = f"http://localhost:{self.port}"
        last = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < last and self._process.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"{base}/health", timeout=5) as answer:
                if answer.status == 200 and self._process.poll() is None:
                    return base
            time.sleep(0.1)
        self._process.kill()
        raise AssertionError(f"the site does not start at {base}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=60)

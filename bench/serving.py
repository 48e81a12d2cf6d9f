"""The real server under load over HTTP: intake a second and its waits, processor time, start and memory.

The load comes from a process of its own on the same cores (`loading`), over loopback only; every run ends by itself.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench import loading
from bihuan.store.session import Database

KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
LIMIT_SECONDS = 30


WELL_MILLISECONDS = 200
"""p99 of a server that is well."""


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one load: answers by status, and how long the good ones took, in milliseconds."""

    seconds: float
    processor: float
    """What making the load itself took of the processor, in seconds."""
    statuses: Mapping[int, int]
    p50: float
    p99: float
    retry_told: bool
    """Whether every 503 said when to come again."""

    @property
    def rate(self) -> float:
        """Reports taken, a second."""
        return self.statuses.get(302, 0) / self.seconds

    def apiece(self, spent: Mapping[str, float]) -> str:
        """Milliseconds of processor time a report; other users of the machine change them less than the rate."""
        each = 1000 / max(self.statuses.get(302, 0), 1)
        parts = {name: each * seconds for name, seconds in {**spent, "the load itself": self.processor}.items()}
        told = ", ".join(f"{name} {part:.2f}" for name, part in parts.items())
        return f"{told}, together {sum(parts.values()):.2f}"


def environment(database: Database, home: Path, district: str) -> dict[str, str]:
    """What a command of the installation is started with."""
    target = database.target
    return {
        **os.environ,
        "BIHUAN_HOME": str(home),
        "BIHUAN_DATABASE": f"sqlite:///{target}" if database.engine == "sqlite" else address(target),
        "BIHUAN_VAULT_KEYS": KEYS,
        "BIHUAN_SECRET_KEY": secrets.token_hex(32),
        "BIHUAN_DISTRICT": district,
        "BIHUAN_RELAX": "limits",
    }


@contextmanager
def serving(
    database: Database, home: Path, district: str, *, jobs: bool = True
) -> Iterator[tuple[int, int, float]]:
    """`bihuan run` before a database that is ready: port, process id, seconds until it answered."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = environment(database, home, district)
    program = [sys.executable, "-m", "bihuan.site.commands", "run", "--port", str(port), *["--no-jobs"] * (not jobs)]
    begun = time.perf_counter()
    process = subprocess.Popen(program, env=started, stdout=subprocess.DEVNULL)
    try:
        while time.perf_counter() - begun < LIMIT_SECONDS:
            with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                if answer.status == 200:
                    break
            time.sleep(0.05)
        yield port, process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(timeout=30)


def address(conninfo: str) -> str:
    """A libpq connection string as the setting wants it."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(conninfo)
    host = urlencode({"host": parts["host"]}) if str(parts.get("host", "")).startswith("/") else ""
    name = f"{parts.get('user', '')}:{parts.get('password', '')}@"
    place = "" if host else f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}"
    return f"postgresql://{name}{place}/{parts['dbname']}{'?' + host if host else ''}"


def overloaded(port: int, programme: str, usual: Load, seconds: float) -> Iterator[str]:
    """Ten times what it usually takes, and how soon it is well again: lines of what was found."""
    load = report(port, programme, 10 * 64, seconds, rate=10 * usual.rate)
    told = "each with Retry-After" if load.retry_told else "some without Retry-After"
    turned = load.statuses.get(503, 0)
    yield f"ten times that: {load.rate:.0f}/s taken, p99 {load.p99:.0f} ms, {turned} times 503, {told}"
    begun, looked = time.perf_counter(), load
    while (looked is load or looked.statuses.get(503) or looked.p99 > WELL_MILLISECONDS) and (
        time.perf_counter() - begun < LIMIT_SECONDS
    ):
        looked = report(port, programme, 8, 1)
    yield f"well again, or given up, at most {time.perf_counter() - begun:.1f} s later (p99 {looked.p99:.0f} ms)"
    load = report(port, programme, 8, min(seconds, 10))
    yield f"then with 8: {load.rate:.0f}/s, p99 {load.p99:.0f} ms, {load.statuses.get(503, 0)} times 503"


def processor_seconds(pid: int) -> float:
    """Processor time of a process and all it started, those that ended included, in user and kernel mode."""
    spent: dict[int, float] = {}
    started: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found = stat.read_text().rpartition(")")[2].split()
            own = int(stat.parent.name)
            spent[own] = sum(map(int, found[11:15])) / os.sysconf("SC_CLK_TCK")
            started.setdefault(int(found[1]), []).append(own)
    total, left = 0.0, [pid]
    while left:
        one = left.pop()
        total += spent.get(one, 0)
        left += started.get(one, [])
    return total


@contextmanager
def spending(**pids: int) -> Iterator[dict[str, float]]:
    """Processor seconds that each of these processes spends in this block, filled in at its end."""
    before = {name: processor_seconds(pid) for name, pid in pids.items()}
    spent: dict[str, float] = {}
    yield spent
    spent |= {name: processor_seconds(pid) - before[name] for name, pid in pids.items()}


def resident_megabytes(pid: int) -> float:
    """Memory of a process and all it started, as the kernel counts resident pages (shared ones once a process)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text()
            own, parent = int(status.parent.name), int(re.search(r"PPid:\s+(\d+)", text)[1])  # type: ignore[index]
            if pid in (own, parent) and (found := re.search(r"VmRSS:\s+(\d+)", text)):
                total += int(found[1])
    return total / 1024


def report(port: int, programme: str, connections: int, seconds: float, rate: float | None = None) -> Load:
    """Reports from so many connections for so long; at a given rate if there is one, else as fast as answers come."""
    asked = {"port": port, "programme": programme, "connections": connections, "seconds": seconds, "rate": rate}
    program = [sys.executable, loading.__file__, json.dumps(asked)]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=seconds + 90)
    found = json.loads(done.stdout)
    return Load(**{**found, "statuses": {int(k): v for k, v in found["statuses"].items()}})

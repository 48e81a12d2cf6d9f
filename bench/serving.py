"""The real server under load over HTTP: intake a second and its waits, overload and recovery, start and memory.

The load comes from a process of its own on the same cores, over loopback only; every run ends by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from bihuan.store.session import Database

KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
WORDS = "三栋楼下的消防通道又被两辆面包车堵了一整夜，救护车进不来。{n}"
LIMIT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Load:
    """What came of one load: answers by status, and how long the good ones took, in milliseconds."""

    seconds: float
    statuses: Mapping[int, int]
    p50: float
    p99: float
    retry_told: bool
    """Whether every 503 said when to come again."""

    @property
    def rate(self) -> float:
        """Reports taken, a second."""
        return self.statuses.get(302, 0) / self.seconds


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
    done = subprocess.run(
        [sys.executable, __file__, json.dumps(asked)], capture_output=True, text=True, check=True, timeout=seconds + 90
    )
    found = json.loads(done.stdout)
    return Load(**{**found, "statuses": {int(k): v for k, v in found["statuses"].items()}})


# ------------------------------------------------------------------------------- the load, in a process of its own


async def _load(port: int, programme: str, connections: int, seconds: float, rate: float | None) -> dict[str, object]:
    cookie, token = _form(port, programme)
    waits: list[float] = []
    statuses: Counter[int] = Counter()
    told = True
    begun = time.perf_counter()
    end = begun + seconds
    turns = iter(range(10_000_000))

    async def one() -> None:
        nonlocal told
        reader = writer = None
        while time.perf_counter() < end:
            n = next(turns)
            if rate is not None:
                ahead = begun + n / rate - time.perf_counter()
                if ahead > 0:
                    await asyncio.sleep(ahead)
            started = time.perf_counter()
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(_request(port, programme, cookie, token, n))
                head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)  # type: ignore[union-attr]
                size = re.search(rb"content-length: (\d+)", head.lower())
                await reader.readexactly(int(size[1]) if size else 0)  # type: ignore[union-attr]
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                statuses[0] += 1
                writer = None
                await asyncio.sleep(0.05)
                continue
            status = int(head.split(b" ", 2)[1])
            statuses[status] += 1
            if status == 302:
                waits.append((time.perf_counter() - started) * 1000)
            elif status == 503 and b"retry-after" not in head.lower():
                told = False
            if b"connection: close" in head.lower():
                writer = None

    await asyncio.gather(*(one() for _ in range(connections)))
    cut = quantiles(waits, n=100) if len(waits) > 1 else [0.0] * 99
    return {
        "seconds": time.perf_counter() - begun,
        "statuses": statuses,
        "p50": cut[49],
        "p99": cut[98],
        "retry_told": told,
    }


def _form(port: int, programme: str) -> tuple[str, str]:
    """The cookie and the token that a browser would have after opening the form."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/report/{programme}", timeout=30) as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    return cookie, token[1] if token else ""


def _request(port: int, programme: str, cookie: str, token: str, n: int) -> bytes:
    body = urlencode({
        "csrfmiddlewaretoken": token, "request": secrets.token_hex(16), "words": WORDS.format(n=n),
        "category": "fire_lane_blocked",
    }).encode()  # fmt: skip
    head = (
        f"POST /report/{programme} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        print(json.dumps(asyncio.run(_load(**json.loads(sys.argv[1])))))

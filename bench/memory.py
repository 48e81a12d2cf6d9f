"""Memory of a real `bihuan run` while people read and report over HTTP: the whole process tree, without PostgreSQL."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory

from psycopg.conninfo import conninfo_to_dict

from bench.ground import PACK
from bihuan.store.session import Database

READERS = 8
"""People who read and report at the same time, each without a pause."""
KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
STARTING_SECONDS = 60
MEGABYTE = 1024 * 1024


def measure(database: Database, seconds: int) -> Iterator[str]:
    """What to print: pages and reports a second, and the largest resident memory seen."""
    with TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "BIHUAN_HOME": home,
            "BIHUAN_DATABASE": address(database),
            "BIHUAN_VAULT_KEYS": KEYS,
            "BIHUAN_SECRET_KEY": "bench" * 12,
            "BIHUAN_RELAX": "limits",
        }
        command(environment, "migrate")
        command(environment, "load", str(PACK))
        port = _free_port()
        program = [sys.executable, "-m", "bihuan.site.commands", "run", "--port", str(port)]
        with (Path(home) / "served.txt").open("w") as log:
            process = subprocess.Popen(program, env=environment, stdout=log, stderr=log)
        try:
            base = f"http://localhost:{port}"
            _wait(base)
            yield f"at rest     {_shown(_resident(process.pid))}"
            yield from _under_load(base, process.pid, seconds)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _under_load(base: str, process: int, seconds: int) -> Iterator[str]:
    end, done, wrong = time.monotonic() + seconds, {"read": 0, "reported": 0}, []  # type: ignore[var-annotated]
    lock = threading.Lock()

    def somebody() -> None:
        try:
            person = _Person(base)
            while time.monotonic() < end:
                read, reported = person.turn()
                with lock:
                    done["read"] += read
                    done["reported"] += reported
        except Exception as fault:
            wrong.append(fault)

    threads = [threading.Thread(target=somebody) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    most = (0, 0)
    while any(thread.is_alive() for thread in threads):
        most = max(most, _resident(process))
        time.sleep(0.2)
    if wrong:
        raise SystemExit(f"{len(wrong)} of {READERS} gave up: {wrong[0]!r}")
    yield f"under load  {_shown(most)}, {READERS} people, {seconds} s"
    yield f"pages read  {done['read'] / seconds:8.1f} a second, {done['reported'] / seconds:.1f} reports a second"


class _Person:
    """Reads the first page, reports a matter, looks at its receipt and at how things are done."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with self._opener.open(self._base + "/report", timeout=60) as answer:
            found = re.findall(r'(?:href|action)="(/report/[^"?]+)"', answer.read().decode())
            self._form = found[0] if found else urllib.parse.urlsplit(answer.url).path

    def turn(self) -> tuple[int, int]:
        """How many pages were read and matters reported."""
        self._get("/")
        page = self._get(self._form)
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|request)" value="([^"]+)"', page))
        sent = urllib.parse.urlencode({**hidden, "words": "路灯不亮，晚上接孩子很黑，请尽快修一修。"}).encode()
        with self._opener.open(urllib.request.Request(self._base + self._form, sent), timeout=60) as answer:
            receipt = urllib.parse.urlsplit(answer.url).path
            answer.read()
        if receipt == self._form:
            raise RuntimeError("no receipt but the form again")
        self._get("/programmes/")
        return 4, 1

    def _get(self, path: str) -> str:
        with self._opener.open(self._base + path, timeout=60) as answer:
            return str(answer.read().decode())


def _resident(process: int) -> tuple[int, int]:
    """Bytes resident of a process and all its children: what they share counted once, and counted for each."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parents.setdefault(number(entry / "status", "PPid"), []).append(int(entry.name))
    tree, shared, each = [process], 0, 0
    while tree:
        one = Path("/proc") / str(tree.pop())
        tree += parents.get(int(one.name), [])
        with suppress(OSError, StopIteration):
            shared += number(one / "smaps_rollup", "Pss") * 1024
            each += number(one / "status", "VmRSS") * 1024
    return shared, each


def number(file: Path, name: str) -> int:
    """The number of a line `name:  123 kB`."""
    line = next(line for line in file.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split(":", 1)[1].split()[0])


def _shown(found: tuple[int, int]) -> str:
    shared, each = (part / MEGABYTE for part in found)
    return f"{shared:8.0f} MB ({each:.0f} MB if what processes share is counted for each)"


def command(environment: Mapping[str, str], *arguments: str) -> None:
    """Run one of our commands to its end. SystemExit with its words if it fails."""
    program = [sys.executable, "-m", "bihuan.site.commands", *arguments]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bihuan {arguments[0]}: {done.stdout[-400:]}{done.stderr[-400:]}")


def environment_of(database: Database, folder: Path) -> dict[str, str]:
    """What the commands are told."""
    return {
        "PATH": "/usr/bin:/bin",
        "BIHUAN_HOME": str(folder),
        "BIHUAN_DATABASE": address(database),
        "BIHUAN_DISTRICT": PACK.name,
        "BIHUAN_VAULT_KEYS": KEYS,
        "BIHUAN_SECRET_KEY": "bench" * 12,
    }


def address(database: Database) -> str:
    """The setting BIHUAN_DATABASE that leads there."""
    if database.engine == "sqlite":
        return f"sqlite:///{database.target}"
    parts = conninfo_to_dict(database.target)
    return f"postgresql://{parts.get('user', '')}@/{parts['dbname']}?host={parts.get('host', '')}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(base: str) -> None:
    last = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < last:
        with suppress(OSError), urllib.request.urlopen(f"{base}/health", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("the site does not start")

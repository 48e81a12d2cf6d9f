"""What one report costs the server, part by part: one thread, no HTTP, so that others on the machine change little.

Run as a program it is the process measured, with the settings of an installation: `pages` are everything up to the
door and after it, `door` is what it does in batches of `BATCH`. Where valgrind is there, it counts instructions too.
"""

from __future__ import annotations

import io
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from bench.ground import installed
from bench.serving import environment
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer

WORDS = "三栋楼下的消防通道又被两辆面包车堵了一整夜，救护车进不来。"
BATCH = 16
"""Reports that share a commit where 32 are on their way: half of them."""
COUNTED = 64
"""Reports whose instructions are counted."""

METERED = (
    ("decided", "bihuan.app.writer", "decide"),
    ("case after the event", "bihuan.store.batch", "evolve"),
    ("event as bytes", "bihuan.store.batch", "event_bytes"),
    ("leaf", "bihuan.store.batch", "leaf_of"),
    ("keys and sealed words", "bihuan.store.sealing", "Keeper.fresh"),
    ("keys and sealed words", "bihuan.store.sealing", "Keeper.seal"),
    ("index of words", "bihuan.store.batch", "tail_row"),
    ("row of the case", "bihuan.store.projection", "case_row"),
    ("writing", "bihuan.store.append", "_flush"),
    ("other statements", "bihuan.store.session", "Session.rows"),
    ("other statements", "bihuan.store.session", "Session.run"),
)
"""Part, module, function. What is called from another part counts for itself alone."""

PAGES_METERED = (
    ("form taken apart", "django.http.request", "HttpRequest._load_post_and_files"),
    ("what was sent, read and checked", "bihuan.web.intake", "read"),
    ("receipt handed out", "bihuan.web.holding", "handed_out"),
    ("receipt key", "bihuan.app.receipts", "receipt_key"),
)


def show(postgres: PostgresServer, *, quick: bool) -> None:
    """Print the table."""
    print(f"\n## One report on PostgreSQL, one thread, in batches of {BATCH}: µs of the process, by part")
    with (
        postgres.database("bench_report") as dsn,
        installed(Database("postgresql", dsn)) as made,
        TemporaryDirectory() as home,
    ):
        for line in lines(environment(made.database, Path(home), made.district), quick):
            print(line, flush=True)


def lines(settings: Mapping[str, str], quick: bool) -> Iterator[str]:
    """The table, for an installation whose pack is loaded."""
    rounds = "3" if quick else "40"
    for part in ("pages", "door"):
        program = [sys.executable, "-m", "bench.report", part, rounds]
        done = subprocess.run(program, env=dict(settings), capture_output=True, text=True, check=True)
        yield from done.stdout.splitlines()
        if not quick and shutil.which("valgrind"):
            yield f"{part:<40} {_instructions(settings, part) / 1e6:8.2f} M instructions"


def _instructions(settings: Mapping[str, str], part: str) -> float:
    """Instructions a report, as callgrind counts them."""
    out = Path(settings["BIHUAN_HOME"]) / f"callgrind.{part}"
    program = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}"]
    program += [sys.executable, "-m", "bench.report", part, "counted"]
    subprocess.run(program, env={**settings, "PYTHONHASHSEED": "0"}, capture_output=True, check=True)
    found = re.search(r"^totals: (\d+)", out.read_text(), re.MULTILINE)
    return int(found[1]) / COUNTED if found else 0.0


class Answering:
    """A door that answers every report at once: what is left is not the door."""

    def __init__(self, door: Any, answer: object) -> None:
        self._door, self._answer = door, answer

    def __getattr__(self, name: str) -> object:
        return getattr(self._door, name)

    def submit(self, *_: object, **__: object) -> object:
        """Done."""
        return self._answer


def _pages() -> Callable[[int], Callable[[], object]]:
    """Prepares so many reports through the pages, and gives what sends them."""
    from dataclasses import replace

    from bihuan.app.door import Accepted
    from bihuan.site import services
    from bihuan.site.house import PublicHouse
    from bihuan.site.wsgi import application

    district = services.house().district
    programme = district.programmes()[0].id
    page, headers = _answer(application, _environ("GET", programme))
    cookie = dict(headers)["Set-Cookie"].split(";")[0]
    found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    token = found[1].decode() if found else ""
    accepted = Accepted(case="c", number="1", position=1, events=1, stage="", final=False, due=None, provisional=False)
    replaced: Any = replace(district, door=Answering(district.door, accepted))
    services._opened[0] = PublicHouse(replaced, demo=False, relay=services.relay())
    services._Looking.again = float("inf")

    def prepared(count: int) -> Callable[[], object]:
        sent = [
            {"csrfmiddlewaretoken": token, "words": f"{WORDS}{n:08d}", "category": "fire_lane_blocked", "request": one}
            for n, one in enumerate(secrets.token_hex(16) for _ in range(count))
        ]
        asked = [_environ("POST", programme, urlencode(one).encode(), cookie) for one in sent]

        def send() -> None:
            for one in asked:
                _answer(application, one)

        return send

    return prepared


def _environ(method: str, programme: str, body: bytes = b"", cookie: str = "") -> dict[str, object]:
    """As the server gives it (PEP 3333)."""
    return {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": f"/report/{programme}", "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000", "HTTP_COOKIE": cookie, "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(body), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }  # fmt: skip


def _answer(application: Any, environ: dict[str, object]) -> tuple[bytes, list[tuple[str, str]]]:
    told: list[Any] = []
    response = application(environ, lambda status, headers, _=None: told.append((status, headers)))
    body = b"".join(response)
    response.close()
    status, headers = told[0]
    if status[:3] not in ("200", "302"):
        raise SystemExit(f"{status}: {body[:200]!r}")
    return body, headers


def _door() -> Callable[[int], Callable[[], object]]:
    """Prepares so many reports as the page makes them, and gives what submits them in batches."""
    from bihuan.app.door import Accepted, Asked
    from bihuan.app.receipts import REPORTER
    from bihuan.core.commands import Raise
    from bihuan.site import services

    district = services.house().district
    programme = district.programmes()[0].id

    def one(n: int) -> Asked:
        command = Raise(
            case="", number="", programme=programme, step="raise", by=REPORTER,
            values={"channel": "web", "category": "fire_lane_blocked"}, words={"words": f"{WORDS}{n:08d}"},
        )  # fmt: skip
        drawn = secrets.token_hex(32)
        return Asked(command=command, request_id=drawn[:32], receipt_key=secrets.token_urlsafe(32), receipt=drawn)

    def prepared(count: int) -> Callable[[], object]:
        asked = [[one(n) for n in range(at, at + BATCH)] for at in range(0, count, BATCH)]

        def submit() -> None:
            for batch in asked:
                for answer in district.door.submit_many(district.id, batch):
                    if not isinstance(answer, Accepted):
                        raise SystemExit(str(answer))

        return submit

    return prepared


@contextmanager
def metered(parts: Sequence[tuple[str, str, str]]) -> Iterator[Mapping[str, float]]:
    """Seconds of this thread's processor time by part, while this block runs; watching costs some µs itself."""
    spent: dict[str, float] = defaultdict(float)
    inner = [0.0]

    def watching(part: str, function: Any) -> Any:
        def watched(*given: Any, **named: Any) -> Any:
            begun, before = time.thread_time(), inner[0]
            inner[0] = 0.0
            try:
                return function(*given, **named)
            finally:
                whole = time.thread_time() - begun
                spent[part] += whole - inner[0]
                inner[0] = before + whole

        return watched

    changed = []
    for part, module, name in parts:
        *where, last = name.split(".")
        owner: Any = import_module(module)
        for step in where:
            owner = getattr(owner, step)
        changed.append((owner, last, getattr(owner, last)))
        setattr(owner, last, watching(part, getattr(owner, last)))
    try:
        yield spent
    finally:
        for owner, last, function in changed:
            setattr(owner, last, function)


def main(part: str, how: str) -> None:
    """Measure one part in this process: the least of so many rounds, or under a counter of instructions."""
    prepared, parts = {"pages": (_pages, PAGES_METERED), "door": (_door, METERED)}[part]
    make = prepared()
    make(COUNTED)()
    if how == "counted":
        send = make(COUNTED)
        switch = ["callgrind_control", "-i"]
        subprocess.run([*switch, "on", str(os.getpid())], check=True, capture_output=True)
        send()
        subprocess.run([*switch, "off", str(os.getpid())], check=True, capture_output=True)
        return
    wholes, details = [], []
    for _ in range(int(how)):
        send, watched = make(COUNTED), make(COUNTED)
        begun = time.process_time()
        send()
        wholes.append(time.process_time() - begun)
        with metered(parts) as spent:
            watched()
        details.append(spent)
    each = 1e6 / COUNTED
    print(f"{part:<40} {min(wholes) * each:8.0f} µs")
    for name in dict.fromkeys(name for name, _, _ in parts):
        print(f"    {name:<36} {min(one[name] for one in details) * each:8.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The pages of those who work here at size: first byte over HTTP of queue, ledger and leader page, nobody else asking,
and what of the processor a page takes from server and database.

The server does no regular jobs meanwhile, and the counts are brought up to date before anything is measured.
"""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlencode

from bench import serving
from bench.ground import postmaster
from bihuan.app.installation import Installation

TIMES = 9
WHO: Mapping[str, tuple[str, str]] = {
    "bench-worker": ("handler", "municipal"),
    "bench-desk": ("desk", "service-centre"),
    "bench-supervisor": ("supervisor", "supervision-office"),
    "bench-leader": ("leader", "committee"),
}
"""Account → duty and unit."""
PAGES: tuple[tuple[str, str], ...] = (
    ("bench-worker", "/work/tasks"),
    ("bench-desk", "/desk"),
    ("bench-supervisor", "/supervisor"),
    ("bench-supervisor", "/supervisor?overdue=1"),
    ("bench-supervisor", "/supervisor?state=all"),
    ("bench-supervisor", "/supervisor?state=all&sort=raised"),
    ("bench-supervisor", "/supervisor?state=all&sort=number"),
    ("bench-supervisor", "/supervisor?state=all&unit=municipal"),
    ("bench-supervisor", "/supervisor?state=all&happened=case.bounced"),
    ("bench-supervisor", "/supervisor?state=all&happened=case.ping_pong"),
    ("bench-supervisor", "/supervisor?state=all&class=grave"),
    ("bench-leader", "/leader"),
    ("bench-leader", "/leader/{programme}/cases?measure=solve_rate&list=all"),
    ("bench-leader", "/leader/{programme}/cases?measure=case.open&unit=municipal"),
    ("bench-leader", "/leader/month/file?form=docx"),
)


def report(made: Installation, home: Path) -> Iterator[str]:
    """A line for each page: bytes, median and worst milliseconds to the first byte, milliseconds of processor time."""
    keeper = postmaster(made.database.target)
    with made.opened() as district:
        programme = district.programmes()[0].id
    environment = serving.environment(made.database, home, made.district)
    # A kept base has the accounts of earlier runs; nobody knows their passwords any more.
    run = secrets.token_hex(3)
    passwords = {name: _opened(f"{name}-{run}", *post, environment) for name, post in WHO.items()}
    with serving.serving(made.database, home, made.district, jobs=False) as (port, pid, _):
        base = f"http://127.0.0.1:{port}"
        people = {name: _signed_in(base, f"{name}-{run}", password) for name, password in passwords.items()}
        begun = perf_counter()
        # The screen itself is there from the start; the cases behind a figure only when all is counted.
        while _status(people["bench-leader"], f"{base}/leader/{programme}/cases?measure=case.open") == 503:
            sleep(0.01)
        yield f"counting everything for the first time: {perf_counter() - begun:.1f} s"
        for name, path in PAGES:
            spent, size = [], 0
            with serving.spending(server=pid, database=keeper) as processor:
                for _ in range(TIMES):
                    begun = perf_counter()
                    with people[name].open(base + path.format(programme=programme), timeout=60) as answer:
                        spent.append(1000 * (perf_counter() - begun))
                        size = len(answer.read())
            each = ", ".join(f"{name} {1000 * seconds / TIMES:.0f}" for name, seconds in processor.items())
            waited = f"{median(spent):8.1f} ms, worst {max(spent):8.1f}"
            yield f"{path:<62} {size:>8,} bytes {waited}; processor: {each} ms"


def _opened(name: str, duty: str, unit: str, environment: Mapping[str, str]) -> str:
    program = [sys.executable, "-m", "bihuan.site.commands", "account", name, "--duty", duty, "--unit", unit,
               "--keep-password"]  # fmt: skip
    done = subprocess.run(program, env=dict(environment), capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1].split("\t")[1]


def _signed_in(base: str, name: str, password: str) -> urllib.request.OpenerDirector:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(f"{base}/sign-in", timeout=60) as answer:
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())[0]
    sent = urlencode({"username": name, "password": password, "csrfmiddlewaretoken": token}).encode()
    headers = {"Origin": base, "Referer": f"{base}/sign-in"}
    request = urllib.request.Request(f"{base}/sign-in", data=sent, headers=headers)
    try:
        with opener.open(request, timeout=60) as answer:
            there = answer.geturl()
    except urllib.error.HTTPError as error:
        with error:  # The page behind the sign-in has nothing counted yet.
            there = error.geturl() or ""
    if there.endswith("/sign-in"):
        raise SystemExit(f"{name} is not signed in")
    return opener


def _status(opener: urllib.request.OpenerDirector, address: str) -> int:
    try:
        with opener.open(address, timeout=600) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code

"""A demonstration with its public log and witnesses, served by a process that cannot check anything itself.

May live here: starting, publishing, taking a matter to where its reporter is asked, reading what a page and a file say.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bihuan.app.clock import real_clock
from bihuan.app.district import District
from bihuan.app.entropy import real_entropy
from bihuan.app.installation import Installation, masters_of
from bihuan.core.verbs import Party, Verb
from bihuan.store.session import Database
from bihuan.transparency.chain import read_entry
from bihuan.transparency.receipts import Receipt, read_receipt
from tests.web.matters import Matter

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[2]
UNVERIFYING = Path(__file__).parent / "unverifying"
HOST = "bihuan.test"
"""A name that no browser trusts: over plain http it gets no cryptography of the browser's own."""
STARTING_SECONDS = 180
WORDS, TEL, PLACE = "金岭西路九号院门口的窨井盖松动，夜里响得睡不着。", "13970712345", "金岭西路九号院二单元"


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demonstration."""

    home: Path
    port: int
    environment: Mapping[str, str]
    """Of the server: without anything that checks."""

    @property
    def base(self) -> str:
        """Its address under the untrusted name."""
        return f"http://{HOST}:{self.port}"

    def run(self, *arguments: str, whole: bool = False) -> subprocess.CompletedProcess[str]:
        """A command of the same installation; `whole` with everything that checks."""
        around = {**self.environment, "PYTHONPATH": str(ROOT)} if whole else dict(self.environment)
        command = [sys.executable, "-m", "bihuan.site.commands", *arguments]
        return subprocess.run(command, env=around, capture_output=True, text=True, check=False)

    def publish(self) -> None:
        """Whatever waits enters the log."""
        done = self.run("publish", "--all")
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def district(self) -> Iterator[District]:
        """The same district in this process."""
        installation = Installation(
            database=Database("sqlite", str(self.home / "bihuan.sqlite3")),
            district="ganzhou-etdz",
            masters=masters_of(self.environment["BIHUAN_VAULT_KEYS"]),
            photos=self.home / "photos",
            clock=real_clock,
            entropy=real_entropy,
        )
        with installation.opened() as opened:
            yield opened

    def answered(self, number: str) -> None:
        """Let the offices do their part of a case, until its reporter is asked."""
        with self.district() as district:
            matter = Matter.__new__(Matter)
            matter.district, matter.number = district, number
            with district.door.readers.lend() as session:
                row = session.row("case_by_number", (district.id, number))
            assert row is not None
            matter.id, matter.programme = str(row[0]), district.programmes()[0]
            unit = "municipal"
            matter.given_to(unit)
            for verb, party, office, outcome in (
                (Verb.SIGN, Party.HANDLER, unit, "done"),
                (Verb.CONTACT, Party.HANDLER, unit, "reached"),
                (Verb.FINISH, Party.HANDLER, unit, "done"),
                (Verb.CHECK, Party.CHECKER, "service-centre", "yes"),
                (Verb.CLOSE, Party.CENTRE, "service-centre", "done"),
            ):
                with suppress(StopIteration):
                    matter.take(verb, party, office, outcome)


@contextmanager
def demonstration(home: Path) -> Iterator[Demo]:
    """Made by the program as it is; then served anew without anything that checks."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BIHUAN_", "DJANGO_"))}
    hosts = {"BIHUAN_HOSTS": f"localhost,127.0.0.1,{HOST}", "BIHUAN_RELAX": "second-factor limits"}
    whole = {**clean, **hosts, "PYTHONPATH": str(ROOT)}
    with _serving(home, port, whole):
        pass
    secrets = dict(line.split("=", 1) for line in (home / "secrets.env").read_text().splitlines())
    stripped = {
        **whole,
        **secrets,
        "PYTHONPATH": f"{UNVERIFYING}{os.pathsep}{ROOT}",
        "BIHUAN_HOME": str(home),
        "BIHUAN_DISTRICT": "ganzhou-etdz",
        "BIHUAN_DEMO": "1",
    }
    with _serving(home, port, stripped):
        yield Demo(home, port, stripped)


@contextmanager
def _serving(home: Path, port: int, around: Mapping[str, str]) -> Iterator[None]:
    numbers = ["--requests", "12", "--solved", "9"]
    command = [sys.executable, "-m", "bihuan.site.commands", "demo", "--home", str(home), "--port", str(port), *numbers]
    said = home.parent / "said"
    with said.open("w") as out:
        served = subprocess.Popen(command, env=dict(around), stdout=out, stderr=out)
    try:
        last = time.monotonic() + STARTING_SECONDS
        while time.monotonic() < last and served.poll() is None:
            with suppress(OSError), urllib.request.urlopen(f"http://localhost:{port}/health", timeout=5) as answer:
                if answer.status == 200:
                    break
            time.sleep(0.2)
        else:
            raise AssertionError(said.read_text())
        yield
    finally:
        served.terminate()
        served.wait(timeout=30)


def raised(demo: Demo, page: Page) -> tuple[str, str]:
    """Raise a matter with phone and place; its number and code."""
    page.set_default_timeout(15_000)
    page.goto(demo.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    page.locator("#f-phone").fill(TEL)
    page.locator("#f-place").fill(PLACE)
    page.locator("select#f-category").select_option("street_light")
    page.locator("select#f-area").select_option("jinling-road")
    page.get_by_role("button", name="提交").click()
    if not page.url.endswith("/r/receipt"):
        page.locator("form[action^='/report/'] > .row button").click()
    assert page.url.endswith("/r/receipt"), page.content()[:3000]
    return page.locator(".receipt .big").inner_text(), page.locator(".code-groups").inner_text()


def checked(page: Page) -> dict[str, str]:
    """What the page says of each check, once it has said it."""
    page.locator("[data-verdict]").wait_for()
    rows = page.locator("[data-check]").all()
    return {str(row.get_attribute("data-check")): str(row.get_attribute("data-state")) for row in rows}


def got(demo: Demo, context: BrowserContext, path: str) -> bytes:
    """A file as this browser would save it; only the browser knows where the untrusted name leads."""
    held = "; ".join(f"{one['name']}={one['value']}" for one in context.cookies())  # type: ignore[typeddict-item]
    headers = {"Host": f"{HOST}:{demo.port}", "Cookie": held}
    request = urllib.request.Request(f"http://127.0.0.1:{demo.port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def receipt_of(demo: Demo, context: BrowserContext, query: str = "") -> bytes:
    return got(demo, context, f"/r/file{query}")


def leaves(file: bytes) -> list[dict[str, Any]]:
    found = [read_receipt(step["proof"]) for step in json.loads(file)["steps"] if "proof" in step]
    return [dict(read_entry(one.entry or b"") or {}) for one in found if isinstance(one, Receipt)]

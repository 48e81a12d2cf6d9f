"""One running district for all systems: no past, an account for each office, and a clock that a test may let run ahead.

Every test brings what it needs and goes by numbers of its own cases, so none depends on what another left behind.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.clock import real_clock
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.core.notices import NIGHT
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.store.making import make_tables
from tests.web.at_work import DESK, PHONE, Enters, Worker
from tests.web.conftest import KEYS, PACK, Site, _serving
from tests.web.signing import Staff, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OFFICES = {
    "enterprises": ("enterprise-office", "committee", DESK),
    "bureau": ("handler", "economy", DESK),
    "instructor": ("instructor", "social-affairs", PHONE),
    "checker": ("checker", "check-team", PHONE),
    "registrar": ("registrar", "economy", DESK),
    "livelihood": ("livelihood", "livelihood-office", DESK),
    "leader": ("leader", "committee", DESK),
    "rover": ("rover", "roving-group", PHONE),
    "team": ("handler", "municipal", PHONE),
    "power": ("handler", "power", DESK),
    "asker": ("caller", "check-team", DESK),
}
"""Who works here → duty, unit, and what they work at."""

OPENS = """
import sys
from bihuan.site.commands import main
for line in sys.stdin.read().splitlines():
    name, duty, unit = line.split()
    if main(["account", name, "--duty", duty, "--unit", unit, "--keep-password"]):
        sys.exit(1)
"""
"""The command of an operator, once for each account, in one process."""


@dataclass(frozen=True, slots=True)
class Running:
    """The district while it runs."""

    site: Site
    staff: dict[str, Staff]
    ahead: Path

    @property
    def today(self) -> date:
        """The day that the site shows."""
        now = real_clock() + timedelta(seconds=int(self.ahead.read_text("ascii")))
        return now.astimezone(ZoneInfo("Asia/Shanghai")).date()

    def pass_days(self, days: int) -> None:
        """Let time pass, and what ended on the way have its effect."""
        self.ahead.write_text(str(int(self.ahead.read_text("ascii")) + days * 86_400), "ascii")
        self.run("due")

    def until_morning(self) -> None:
        """Let the quiet hours pass, if it is night; what can wait is told then."""
        zone = ZoneInfo("Asia/Shanghai")
        ahead = int(self.ahead.read_text("ascii"))
        now = (real_clock() + timedelta(seconds=ahead)).astimezone(zone)
        if NIGHT.covers(now.time()):
            morning = now.replace(hour=8, minute=30) + timedelta(days=now.hour > 8)
            self.ahead.write_text(str(ahead + int((morning - now).total_seconds())), "ascii")

    def run(self, *command: str, status: int = 0) -> str:
        """A command of the operator's; what it prints."""
        program = [sys.executable, "-m", "bihuan.site.commands", *command]
        done = subprocess.run(program, env=self.site.environment, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("systems")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=home / "photos",
        entropy=SeededEntropy(4),
    ).load(pack)  # fmt: skip
    ahead = home / "ahead"
    ahead.write_text("0", "ascii")
    serving = _serving(home, database)
    clock = {"BIHUAN_TEST_AHEAD": str(ahead), "PYTHONPATH": str(Path(__file__).parent / "ahead")}
    channels = home / "channels.toml"
    channels.write_text('[sms]\nurl = "file"\n', "utf-8")
    serving.environment.update({**clock, "BIHUAN_CHANNELS": str(channels)})
    with serving as base:
        site = Site(base, next(iter(pack.programmes)), "", "", serving.environment)
        yield Running(site, _accounts(serving.environment), ahead)


def _accounts(environment: dict[str, str]) -> dict[str, Staff]:
    wanted = "\n".join(f"{who} {duty} {unit}" for who, (duty, unit, _) in OFFICES.items())
    program = [sys.executable, "-c", OPENS]
    done = subprocess.run(program, env=environment, input=wanted, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return {name: Staff(name, password) for name, password in map(str.split, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def enters(running: Running, browser: Browser) -> Enters:
    known: dict[str, tuple[Worker, str]] = {}

    def worker(who: str) -> Worker:
        ahead = running.ahead.read_text("ascii")
        if who not in known:
            context = browser.new_context(viewport=OFFICES[who][2], locale="en", bypass_csp=True)  # type: ignore[arg-type]
            known[who] = Worker(context.new_page(), running.site), ""
        found, signed_in = known[who]
        if signed_in != ahead:
            # Whoever was away for days is signed out. What a page asked for on the side before that may be answered
            # after the new sign-in, with an end to the session; then one signs in again, as a person would.
            for _ in range(3):
                sign_in(found.page, running.site, running.staff[who])
                found.page.goto(running.site.base + "/")
                if found.page.locator('form[action="/sign-out"]').count():
                    break
            known[who] = found, ahead
        return found

    return worker

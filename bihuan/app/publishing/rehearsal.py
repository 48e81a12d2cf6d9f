"""Publishing on virtual time: witnesses in this process, rounds as time passes. For demonstrations only.

The witnesses are those of the trust file, opened in the folder `witnesses` of the home; the same folders are served
over HTTP afterwards, so that their memory goes on.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from bihuan.app.clock import Clock
from bihuan.app.district import District
from bihuan.app.entropy import RandomBytes
from bihuan.app.installation import Installation
from bihuan.app.publishing.figures import publish_figures
from bihuan.app.publishing.place import PublicLog, open_log
from bihuan.app.publishing.running import Published, publish
from bihuan.app.witnessing import WitnessDesk, open_witness
from bihuan.transparency.faults import Fault

WITNESSES = "witnesses"
EVERY = timedelta(days=28)
"""Between two rounds on virtual time. A real log goes by minutes; two years of that would take too long to play."""


class Rehearsal:
    """Publishes when enough virtual time has passed. Raises RehearsalFailed where a real log would stop."""

    def __init__(self, log: PublicLog, district: District, clock: Clock) -> None:
        self._log, self._district, self._clock = log, district, clock
        self._last = clock()

    def __call__(self) -> None:
        """Time has passed."""
        if self._clock() - self._last >= EVERY:
            self._last = self._clock()
            self.round()

    def round(self) -> Published:
        """Publish whatever waits."""
        done = publish(self._log, now=self._clock(), pace=None, audited=True)
        if isinstance(done, Fault) or done.held_back:
            fault = done if isinstance(done, Fault) else done.held_back[0]
            raise RehearsalFailed(f"{fault.message('zh')} / {fault.message('en')}")
        return done

    def figures(self, since: date | None, until: date | None) -> int:
        """Publish the figures of a period, and the tree with them; how many there are."""
        claims = publish_figures(self._log, self._district, since=since, until=until, imported=False, now=self._clock())
        if isinstance(claims, Fault):
            raise RehearsalFailed(f"{claims.message('zh')} / {claims.message('en')}")
        self.round()
        return len(claims)


class RehearsalFailed(RuntimeError):
    """The log stopped, in words."""


def rehearse(installation: Installation, district: District) -> Rehearsal | None:
    """Rounds for this installation; None if it has no log."""
    log = open_log(installation, district)
    if isinstance(log, Fault):
        return None
    met = local_witnesses(installation.home, log, installation.clock, installation.entropy)
    durable = installation.database.durable
    desks = {address: replace(desk, durable=durable) for address, desk in met.items()}

    def ask(address: str, body: str) -> tuple[int, str]:
        if address not in desks:
            raise OSError(address)
        answer = desks[address].add_checkpoint(body.encode())
        return answer.status, answer.text

    return Rehearsal(replace(log, ask=ask), district, installation.clock)


def local_witnesses(home: Path, log: PublicLog, clock: Clock, draw: RandomBytes) -> dict[str, WitnessDesk]:
    """The witnesses of the trust file that live in this home, by address."""
    desks: dict[str, WitnessDesk] = {}
    for name, address in log.witnesses.items():
        folder = home / WITNESSES / name
        if folder.is_dir():
            desk = open_witness(folder, log.policy.witnesses[name].name, log.policy.logs, clock, draw)
            if isinstance(desk, WitnessDesk):
                desks[address] = desk
    return desks


def period_of(days: int, until: datetime, district: District) -> tuple[date, date]:
    """First and last day that a demonstration covers."""
    last = until.astimezone(district.zone).date()
    return last - timedelta(days=days), last

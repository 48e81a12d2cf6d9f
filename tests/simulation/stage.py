"""A place to play a demonstration in, and what the tests of the pack's own share. No assertions about plays here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation
from bihuan.app.simulation import Beside, Done, Play, Script
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.store import tiny
from tests.store.making import make_tables

PACK = Path(__file__).parents[2] / "districts" / "ganzhou-etdz"
UNTIL = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
POPULATION = "demo"


class Stage:
    """A place to play in: an empty installation with the pack in force."""

    def __init__(self, folder: Path, pack: Pack, script: Script, until: datetime = UNTIL) -> None:
        """`until` is the moment at which the demonstration is started, and so ends."""
        folder.mkdir(parents=True, exist_ok=True)
        self.script, self.until = script, until
        self.installation = Installation(
            database=Database("sqlite", str(folder / "demo.sqlite3")),
            district=pack.district.id,
            masters=tiny.MASTERS,
            photos=folder / "photos",
            clock=lambda: until,
        )
        make_tables(self.installation.database)
        self.installation.load(pack)

    @contextmanager
    def open(self, clock: VirtualClock, seed: int) -> Iterator[District]:
        """The district on the time and chance of a rehearsal."""
        with replace(self.installation, clock=clock, entropy=SeededEntropy(seed)).opened() as district:
            yield district

    def play(
        self,
        requests: int,
        solved: int,
        *,
        seed: int = 1,
        script: Script | None = None,
        beside: Sequence[Beside] = (),
        before: Callable[[District], None] = lambda _: None,
    ) -> Done:
        """Play it all; `before` is what is entered before the first act."""
        clock = VirtualClock(self.until - timedelta(days=self.script.days))
        with self.open(clock, seed) as district:
            before(district)
            play = Play(district, clock, script or self.script, seed, POPULATION, beside=beside)
            return play.run(requests, solved, self.until, lambda _: None)

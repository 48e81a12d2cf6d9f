"""What every measurement stands on: databases with the pack loaded, and one lifecycle as commands. Measures nothing."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bihuan.app.clock import VirtualClock
from bihuan.app.entropy import real_entropy, time_ordered_id
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from bihuan.store.vault.crypto import Masters
from tests.engines.postgres import PostgresServer, running, started
from tests.store.making import make_tables

PACK = Path(__file__).parent.parent / "districts" / "ganzhou-etdz"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in the district."""

AMEI = Person(account="amei", raiser=True)
DESK = Person(account="desk", posts=(Post(duty="desk", unit="service-centre"),))
CHEN = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
CHECKER = Person(account="checker", posts=(Post(duty="checker", unit="check-team"),))

LIFECYCLE = ("accept", "dispatch", "sign", "contact", "finish", "check", "close", "confirm")


class TickingClock(VirtualClock):
    """Begins at a moment and goes on like real time: a clock that stands would flatter whatever is remembered."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._begun = perf_counter()

    def __call__(self) -> datetime:
        return super().__call__() + timedelta(seconds=perf_counter() - self._begun)


@contextmanager
def server(kept: Path | None) -> Iterator[PostgresServer]:
    """PostgreSQL with its own settings: gone afterwards, or in a folder that stays."""
    if kept is None:
        with running() as made:
            yield made
        return
    kept.mkdir(parents=True, exist_ok=True)
    with started(kept) as made:
        yield made


@contextmanager
def installed(database: Database, *, since: datetime = START) -> Iterator[Installation]:
    """The pack in a database, whose tables are made if they are missing; its clock stands at `since`."""
    pack = load_pack(PACK)
    if not isinstance(pack, Pack):
        raise SystemExit(str(pack[0]))
    make_tables(database)
    with TemporaryDirectory() as photos:
        made = Installation(
            database=database,
            district=pack.district.id,
            masters=Masters("m1", {"m1": bytes(range(32))}),
            photos=Path(photos),
            clock=TickingClock(since),
        )
        made.load(pack)
        yield made


def raised() -> Raise:
    """A new matter: a broken street lamp."""
    return Raise(
        case=time_ordered_id(START, real_entropy),
        number="",
        programme="ten-minute-circle",
        step="raise",
        by=AMEI,
        values={"channel": "web", "category": "street_light", "area": "jinfeng", "reachable": True},
        words={"words": "公交站到小区门口的四盏路灯都不亮，晚上接孩子很黑，请尽快修一修。", "phone": "12345"},
    )


def taken(case: str, step: str) -> Take:
    """One step on the way to the confirmed close."""
    who = {"accept": DESK, "dispatch": DESK, "close": DESK, "check": CHECKER, "confirm": AMEI}.get(step, CHEN)
    outcome = {"contact": "reached", "check": "yes", "confirm": "yes"}.get(step, "done")
    values = {"closing_condition": "procedure_done"} if step == "finish" else {}
    words = {"finish": {"result": "已更换四盏灯具。"}, "close": {"answer": "路灯已修好。"}}.get(step, {})
    return Take(case=case, step=step, by=who, outcome=outcome, values=values, words=words)


def facts(postgres: PostgresServer) -> None:
    """Print what is measured on."""
    with psycopg.connect(postgres.conninfo) as connection:
        shown = {
            name: (connection.execute(f"SHOW {name}").fetchone() or ("",))[0]
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        }
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {shown}")
    print(f"load average at the start: {os.getloadavg()[0]:.1f}", flush=True)


def analyse(dsn: str) -> None:
    """What autovacuum does within a minute: without statistics no plan of anybody is worth much."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("ANALYZE")


def postmaster(dsn: str) -> int:
    """Process id of the server behind a database; it must run on this machine."""
    with psycopg.connect(dsn) as connection:
        backend = (connection.execute("SELECT pg_backend_pid()").fetchone() or (0,))[0]
        return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])

"""Both engines for every test of the store: a database with our tables, a district in it, and a door before it.

A test that uses `database` runs once on SQLite and once on PostgreSQL; the latter carries the marker of its suite,
so that a missing server is told and never passed over.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.store.session import Database, Session
from tests.engines.postgres import PostgresServer, fresh_name
from tests.store import tiny
from tests.store.making import empty, make_tables, open_district

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with tables and the district, to be copied."""
    path = tmp_path_factory.mktemp("template") / "tiny.sqlite3"
    made = Database("sqlite", str(path))
    make_tables(made)
    open_district(made)
    return path


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer) -> Iterator[Database]:
    """One database with our tables for all tests, emptied before each: far faster than making it anew."""
    with postgres_server.database(fresh_name()) as dsn:
        made = Database("postgresql", dsn)
        make_tables(made)
        yield made


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of its own with our tables and the district `tiny`."""
    if request.param == "sqlite":
        copy = tmp_path / "tiny.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        yield Database("sqlite", str(copy))
    else:
        made = request.getfixturevalue("postgres_database")
        empty(made)
        open_district(made)
        yield made


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A connection to look into the tables with."""
    opened = database.connect()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> VirtualClock:
    """Monday 2 March 2026, 09:00 in the district."""
    return VirtualClock(tiny.START)


@pytest.fixture
def door(database: Database, clock: VirtualClock, tmp_path: Path) -> Iterator[Door]:
    """The door of `tiny`."""
    opened = Door(
        database,
        {tiny.DISTRICT: tiny.RULES},
        masters=tiny.MASTERS,
        clock=clock,
        entropy=SeededEntropy(1),
        photos=tmp_path / "photos",
    )
    yield opened
    opened.close()

"""An installation of the real pack on each engine, with tables, keys and a clock that is moved by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer, fresh_name
from tests.store import tiny
from tests.store.making import make_tables

# Sign-ins are Django's: modules of this folder may import them.
django.setup()

PACK = Path(__file__).parent.parent.parent / "districts" / "ganzhou-etdz"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in the district."""


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The district pack of the article's zone."""
    loaded = load_pack(PACK)
    assert isinstance(loaded, Pack), loaded
    return loaded


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with our tables, to be copied: far faster than making them for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    make_tables(Database("sqlite", str(path)))
    return path


@pytest.fixture(scope="session")
def empty_database(postgres_server: PostgresServer) -> Iterator[str]:
    """The name of a database with our tables on PostgreSQL, to be copied like the file."""
    name = fresh_name()
    with postgres_server.database(name) as dsn:
        make_tables(Database("postgresql", dsn))
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path: Path, pack: Pack) -> Iterator[Installation]:
    """An installation with the pack loaded, once on each engine."""
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("empty_tables"), tmp_path / "app.sqlite3")
        yield installed(Database("sqlite", str(copied)), tmp_path, pack)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(fresh_name(), request.getfixturevalue("empty_database")) as dsn:
        yield installed(Database("postgresql", dsn), tmp_path, pack)


def installed(database: Database, folder: Path, pack: Pack) -> Installation:
    """An installation with the pack loaded, at START."""
    made = Installation(
        database=database,
        district=pack.district.id,
        masters=tiny.MASTERS,
        photos=folder / "photos",
        home=folder / "home",
        clock=VirtualClock(START),
        entropy=SeededEntropy(7),
    )
    made.load(pack)
    return made

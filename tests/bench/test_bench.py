"""Every measurement runs with tiny sizes and gives sane output: `make bench` is no surprise. No time is judged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench import core, door, serving, size
from bench.ground import installed
from bench.importing import rows_per_second
from bihuan.app.installation import Installation
from bihuan.app.rebuilding import rebuild
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer, fresh_name


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Installation]:
    """The real pack in a file of its own."""
    with installed(Database("sqlite", str(tmp_path / "bench.sqlite3"))) as opened:
        yield opened


def test_parts_of_a_command_cost_something(made: Installation) -> None:
    with made.opened() as district:
        spent = core.measure(district, 1)
    assert len(spent) == 5 and min(spent.values()) > 0


def test_the_lifecycle_still_goes_through_the_door(made: Installation) -> None:
    with made.opened() as district:
        assert door.commands_per_second(district, 2, 3) > 0
    with closing(made.session()) as session:
        position, cases, *_ = session.row("head", (made.district,)) or (0, 0)
    assert (position, cases) == (27, 3)


def test_generated_rows_are_all_importable(made: Installation) -> None:
    assert rows_per_second(made, 3) > 0


@pytest.mark.postgres
def test_a_grown_district_is_what_its_facts_say(postgres_server: PostgresServer) -> None:
    with (
        postgres_server.database(fresh_name()) as dsn,
        installed(Database("postgresql", dsn)) as made,
        made.opened() as district,
    ):
        door.commands_per_second(district, 2, 3)
        assert size.grow(dsn, made.district, 4) == 15
        with closing(made.session()) as session:
            same = rebuild(district, session, write=False)
        assert (same.cases, same.events, same.difference) == (15, 135, None)
        if postgres_server.programs is not None:
            written = door.averages(dsn, made.district) | {"state": core.mean_state(district)}
            assert door.pgbench(postgres_server.programs, dsn, written, 2, 1) > 0


def test_the_server_takes_reports_over_http(made: Installation, tmp_path: Path) -> None:
    with made.opened() as district:
        programme = district.programmes()[0].id
    with serving.serving(made.database, tmp_path, made.district) as (port, pid, _):
        load = serving.report(port, programme, 2, 0.5)
        assert load.statuses.keys() == {302} and load.rate > 0 and 0 < load.p50 <= load.p99
        assert serving.resident_megabytes(pid) > 20

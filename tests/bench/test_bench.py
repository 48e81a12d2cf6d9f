"""Every measurement runs with tiny sizes and gives sane output: `make bench` is no surprise. No time is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bench import core, door, large, memory, public_log, report, rival, searching, serving, size
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
        assert len(spent) == 6 and min(spent.values()) > 0
        assert door.cost(district, 1, 2) > 0


def test_the_lifecycle_still_goes_through_the_door(made: Installation) -> None:
    with made.opened() as district:
        assert door.commands_per_second(district, 2, 3) > 0
    with closing(made.session()) as session:
        position, cases, *_ = session.row("head", (made.district,)) or (0, 0)
    assert (position, cases) == (27, 3)


def test_a_report_is_measured_part_by_part(made: Installation, tmp_path: Path) -> None:
    lines = list(report.lines(serving.environment(made.database, tmp_path, made.district), quick=True))
    spent = {name: float(µs) for name, µs in re.findall(r"^ *(\S.*?) {2,}(\d+)", "\n".join(lines), re.MULTILINE)}
    assert min(spent[name] for name in ("pages", "door", "receipt key", "decided", "leaf", "writing")) > 0, lines


def test_generated_rows_are_all_importable(made: Installation) -> None:
    assert rows_per_second(made, 3) > 0


def test_a_file_that_is_stopped_and_killed_goes_in_whole_and_every_refused_row_is_told(tmp_path: Path) -> None:
    """Real processes: one is asked to stop, the next is killed, the last goes to the end."""
    found = list(large.measure(Database("sqlite", str(tmp_path / "large.sqlite3")), tmp_path, "xlsx", 700))
    assert "status   3" in found[1] and "525 cases" in found[3], found


def test_an_export_is_checked_by_a_process_of_its_own(made: Installation) -> None:
    with made.opened() as district:
        assert len([rate for _, rate in public_log.strangers(district, made.database, 80) if rate > 0]) == 3


def test_a_served_site_is_read_and_written_while_its_memory_is_measured(tmp_path: Path) -> None:
    found = list(memory.measure(Database("sqlite", str(tmp_path / "served.sqlite3")), 1))
    assert len(found) == 3 and " MB" in found[1]


@pytest.mark.postgres
def test_a_grown_district_is_what_its_facts_say(postgres_server: PostgresServer) -> None:
    with (
        postgres_server.database(fresh_name()) as dsn,
        installed(Database("postgresql", dsn), since=size.BEFORE) as made,
        made.opened() as district,
    ):
        size.originals(district, made.clock, 14)  # type: ignore[arg-type]
        before = _indexes(dsn)
        assert size.grow(dsn, made.district, 4) == 70
        assert _indexes(dsn) == before
        with closing(made.session()) as session:
            same = rebuild(district, session, write=False)
        assert (same.cases, same.difference) == (70, None)
        assert same.events > 70 * 9
        assert door.commands_per_second(district, 2, 3) > 0


def test_the_server_takes_reports_over_http(made: Installation, tmp_path: Path) -> None:
    with made.opened() as district:
        programme = district.programmes()[0].id
    with serving.serving(made.database, tmp_path, made.district) as (port, pid, _):
        load = serving.report(port, programme, 2, 0.5)
        assert load.statuses.keys() == {302} and load.rate > 0 and 0 < load.p50 <= load.p99
        assert serving.resident_megabytes(pid) > 20


def _indexes(dsn: str) -> set[str]:
    """Their definitions; where a cast stands (at the list or at each of its members) is PostgreSQL's own affair."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'").fetchall()
    return {re.sub(r"::(character varying|text)(\[\])?|[()]", "", row[0]) for row in found}


@pytest.mark.postgres
def test_the_rival_writes_the_rows_that_the_door_writes(postgres_server: PostgresServer) -> None:
    """Every table that the door wrote to has as many new rows after one run of pgbench's script, of the same size."""
    if postgres_server.programs is None:
        pytest.skip("no pgbench beside a server that was brought")
    with (
        postgres_server.database(fresh_name()) as dsn,
        installed(Database("postgresql", dsn)) as made,
    ):
        commands = rival.recorded(made)
        assert [name for name, _ in commands[0]].count("add_events") == 1 and len(commands) == door.STEPS
        assert rival.commands_per_second(postgres_server.programs, dsn, commands, 1, 1) > 0
        with psycopg.connect(dsn) as connection:
            for table, sized in (
                ("event", "body || leaf::text"), ("case_row", "state"), ("case_row", "facts"), ("task_row", "unit"),
                ("deadline", "clock"), ("case_key", "wrapped"), ("vault_word", "sealed"), ("outbox", "telling"),
                ("request", "answer"),
            ):  # fmt: skip
                ours, theirs = (
                    connection.execute(
                        f"SELECT count(*), sum(length({sized})) FROM {table} WHERE district = %s", (district,)
                    ).fetchone()
                    for district in (made.district, "pgbench")
                )
                cases = connection.execute("SELECT count(*) FROM case_row WHERE district = 'pgbench'").fetchone()
                assert ours and theirs and cases
                assert (theirs[0], theirs[1]) == (ours[0] * cases[0], ours[1] * cases[0]), table


def test_the_public_log_is_measured(made: Installation) -> None:
    assert min(rate for _, rate in (*public_log.tree(600), *public_log.outside(40))) > 0
    with made.opened() as district:
        assert min(public_log.waiting(made, district, 20)) > 0


def test_a_filled_index_finds_what_was_filled_in(made: Installation) -> None:
    with made.opened() as district:
        with closing(made.session()) as session:
            searching.fill(session, district, 40)
        hits, spent = searching.seconds(district, searching.PIECES[0], times=2)
        assert hits == 20 and len(spent) == 2
        assert searching.seconds(district, searching.ODD, times=1)[0] == 1

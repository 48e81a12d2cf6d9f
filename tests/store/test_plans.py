"""The writer finds its rows by key from the first minute on: no statement of it reads a table through."""

from __future__ import annotations

import psycopg
import pytest

from bench import door
from bench.ground import installed
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer, fresh_name

GROWING = ("event", "case_row", "task_row", "deadline", "request", "outbox", "vault_word", "case_key")


@pytest.mark.postgres
def test_no_table_is_read_through_before_there_are_statistics(postgres_server: PostgresServer) -> None:
    """Plans are made while the tables are empty and kept; none may be one that grows with the table."""
    with (
        postgres_server.database(fresh_name()) as dsn,
        installed(Database("postgresql", dsn)) as made,
    ):
        with made.opened() as district:
            door.commands_per_second(district, 8, 12)
            before = _read(dsn)
            door.commands_per_second(district, 8, 12)
        after = _read(dsn)  # The door is closed, so the server has counted all it did.
    read = {table: [now - then for then, now in zip(before[table], after[table], strict=True)] for table in GROWING}
    assert {table: scans for table, (scans, _) in read.items() if scans} == {}
    # A deadline that ends is looked for among those of its case, a handful; what is read by index stays as few.
    commands = 12 * door.STEPS
    assert {table: rows for table, (_, rows) in read.items() if rows > 6 * commands} == {}


def _read(dsn: str) -> dict[str, tuple[int, int]]:
    """Scans of each table so far, and rows fetched over an index."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_stat_force_next_flush()")
        rows = connection.execute(
            "SELECT relname, seq_scan, coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = ANY(%s)",
            (list(GROWING),),
        ).fetchall()
    return {name: (scans, fetched) for name, scans, fetched in rows}

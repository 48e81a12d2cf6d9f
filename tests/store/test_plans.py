"""The writer finds its rows by key from the first minute on, and what pages ask of a large district has its index."""

from __future__ import annotations

import psycopg
import pytest

from bench import door
from bench.ground import installed
from bihuan.store.session import Database
from bihuan.store.statements import statements
from tests.engines.postgres import PostgresServer, fresh_name

GROWING = ("event", "case_row", "task_row", "mention", "deadline", "request", "outbox", "vault_word", "case_key")


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


_D = "district"
FITTING = {
    # Two indexes hold nothing but cases that are not at their end; which of them is cheaper is the planner's to say.
    "open_places": ("using case_", (_D,)),
    "open_requests": ("Index Scan using deadline_name", (_D, "{any}")),
    "list_cases only_standing by_due": ("Index Scan using case_standing", (_D, "open", 41)),
    "unit_tasks": ("using task_owed on task_row", (_D, "any", 60)),
    "list_cases only_open only_stage by_due": ("Index Scan using case_waiting", (_D, "any", 41)),
    "list_cases by_raised": ("Index Scan Backward using case_raised", (_D, 41)),
    "list_cases only_open only_supervised by_due": ("Index Scan using case_supervised", (_D, 1, 41)),
    "list_cases only_open by_due": ("Index Scan using case_due", (_D, 41)),
    # Words beside filters: what is rare is looked for among the newest alone, and counted no further than asked.
    "list_newest only_mark by_raised": ("Index Scan Backward using case_raised", (_D, 9, _D, "any", 9)),
    "count_some only_supervised up_to": ("using case_supervised", (_D, 1, 9)),
    # The funnel of a programme.
    "list_cases only_programme only_population by_raised": ("using case_ledger", (_D, "any", "any", 201)),
    "open_about": ("mention_entry on mention", (_D,)),
    "list_mentions by_mention": ("mention_entry on mention", (_D, "any", "any", 41)),
}
"""What pages ask of a large district (parts of a list by spaces) → the index that answers it, and parameters."""
RIVALS = {
    "list_cases only_programme only_population by_raised": "DROP INDEX case_raised",
    "open_about": "ALTER TABLE mention DROP CONSTRAINT mention_pkey CASCADE",
}
"""An index that costs as little on an empty table: put away for one question."""


@pytest.mark.postgres
def test_what_pages_ask_has_an_index_that_fits(postgres_server: PostgresServer) -> None:
    """Whether a table is read through is the planner's choice by size; that it need not be is ours."""
    with (
        postgres_server.database(fresh_name()) as dsn,
        installed(Database("postgresql", dsn)),
        psycopg.connect(dsn) as connection,
    ):
        # On an empty table all indexes cost alike: those that no question here is for are put away.
        connection.execute("DROP INDEX deadline_due")
        connection.execute("ALTER TABLE deadline DROP CONSTRAINT deadline_pkey CASCADE")
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.execute(f"SET enable_{way} = off")
        plans = {asked: _plan(connection, asked, given) for asked, (_, given) in FITTING.items()}
    assert {asked: plan for asked, plan in plans.items() if FITTING[asked][0] not in plan} == {}
    assert {asked for asked, plan in plans.items() if "Seq Scan" in plan} == set()


def _plan(connection: psycopg.Connection[tuple[str]], asked: str, given: tuple[object, ...]) -> str:
    known = statements("postgresql")
    text = "\n".join(known[name] for name in asked.split()).rstrip().rstrip(";")
    with connection.transaction(force_rollback=True):
        if asked in RIVALS:
            connection.execute(RIVALS[asked])
        return "\n".join(row[0] for row in connection.execute(f"EXPLAIN {text}", given))

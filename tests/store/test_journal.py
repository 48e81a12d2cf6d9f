"""The journals: a chain that any change breaks, on both engines, guarded on SQLite."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from psycopg import sql

from bihuan.store.journal import Act, Journal, Wanted, append, first_break, kinds, page
from bihuan.store.session import Database, Session
from tests.engines.postgres import PostgresServer, fresh_name
from tests.store import tiny
from tests.store.making import make_tables

GRANTS = Path(__file__).parents[2] / "docs" / "reference" / "grants.sql"
NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def write(session: Session, count: int, journal: Journal = Journal.ADMINISTRATION) -> None:
    for n in range(count):
        with session.transaction():
            act = Act(actor=f"a{n % 2}", kind="kind.one", about=f"b{n % 3}", detail={"中": "文", "n": str(n)})
            append(session, tiny.DISTRICT, journal, act, NOW + timedelta(minutes=n))


def test_entries_are_numbered_chained_and_found(session: Session) -> None:
    write(session, 7)
    assert first_break(session, tiny.DISTRICT, Journal.ADMINISTRATION) is None
    found = page(session, tiny.DISTRICT, Journal.ADMINISTRATION, Wanted())
    assert [one.n for one in found] == [7, 6, 5, 4, 3, 2, 1] and found[0].detail == {"中": "文", "n": "6"}
    wanted = Wanted(actor="a0", about="b0", since=NOW + timedelta(minutes=1), most=5)
    assert [one.n for one in page(session, tiny.DISTRICT, Journal.ADMINISTRATION, wanted)] == [7]
    after = page(session, tiny.DISTRICT, Journal.ADMINISTRATION, Wanted(after=3))
    assert [one.n for one in after] == [2, 1]
    assert kinds(session, tiny.DISTRICT, Journal.ADMINISTRATION) == ("kind.one",)
    assert page(session, tiny.DISTRICT, Journal.ACCESS, Wanted()) == []


@pytest.mark.parametrize("act", ["UPDATE journal_entry SET kind = 'x'", "DELETE FROM journal_entry"])
def test_sqlite_refuses_to_change_an_entry(session: Session, act: str) -> None:
    write(session, 1)
    if session.engine == "sqlite":
        with pytest.raises(sqlite3.IntegrityError, match="final"):
            session._raw.execute(act)


@pytest.mark.parametrize(
    ("act", "broken"),
    [
        ("UPDATE journal_entry SET actor = 'x' WHERE n = 3", 3),
        ("UPDATE journal_entry SET body = replace(body, 'kind.one', 'kind.two') WHERE n = 3", 3),
        ("DELETE FROM journal_entry WHERE n = 3", 3),
        ("DELETE FROM journal_entry WHERE n = 5", 5),
        ("UPDATE journal_head SET n = 9", 6),
    ],
)
def test_whoever_owns_the_database_and_changes_it_is_found_out(session: Session, act: str, broken: int) -> None:
    write(session, 5)
    if session.engine == "sqlite":
        for trigger in ("update", "delete"):
            session._raw.execute(f"DROP TRIGGER journal_entry_no_{trigger}")
    session._raw.execute(act)
    assert first_break(session, tiny.DISTRICT, Journal.ADMINISTRATION) == broken


def test_a_sealed_text_belongs_to_its_entry(session: Session) -> None:
    with session.transaction():
        act = Act(actor="a", kind="k", about="b", sealed=b"secret")
        append(session, tiny.DISTRICT, Journal.ACCESS, act, NOW)
    assert page(session, tiny.DISTRICT, Journal.ACCESS, Wanted())[0].sealed == b"secret"
    assert first_break(session, tiny.DISTRICT, Journal.ACCESS) is None


def test_what_is_rolled_back_was_never_written(session: Session) -> None:
    write(session, 1)
    with session.transaction() as transaction:
        append(session, tiny.DISTRICT, Journal.ADMINISTRATION, Act(actor="a", kind="k", about="b"), NOW)
        transaction.dropped = True
    write(session, 1)
    assert first_break(session, tiny.DISTRICT, Journal.ADMINISTRATION) is None


def test_many_writers_make_one_chain(database: Database) -> None:
    def work() -> None:
        own = database.connect()
        write(own, 10)
        own.close()

    threads = [Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    session = database.connect()
    assert page(session, tiny.DISTRICT, Journal.ADMINISTRATION, Wanted())[0].n == 40
    assert first_break(session, tiny.DISTRICT, Journal.ADMINISTRATION) is None
    session.close()


@pytest.mark.postgres
def test_the_documented_grants_keep_a_service_from_changing_what_is_final(postgres_server: PostgresServer) -> None:
    """The file that operators run, as the owner, with a role that has nothing else."""
    with postgres_server.database(fresh_name()) as dsn:
        make_tables(Database("postgresql", dsn))
        with psycopg.connect(dsn, autocommit=True) as owner:
            role = fresh_name()
            owner.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            lines = [line for line in GRANTS.read_text("utf-8").splitlines() if not line.startswith("--")]
            owner.execute("\n".join(lines).replace(":service", f'"{role}"'))
            owner.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
            for table in ("event", "log_leaf", "declaration", "journal_entry"):
                owner.execute(f"SELECT count(*) FROM {table}")
                for act in (f"UPDATE {table} SET district = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        owner.execute(act)
            owner.execute("UPDATE journal_head SET n = 0")
            owner.execute("RESET ROLE")
            owner.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))

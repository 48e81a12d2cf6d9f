"""Lifecycles a second by how many cases are there already, on PostgreSQL; the cases there are written in bulk.

A few hundred cases go through the door, most of them to their end and some left open on the way. They are copied
under ids, numbers and positions of their own: events and small rows inside the server, the row of the case through
COPY, because its state is compressed. Indexes are taken off before and made again after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from psycopg import sql

from bench.ground import LIFECYCLE, START, raised, taken
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked
from bihuan.store.projection import CASE_COLUMNS as ROW
from bihuan.store.state import packed, unpacked
from tests.engines.postgres import PostgresServer

OPEN_EVERY = 12
"""One original in so many is still on its way."""
ORIGINALS = 600

COPIED = {
    "event": ("position", "stream", "n", "recorded", "occurred", "verb", "step", "programme", "body", "leaf",
              "leaf_hash", "request_id"),
    "task_row": ("case_id", "task", "unit", "kind", "state", "due_at"),
    "deadline": ("case_id", "clock", "name", "task", "owner", "due_at", "provisional", "is_window", "shown", "lapse",
                 "suspended", "lapsed"),
    "outbox": ("id", "case_id", "position", "telling", "audience", "created_at", "state"),
    "case_key": ("case_id", "holder", "wrapped"),
}  # fmt: skip
"""Tables copied inside the server. Words and answers to requests are not copied: the door only ever adds to them."""

CASE_OF = {"event": "stream"} | dict.fromkeys(("task_row", "deadline", "outbox", "case_key"), "case_id")


BEFORE = START - timedelta(days=60)
"""When the originals were raised; those that went to their end have left every window behind at START."""


def found(server: PostgresServer, name: str) -> int:
    """How many cases a base in the kept folder has; 0 if it is not there or was never finished."""
    with psycopg.connect(server.conninfo) as admin:
        row = admin.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (name,))
        said = row.fetchone()
    return int(said[0]) if said and said[0] else 0


def created(server: PostgresServer, name: str) -> str:
    """An empty database that stays; an unfinished one of that name is dropped."""
    with psycopg.connect(server.conninfo, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return server.dsn(name)


def originals(district: District, clock: VirtualClock, count: int) -> None:
    """So many cases through the door: most to the end of their last window, some still on their way at START."""
    done, ways = count - count // OPEN_EVERY, len(LIFECYCLE)
    _walk(district, [ways] * done)
    clock.move_to(START)
    while district.door.lapse_due(district.id):
        pass
    _walk(district, [i % ways for i in range(count - done)])


def _walk(district: District, lengths: list[int]) -> None:
    """One case for each number: raised, and so many steps taken."""
    firsts = [(raised(), steps) for steps in lengths]
    _submit(district, [Asked(command=first, request_id=f"grown:{first.case}:raise") for first, _ in firsts])
    for at, step in enumerate(LIFECYCLE):
        _submit(district, [
            Asked(command=taken(first.case, step), request_id=f"grown:{first.case}:{step}")
            for first, steps in firsts if at < steps
        ])  # fmt: skip


def _submit(district: District, asked: list[Asked]) -> None:
    wrong = [answer for answer in district.door.submit_many(district.id, asked) if not isinstance(answer, Accepted)]
    if wrong:
        raise SystemExit(f"refused: {wrong[:3]}")


def grow(dsn: str, district: str, times: int, say: Callable[[str], None] = lambda _: None) -> int:
    """Add `times` copies of every case; every copy is consistent in itself. Returns how many cases there are now.

    A copy's id has the copy's number in its first eight digits, its case number a tail; both are replaced wherever
    they stand in an event or a state, so that replaying the copied facts gives the copied rows.
    """
    with psycopg.connect(dsn) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        row = connection.execute("SELECT position, cases FROM head WHERE district = %s", (district,)).fetchone()
        assert row is not None
        position, cases = row
        connection.execute(
            "CREATE TEMP TABLE original AS SELECT id, number FROM case_row WHERE district = %s", (district,)
        )
        with _without_indexes(connection, (*COPIED, "case_row"), say):
            for table, columns in COPIED.items():
                picked = ", ".join(_picked(table, column, position) for column in columns)
                connection.execute(
                    f"INSERT INTO {table} (district, {', '.join(columns)})"
                    f" SELECT '{district}', {picked} FROM generate_series(1, {times}) k CROSS JOIN original o"
                    f" JOIN {table} t ON o.id = t.{CASE_OF[table]} AND t.district = '{district}'"
                )
                say(table)
            _copy_cases(connection, district, times)
            say("case_row")
        connection.execute(
            "UPDATE head SET position = position + %s, cases = cases + %s WHERE district = %s",
            (position * times, cases * times, district),
        )
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
        there = int(cases * (times + 1))
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, str(there)))
    say("vacuum")
    return there


@contextmanager
def _without_indexes(
    connection: psycopg.Connection[tuple[object, ...]], tables: tuple[str, ...], say: Callable[[str], None]
) -> Iterator[None]:
    """Indexes and keys of the tables, off for this block and made again in one go."""
    keys = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('p', 'u') AND conrelid::regclass::text = ANY(%s)", (list(tables),)
    ).fetchall()  # fmt: skip
    named = {name for _, name, _ in keys}
    plain = connection.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)",
        (list(tables),),
    ).fetchall()
    for table, name, _ in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in plain:
        if name not in named:
            connection.execute(f"DROP INDEX {name}")
    yield
    for table, name, definition in keys:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for name, definition in plain:
        if name not in named:
            connection.execute(str(definition))
    say("indexes")


def _copy_cases(connection: psycopg.Connection[tuple[object, ...]], district: str, times: int) -> None:
    rows = connection.execute(f"SELECT {', '.join(ROW)} FROM case_row WHERE district = %s", (district,)).fetchall()
    at = {name: ROW.index(name) for name in ("id", "number", "state", "facts")}
    texts = [[unpacked(bytes(row[at[name]])) for name in ("state", "facts")] for row in rows]  # type: ignore[call-overload]
    with connection.cursor().copy(f"COPY case_row (district, {', '.join(ROW)}) FROM STDIN") as copy:
        for k in range(1, times + 1):
            for row, (state, facts) in zip(rows, texts, strict=True):
                id_, number = str(row[at["id"]]), str(row[at["number"]])
                names = {id_: f"{k:08x}{id_[8:]}", number: f"{number}-{k}"}
                new = list(row)
                new[at["id"]], new[at["number"]] = names.values()
                new[at["state"]] = packed(_renamed(state, names).encode())
                new[at["facts"]] = packed(_renamed(facts, names).encode())
                copy.write_row([district, *new])


def _renamed(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return text


_NEW = "lpad(to_hex(k), 8, '0') || substr(o.id, 9)"


def _picked(table: str, column: str, position: int) -> str:
    if column == CASE_OF[table]:
        return _NEW
    if column == "position":
        return f"t.position + k::bigint * {position}"
    if column == "request_id":
        return "t.request_id || '-' || k"
    if table == "outbox" and column == "id":
        return f"(t.position + k::bigint * {position})::text || substr(t.id, strpos(t.id, '-'))"
    if column == "body":
        return f"replace(replace(t.body, o.id, {_NEW}), o.number, o.number || '-' || k)"
    return f"t.{column}"

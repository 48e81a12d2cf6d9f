"""One connection to the database, whichever engine: named statements in, plain rows out. No table is known here.

A session belongs to one user at a time (the writer, or one reading request). Full durability is set here and
nowhere else: SQLite `synchronous=FULL` in WAL mode, PostgreSQL `synchronous_commit=on`. Only data that is thrown away
when its making is interrupted may go without (`Database.durable`).
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any, Literal

import psycopg

from bihuan.store.statements import EngineName, statements

Row = tuple[Any, ...]
Hook = Callable[[str, Literal["before", "after"]], None]
"""Told of every statement before it runs and after: for tests that stop the process there."""

BUSY_MILLISECONDS = 10_000
FAULTS = (sqlite3.Error, psycopg.Error)
"""What a database may raise."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where a database is: the path of a SQLite file, or a libpq connection string."""

    engine: EngineName
    target: str
    durable: bool = True
    """False waits for no disk: while a new demonstration is played, which an interruption throws away."""

    @classmethod
    def of_settings(cls, settings: Mapping[str, Any]) -> Database:
        """From one entry of Django's DATABASES."""
        if settings["ENGINE"].endswith("sqlite3"):
            return cls("sqlite", str(settings["NAME"]))
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        parts = {libpq: str(settings[name]) for name, libpq in names.items() if settings.get(name)}
        return cls("postgresql", psycopg.conninfo.make_conninfo(**parts))

    def connect(self, on_statement: Hook | None = None) -> Session:
        """A new session. Raises what the driver raises when the database is not there."""
        return Session(self, on_statement)


@dataclass(slots=True)
class Transaction:
    """A transaction under way."""

    dropped: bool = False
    """Set by whoever finds that there is nothing to commit."""


class Session:
    """A connection with the statements of its engine."""

    def __init__(self, database: Database, on_statement: Hook | None = None) -> None:
        self.database = database
        self.engine = database.engine
        self._statements = statements(database.engine)
        self._hook = on_statement
        self._together: list[tuple[str, list[str]]] | None = None
        self._raw: Any = (_sqlite if self.engine == "sqlite" else _postgresql)(database.target, database.durable)

    def close(self) -> None:
        """End it; what was not committed is gone."""
        with suppress(*FAULTS):
            self._raw.close()

    def find_by_key(self) -> None:
        """For a session whose statements all name their rows by key: no plan may read a table through.

        PostgreSQL keeps the plan of a prepared statement, and one made while a table was small would be a scan of
        it for good. SQLite plans by what the indexes are, not by how large a table is.
        """
        if self.engine == "postgresql":
            for scan in ("seqscan", "hashjoin", "mergejoin"):
                self._raw.execute(f"SET enable_{scan} = off")
            self._raw.execute("SET plan_cache_mode = force_generic_plan")

    def run(self, name: str, parameters: Sequence[object] = ()) -> int:
        """Run a statement and say how many rows it touched."""
        if self._hook is None:
            return int(self._raw.execute(self._statements[name], parameters).rowcount)
        self._hook(name, "before")
        touched = int(self._raw.execute(self._statements[name], parameters).rowcount)
        self._hook(name, "after")
        return touched

    def rows(self, name: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        if self._hook is not None:
            self._hook(name, "before")
        found: list[Row] = self._raw.execute(self._statements[name], parameters).fetchall()
        if self._hook is not None:
            self._hook(name, "after")
        return found

    def row(self, name: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(name, parameters)
        return found[0] if found else None

    def composed(self, names: Sequence[str], parameters: Sequence[object]) -> list[Row]:
        """All rows of a query put together from named parts of the SQL file, in this order."""
        statement = "\n".join(self._statements[name] for name in names)
        found: list[Row] = self._raw.execute(statement, parameters).fetchall()
        return found

    def write(self, name: str, district: str, rows: Sequence[Row]) -> None:
        """One batch statement for many rows of one district: `unnest` on PostgreSQL; on SQLite one prepared
        statement stepped over the rows, because there is no way to the server to save and JSON holds no bytes."""
        if not rows:
            return
        if self._hook is not None:
            self._hook(name, "before")
        if self.engine == "sqlite":
            self._raw.executemany(self._statements[name], [(district, *row) for row in rows])
        else:
            parameters = [district, *map(_array, zip(*rows, strict=True))]
            if self._together is None:
                self._raw.execute(self._statements[name], parameters)
            else:
                self._together.append((name, parameters))
        if self._hook is not None:
            self._hook(name, "after")

    @contextmanager
    def together(self) -> Iterator[None]:
        """The writes of this block, each of rows of its own, go to the server as one statement at the block's end.

        One answer is waited for instead of a dozen, and whoever waits has to come by the interpreter again each time.
        """
        if self.engine == "sqlite":
            yield
            return
        written: list[tuple[str, list[str]]] = []
        self._together = written
        try:
            yield
        finally:
            self._together = None
        if written:
            statement = _as_one(self.engine, tuple(name for name, _ in written))
            psycopg.RawCursor(self._raw).execute(statement, [one for _, given in written for one in given])

    def of_many(self, values: Sequence[str] | Sequence[int]) -> object:
        """A list of texts, or of whole numbers, as one parameter."""
        return _json(values) if self.engine == "sqlite" else _array(values)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """A transaction: committed when the block ends, rolled back if it raises or was dropped.

        On SQLite it takes the write lock at once.
        """
        self.run("begin")
        transaction, committed = Transaction(), False
        try:
            yield transaction
            if not transaction.dropped:
                self.run("commit")
                committed = True
        finally:
            if not committed:
                self.abandon()

    @property
    def gone(self) -> bool:
        """Whether the connection is lost; a commit under way may have happened or not."""
        return self.engine == "postgresql" and bool(self._raw.closed or self._raw.broken)

    @staticmethod
    def busy(fault: Exception) -> bool:
        """Whether somebody else held the database for too long."""
        return isinstance(fault, sqlite3.OperationalError) and fault.sqlite_errorname.startswith(
            ("SQLITE_BUSY", "SQLITE_LOCKED")
        )

    @contextmanager
    def glance(self) -> Iterator[None]:
        """Several queries that see one state of the database; nothing is written."""
        self.run("begin_reading")
        try:
            yield
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Roll back, also if the connection is no more."""
        with suppress(*FAULTS):
            self._raw.execute("ROLLBACK")


@lru_cache(maxsize=256)
def _as_one(engine: EngineName, names: tuple[str, ...]) -> str:
    """Named statements that write, as the parts of one. Its parameters are numbered as the server wants them: the
    driver would look for them anew each time, since it remembers no statement so long."""
    found = statements(engine)
    whole = "WITH " + ",\n".join(f"w{i} AS (\n{found[name]}\n)" for i, name in enumerate(names)) + "\nSELECT 1"
    number = count(1)
    return re.sub("%s", lambda _: f"${next(number)}", whole)


def _array(values: Sequence[object]) -> str:
    """PostgreSQL's text form of an array, which it parses far faster than psycopg writes one of long texts."""
    kinds = set(map(type, values))
    if kinds == _BYTES:
        return '{"\\\\x' + '","\\\\x'.join(map(bytes.hex, values)) + '"}'  # type: ignore[arg-type]
    if kinds == _TEXT:
        # Texts of columns are mostly plain: one look at all of them at once finds that nothing has to be escaped.
        joined = '","'.join(values)  # type: ignore[arg-type]
        if "\\" not in joined and joined.count('"') == 2 * (len(values) - 1):
            return f'{{"{joined}"}}'
    return "{" + ",".join(map(_element, values)) + "}"


_TEXT = frozenset({str})
_BYTES = frozenset({bytes})


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return str(value)


def _json(values: Sequence[object]) -> str:
    return json.dumps(list(values))


def _sqlite(path: str, durable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    return connection


def _postgresql(conninfo: str, durable: bool) -> psycopg.Connection[Row]:
    connection = psycopg.connect(conninfo, autocommit=True)
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute(f"SET synchronous_commit = {'on' if durable else 'off'}")
    connection.prepare_threshold = 0
    return connection


def stored_moment(moment: datetime) -> str:
    """A moment as the rows hold it: UTC, fixed length, so that both engines sort it alike."""
    return _row_text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=8192)
def _row_text(moment: datetime) -> str:
    """The same few moments stand in many rows. In UTC only, as in core.codec."""
    return moment.isoformat(" ", "microseconds")[:26]


def read_moment(stored: str | datetime | None) -> datetime | None:
    """The moment of a row again."""
    if stored is None:
        return None
    if isinstance(stored, str):
        return datetime.fromisoformat(stored).replace(tzinfo=UTC)
    return stored.astimezone(UTC)

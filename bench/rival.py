"""What the door is held against: pgbench writing the very rows that the door writes, one transaction a command.

One lifecycle goes through a door that records its statements and rows. Each becomes a statement of its own with its
rows as VALUES; what has to be new each time (ids, numbers, positions) is drawn, everything else is as recorded. Long
values are sent with every statement, as the door sends them; short ones stand in the prepared statement.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ground import LIFECYCLE, raised, taken
from bihuan.app.installation import Installation
from bihuan.store.session import Database, Hook, Row, Session
from bihuan.store.statements import statements

LONG = 60
"""Characters from which on a value is sent instead of standing in the statement."""

Written = tuple[str, Sequence[Row]]
"""A statement's name and the rows it wrote."""


def recorded(made: Installation) -> list[list[Written]]:
    """What each command of one lifecycle writes, in order. Needs a database of its own."""
    written: list[Written] = []
    installation = Installation(
        database=_recording(made.database, written), district=made.district, masters=made.masters,
        photos=made.photos, clock=made.clock,
    )  # fmt: skip
    commands = []
    with installation.opened() as district:
        first = raised()
        for step, command in (("raise", first), *((step, taken(first.case, step)) for step in LIFECYCLE)):
            del written[:]
            district.door.submit(district.id, command, f"recorded:{first.case}:{step}")
            commands.append(list(written))
    return commands


def _recording(database: Database, written: list[Written]) -> Database:
    class Recorder(Session):
        def write(self, name: str, district: str, rows: Sequence[Row]) -> None:
            if rows:
                written.append((name, rows))
            super().write(name, district, rows)

    class Recorded(Database):
        def connect(self, on_statement: Hook | None = None) -> Session:
            return Recorder(database, on_statement)

    return Recorded(database.engine, database.target)


def commands_per_second(
    programs: Path, dsn: str, commands: Sequence[Sequence[Written]], clients: int, seconds: int
) -> float:
    """Commands a second of pgbench, each a transaction, over so many connections; no lock is shared."""
    sent: dict[str, str] = {}
    script = _script(commands, sent)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "same.sql"
        file.write_text(script, "utf-8")
        Path(folder).chmod(0o755)
        defined = [part for name, value in sent.items() for part in ("-D", f"{name}={value}")]
        done = subprocess.run(
            [programs / "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
             *defined, "-f", file, dsn], capture_output=True, text=True, check=False,
        )  # fmt: skip
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if failed and int(failed[1]):
        raise SystemExit(f"pgbench: {failed[0]}")
    for line in done.stdout.splitlines():
        if line.startswith("tps"):
            return float(line.split("=")[1].split()[0]) * len(commands)
    raise SystemExit(f"pgbench: {done.stderr[-600:]}")


def _script(commands: Sequence[Sequence[Written]], sent: dict[str, str]) -> str:
    """One run of the script is one lifecycle of a case of its own."""
    case, number = _opened(commands)
    lines = ["\\set id random(100000000000000000, 900000000000000000)"]
    for i, command in enumerate(commands):
        place = _Place(case, number, i, sent)
        lines += [f"\\set position :id * 10 + {i}", "BEGIN;"]
        lines += [statement for name, rows in command for statement in place.statements(name, rows)]
        lines.append("COMMIT;")
    return "\n".join(lines) + "\n"


def _opened(commands: Sequence[Sequence[Written]]) -> tuple[str, str]:
    row = next(rows[0] for name, rows in commands[0] if name == "put_cases")
    return str(row[0]), str(row[1])


class _Place:
    """One command of the script: how its rows are written down."""

    def __init__(self, case: str, number: str, step: int, sent: dict[str, str]) -> None:
        self._step, self._sent = step, sent
        self._drawn = {case: f"('{case[:14]}' || :id)::text", number: "('GZ20260302-' || :id)::text"}

    def statements(self, name: str, rows: Sequence[Row]) -> list[str]:
        if name == "drop_deadlines":
            return [f"DELETE FROM deadline WHERE district = 'pgbench' AND (case_id, clock) IN ({self._rows(rows)});"]
        text = statements("postgresql")[name]
        found = re.search(r"SELECT %s, \* FROM unnest\((.*?)\)(?=\s*(ON CONFLICT|$))", text, re.DOTALL)
        if found is None:
            raise SystemExit(f"{name} is not written as a batch")
        kinds = [kind.strip()[4:-2] for kind in found[1].split(",")]
        values = ", ".join(f"('pgbench', {self._row(name, row, kinds)})" for row in rows)
        return [f"{text[: found.start()]}VALUES {values}{text[found.end() :]};".replace("\n", " ")]

    def _rows(self, rows: Sequence[Row]) -> str:
        return ", ".join(f"({self._row('', row, ['text'] * len(row))})" for row in rows)

    def _row(self, name: str, row: Row, kinds: Sequence[str]) -> str:
        typed = enumerate(zip(row, kinds, strict=True))
        return ", ".join(self._value(name, i, value, kind) for i, (value, kind) in typed)

    def _value(self, name: str, column: int, value: object, kind: str) -> str:
        if kind == "bigint":
            return ":position"
        if name == "add_outbox" and column == 0:
            return f"(:position || '-{str(value).rpartition('-')[2]}')::text"
        if isinstance(value, str) and value.startswith("recorded:"):
            return f"('recorded:' || :id || ':{self._step}')::text"
        if str(value) in self._drawn:
            return self._drawn[str(value)]
        if value is None:
            return "NULL"
        text = f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)
        if len(text) < LONG:
            return f"'{text.replace(chr(39), chr(39) * 2)}'::{kind}"
        variable = f"v{len(self._sent)}"
        self._sent[variable] = text
        return f":{variable}::{kind}"

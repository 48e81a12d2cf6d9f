"""Whether the tables are those of this program. Making them is `bihuan migrate`, which asks nobody here."""

from __future__ import annotations

import sqlite3
from importlib.resources import files

import psycopg

from bihuan.store.session import Session

OWN = {"store": "bihuan.store.migrations", "people": "bihuan.store.people.migrations"}


class OldTables(RuntimeError):
    """Steps are missing that this program takes for granted; its message names the first."""


def must_be_new(session: Session) -> None:
    """Raises OldTables; what the driver raises where there are no tables at all."""
    made = set(session.rows("tables_made"))
    for app, package in OWN.items():
        for step in sorted(file.name.removesuffix(".py") for file in files(package).iterdir()):
            if step[0].isdecimal() and (app, step) not in made:
                raise OldTables(f"{app} {step}")


def tables_missing(fault: Exception) -> bool:
    """Whether the driver says that a table or a column is not there: nobody migrated what answers there."""
    if isinstance(fault, sqlite3.OperationalError):
        return str(fault).startswith(("no such table", "no such column"))
    return isinstance(fault, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn)

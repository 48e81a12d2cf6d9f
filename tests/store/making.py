"""Making databases for tests: our tables in them, the district `tiny` opened. No assertion lives here."""

from __future__ import annotations

from itertools import count

import django
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bihuan.store import registers
from bihuan.store.session import Database
from tests.store import tiny

_aliases = count(1)


def make_tables(database: Database) -> None:
    """Run the migrations, as a site would."""
    django.setup()
    alias = f"made{next(_aliases)}"
    plain = {**connections.databases["default"], "OPTIONS": {}}
    connections.databases[alias] = {**plain, **settings_of(database)}
    try:
        call_command("migrate", database=alias, verbosity=0)
    finally:
        connections[alias].close()
        del connections.databases[alias]


def settings_of(database: Database) -> dict[str, object]:
    if database.engine == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": database.target}
    parts = conninfo_to_dict(database.target)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts["dbname"],
        "HOST": parts.get("host", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "PORT": parts.get("port", ""),
    }


def open_district(database: Database, district: str = tiny.DISTRICT) -> None:
    """The district's head and its registers."""
    session = database.connect()
    with session.transaction():
        session.run("open_district", (district,))
        registers.put(session, district, tiny.REGISTERS)
    session.close()


def empty(database: Database) -> None:
    """Delete every row of ours. PostgreSQL only: on SQLite events can't be deleted."""
    with psycopg.connect(database.target) as connection:
        for model in apps.get_app_config("store").get_models():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(model._meta.db_table)))

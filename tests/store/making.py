"""Making databases for tests: our tables in them, the district `tiny` opened. No assertion lives here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from bihuan.store import registers
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer, fresh_name
from tests.store import tiny

_aliases = count(1)

SETTINGS: dict[str, object] = {
    "SECRET_KEY": "for tests only",
    "INSTALLED_APPS": ["bihuan.store"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "USE_TZ": True,
    "TIME_ZONE": "UTC",
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
}
"""The least under which the tables can be made, where no site has said more."""


def make_tables(database: Database) -> None:
    """Run the migrations, as a site would."""
    if not settings.configured:
        settings.configure(**SETTINGS)
    django.setup()
    alias = f"made{next(_aliases)}"
    connections.databases[alias] = {**connections.databases["default"], **_settings(database)}
    try:
        call_command("migrate", "store", database=alias, verbosity=0)
    finally:
        connections[alias].close()
        del connections.databases[alias]


def _settings(database: Database) -> dict[str, object]:
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


@contextmanager
def copy_of(server: PostgresServer, template: str) -> Iterator[Database]:
    """A database that begins as a copy of another one: much faster than making tables again."""
    name = fresh_name()
    with psycopg.connect(server.conninfo, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield Database("postgresql", server.dsn(name))
    finally:
        with psycopg.connect(server.conninfo, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

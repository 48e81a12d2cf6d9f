"""The schema and the statements keep to the rules that let a district be a shard. Static: no row is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from bihuan.store.session import Database, Session
from bihuan.store.statements import statements

ENGINES = ("sqlite", "postgresql")
OTHERS = ("django", "auth_", "people_", "account_", "mfa_", "socialaccount_", "usersessions_")
"""Accounts, sessions and migrations are no shard of a district (design, invariant 10)."""


def tables() -> list[type[models.Model]]:
    return list(apps.get_app_config("store").get_models())


def keys() -> Iterator[tuple[str, str]]:
    """Each primary key, unique constraint and index with its first column."""
    for model in tables():
        primary = model._meta.pk
        first = primary.field_names[0] if isinstance(primary, models.CompositePrimaryKey) else primary.name
        yield f"{model.__name__} key", first
        for index in model._meta.indexes:
            yield f"{model.__name__} {index.name}", index.fields[0].lstrip("-")
        for constraint in model._meta.constraints:
            assert isinstance(constraint, models.UniqueConstraint)
            yield f"{model.__name__} {constraint.name}", constraint.fields[0]


def test_every_key_and_index_begins_with_the_district(database: Database) -> None:
    found = dict(keys())
    assert len(found) > len(tables()) + 20
    assert {name: first for name, first in found.items() if first != "district"} == {}


def test_no_table_points_at_another_or_counts_by_itself(database: Database) -> None:
    fields = [field for model in tables() for field in model._meta.get_fields()]
    assert [field for field in fields if field.is_relation or isinstance(field, models.AutoField)] == []
    assert [field for field in fields if getattr(field, "unique", False) and not field.primary_key] == []


def test_the_database_has_no_other_index_and_postgresql_no_trigger(database: Database, session: Session) -> None:
    """What Django or a migration may have added besides what the models say."""
    if database.engine == "sqlite":
        rows = session._raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        for (table,) in rows.fetchall():
            if table.startswith(OTHERS):
                continue
            for index in session._raw.execute(f"PRAGMA index_list({table})").fetchall():
                first = session._raw.execute(f"PRAGMA index_info({index[1]})").fetchall()[0][2]
                assert first == "district", (table, index[1])
        return
    rows = session._raw.execute("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'").fetchall()
    assert [row for row in rows if not row[0].startswith(OTHERS) and "(district" not in row[1]] == []
    assert session._raw.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal").fetchone() == (0,)


def test_both_files_have_the_same_statements() -> None:
    assert list(statements("sqlite")) == list(statements("postgresql"))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_statement_binds_the_district(engine: str) -> None:
    mark = {"sqlite": r"\?", "postgresql": "%s"}[engine]
    loose = []
    for name, text in statements(engine).items():  # type: ignore[arg-type]
        parts = ("only_", "after_", "by_", "up_to")
        if name in ("begin", "begin_reading", "commit", "tables_made") or name.startswith(parts):
            continue  # parts of a list go behind its head, which binds it
        inserts = re.match(r"INSERT INTO \w+ \(district,", text)
        if not inserts and not re.search(rf"district = {mark}|SELECT {mark}::text AS district", text):
            loose.append(name)
        aliases = re.findall(r"JOIN \w+ (\w+) ON", text)
        loose += [f"{name}: join {alias}" for alias in aliases if f"{alias}.district = " not in text]
        loose += [
            f"{name}: {part}" for part in re.findall(r"IN \(SELECT (?!value|\*)(.*)\)", text) if "district" not in part
        ]
    assert loose == []


@pytest.mark.parametrize("engine", ENGINES)
def test_no_statement_changes_an_event(engine: str) -> None:
    texts = statements(engine).values()  # type: ignore[arg-type]
    assert [text for text in texts if re.search(r"(UPDATE|DELETE FROM) event\b", text)] == []


def test_parameters_are_as_many_in_both_files() -> None:
    ours, theirs = statements("sqlite"), statements("postgresql")
    assert {n for n in ours if ours[n].count("?") != theirs[n].count("%s")} == set()

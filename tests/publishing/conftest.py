"""The fixtures of the store's tests: what is published comes out of the same databases."""

from tests.store.conftest import (
    clock,
    database,
    door,
    postgres_database,
    session,
    sqlite_template,
)

__all__ = ["clock", "database", "door", "postgres_database", "session", "sqlite_template"]

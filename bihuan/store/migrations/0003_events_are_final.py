"""SQLite has no roles, so a trigger keeps events and leaves from being changed. It guards and means nothing else.

On PostgreSQL the same is done by privileges (`grants.sql`), because distributed tables allow no triggers.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """No update and no delete of an event."""
    if editor.connection.vendor != "sqlite":
        return
    for act in ("UPDATE", "DELETE"):
        editor.execute(
            f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event "
            "BEGIN SELECT RAISE(ABORT, 'an event is final'); END"
        )


def unguard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a table without a guard."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER event_no_update")
        editor.execute("DROP TRIGGER event_no_delete")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("store", "0002_vault_and_registers"),)
    operations = (migrations.RunPython(guard, unguard),)

"""The tables of the public log, and on SQLite the guard that keeps what was logged from being changed."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bihuan.store.migrations import key

FINAL = ("log_leaf", "declaration")


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """No update and no delete of a leaf's place or of a declaration. On PostgreSQL privileges do it."""
    if editor.connection.vendor == "sqlite":
        for table in FINAL:
            for act in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'a {table.replace('_', ' ')} is final'); END"
                )


def unguard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to tables without a guard."""
    if editor.connection.vendor == "sqlite":
        for table in FINAL:
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_no_{act}")


class Migration(migrations.Migration):
    """Made by `makemigrations`; only shortened by hand."""

    dependencies = (("store", "0003_events_are_final"),)
    operations = (
        migrations.CreateModel(
            name="LogHead",
            fields=[
                ("district", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField(default=0)),
                ("events", models.BigIntegerField(default=0)),
                ("declarations", models.BigIntegerField(default=0)),
                ("declared", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "log_head"},
        ),
        migrations.CreateModel(
            name="LogLeaf",
            fields=[
                ("pk", key("district", "idx")),
                ("district", models.CharField(max_length=63)),
                ("idx", models.BigIntegerField()),
                ("source", models.CharField(max_length=64)),
                ("position", models.BigIntegerField()),
            ],
            options={
                "db_table": "log_leaf",
                "constraints": [
                    models.UniqueConstraint(fields=("district", "source", "position"), name="log_leaf_source")
                ],
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("pk", key("district", "position")),
                ("district", models.CharField(max_length=63)),
                ("position", models.BigIntegerField()),
                ("stream", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("recorded", models.DateTimeField()),
                ("kind", models.CharField(max_length=64)),
                ("leaf", models.BinaryField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "db_table": "declaration",
                "constraints": [models.UniqueConstraint(fields=("district", "stream", "n"), name="declaration_stream")],
            },
        ),
        migrations.RunPython(guard, unguard),
    )

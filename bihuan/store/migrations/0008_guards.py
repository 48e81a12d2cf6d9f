"""The journals of administration and of identities opened, with their guard on SQLite; counted attempts."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from bihuan.store.migrations import key


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """No update and no delete of an entry. On PostgreSQL privileges do it (docs/reference/grants.sql)."""
    if editor.connection.vendor == "sqlite":
        for act in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER journal_entry_no_{act.lower()} BEFORE {act} ON journal_entry "
                "BEGIN SELECT RAISE(ABORT, 'a journal entry is final'); END"
            )


def unguard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Back to a table without a guard."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER journal_entry_no_update")
        editor.execute("DROP TRIGGER journal_entry_no_delete")


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(fields=["district", *fields], name=name)


class Migration(migrations.Migration):
    """Made by `makemigrations`; only shortened by hand."""

    dependencies = (("store", "0007_leases"),)
    operations = (
        migrations.CreateModel(
            name="JournalHead",
            fields=[
                ("pk", key("district", "journal")),
                ("district", models.CharField(max_length=63)),
                ("journal", models.CharField(max_length=64)),
                ("n", models.BigIntegerField(default=0)),
                ("hash", models.BinaryField()),
            ],
            options={"db_table": "journal_head"},
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("pk", key("district", "journal", "n")),
                ("district", models.CharField(max_length=63)),
                ("journal", models.CharField(max_length=64)),
                ("n", models.BigIntegerField()),
                ("recorded", models.DateTimeField()),
                ("actor", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("about", models.CharField(max_length=128)),
                ("body", models.TextField()),
                ("hash", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "journal_entry",
                "indexes": [
                    _index("journal_recorded", "journal", "recorded"),
                    _index("journal_about", "journal", "about", "n"),
                    _index("journal_actor", "journal", "actor", "n"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("pk", key("district", "target", "slot")),
                ("district", models.CharField(max_length=63)),
                ("target", models.CharField(max_length=64)),
                ("slot", models.BigIntegerField()),
                ("tries", models.BigIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={"db_table": "attempt", "indexes": [_index("attempt_until", "until")]},
        ),
        migrations.RunPython(guard, unguard),
    )

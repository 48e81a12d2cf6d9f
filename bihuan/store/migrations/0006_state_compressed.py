"""The state of a case becomes bytes. Rows written before keep their JSON, which the reader still takes."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def as_bytes(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL has no cast from text to bytea of its own accord; SQLite keeps what is stored as it is."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE case_row ALTER COLUMN state TYPE bytea USING convert_to(state, 'UTF8')")


class Migration(migrations.Migration):
    """The column changes its type; a rebuild makes all rows alike."""

    dependencies = (("store", "0005_notices"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(as_bytes)],
            state_operations=[migrations.AlterField("caserow", "state", models.BinaryField())],
        ),
    )

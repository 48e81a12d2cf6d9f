"""Which cases name which entry of a register, so that the page of an entry finds all of them by an index."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """One table, empty for cases written before: `bihuan rebuild --write` fills it."""

    dependencies = (("store", "0022_owed_and_supervised"),)
    operations = (
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("pk", key("district", "case_id", "register", "key")),
                ("district", models.CharField(max_length=63)),
                ("case_id", models.CharField(max_length=64)),
                ("register", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=255)),
                ("occurred_at", models.DateTimeField()),
            ],
            options={
                "db_table": "mention",
                "indexes": [
                    models.Index(
                        fields=["district", "register", "key", "occurred_at", "case_id"], name="mention_entry"
                    ),
                ],
            },
        ),
    )

"""Entries of registers: dated values that are never overwritten take the place of those that were."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Makes the two tables. The old one held only what cases had set; no loaded pack did so."""

    dependencies = (("store", "0015_counts"),)
    operations = (
        migrations.DeleteModel("RegisterEntry"),
        migrations.CreateModel(
            name="EntryRow",
            fields=[
                ("pk", key("district", "register", "key")),
                ("district", models.CharField(max_length=63)),
                ("register", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("stream", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("population", models.CharField(max_length=64)),
                ("search", models.TextField()),
                ("recorded", models.DateTimeField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "db_table": "entry_row",
                "constraints": [models.UniqueConstraint(fields=("district", "stream"), name="entry_stream")],
            },
        ),
        migrations.CreateModel(
            name="RegisterValue",
            fields=[
                ("pk", key("district", "register", "key", "field", "since", "position")),
                ("district", models.CharField(max_length=63)),
                ("register", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=64)),
                ("field", models.CharField(max_length=64)),
                ("since", models.CharField(max_length=10)),
                ("position", models.BigIntegerField()),
                ("stream", models.CharField(max_length=64)),
                ("value", models.TextField()),
                ("recorded", models.DateTimeField()),
            ],
            options={
                "db_table": "register_value",
                "indexes": [
                    models.Index(fields=["district", "stream"], name="value_stream"),
                    models.Index(fields=["district", "register", "field", "value", "since"], name="value_found"),
                ],
            },
        ),
    )

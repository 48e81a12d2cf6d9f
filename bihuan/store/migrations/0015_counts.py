"""Tables of the counts kept by day, and of ledgers as people set them up."""

from django.db import migrations, models

from bihuan.store.migrations import key


def word(length: int = 64, **more: object) -> models.CharField:
    """An id or a code word."""
    return models.CharField(max_length=length, **more)


class Migration(migrations.Migration):
    """Makes them."""

    dependencies = (("store", "0014_waiting"),)
    operations = (
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("pk", key("district", "programme", "placed_by", "population", "dim", "key", "measure", "span")),
                ("district", word(63)),
                ("programme", word()),
                ("placed_by", word()),
                ("population", word()),
                ("dim", word()),
                ("key", word()),
                ("measure", word()),
                ("span", word(10)),
                ("counted", models.BigIntegerField()),
                ("rest", models.BigIntegerField()),
                ("unknown", models.BigIntegerField()),
                ("not_due", models.BigIntegerField()),
            ],
            options={"db_table": "tally"},
        ),
        migrations.CreateModel(
            name="TallyHead",
            fields=[
                ("district", word(63, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField()),
                ("basis", word()),
                ("as_of", models.DateTimeField()),
                ("filled", word()),
            ],
            options={"db_table": "tally_head"},
        ),
        migrations.CreateModel(
            name="TallyCase",
            fields=[
                ("pk", key("district", "case_id", "placed_by")),
                ("district", word(63)),
                ("case_id", word()),
                ("placed_by", word()),
                ("programme", word()),
                ("number", word()),
                ("population", word()),
                ("day", word(10)),
                ("unit", word(null=True)),
                ("area", word(null=True)),
                ("category", word(null=True)),
                ("letters", word(200)),
                ("changes_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tally_case",
                "indexes": [
                    models.Index(
                        fields=["district", "programme", "placed_by", "population", "day", "number"],
                        name="tally_case_day",
                    ),
                    models.Index(fields=["district", "changes_at"], name="tally_case_ripe"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("pk", key("district", "id")),
                ("district", word(63)),
                ("id", word()),
                ("account", word()),
                ("ledger", word()),
                ("title", word(80)),
                ("query", models.TextField()),
                ("shared", models.BooleanField()),
                ("saved_at", models.DateTimeField()),
            ],
            options={
                "db_table": "saved_view",
                "indexes": [models.Index(fields=["district", "ledger", "account"], name="saved_view_account")],
            },
        ),
    )

"""Batches of cases whose private parts are to go, and the index that finds them."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Makes two tables and an index over cases that have ended."""

    dependencies = (("store", "0016_entries"),)
    operations = (
        migrations.CreateModel(
            name="RetentionBatch",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("programme", models.CharField(max_length=64)),
                ("erases", models.CharField(max_length=64)),
                ("months", models.IntegerField()),
                ("proposed_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("state", models.CharField(max_length=64)),
                ("decided_by", models.CharField(max_length=64, null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "retention_batch"},
        ),
        migrations.CreateModel(
            name="RetentionItem",
            fields=[
                ("pk", key("district", "batch", "case_id")),
                ("district", models.CharField(max_length=63)),
                ("batch", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=64)),
                ("ended_at", models.DateTimeField()),
                ("state", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "retention_item",
                "indexes": [models.Index(fields=["district", "case_id"], name="retention_case")],
            },
        ),
        migrations.AddIndex(
            "CaseRow",
            models.Index(
                fields=["district", "programme", "ended_at", "id"], name="case_ended", condition=models.Q(final=True)
            ),
        ),
    )

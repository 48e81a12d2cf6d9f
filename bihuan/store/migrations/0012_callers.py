"""Earlier cases of whoever calls, by a keyed hash of the number."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Made by `makemigrations`; only shortened by hand."""

    dependencies = (("store", "0011_facts_compressed"),)
    operations = (
        migrations.CreateModel(
            name="Caller",
            fields=[
                ("pk", key("district", "hash", "case_id")),
                ("district", models.CharField(max_length=63)),
                ("hash", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "caller",
                "indexes": [models.Index(fields=["district", "case_id"], name="caller_case")],
            },
        ),
    )

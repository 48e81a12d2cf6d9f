"""Who holds a receipt of which case."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies = (("store", "0009_desk"),)
    operations = (
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("pk", key("district", "code")),
                ("district", models.CharField(max_length=63)),
                ("code", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "receipt",
                "indexes": [models.Index(fields=["district", "case_id", "kind"], name="receipt_case")],
            },
        ),
    )

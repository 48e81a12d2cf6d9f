"""Who is on duty when in a unit, and who is away."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies = (("store", "0012_callers"),)
    operations = (
        migrations.CreateModel(
            name="DutySpan",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("unit", models.CharField(max_length=64)),
                ("account", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("substitute", models.CharField(max_length=64, null=True)),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "duty_span",
                "indexes": [models.Index(fields=["district", "unit", "ends_at"], name="duty_unit")],
            },
        ),
    )

"""The table of leases of regular jobs."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Makes it."""

    dependencies = (("store", "0006_state_compressed"),)
    operations = (
        migrations.CreateModel(
            name="Lease",
            fields=[
                ("pk", key("district", "job")),
                ("district", models.CharField(max_length=63)),
                ("job", models.CharField(max_length=64)),
                ("holder", models.CharField(max_length=64)),
                ("until", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(max_length=200)),
                ("runs", models.BigIntegerField(default=0)),
                ("failures", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "lease"},
        ),
    )

"""Tables of deliveries and of how people wish to be told."""

from django.db import migrations, models
from django.db.models import CompositePrimaryKey


def key(*fields: str) -> CompositePrimaryKey:
    """A primary key that begins with the district."""
    return CompositePrimaryKey(*fields, blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """Makes them."""

    dependencies = (("store", "0004_public_log"),)
    operations = (
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("notice", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
                ("recipient", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField()),
                ("tries", models.IntegerField()),
                ("fault", models.CharField(max_length=200)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "delivery",
                "indexes": [
                    models.Index(fields=["district", "state", "due_at"], name="delivery_due"),
                    models.Index(fields=["district", "recipient", "channel", "state"], name="delivery_recipient"),
                    models.Index(fields=["district", "case_id"], name="delivery_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeWish",
            fields=[
                ("pk", key("district", "account")),
                ("district", models.CharField(max_length=63)),
                ("account", models.CharField(max_length=64)),
                ("wish", models.TextField()),
            ],
            options={"db_table": "notice_wish"},
        ),
    )

"""Followers may leave where they want to be told, sealed under the key of the case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns, empty for all that are there."""

    dependencies = (("store", "0017_retention"),)
    operations = (
        migrations.AddField("Receipt", "channel", models.CharField(max_length=64, null=True)),
        migrations.AddField("Receipt", "contact", models.BinaryField(null=True)),
    )

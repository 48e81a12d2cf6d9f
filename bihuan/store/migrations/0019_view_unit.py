"""The unit that a saved ledger is shared with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for what was saved before: nobody's unit saw it."""

    dependencies = (("store", "0018_followers"),)
    operations = (migrations.AddField("SavedView", "unit", models.CharField(max_length=64, null=True)),)

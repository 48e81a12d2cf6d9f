"""What the dictionaries of a case say, so that lists can be narrowed by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty for rows written before: `bihuan rebuild --write` fills it."""

    dependencies = (("store", "0020_open_cases"),)
    operations = (migrations.AddField("CaseRow", "marks", models.TextField(default="", db_default="")),)

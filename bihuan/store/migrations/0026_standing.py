"""How far each case is from its end, so that what is closed is told from what somebody still works on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, `open` for rows written before: `bihuan rebuild --write` fills it."""

    dependencies = (("store", "0025_told_in"),)
    operations = (
        migrations.AddField("CaseRow", "standing", models.CharField(max_length=64, default="open", db_default="open")),
        migrations.RemoveIndex("CaseRow", "case_waiting"),
        migrations.AddIndex(
            "CaseRow",
            models.Index(
                name="case_waiting",
                fields=["district", "stage", "next_due", "id"],
                condition=models.Q(final=False),
                include=("programme", "area", "population", "standing"),
            ),
        ),
        migrations.AddIndex(
            "CaseRow",
            models.Index(
                name="case_standing",
                fields=["district", "standing", "next_due", "id"],
                condition=models.Q(final=False),
            ),
        ),
    )

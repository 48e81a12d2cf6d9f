"""Lists and counts of open cases, and everything by the day it was raised, without reading a table through."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Indexes only. On a large district this takes about a minute."""

    dependencies = (("store", "0019_view_unit"),)
    operations = (
        migrations.RemoveIndex("CaseRow", "case_waiting"),
        migrations.AddIndex(
            "CaseRow",
            models.Index(
                name="case_waiting",
                fields=["district", "stage", "next_due", "id"],
                condition=models.Q(final=False),
                include=("programme", "area", "population"),
            ),
        ),
        migrations.AddIndex("CaseRow", models.Index(name="case_raised", fields=["district", "occurred_at", "id"])),
        migrations.AddIndex("Deadline", models.Index(name="deadline_name", fields=["district", "name", "due_at"])),
    )

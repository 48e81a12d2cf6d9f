"""What units still owe, and what is supervised, found without looking at everything else."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes over few rows."""

    dependencies = (("store", "0021_marks"),)
    operations = (
        migrations.AddIndex(
            "TaskRow",
            models.Index(
                name="task_owed",
                fields=["district", "unit", "due_at", "case_id", "task"],
                condition=models.Q(state__in=("given", "signed")),
            ),
        ),
        migrations.AddIndex(
            "CaseRow",
            models.Index(
                name="case_supervised",
                fields=["district", "final", "next_due", "id"],
                condition=models.Q(supervision__gt=0),
            ),
        ),
    )

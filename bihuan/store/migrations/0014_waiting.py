"""Work queues find open cases by their stage."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index over open cases alone."""

    dependencies = (("store", "0013_duty"),)
    operations = (
        migrations.AddIndex(
            "caserow",
            models.Index(
                fields=["district", "stage", "next_due", "id"], condition=models.Q(final=False), name="case_waiting"
            ),
        ),
    )

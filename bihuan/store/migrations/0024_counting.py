"""How far the first counting of a district is, and how fast, so that pages can say when their figures will be there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Counts that are whole stay so; one that was under way begins to be timed with its next step."""

    dependencies = (("store", "0023_mentions"),)
    operations = (
        migrations.AddField("TallyHead", "counted", models.IntegerField(default=0, db_default=0)),
        migrations.AddField("TallyHead", "total", models.IntegerField(default=0, db_default=0)),
        migrations.AddField("TallyHead", "run_since", models.DateTimeField(null=True)),
        migrations.AddField("TallyHead", "run_from", models.IntegerField(default=0, db_default=0)),
    )

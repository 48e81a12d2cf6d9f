"""In which language the holder of a receipt is told: that of the page on which they reported or asked to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Receipts of before were all told in Chinese, and stay so."""

    dependencies = (("store", "0024_counting"),)
    operations = (
        migrations.AddField("Receipt", "language", models.CharField(max_length=2, default="zh", db_default="zh")),
    )

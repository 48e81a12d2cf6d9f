"""Sessions that can be listed and ended; passwords that have to be changed; names of a single sign-on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by `makemigrations`; only shortened by hand."""

    dependencies = (("people", "0001_sign_in"),)
    operations = (
        migrations.AddField("signin", "must_change", models.BooleanField(default=False)),
        migrations.AddField("signin", "outside", models.CharField(max_length=200, null=True, unique=True)),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=45)),
                ("agent", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("seen", models.DateTimeField()),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visits", to="people.signin"
                    ),
                ),
            ],
            options={"db_table": "people_visit"},
        ),
    )

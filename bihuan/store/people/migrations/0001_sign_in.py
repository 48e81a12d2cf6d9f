"""The table of sign-ins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes it."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("name", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("district", models.CharField(max_length=63)),
                ("account", models.CharField(max_length=64)),
                ("is_active", models.BooleanField(default=True)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "db_table": "people_sign_in",
                "constraints": [models.UniqueConstraint(fields=["district", "account"], name="one_sign_in_an_account")],
            },
        ),
    )

"""The blind index of words, and what the desk keeps besides cases."""

from django.db import migrations, models

from bihuan.store.migrations import key

DISTRICT = ("district", models.CharField(max_length=63))


def word() -> models.CharField:
    """An id or a code word."""
    return models.CharField(max_length=64)


class Migration(migrations.Migration):
    """Made by `makemigrations`; only shortened by hand."""

    dependencies = (("store", "0008_guards"),)
    operations = (
        migrations.CreateModel(
            name="SearchHead",
            fields=[
                ("district", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("changed", models.BigIntegerField(default=0)),
            ],
            options={"db_table": "search_head"},
        ),
        migrations.CreateModel(
            name="SearchCase",
            fields=[
                ("pk", key("district", "ordinal")),
                DISTRICT,
                ("ordinal", models.BigIntegerField()),
                ("case_id", word()),
            ],
            options={"db_table": "search_case"},
        ),
        migrations.CreateModel(
            name="SearchTail",
            fields=[
                ("pk", key("district", "position")),
                DISTRICT,
                ("position", models.BigIntegerField()),
                ("ordinal", models.BigIntegerField()),
                ("tokens", models.BinaryField()),
            ],
            options={"db_table": "search_tail"},
        ),
        migrations.CreateModel(
            name="SearchBlock",
            fields=[
                ("pk", key("district", "token", "block")),
                DISTRICT,
                ("token", models.BigIntegerField()),
                ("block", models.IntegerField()),
                ("members", models.BinaryField()),
            ],
            options={"db_table": "search_block"},
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("pk", key("district", "id")),
                DISTRICT,
                ("id", word()),
                ("programme", word()),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("size", models.IntegerField()),
                ("commitment", word()),
                ("sealed", models.BinaryField()),
                ("promised_at", models.DateTimeField()),
                ("promised_by", word()),
            ],
            options={"db_table": "draw"},
        ),
        migrations.CreateModel(
            name="DrawMade",
            fields=[
                ("pk", key("district", "id")),
                DISTRICT,
                ("id", word()),
                ("seed", word()),
                ("population", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", word()),
            ],
            options={"db_table": "draw_made"},
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("pk", key("district", "id")),
                DISTRICT,
                ("id", word()),
                ("by", word()),
                ("at", models.DateTimeField()),
                ("items", models.TextField()),
            ],
            options={"db_table": "handover"},
        ),
        migrations.CreateModel(
            name="HandoverTaken",
            fields=[
                ("pk", key("district", "id")),
                DISTRICT,
                ("id", word()),
                ("by", word()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "handover_taken"},
        ),
    )

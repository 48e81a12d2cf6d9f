"""Keys and sealed words, registers, packs and imports."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Made by `makemigrations`; only split and shortened by hand."""

    dependencies = (("store", "0001_facts"),)
    operations = (
        migrations.CreateModel(
            name="Account",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("title_zh", models.TextField()),
                ("title_en", models.TextField()),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "db_table": "account",
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("title_zh", models.TextField()),
                ("title_en", models.TextField()),
                ("parent", models.CharField(max_length=64, null=True)),
            ],
            options={
                "db_table": "area",
            },
        ),
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                ("pk", key("district", "case_id", "holder")),
                ("district", models.CharField(max_length=63)),
                ("case_id", models.CharField(max_length=64)),
                ("holder", models.CharField(max_length=64)),
                ("wrapped", models.BinaryField()),
            ],
            options={
                "db_table": "case_key",
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("pk", key("district", "register", "key", "field", "since")),
                ("district", models.CharField(max_length=63)),
                ("register", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=128)),
                ("field", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("value", models.TextField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "register_entry",
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("pk", key("district", "id", "since")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("title_zh", models.TextField()),
                ("title_en", models.TextField()),
                ("level", models.CharField(max_length=64)),
                ("parent", models.CharField(max_length=64, null=True)),
                ("areas", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "unit",
            },
        ),
        migrations.CreateModel(
            name="VaultWord",
            fields=[
                ("pk", key("district", "case_id", "n", "name")),
                ("district", models.CharField(max_length=63)),
                ("case_id", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("name", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
            ],
            options={
                "db_table": "vault_word",
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("source", models.TextField()),
                ("file_hash", models.CharField(max_length=64)),
                ("mapping_hash", models.CharField(max_length=64)),
                ("next_row", models.BigIntegerField()),
                ("accepted", models.BigIntegerField()),
                ("refused", models.BigIntegerField()),
                ("state", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "import_run",
                "constraints": [
                    models.UniqueConstraint(fields=("district", "file_hash", "mapping_hash"), name="import_file")
                ],
            },
        ),
        migrations.CreateModel(
            name="PackFile",
            fields=[
                ("pk", key("district", "path", "hash")),
                ("district", models.CharField(max_length=63)),
                ("path", models.CharField(max_length=255)),
                ("hash", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("kind", models.CharField(max_length=64)),
                ("id", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=64)),
                ("since", models.DateField(null=True)),
                ("loaded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "pack_file",
                "indexes": [models.Index(fields=["district", "kind", "id", "edition"], name="pack_kind")],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("pk", key("district", "account", "duty", "unit", "since")),
                ("district", models.CharField(max_length=63)),
                ("account", models.CharField(max_length=64)),
                ("duty", models.CharField(max_length=64)),
                ("unit", models.CharField(max_length=64)),
                ("areas", models.TextField()),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
            ],
            options={
                "db_table": "post",
                "indexes": [models.Index(fields=["district", "unit"], name="post_unit")],
            },
        ),
        migrations.CreateModel(
            name="VaultPhoto",
            fields=[
                ("pk", key("district", "address")),
                ("district", models.CharField(max_length=63)),
                ("address", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("content", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
            ],
            options={
                "db_table": "vault_photo",
                "indexes": [models.Index(fields=["district", "case_id", "n"], name="photo_case")],
            },
        ),
    )

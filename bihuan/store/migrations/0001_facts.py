"""Facts and the read model."""

from django.db import migrations, models

from bihuan.store.migrations import key


class Migration(migrations.Migration):
    """Made by `makemigrations`; only split and shortened by hand."""

    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Head",
            fields=[
                ("district", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(default=0)),
                ("cases", models.BigIntegerField(default=0)),
                ("edition", models.CharField(default="", max_length=64)),
                ("registers", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "head",
            },
        ),
        migrations.CreateModel(
            name="CaseRow",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=64)),
                ("programme", models.CharField(max_length=64)),
                ("edition", models.CharField(max_length=64)),
                ("population", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("stage", models.CharField(max_length=64)),
                ("final", models.BooleanField()),
                ("outcome", models.CharField(max_length=64, null=True)),
                ("lead_unit", models.CharField(max_length=64, null=True)),
                ("area", models.CharField(max_length=64, null=True)),
                ("category", models.CharField(max_length=64, null=True)),
                ("opened_at", models.DateTimeField()),
                ("occurred_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("supervision", models.IntegerField()),
                ("next_due", models.DateTimeField()),
                ("state", models.TextField()),
                ("facts", models.TextField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "db_table": "case_row",
                "indexes": [
                    models.Index(fields=["district", "final", "next_due", "id"], name="case_due"),
                    models.Index(fields=["district", "lead_unit", "final", "next_due"], name="case_lead"),
                    models.Index(fields=["district", "area", "final", "next_due"], name="case_area"),
                    models.Index(
                        fields=["district", "programme", "population", "occurred_at", "id"], name="case_ledger"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("district", "number"), name="case_number")],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("pk", key("district", "case_id", "clock")),
                ("district", models.CharField(max_length=63)),
                ("case_id", models.CharField(max_length=64)),
                ("clock", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=64)),
                ("task", models.CharField(max_length=64, null=True)),
                ("owner", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField()),
                ("provisional", models.BooleanField()),
                ("is_window", models.BooleanField()),
                ("shown", models.BooleanField()),
                ("lapse", models.CharField(max_length=64, null=True)),
                ("suspended", models.BooleanField()),
                ("lapsed", models.BooleanField()),
            ],
            options={
                "db_table": "deadline",
                "indexes": [models.Index(fields=["district", "lapsed", "suspended", "due_at"], name="deadline_due")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("pk", key("district", "position")),
                ("district", models.CharField(max_length=63)),
                ("position", models.BigIntegerField()),
                ("stream", models.CharField(max_length=64)),
                ("n", models.IntegerField()),
                ("recorded", models.DateTimeField()),
                ("occurred", models.DateTimeField()),
                ("verb", models.CharField(max_length=64)),
                ("step", models.CharField(max_length=64)),
                ("programme", models.CharField(max_length=64)),
                ("body", models.TextField()),
                ("leaf", models.BinaryField()),
                ("leaf_hash", models.BinaryField()),
                ("request_id", models.CharField(max_length=200)),
            ],
            options={
                "db_table": "event",
                "constraints": [models.UniqueConstraint(fields=("district", "stream", "n"), name="event_stream")],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("pk", key("district", "id")),
                ("district", models.CharField(max_length=63)),
                ("id", models.CharField(max_length=64)),
                ("case_id", models.CharField(max_length=64)),
                ("position", models.BigIntegerField()),
                ("telling", models.CharField(max_length=64)),
                ("audience", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("state", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "outbox",
                "indexes": [
                    models.Index(fields=["district", "state", "position"], name="outbox_state"),
                    models.Index(fields=["district", "case_id"], name="outbox_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("pk", key("district", "request_id")),
                ("district", models.CharField(max_length=63)),
                ("request_id", models.CharField(max_length=200)),
                ("command_digest", models.CharField(max_length=120)),
                ("answer", models.TextField()),
                ("recorded", models.DateTimeField()),
            ],
            options={
                "db_table": "request",
                "indexes": [models.Index(fields=["district", "recorded"], name="request_recorded")],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("pk", key("district", "key")),
                ("district", models.CharField(max_length=63)),
                ("key", models.CharField(max_length=255)),
                ("case_id", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "reservation",
                "indexes": [models.Index(fields=["district", "case_id"], name="reservation_case")],
            },
        ),
        migrations.CreateModel(
            name="TaskRow",
            fields=[
                ("pk", key("district", "case_id", "task")),
                ("district", models.CharField(max_length=63)),
                ("case_id", models.CharField(max_length=64)),
                ("task", models.CharField(max_length=64)),
                ("unit", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "task_row",
                "indexes": [models.Index(fields=["district", "unit", "state", "due_at"], name="task_unit")],
            },
        ),
    )

"""Cases as they stand: everything here can be made again from the facts."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import NUMBER, id_, index, slug, unique


class CaseRow(models.Model):
    """A case as it stands: its state, what lists sort and filter by, and the facts indicators count."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    number = models.CharField(max_length=NUMBER)
    programme = id_()
    edition = id_()
    population = id_()
    n = models.IntegerField()
    stage = id_()
    final = models.BooleanField()
    standing = models.CharField(max_length=64, default="open", db_default="open")
    """How far it is from its end (`core.standing`)."""
    outcome = id_(null=True)
    lead_unit = id_(null=True)
    area = id_(null=True)
    category = id_(null=True)
    marks = models.TextField(default="", db_default="")
    """`projection.mark` of each field that holds a word of a dictionary, with blanks around each."""
    opened_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    supervision = models.IntegerField()
    next_due = models.DateTimeField()
    """Year 9999 for a case that owes nothing at a time (projection.NO_DUE)."""
    state = models.BinaryField()
    """`state.stored_state`: what saves replaying the events."""
    facts = models.BinaryField()
    """What indicators count (core.indicators), packed as the state is."""
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "case_row"
        constraints = (unique("case_number", "number"),)
        indexes = (
            index("case_due", "final", "next_due", "id"),
            index("case_lead", "lead_unit", "final", "next_due"),
            index("case_area", "area", "final", "next_due"),
            index("case_ledger", "programme", "population", "occurred_at", "id"),
            # A ledger of everything by the day it was raised.
            index("case_raised", "occurred_at", "id"),
            # Over open cases alone: it stays small however many are done. What stands where is counted from it.
            index(
                "case_waiting",
                "stage",
                "next_due",
                "id",
                condition=models.Q(final=False),
                include=("programme", "area", "population", "standing"),
            ),
            # What somebody still works on, and what is closed, each in the order of its due time.
            index("case_standing", "standing", "next_due", "id", condition=models.Q(final=False)),
            # The few that somebody supervises.
            index("case_supervised", "final", "next_due", "id", condition=models.Q(supervision__gt=0)),
            # What has ended, the oldest first: whose private parts may have had their time.
            index("case_ended", "programme", "ended_at", "id", condition=models.Q(final=True)),
        )


class TaskRow(models.Model):
    """One unit's part in a case: the work queue of the unit."""

    pk = Key("district", "case_id", "task")
    district = slug()
    case_id = id_()
    task = id_()
    unit = id_()
    kind = id_()
    state = id_()
    due_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "task_row"
        indexes = (
            index("task_unit", "unit", "state", "due_at"),
            # What is still owed, alone and in the order of the page that shows it.
            index("task_owed", "unit", "due_at", "case_id", "task", condition=models.Q(state__in=("given", "signed"))),
        )


class Deadline(models.Model):
    """A clock that runs. `suspended` stands still, `lapsed` has had its effect: neither is due."""

    pk = Key("district", "case_id", "clock")
    district = slug()
    case_id = id_()
    clock = id_()
    name = id_()
    task = id_(null=True)
    owner = id_()
    due_at = models.DateTimeField()
    provisional = models.BooleanField()
    is_window = models.BooleanField()
    shown = models.BooleanField()
    lapse = id_(null=True)
    suspended = models.BooleanField()
    lapsed = models.BooleanField()

    class Meta:
        db_table = "deadline"
        indexes = (
            index("deadline_due", "lapsed", "suspended", "due_at"),
            # Cases in which a clock runs, and how many they are.
            index("deadline_name", "name", "due_at"),
        )


class Mention(models.Model):
    """A case that names an entry of a register in one of its fields: what a page of the entry leads to."""

    pk = Key("district", "case_id", "register", "key")
    district = slug()
    case_id = id_()
    register = id_()
    key = models.CharField(max_length=255)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "mention"
        # The newest first, however many they are.
        indexes = (index("mention_entry", "register", "key", "occurred_at", "case_id"),)


class Reservation(models.Model):
    """A key that one case holds."""

    pk = Key("district", "key")
    district = slug()
    key = models.CharField(max_length=255)
    case_id = id_()

    class Meta:
        db_table = "reservation"
        indexes = (index("reservation_case", "case_id"),)

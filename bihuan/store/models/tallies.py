"""Counts kept by day and the verdicts they are made of: a read model of the read model, made again from it at will."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import NUMBER, SLUG, id_, index, slug

DAY = 10


class TallyHead(models.Model):
    """One row a district: how far the counts go. Whoever brings them further locks it."""

    district = models.CharField(max_length=SLUG, primary_key=True)
    position = models.BigIntegerField()
    """Facts up to here are counted."""
    basis = models.CharField(max_length=64)
    """Hash of the rules counted by; other rules begin anew."""
    as_of = models.DateTimeField()
    """The moment that verdicts which depend on one were given for, at the latest."""
    filled = id_()
    """While all cases are counted for the first time: the last one done; afterwards `zzz…`."""
    counted = models.IntegerField(default=0, db_default=0)
    """Cases that the first counting has done; of how many there were when it began stands in `total`."""
    total = models.IntegerField(default=0, db_default=0)
    run_since = models.DateTimeField(null=True)
    """When the first counting was begun, or last taken up again after a rest; by then it had done `run_from`."""
    run_from = models.IntegerField(default=0, db_default=0)

    class Meta:
        db_table = "tally_head"


class TallyCase(models.Model):
    """What one case counts as: a letter for each measure of the programme that this date places."""

    pk = Key("district", "case_id", "placed_by")
    district = slug()
    case_id = id_()
    placed_by = id_()
    programme = id_()
    number = models.CharField(max_length=NUMBER)
    population = id_()
    day = models.CharField(max_length=DAY)
    """ISO; empty if nobody knows it."""
    unit = id_(null=True)
    area = id_(null=True)
    category = id_(null=True)
    letters = models.CharField(max_length=200)
    changes_at = models.DateTimeField()
    """When time alone may change a letter; year 9999 for never."""

    class Meta:
        db_table = "tally_case"
        indexes = (
            index("tally_case_day", "programme", "placed_by", "population", "day", "number"),
            index("tally_case_ripe", "changes_at"),
        )


class Tally(models.Model):
    """How many cases have which letter: by day, by month, and by month within a unit, an area or a category."""

    pk = Key("district", "programme", "placed_by", "population", "dim", "key", "measure", "span")
    district = slug()
    programme = id_()
    placed_by = id_()
    population = id_()
    dim = id_()
    key = id_()
    measure = id_()
    span = models.CharField(max_length=DAY)
    counted = models.BigIntegerField()
    rest = models.BigIntegerField()
    unknown = models.BigIntegerField()
    not_due = models.BigIntegerField()

    class Meta:
        db_table = "tally"


class SavedView(models.Model):
    """A ledger as somebody set it up: filters, columns, order; shown to colleagues if it is shared."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    account = id_()
    ledger = id_()
    title = models.CharField(max_length=80)
    query = models.TextField()
    """As an address has it."""
    shared = models.BooleanField()
    saved_at = models.DateTimeField()
    unit = models.CharField(max_length=64, null=True)
    """The unit that it is shared with."""

    class Meta:
        db_table = "saved_view"
        indexes = (index("saved_view_account", "ledger", "account"),)

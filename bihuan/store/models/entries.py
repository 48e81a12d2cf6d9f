"""Entries of registers as they stand; made again from the facts by a rebuild."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug, unique

CODE, DAY = 64, 10


class EntryRow(models.Model):
    """One entry: its stream, how many events it has, and what a search looks through."""

    pk = Key("district", "register", "key")
    district = slug()
    register = id_()
    key = models.CharField(max_length=CODE)
    stream = id_()
    n = models.IntegerField()
    population = id_()
    search = models.TextField()
    recorded = models.DateTimeField()
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "entry_row"
        constraints = (unique("entry_stream", "stream"),)


class RegisterValue(models.Model):
    """One value of one field, from a day on, as it was said at one place in the facts. Never overwritten: of two with
    the same day the later one holds, and before it was said the earlier one did."""

    pk = Key("district", "register", "key", "field", "since", "position")
    district = slug()
    register = id_()
    key = models.CharField(max_length=CODE)
    field = id_()
    since = models.CharField(max_length=DAY)
    """ISO day."""
    position = models.BigIntegerField()
    stream = id_()
    value = models.TextField()
    """JSON of a scalar."""
    recorded = models.DateTimeField()

    class Meta:
        db_table = "register_value"
        indexes = (
            index("value_stream", "stream"),
            index("value_found", "register", "field", "value", "since"),
        )

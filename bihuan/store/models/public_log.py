"""The public log: how far it goes, which leaf stands where, and what the district itself declares in it."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import SLUG, id_, slug, unique


class LogHead(models.Model):
    """One row a district: how many leaves are integrated, and up to which position of each source.

    A compare-and-swap on `size` fences, as in `head`.
    """

    district = models.CharField(max_length=SLUG, primary_key=True)
    size = models.BigIntegerField(default=0)
    events = models.BigIntegerField(default=0)
    """Every event up to this position has its leaf in the tree."""
    declarations = models.BigIntegerField(default=0)
    declared = models.BigIntegerField(default=0)
    """How many declarations there are."""

    class Meta:
        db_table = "log_head"


class LogLeaf(models.Model):
    """Which leaf stands at an index of the tree. Append only; the leaf's bytes stand with its event."""

    pk = Key("district", "idx")
    district = slug()
    idx = models.BigIntegerField()
    source = id_()
    """`event` or `declaration`."""
    position = models.BigIntegerField()

    class Meta:
        db_table = "log_leaf"
        constraints = (unique("log_leaf_source", "source", "position"),)


class Declaration(models.Model):
    """What the district says in its own name: a published figure, an erasure. Streams of their own. Append only."""

    pk = Key("district", "position")
    district = slug()
    position = models.BigIntegerField()
    stream = id_()
    n = models.IntegerField()
    recorded = models.DateTimeField()
    kind = id_()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "declaration"
        constraints = (unique("declaration_stream", "stream", "n"),)

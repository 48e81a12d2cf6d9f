"""What the desk keeps besides cases: draws promised and made, shifts handed over. Append only, each act a row."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, slug


class Draw(models.Model):
    """A draw promised: the hash of its seed is public from this row on, the seed is sealed until it is made."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    programme = id_()
    since = models.DateField()
    until = models.DateField()
    size = models.IntegerField()
    commitment = id_()
    sealed = models.BinaryField()
    promised_at = models.DateTimeField()
    promised_by = id_()

    class Meta:
        db_table = "draw"


class DrawMade(models.Model):
    """The seed shown and what was drawn from: with it anyone draws the same again."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    seed = id_()
    population = models.TextField()
    """Case numbers, a JSON list in the order of the numbers."""
    made_at = models.DateTimeField()
    made_by = id_()

    class Meta:
        db_table = "draw_made"


class Handover(models.Model):
    """A shift handed over: what was open at that moment. Its note is a vault word under a key of its own."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    by = id_()
    at = models.DateTimeField()
    items = models.TextField()

    class Meta:
        db_table = "handover"


class HandoverTaken(models.Model):
    """Who took a shift over."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    by = id_()
    at = models.DateTimeField()

    class Meta:
        db_table = "handover_taken"

"""Facts, answers to requests, and notices."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import SLUG, id_, index, slug, unique


class Head(models.Model):
    """One row a district: how far its events go. Locked by the writer; a compare-and-swap on `position` fences."""

    district = models.CharField(max_length=SLUG, primary_key=True)
    position = models.BigIntegerField(default=0)
    cases = models.BigIntegerField(default=0)
    edition = models.CharField(max_length=64, default="")
    """Hash of the pack that is loaded."""
    registers = models.BigIntegerField(default=0)
    """Grows with every change of units, areas and posts: what tells a process that its copy is old."""

    class Meta:
        db_table = "head"


class Event(models.Model):
    """One fact: the canonical bytes of the event without personal data, and its public leaf. Append only."""

    pk = Key("district", "position")
    district = slug()
    position = models.BigIntegerField()
    stream = id_()
    n = models.IntegerField()
    recorded = models.DateTimeField()
    occurred = models.DateTimeField()
    verb = id_()
    step = id_()
    programme = id_()
    body = models.TextField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    request_id = models.CharField(max_length=200)

    class Meta:
        db_table = "event"
        constraints = (unique("event_stream", "stream", "n"),)


class Request(models.Model):
    """An accepted request and its answer, so that a double tap is harmless."""

    pk = Key("district", "request_id")
    district = slug()
    request_id = models.CharField(max_length=200)
    command_digest = models.CharField(max_length=120)
    answer = models.TextField()
    recorded = models.DateTimeField()

    class Meta:
        db_table = "request"
        indexes = (index("request_recorded", "recorded"),)


class Outbox(models.Model):
    """A notice that is to be sent; written with the fact that ordered it."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    case_id = id_()
    position = models.BigIntegerField()
    telling = id_()
    audience = id_()
    created_at = models.DateTimeField()
    state = id_()

    class Meta:
        db_table = "outbox"
        indexes = (index("outbox_state", "state", "position"), index("outbox_case", "case_id"))

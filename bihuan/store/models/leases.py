"""Who does which regular job now, and how its last run ended. Nothing of a case stands here."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, slug


class Lease(models.Model):
    """One regular job of a district. Whoever holds the lease does it, and nobody else until `until`."""

    pk = Key("district", "job")
    district = slug()
    job = id_()
    holder = id_()
    """The process that does it; empty while it rests."""
    until = models.DateTimeField()
    """When the lease ends by itself: a process that died does not block the job for good."""
    next_at = models.DateTimeField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200)
    """What the last run came to, or the kind of its fault; never words of a case."""
    runs = models.BigIntegerField(default=0)
    failures = models.BigIntegerField(default=0)
    """Runs that failed since the last that did not."""

    class Meta:
        db_table = "lease"

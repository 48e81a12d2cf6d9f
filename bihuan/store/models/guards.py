"""What guards the district: the journals of administration and of identities opened, and counted attempts."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug


class JournalHead(models.Model):
    """How far a journal goes and the hash of its last entry. Locked by whoever adds one."""

    pk = Key("district", "journal")
    district = slug()
    journal = id_()
    n = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_head"


class JournalEntry(models.Model):
    """One act, chained to the one before by its hash. Append only; the columns repeat what `body` says."""

    pk = Key("district", "journal", "n")
    district = slug()
    journal = id_()
    n = models.BigIntegerField()
    recorded = models.DateTimeField()
    actor = id_()
    kind = id_()
    about = models.CharField(max_length=128)
    body = models.TextField()
    hash = models.BinaryField()
    sealed = models.BinaryField(null=True)
    """Words that came with it, under the key of the case they belong to: erased with the case."""

    class Meta:
        db_table = "journal_entry"
        indexes = (
            index("journal_recorded", "journal", "recorded"),
            index("journal_about", "journal", "about", "n"),
            index("journal_actor", "journal", "actor", "n"),
        )


class Attempt(models.Model):
    """How often something was tried in a slot of time. Forgotten when the slot is over."""

    pk = Key("district", "target", "slot")
    district = slug()
    target = models.CharField(max_length=64)
    """A keyed hash of what is guarded and whose it is: no address and no name can be read from it."""
    slot = models.BigIntegerField()
    tries = models.BigIntegerField()
    until = models.DateTimeField()

    class Meta:
        db_table = "attempt"
        indexes = (index("attempt_until", "until"),)

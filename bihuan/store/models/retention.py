"""Batches of cases whose private parts are to go: proposed, reviewed, carried out. No word of a case stands here."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import NUMBER, id_, index, slug


class RetentionBatch(models.Model):
    """One batch under one rule. Nothing goes before `not_before`, and nothing without an approval."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    programme = id_()
    erases = id_()
    months = models.IntegerField()
    proposed_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = id_()
    """`proposed`, `approved`, `refused`, `done`."""
    decided_by = id_(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retention_batch"


class RetentionItem(models.Model):
    """One case of a batch."""

    pk = Key("district", "batch", "case_id")
    district = slug()
    batch = id_()
    case_id = id_()
    number = models.CharField(max_length=NUMBER)
    ended_at = models.DateTimeField()
    state = id_()
    """`waiting`, `held`, `erased`, `restarted` (something happened since), `gone` (its key was deleted meanwhile)."""
    reason = models.CharField(max_length=200)
    """Why it was held out; a file number or a code, no personal data."""

    class Meta:
        db_table = "retention_item"
        indexes = (index("retention_case", "case_id"),)

"""Who is on duty when in a unit, and who is away with whom in place."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug


class DutySpan(models.Model):
    """One planned interval. Never changed but to be withdrawn; every change is in the journal."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    unit = id_()
    account = id_()
    kind = id_()
    """`shift`: on duty; `leave`: away."""
    substitute = id_(null=True)
    """Who stands in for somebody away."""
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "duty_span"
        indexes = (index("duty_unit", "unit", "ends_at"),)

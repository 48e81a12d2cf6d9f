"""Who holds a receipt of which case. Of the code only a hash is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug


class Receipt(models.Model):
    """One code: what it opens, and whether it still does."""

    pk = Key("district", "code")
    district = slug()
    code = id_()
    """SHA-256 of the code, hex."""
    case_id = id_()
    kind = id_()
    """`raiser` or `follower`."""
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    channel = id_(null=True)
    contact = models.BinaryField(null=True)
    """Where a follower wants to be told, sealed under the key of the case; nothing for the one who raised it."""
    language = models.CharField(max_length=2, default="zh", db_default="zh")
    """In which language its holder is told: that of the page they used; `zh` or `en`."""

    class Meta:
        db_table = "receipt"
        indexes = (index("receipt_case", "case_id", "kind"),)

"""How notices travel: a row for each recipient and channel, and how people wish to be told. No words are kept here."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug


class Delivery(models.Model):
    """One notice on its way to one recipient over one channel. What it says is made from the case when it goes."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    """Derived from notice, recipient and channel: spreading a notice twice makes no second row."""
    notice = id_()
    case_id = id_()
    recipient = id_()
    """An account, a unit (for its robot), or `raiser`."""
    channel = id_()
    state = id_()
    due_at = models.DateTimeField()
    """When to send, to try again, or when a sender's claim ends."""
    tries = models.IntegerField()
    fault = models.CharField(max_length=200)
    """What the gateway said last; never an address."""
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "delivery"
        indexes = (
            index("delivery_due", "state", "due_at"),
            index("delivery_recipient", "recipient", "channel", "state"),
            index("delivery_case", "case_id"),
        )


class NoticeWish(models.Model):
    """How an account wishes to be told."""

    pk = Key("district", "account")
    district = slug()
    account = id_()
    wish = models.TextField()
    """JSON; see store.notices."""

    class Meta:
        db_table = "notice_wish"

"""The blind index: which keyed words stand in which cases. Vault rows: gone with what they were made from."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import SLUG, id_, index, slug


class SearchHead(models.Model):
    """One row a district: locked by whoever changes the blocks."""

    district = models.CharField(max_length=SLUG, primary_key=True)
    changed = models.BigIntegerField(default=0)
    """How often blocks were changed."""

    class Meta:
        db_table = "search_head"


class SearchCase(models.Model):
    """The case that an ordinal in the blocks stands for."""

    pk = Key("district", "ordinal")
    district = slug()
    ordinal = models.BigIntegerField()
    case_id = id_()

    class Meta:
        db_table = "search_case"


class SearchTail(models.Model):
    """The tokens of one event that are not in the blocks yet, four bytes each; written with the event."""

    pk = Key("district", "position")
    district = slug()
    position = models.BigIntegerField()
    ordinal = models.BigIntegerField()
    tokens = models.BinaryField()

    class Meta:
        db_table = "search_tail"


class SearchBlock(models.Model):
    """The cases of one block of ordinals that have a token: places in the block, or a map of them."""

    pk = Key("district", "token", "block")
    district = slug()
    token = models.BigIntegerField()
    block = models.IntegerField()
    members = models.BinaryField()

    class Meta:
        db_table = "search_block"


class Caller(models.Model):
    """A way to reach somebody, hashed under a key of the district, and a case it was given in."""

    pk = Key("district", "hash", "case_id")
    district = slug()
    hash = id_()
    case_id = id_()

    class Meta:
        db_table = "caller"
        indexes = (index("caller_case", "case_id"),)

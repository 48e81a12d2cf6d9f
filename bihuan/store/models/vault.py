"""Keys and sealed words."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug


class CaseKey(models.Model):
    """A wrapped key. Backed up apart from everything else; erasing a person or a case deletes the row."""

    pk = Key("district", "case_id", "holder")
    district = slug()
    case_id = id_()
    holder = id_()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "case_key"


class VaultWord(models.Model):
    """Sealed words of one event: the fields, and the digests that are needed to show one of them."""

    pk = Key("district", "case_id", "n", "name")
    district = slug()
    case_id = id_()
    n = models.IntegerField()
    name = id_()
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_word"


class VaultPhoto(models.Model):
    """A file of the file vault that an event names; a file no row names is an orphan."""

    pk = Key("district", "address")
    district = slug()
    address = id_()
    case_id = id_()
    n = models.IntegerField()
    content = id_()
    size = models.BigIntegerField()

    class Meta:
        db_table = "vault_photo"
        indexes = (index("photo_case", "case_id", "n"),)

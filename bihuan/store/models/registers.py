"""Who and where, packs and imports."""

from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey as Key

from bihuan.store.models.columns import id_, index, slug, unique


class Unit(models.Model):
    """An office, street, brigade or community; dated."""

    pk = Key("district", "id", "since")
    district = slug()
    id = id_()
    title_zh = models.TextField()
    title_en = models.TextField()
    level = id_()
    parent = id_(null=True)
    areas = models.TextField()
    """JSON list of area ids."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "unit"


class Area(models.Model):
    """A place on the map."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    title_zh = models.TextField()
    title_en = models.TextField()
    parent = id_(null=True)

    class Meta:
        db_table = "area"


class Account(models.Model):
    """Who can act, as an opaque id; how a person signs in is not the store's."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    title_zh = models.TextField()
    title_en = models.TextField()
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "account"


class Post(models.Model):
    """A duty that an account holds in a unit, for some areas or all; dated."""

    pk = Key("district", "account", "duty", "unit", "since")
    district = slug()
    account = id_()
    duty = id_()
    unit = id_()
    areas = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "post"
        indexes = (index("post_unit", "unit"),)


class PackFile(models.Model):
    """The text of every file of every pack edition ever loaded; an open case never needs the folder."""

    pk = Key("district", "path", "hash")
    district = slug()
    path = models.CharField(max_length=255)
    hash = models.CharField(max_length=64)
    text = models.TextField()
    kind = id_()
    id = id_()
    edition = id_()
    since = models.DateField(null=True)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "pack_file"
        indexes = (index("pack_kind", "kind", "id", "edition"),)


class ImportRun(models.Model):
    """How far the import of one file has come."""

    pk = Key("district", "id")
    district = slug()
    id = id_()
    source = models.TextField()
    file_hash = models.CharField(max_length=64)
    mapping_hash = models.CharField(max_length=64)
    next_row = models.BigIntegerField()
    accepted = models.BigIntegerField()
    refused = models.BigIntegerField()
    state = id_()

    class Meta:
        db_table = "import_run"
        constraints = (unique("import_file", "file_hash", "mapping_hash"),)

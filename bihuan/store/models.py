"""The tables and their indexes, for migrations only. No method, no manager, no query: those are in `sql/`.

`district` leads every primary key, unique constraint and index, so that the same schema distributes by district;
there are no foreign keys, no serial ids and no triggers with a meaning. Moments are `timestamptz` on PostgreSQL and
text on SQLite (`2026-11-23 08:00:00.000000`, UTC, always the same length, so that text order is time order). Bytes
of events and leaves are stored as they were made and never written again.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import CompositePrimaryKey as Key

SLUG, ID, NUMBER = 63, 64, 64


def _slug() -> models.CharField:
    return models.CharField(max_length=SLUG)


def _id(**more: Any) -> models.CharField:
    return models.CharField(max_length=ID, **more)


def _index(name: str, *fields: str) -> models.Index:
    return models.Index(name=name, fields=["district", *fields])


def _unique(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(name=name, fields=["district", *fields])


# ------------------------------------------------------------------------------------------------------------ facts


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
    district = _slug()
    position = models.BigIntegerField()
    stream = _id()
    n = models.IntegerField()
    recorded = models.DateTimeField()
    occurred = models.DateTimeField()
    verb = _id()
    step = _id()
    programme = _id()
    body = models.TextField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    request_id = models.CharField(max_length=200)

    class Meta:
        db_table = "event"
        constraints = (_unique("event_stream", "stream", "n"),)


class Request(models.Model):
    """An accepted request and its answer, so that a double tap is harmless."""

    pk = Key("district", "request_id")
    district = _slug()
    request_id = models.CharField(max_length=200)
    command_digest = models.CharField(max_length=120)
    answer = models.TextField()
    recorded = models.DateTimeField()

    class Meta:
        db_table = "request"
        indexes = (_index("request_recorded", "recorded"),)


class Outbox(models.Model):
    """A notice that is to be sent; written with the fact that ordered it."""

    pk = Key("district", "id")
    district = _slug()
    id = _id()
    case_id = _id()
    position = models.BigIntegerField()
    telling = _id()
    audience = _id()
    created_at = models.DateTimeField()
    state = _id()

    class Meta:
        db_table = "outbox"
        indexes = (_index("outbox_state", "state", "position"), _index("outbox_case", "case_id"))


# ------------------------------------------------------------------------------------------------------- read model


class CaseRow(models.Model):
    """A case as it stands: its state, what lists sort and filter by, and the facts indicators count."""

    pk = Key("district", "id")
    district = _slug()
    id = _id()
    number = models.CharField(max_length=NUMBER)
    programme = _id()
    edition = _id()
    population = _id()
    n = models.IntegerField()
    stage = _id()
    final = models.BooleanField()
    outcome = _id(null=True)
    lead_unit = _id(null=True)
    area = _id(null=True)
    category = _id(null=True)
    opened_at = models.DateTimeField()
    occurred_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    supervision = models.IntegerField()
    next_due = models.DateTimeField()
    """Year 9999 for a case that owes nothing at a time (projection.NO_DUE)."""
    state = models.TextField()
    facts = models.TextField()
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "case_row"
        constraints = (_unique("case_number", "number"),)
        indexes = (
            _index("case_due", "final", "next_due", "id"),
            _index("case_lead", "lead_unit", "final", "next_due"),
            _index("case_area", "area", "final", "next_due"),
            _index("case_ledger", "programme", "population", "occurred_at", "id"),
        )


class TaskRow(models.Model):
    """One unit's part in a case: the work queue of the unit."""

    pk = Key("district", "case_id", "task")
    district = _slug()
    case_id = _id()
    task = _id()
    unit = _id()
    kind = _id()
    state = _id()
    due_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "task_row"
        indexes = (_index("task_unit", "unit", "state", "due_at"),)


class Deadline(models.Model):
    """A clock that runs. `suspended` stands still, `lapsed` has had its effect: neither is due."""

    pk = Key("district", "case_id", "clock")
    district = _slug()
    case_id = _id()
    clock = _id()
    name = _id()
    task = _id(null=True)
    owner = _id()
    due_at = models.DateTimeField()
    provisional = models.BooleanField()
    is_window = models.BooleanField()
    shown = models.BooleanField()
    lapse = _id(null=True)
    suspended = models.BooleanField()
    lapsed = models.BooleanField()

    class Meta:
        db_table = "deadline"
        indexes = (_index("deadline_due", "lapsed", "suspended", "due_at"),)


class Reservation(models.Model):
    """A key that one case holds."""

    pk = Key("district", "key")
    district = _slug()
    key = models.CharField(max_length=255)
    case_id = _id()

    class Meta:
        db_table = "reservation"
        indexes = (_index("reservation_case", "case_id"),)


# ------------------------------------------------------------------------------------------------------------ vault


class CaseKey(models.Model):
    """A wrapped key. Backed up apart from everything else; erasing a person or a case deletes the row."""

    pk = Key("district", "case_id", "holder")
    district = _slug()
    case_id = _id()
    holder = _id()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "case_key"


class VaultWord(models.Model):
    """Sealed words of one event: the fields, and the digests that are needed to show one of them."""

    pk = Key("district", "case_id", "n", "name")
    district = _slug()
    case_id = _id()
    n = models.IntegerField()
    name = _id()
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_word"


class VaultPhoto(models.Model):
    """A file of the file vault that an event names; a file no row names is an orphan."""

    pk = Key("district", "address")
    district = _slug()
    address = _id()
    case_id = _id()
    n = models.IntegerField()
    content = _id()
    size = models.BigIntegerField()

    class Meta:
        db_table = "vault_photo"
        indexes = (_index("photo_case", "case_id", "n"),)


# -------------------------------------------------------------------------------------------------------- registers


class Unit(models.Model):
    """An office, street, brigade or community; dated."""

    pk = Key("district", "id", "since")
    district = _slug()
    id = _id()
    title_zh = models.TextField()
    title_en = models.TextField()
    level = _id()
    parent = _id(null=True)
    areas = models.TextField()
    """JSON list of area ids."""
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "unit"


class Area(models.Model):
    """A place on the map."""

    pk = Key("district", "id")
    district = _slug()
    id = _id()
    title_zh = models.TextField()
    title_en = models.TextField()
    parent = _id(null=True)

    class Meta:
        db_table = "area"


class Account(models.Model):
    """Who can act, as an opaque id; how a person signs in is not the store's."""

    pk = Key("district", "id")
    district = _slug()
    id = _id()
    title_zh = models.TextField()
    title_en = models.TextField()
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "account"


class Post(models.Model):
    """A duty that an account holds in a unit, for some areas or all; dated."""

    pk = Key("district", "account", "duty", "unit", "since")
    district = _slug()
    account = _id()
    duty = _id()
    unit = _id()
    areas = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "post"
        indexes = (_index("post_unit", "unit"),)


class RegisterEntry(models.Model):
    """One value of one field of a register entry, from a day on; the newest one that covers a day holds."""

    pk = Key("district", "register", "key", "field", "since")
    district = _slug()
    register = _id()
    key = models.CharField(max_length=128)
    field = _id()
    since = models.DateField()
    value = models.TextField()
    """JSON of a scalar."""
    until = models.DateField(null=True)

    class Meta:
        db_table = "register_entry"


# -------------------------------------------------------------------------------------------------- packs and imports


class PackFile(models.Model):
    """The text of every file of every pack edition ever loaded; an open case never needs the folder."""

    pk = Key("district", "path", "hash")
    district = _slug()
    path = models.CharField(max_length=255)
    hash = models.CharField(max_length=64)
    text = models.TextField()
    kind = _id()
    id = _id()
    edition = _id()
    since = models.DateField(null=True)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "pack_file"
        indexes = (_index("pack_kind", "kind", "id", "edition"),)


class ImportRun(models.Model):
    """How far the import of one file has come."""

    pk = Key("district", "id")
    district = _slug()
    id = _id()
    source = models.TextField()
    file_hash = models.CharField(max_length=64)
    mapping_hash = models.CharField(max_length=64)
    next_row = models.BigIntegerField()
    accepted = models.BigIntegerField()
    refused = models.BigIntegerField()
    state = _id()

    class Meta:
        db_table = "import_run"
        constraints = (_unique("import_file", "file_hash", "mapping_hash"),)

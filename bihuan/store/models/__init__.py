"""The tables and their indexes, for migrations only. No method, no manager, no query: those are in `sql/`.

`district` leads every primary key, unique constraint and index, so that the same schema distributes by district;
there are no foreign keys, no serial ids and no triggers with a meaning. Moments are `timestamptz` on PostgreSQL and
text on SQLite (`2026-11-23 08:00:00.000000`, UTC, always the same length, so that text order is time order). Bytes
of events and leaves are stored as they were made and never written again.
"""

from bihuan.store.models.desk import Draw, DrawMade, Handover, HandoverTaken
from bihuan.store.models.duty import DutySpan
from bihuan.store.models.entries import EntryRow, RegisterValue
from bihuan.store.models.facts import Event, Head, Outbox, Request
from bihuan.store.models.guards import Attempt, JournalEntry, JournalHead
from bihuan.store.models.leases import Lease
from bihuan.store.models.notices import Delivery, NoticeWish
from bihuan.store.models.public_log import Declaration, LogHead, LogLeaf
from bihuan.store.models.read_model import CaseRow, Deadline, Mention, Reservation, TaskRow
from bihuan.store.models.receipts import Receipt
from bihuan.store.models.registers import Account, Area, ImportRun, PackFile, Post, Unit
from bihuan.store.models.retention import RetentionBatch, RetentionItem
from bihuan.store.models.search import Caller, SearchBlock, SearchCase, SearchHead, SearchTail
from bihuan.store.models.tallies import SavedView, Tally, TallyCase, TallyHead
from bihuan.store.models.vault import CaseKey, VaultPhoto, VaultWord

__all__ = [
    "Account",
    "Area",
    "Attempt",
    "Caller",
    "CaseKey",
    "CaseRow",
    "Deadline",
    "Declaration",
    "Delivery",
    "Draw",
    "DrawMade",
    "DutySpan",
    "EntryRow",
    "Event",
    "Handover",
    "HandoverTaken",
    "Head",
    "ImportRun",
    "JournalEntry",
    "JournalHead",
    "Lease",
    "LogHead",
    "LogLeaf",
    "Mention",
    "NoticeWish",
    "Outbox",
    "PackFile",
    "Post",
    "Receipt",
    "RegisterValue",
    "Request",
    "Reservation",
    "RetentionBatch",
    "RetentionItem",
    "SavedView",
    "SearchBlock",
    "SearchCase",
    "SearchHead",
    "SearchTail",
    "Tally",
    "TallyCase",
    "TallyHead",
    "TaskRow",
    "Unit",
    "VaultPhoto",
    "VaultWord",
]

"""Erasing a person or a case: keys, words and search tokens go in one transaction; facts, leaves and proofs stay.

What is left of the words are commitments under salts that nobody can derive any more. That it was done is a fact
itself: a leaf in the public log, an entry in the journal. Photo files are removed after the commit; one that stays
behind is unreadable without the key and is swept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bihuan.store import indexing
from bihuan.store.integrating import declare
from bihuan.store.journal import Act, Journal, append
from bihuan.store.reading import Ground
from bihuan.store.receipts import revoke
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder

ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """What is to be erased, by whom and why."""

    case: str
    number: str
    holder: Holder
    """`reporter` takes away who it was; `case` takes everything that was said."""
    actor: str
    reason: str
    """A code or the file number of the order; no personal data."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What went."""

    keys: int
    photos: tuple[str, ...]
    """Addresses of files that are to be removed now."""


def erase(
    session: Session,
    ground: Ground,
    asked: Erasing,
    leaf: Callable[[int, bytes | None], bytes],
    stream: str,
    now: datetime,
) -> Erased | None:
    """Do it; None if there was no such key (erased before, or nobody was named). `leaf` makes the public leaf."""
    district = ground.district
    with session.transaction() as transaction:
        session.row("lock_head", (district,))
        photos: tuple[str, ...] = ()
        holders = [Holder.REPORTER]
        if asked.holder is Holder.CASE:
            holders.append(Holder.CASE)
            indexing.forget(session, ground, asked.case, asked.number)
            photos = tuple(row[1] for row in session.rows("case_photos", (district, asked.case)))
            session.run("erase_words", (district, asked.case))
            session.run("erase_photos", (district, asked.case))
        session.run("forget_callers", (district, asked.case))
        revoke(session, district, asked.case, now)
        keys = sum(session.run("erase_key", (district, asked.case, str(holder))) for holder in holders)
        if keys == 0:
            transaction.dropped = True
            return None
        # A writer that remembers the case remembers its keys, too: this makes every process read it anew.
        session.run("touch_registers", (district,))
        declare(session, district, "erasure", stream, leaf, now)
        detail = {"what": str(asked.holder), "number": asked.number, "reason": asked.reason}
        act = Act(actor=asked.actor, kind=ERASED, about=asked.case, detail=detail)
        append(session, district, Journal.ADMINISTRATION, act, now)
        return Erased(keys, photos)

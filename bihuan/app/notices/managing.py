"""What people change about notices: read marks, wishes, another try for those given up. Each checks whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.app.district import District
from bihuan.core.notices import Delivery, Wish
from bihuan.store import notices


def mark_read(district: District, account: str, ids: Sequence[str]) -> int:
    """Of these, the account's own notices are read; says how many were new."""
    session = district.door.database.connect()
    try:
        with session.transaction():
            return notices.mark_read(session, district.id, account, ids, district.door.clock())
    finally:
        session.close()


def wish_of(district: District, account: str) -> Wish:
    """How the account wishes to be told."""
    with district.door.readers.lend() as session:
        return notices.wishes(session, district.id).get(account, Wish())


def keep_wish(district: District, account: str, wish: Wish) -> None:
    """From now on; what is on its way already keeps its hour."""
    session = district.door.database.connect()
    try:
        with session.transaction():
            notices.keep_wish(session, district.id, account, wish)
    finally:
        session.close()


def revive(district: District, id_: str) -> bool:
    """Try a dead delivery again; False if it is not dead (any more)."""
    session = district.door.database.connect()
    try:
        with session.transaction():
            return notices.revive(session, district.id, id_, district.door.clock())
    finally:
        session.close()


def revive_all(district: District, most: int = 10_000) -> int:
    """Try every dead delivery again; says how many there were."""
    with district.door.readers.lend() as session:
        dead = notices.in_state(session, district.id, Delivery.DEAD, most)
    return sum(revive(district, one.id) for one in dead)

"""Ledgers as people set them up: rows that belong to an account and may be shared with one of its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.store.session import Session, stored_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A name for filters, columns and an order; `unit` is the one it is shared with."""

    id: str
    account: str
    title: str
    query: str
    unit: str | None


def put(session: Session, district: str, ledger: str, view: SavedView, now: datetime) -> None:
    """Add one, in the caller's transaction."""
    row = (district, view.id, view.account, ledger, view.title, view.query, view.unit is not None, stored_moment(now))
    session.run("save_view", (*row, view.unit))


def visible(session: Session, district: str, ledger: str, account: str, units: Sequence[str]) -> list[SavedView]:
    """The account's own, and what others share with one of the units; by name."""
    rows = session.rows("saved_views", (district, ledger, account, session.of_many(list(units))))
    return [SavedView(id=id_, account=by, title=title, query=query, unit=unit) for id_, by, title, query, unit in rows]


def rename(session: Session, district: str, id_: str, account: str, title: str, unit: str | None) -> bool:
    """Another name, shared with another unit or nobody; False if it is not the account's."""
    return session.run("rename_view", (title, unit is not None, unit, district, id_, account)) == 1


def drop(session: Session, district: str, id_: str, account: str) -> bool:
    """Delete one; False if it is not the account's."""
    return session.run("drop_view", (district, id_, account)) == 1

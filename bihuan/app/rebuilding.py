"""The read model against the facts it comes from: compare, or make it anew. The work itself is the store's."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.app.district import District
from bihuan.store.rebuild import Rebuilt, compare, rewrite
from bihuan.store.session import Session

__all__ = ["Rebuilt", "rebuild"]


def rebuild(
    district: District, session: Session, *, write: bool, progress: Callable[[int, int], None] | None = None
) -> Rebuilt:
    """Replay every fact; equal, or the first difference. `write` replaces the read model in one transaction."""
    work = rewrite if write else compare
    return work(session, district.id, district.rules.of, district.zone, progress=progress)

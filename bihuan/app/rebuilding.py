"""The read model against the facts it comes from: compare, or make it anew. The work itself is the store's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bihuan.app import tallying
from bihuan.app.district import District
from bihuan.store.rebuild import Rebuilt, compare, rewrite
from bihuan.store.replaying import Difference
from bihuan.store.session import Session
from bihuan.store.tallying import forget

__all__ = ["Rebuilt", "rebuild"]


def rebuild(
    district: District, session: Session, *, write: bool, progress: Callable[[int, int], None] | None = None
) -> Rebuilt:
    """Replay every fact; equal, or the first difference. `write` replaces the read model in one transaction.

    The counts kept by day are compared too, or made anew. Counting what has not been counted yet writes counts.
    """
    work = rewrite if write else compare
    done = work(session, district.id, district.rules.of, district.zone, progress=progress)
    if done.difference is not None:
        return done
    if write:
        with session.transaction():
            forget(session, district.id)
    found = tallying.compare(district, session)
    if found is None:
        return done
    return replace(
        done,
        difference=Difference(table="tally", key=found.place, column=None, stored=found.kept, rebuilt=found.counted),
    )

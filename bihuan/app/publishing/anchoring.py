"""Where the journals end, said in the public log once a day: what an opening was for can't be rewritten afterwards.

The leaf holds how many entries a journal has and the hash of the last one, nothing else. Whoever holds a copy of the
journal checks it against every such leaf; whoever holds none sees how often identities were opened, day by day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import get_args

from bihuan.app.publishing.place import PublicLog
from bihuan.store.integrating import declare
from bihuan.store.journal import Journal, heads
from bihuan.store.session import Session
from bihuan.transparency.canonical import Json, b64url, from_b64url
from bihuan.transparency.chain import read_entry
from bihuan.transparency.declarations import Kind, declaration, stream_of

KINDS: dict[Journal, Kind] = {Journal(kind): kind for kind in get_args(Kind) if kind in tuple(Journal)}


def anchor(log: PublicLog, today: date, now: datetime) -> int:
    """Declare the heads that moved since they were last said, once a day each; how many were. Raises LogRaced."""
    session = log.database.connect()
    try:
        said = 0
        with session.transaction():
            for journal, (n, hash_) in heads(session, log.district).items():
                last = _last(session, log.district, KINDS[journal])
                if n and (last is None or (last.get("q") != n and str(last["t"]) < today.isoformat())):
                    _declare(session, log, journal, {"q": n, "jh": b64url(hash_)}, today, now)
                    said += 1
        return said
    finally:
        session.close()


def anchors(session: Session, district: str, journal: Journal) -> Sequence[tuple[int, bytes]]:
    """Every head that was said of a journal: its number and hash, the oldest first."""
    found = []
    for _, leaf, *_ in session.rows("declarations_of", (district, KINDS[journal])):
        fields = read_entry(bytes(leaf)) or {}
        found.append((int(str(fields["q"])), from_b64url(str(fields["jh"])) or b""))
    return found


def _last(session: Session, district: str, kind: Kind) -> dict[str, Json] | None:
    rows = session.rows("declarations_of", (district, kind))
    return dict(read_entry(bytes(rows[-1][1])) or {}) if rows else None


def _declare(
    session: Session, log: PublicLog, journal: Journal, said: dict[str, Json], today: date, now: datetime
) -> None:
    kind = KINDS[journal]
    build = partial(declaration, kind, log.origin, recorded=today, said=said)
    declare(session, log.district, kind, stream_of(kind, log.origin), build, now)

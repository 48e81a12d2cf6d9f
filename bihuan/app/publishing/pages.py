"""The page that checks receipts, in the log: its hash is a leaf, so that nobody can be handed another one unnoticed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial

from bihuan.app.district import District
from bihuan.app.publishing.place import PublicLog
from bihuan.store.integrating import declare
from bihuan.transparency.canonical import Json
from bihuan.transparency.chain import read_entry
from bihuan.transparency.declarations import declaration, stream_of

PAGES = "pages"


def declare_page(log: PublicLog, district: District, name: str, page: bytes, now: datetime) -> bool:
    """Say in the log which page is served from now on, and keep it beside the log; False if that was said already.

    The leaf enters with the next batch. An older page's leaf stays: whoever kept that page can still compare it.
    """
    sha = hashlib.sha256(page).hexdigest()
    with log.readers.lend() as session:
        rows = session.rows("declarations_of", (log.district, "page"))
    said = [dict(read_entry(bytes(leaf)) or {}) for _, leaf, *_ in rows]
    last = next((one for one in reversed(said) if one.get("w") == name), {})
    if last.get("sha") == sha:
        return False
    log.files.put(f"{PAGES}/{name}-{sha[:16]}.html", page.decode())
    fields: dict[str, Json] = {"w": name, "sha": sha, "size": len(page)}
    build = partial(declaration, "page", log.origin, recorded=now.astimezone(district.zone).date(), said=fields)
    session = log.database.connect()
    try:
        with session.transaction():
            declare(session, log.district, "page", stream_of("page", log.origin), build, now)
    finally:
        session.close()
    return True

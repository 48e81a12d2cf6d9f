"""The texts of packs, kept for good: every pack ever loaded, so that an open case never needs the folder.

A text is kept once, under its path and hash; a row of its own (`kind` pack) lists the texts that made up a pack.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.store.session import Session, stored_moment

_MANIFEST = "*pack"
"""Path of the rows that list a pack; no file can be called so in a pack."""


@dataclass(frozen=True, slots=True)
class StoredPack:
    """A pack as it was read: its hash, and its texts by path."""

    hash: str
    texts: Mapping[str, str]


def put(session: Session, district: str, pack: StoredPack, hashes: Mapping[str, str], now: datetime) -> None:
    """Keep the texts, `hashes` being their SHA-256 by path, and make this the pack in force.

    Inside the caller's transaction. Opens the district if it is new.
    """
    loaded = stored_moment(now)
    rows = [
        (path, hashes[path], text, "file", "", pack.hash, None, loaded) for path, text in sorted(pack.texts.items())
    ]
    manifest = json.dumps(dict(hashes), sort_keys=True, ensure_ascii=False)
    rows.append((_MANIFEST, pack.hash, manifest, "pack", "", pack.hash, None, loaded))
    session.run("open_district", (district,))
    session.write("put_pack_files", district, rows)
    session.run("set_edition", (pack.hash, district))


def loaded(session: Session, district: str) -> list[StoredPack]:
    """Every pack ever loaded: the one in force first, then the others, the newest first."""
    head = session.row("head", (district,))
    if head is None:
        return []
    texts: dict[tuple[str, str], str] = {}
    manifests: list[tuple[str, str]] = []
    for path, hash_, text, kind, *_ in session.rows("pack_files", (district,)):
        if kind == "pack":
            manifests.append((hash_, text))
        else:
            texts[path, hash_] = text
    packs = [
        StoredPack(hash_, {path: texts[path, of] for path, of in json.loads(manifest).items()})
        for hash_, manifest in reversed(manifests)
    ]
    return sorted(packs, key=lambda pack: pack.hash != head[2])

"""Erasure as a use case: of the one who raised a case, or of all that was said in it. The tree and its proofs stay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import erasing
from bihuan.store.reading import case_of_number
from bihuan.store.vault.crypto import Holder
from bihuan.store.vault.files import FileVault
from bihuan.transparency.canonical import Json
from bihuan.transparency.declarations import declaration, stream_of


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was done."""

    number: str
    keys: int
    photos: int
    outlives: tuple[tuple[Text, date], ...] = ()
    """The backups that still hold the keys, each with the last day; empty if the pack names none."""


def erase(
    district: District, number: str, *, everything: bool, actor: str, reason: str, origin: str, photos: Path | None
) -> Erasure | Refusal:
    """Erase who raised a case or, with `everything`, all words and photos of it. Nothing brings them back here.

    Backups keep the keys until they are destroyed by the place's own rule (`[[backup]]` of the district file); the
    answer says which and until when, to be told to the person. `origin` names the log that the leaf goes into. A case
    without such a key (erased before, anonymous) is refused as `nothing-to-erase`.
    """
    door = district.door
    now = door.clock()
    with door.look(district.id) as (session, ground):
        case = case_of_number(session, district.id, number)
        rows = session.rows("case_leaves", (district.id, case)) if case else []
        if case is None or not rows:
            return Refusal("no-such-case", {"case": number})
        stream = str(json.loads(bytes(rows[0][2]))["c"])
        holder = Holder.CASE if everything else Holder.REPORTER
        said: dict[str, Json] = {"w": str(holder), "m": [stream]}
        today = now.astimezone(district.zone).date()
        leaf = partial(declaration, "erasure", origin, recorded=today, said=said)
        asked = erasing.Erasing(case=case, number=number, holder=holder, actor=actor, reason=reason)
        done = erasing.erase(session, ground, asked, leaf, stream_of("erasure", origin), now)
    if done is None:
        return Refusal("nothing-to-erase", {"case": number})
    vault = FileVault(photos, district.id) if photos else None
    for address in done.photos:
        if vault is not None:
            vault.remove(address)
    kept = district.pack.district.backups
    return Erasure(
        number, done.keys, len(done.photos), tuple((one.title, today + timedelta(days=one.days)) for one in kept)
    )

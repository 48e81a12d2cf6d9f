"""Words that the system itself quotes or writes to: what a notice may say, and the address somebody left for it.

No person reads anything here; what a page shows goes through `reading` and, for a name or number, is opened for a
purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bihuan.core.notices import Channel
from bihuan.core.programme import Programme
from bihuan.core.text import Language
from bihuan.store.reading import Ground, case_key
from bihuan.store.receipts import language_from
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder, KeyPlace, Place, VaultFault, open_, unwrap


class Follower(NamedTuple):
    """Who follows a case and wants to be told."""

    code: str
    """The hash of their code."""
    channel: Channel
    address: str
    language: Language


def words_at(session: Session, ground: Ground, case: str, n: int, programme: Programme) -> Mapping[str, str]:
    """The words that came with one event, without those that name a person; nothing once they are erased."""
    rows = [
        (name, bytes(sealed))
        for at, name, sealed in session.rows("case_words", (ground.district, case))
        # Names that begin with a star are the vault's own.
        if at == n and not name.startswith("*") and not _identity(programme, name)
    ]
    key = case_key(session, ground.district, case, ground.masters) if rows else None
    if key is None:
        return {}
    opened = {name: open_(key, Place(ground.district, case, n, name), sealed) for name, sealed in rows}
    return {name: plain.decode() for name, plain in opened.items() if not isinstance(plain, VaultFault)}


def addresses(session: Session, ground: Ground, case: str, programme: Programme) -> Mapping[Channel, str]:
    """Where the one who raised the case wants to be told: the newest address for each channel."""
    return addresses_of(session, ground, {case: programme}).get(case, {})


def addresses_of(
    session: Session, ground: Ground, cases: Mapping[str, Programme]
) -> Mapping[str, Mapping[Channel, str]]:
    """The same of many cases in one question; a case whose reporter left no address may be missing."""
    channels = {
        id_: {field.id: field.contact for field in programme.fields.values() if field.contact is not None}
        for id_, programme in cases.items()
    }
    names = sorted({name for fields in channels.values() for name in fields})
    asked = (str(Holder.REPORTER), ground.district, session.of_many(list(cases)), session.of_many(names))
    keys: dict[str, bytes | VaultFault] = {}
    found: dict[str, dict[Channel, str]] = {}
    for case, n, name, sealed, wrapped in session.rows("words_named", asked) if names else ():
        if name not in channels[case]:
            continue
        if case not in keys:
            keys[case] = unwrap(ground.masters, bytes(wrapped), KeyPlace(ground.district, case, Holder.REPORTER))
        if isinstance(key := keys[case], VaultFault):
            continue
        plain = open_(key, Place(ground.district, case, n, name), bytes(sealed))
        if not isinstance(plain, VaultFault) and (text := plain.decode().strip()):
            found.setdefault(case, {})[channels[case][name]] = text
    return found


def followers_of(session: Session, ground: Ground, case: str) -> list[Follower]:
    """Those who follow the case and want to be told."""
    rows = session.rows("follower_contacts", (ground.district, case))
    key = case_key(session, ground.district, case, ground.masters) if rows else None
    found = []
    for code, channel, sealed, language in rows if key is not None else ():
        plain = open_(key, follower_place(ground.district, case, code), bytes(sealed))  # type: ignore[arg-type]
        if not isinstance(plain, VaultFault):
            found.append(Follower(str(code), Channel(channel), plain.decode(), language_from(language)))
    return found


def follower_place(district: str, case: str, code: str) -> Place:
    """Where a follower's address is sealed; no field is called so, for the dot."""
    return Place(district, case, 0, f"follower.{code}")


def _identity(programme: Programme, name: str) -> bool:
    field = programme.fields.get(name)
    return field is not None and field.identity

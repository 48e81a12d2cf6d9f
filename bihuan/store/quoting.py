"""Words that the system itself quotes or writes to: what a notice may say, and the address somebody left for it.

No person reads anything here; what a page shows goes through `reading` and, for a name or number, is opened for a
purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bihuan.core.notices import Channel
from bihuan.core.programme import Programme
from bihuan.store.reading import Ground, case_key
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder, KeyPlace, Place, VaultFault, open_, unwrap


def words_at(session: Session, ground: Ground, case: str, n: int, programme: Programme) -> Mapping[str, str]:
    """The words that came with one event, without those that name a person; nothing once they are erased."""
    return _opened(
        session, ground, case, Holder.CASE, lambda at, name: at == n and not _identity(programme, name)
    )


def addresses(session: Session, ground: Ground, case: str, programme: Programme) -> Mapping[Channel, str]:
    """Where the one who raised the case wants to be told: the newest address for each channel."""
    channels = {field.id: field.contact for field in programme.fields.values() if field.contact is not None}
    found = _opened(session, ground, case, Holder.REPORTER, lambda _, name: name in channels)
    return {channels[name]: text.strip() for name, text in found.items() if text.strip()}


def followers_of(session: Session, ground: Ground, case: str) -> list[tuple[str, Channel, str]]:
    """Hash of the code, channel and address of those who follow the case and want to be told."""
    rows = session.rows("follower_contacts", (ground.district, case))
    key = case_key(session, ground.district, case, ground.masters) if rows else None
    found = []
    for code, channel, sealed in rows if key is not None else ():
        plain = open_(key, follower_place(ground.district, case, code), bytes(sealed))  # type: ignore[arg-type]
        if not isinstance(plain, VaultFault):
            found.append((str(code), Channel(channel), plain.decode()))
    return found


def follower_place(district: str, case: str, code: str) -> Place:
    """Where a follower's address is sealed; no field is called so, for the dot."""
    return Place(district, case, 0, f"follower.{code}")


def _identity(programme: Programme, name: str) -> bool:
    field = programme.fields.get(name)
    return field is not None and field.identity


def _opened(
    session: Session, ground: Ground, case: str, holder: Holder, wanted: Callable[[int, str], bool]
) -> dict[str, str]:
    """Words by field, the newest last; names that begin with a star are the vault's own."""
    rows = [
        (n, name, bytes(sealed))
        for n, name, sealed in session.rows("case_words", (ground.district, case))
        if not name.startswith("*") and wanted(n, name)
    ]
    held = session.rows("case_keys", (ground.district, case)) if rows else []
    keys = {name: bytes(wrapped) for name, wrapped in held}
    if str(holder) not in keys:
        return {}
    key = unwrap(ground.masters, keys[str(holder)], KeyPlace(ground.district, case, holder))
    if isinstance(key, VaultFault):
        return {}
    opened = {}
    for n, name, sealed in rows:
        plain = open_(key, Place(ground.district, case, n, name), sealed)
        if not isinstance(plain, VaultFault):
            opened[name] = plain.decode()
    return opened

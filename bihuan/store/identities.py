"""Identity fields of a case, opened with the key of the reporter; and words that say why, sealed under it.

Whoever calls has asked the policy and writes the journal in the same transaction; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bihuan.store.reading import DamagedVault
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder, KeyPlace, Masters, Place, RandomBytes, VaultFault, open_, seal, unwrap

REASON = "access.reason"
"""Place of the words that came with an opening; no field may be called so, for the dot."""


def keys_of(session: Session, district: str, case: str, masters: Masters) -> Mapping[Holder, bytes]:
    """The keys of a case that are still there; a case without a named reporter, or erased, has fewer."""
    found: dict[Holder, bytes] = {}
    for holder, wrapped in session.rows("case_keys", (district, case)):
        key = unwrap(masters, bytes(wrapped), KeyPlace(district, case, Holder(holder)))
        if not isinstance(key, VaultFault):
            found[Holder(holder)] = key
    return found


def latest(
    session: Session, district: str, case: str, names: Collection[str], keys: Mapping[Holder, bytes]
) -> Mapping[str, str]:
    """Field → its newest words, for those of these names that were given and not erased. Raises DamagedVault."""
    key = keys.get(Holder.REPORTER)
    found: dict[str, str] = {}
    for n, name, sealed in session.rows("case_words", (district, case)) if key is not None else ():
        if name in names and key is not None:
            plain = open_(key, Place(district, case, n, name), bytes(sealed))
            if isinstance(plain, VaultFault):
                raise DamagedVault(plain.message("en"))
            found[name] = plain.decode()
    return found


def sealed_reason(
    district: str, case: str, words: str, keys: Mapping[Holder, bytes], random_bytes: RandomBytes
) -> bytes | None:
    """Why an identity was opened, under the reporter's key: it may name the person, and is erased with the person."""
    key = keys.get(Holder.REPORTER) or keys.get(Holder.CASE)
    return None if key is None else seal(key, Place(district, case, 0, REASON), words.encode(), random_bytes)


def read_reason(district: str, case: str, sealed: bytes, keys: Mapping[Holder, bytes]) -> str | None:
    """The words again; None once the key is erased."""
    for key in keys.values():
        plain = open_(key, Place(district, case, 0, REASON), sealed)
        if not isinstance(plain, VaultFault):
            return plain.decode()
    return None

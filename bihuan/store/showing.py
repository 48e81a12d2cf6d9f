"""Fields of a case with what proves them: each opened word as a disclosure, beside the digests that a leaf commits to.

Only words that were opened for this person already come in; nothing else is opened here, and nobody's name or number.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.core.programme import Programme
from bihuan.store.entry_rows import DIGESTS
from bihuan.store.reading import DamagedVault, Ground, Word, case_key
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Place, VaultFault, open_
from bihuan.transparency.disclosure import disclosure_of


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be shown of one event."""

    n: int
    digests: tuple[str, ...]
    disclosures: tuple[str, ...]


def shown(
    session: Session, ground: Ground, case: str, programme: Programme, words: Sequence[Word]
) -> tuple[Shown, ...]:
    """Disclosures of these words, by event. Raises DamagedVault."""
    key = case_key(session, ground.district, case, ground.masters)
    if key is None:
        return ()
    fields = programme.fields
    known = [word for word in words if word.name not in fields or not fields[word.name].identity]
    found = []
    for n in sorted({word.n for word in known}):
        row = session.row("vault_word", (ground.district, case, n, DIGESTS))
        plain = open_(key, Place(ground.district, case, n, DIGESTS), bytes(row[0])) if row else None
        if plain is None or isinstance(plain, VaultFault):
            raise DamagedVault(f"digests of {case} {n}")
        own = tuple(disclosure_of(key, n, word.name, word.text) for word in known if word.n == n)
        found.append(Shown(n, tuple(json.loads(plain)), own))
    return tuple(found)

"""The keys of cases while a batch is worked out: opened, made, and used to seal words. No statement here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.core.events import Event
from bihuan.core.programme import Programme
from bihuan.store.jobs import Terms
from bihuan.store.leafing import Keys
from bihuan.store.rows import Rows
from bihuan.store.vault.crypto import Holder, KeyPlace, Place, VaultFault, new_case_key, unwrap, wrap


class KeyFault(RuntimeError):
    """A key that does not open: the master is missing, or the row was changed."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """The keys of a district's cases, and the rows that a batch adds about them."""

    district: str
    terms: Terms
    rows: Rows

    def opened(self, case: str, holder: Holder, wrapped: bytes | None) -> bytes | None:
        """A key as its row holds it; None if it was erased. Raises KeyFault."""
        if wrapped is None:
            return None
        key = unwrap(self.terms.masters, bytes(wrapped), KeyPlace(self.district, case, holder))
        if isinstance(key, VaultFault):
            raise KeyFault(key.message("en"))
        return key

    def fresh(self, case: str, given: bytes | None) -> Keys:
        """The keys of a case that is opened; photos may have been sealed with `given` already."""
        key = given or new_case_key(self.terms.random_bytes)
        self._add(case, Holder.CASE, key)
        return Keys.of(key)

    def with_reporter(self, case: str, keys: Keys, words: Iterable[str], programme: Programme) -> Keys:
        """The same keys, with one for the reporter as soon as something names the person."""
        if keys.reporter is not None or not any(_names_person(name, programme) for name in words):
            return keys
        key = new_case_key(self.terms.random_bytes)
        self._add(case, Holder.REPORTER, key)
        return Keys(keys.case, keys.pseudonym, key)

    def seal(self, event: Event, keys: Keys, texts: Mapping[str, str], programme: Programme) -> None:
        """The words of an event, each under the key of the case or of who is named in it."""
        for name, text in texts.items():
            seal = keys.sealer(_names_person(name, programme))
            place = Place(self.district, event.case, event.n, name)
            self.rows.words.append((event.case, event.n, name, seal(place, text.encode(), self.terms.random_bytes)))

    def _add(self, case: str, holder: Holder, key: bytes) -> None:
        wrapped = wrap(self.terms.masters, key, KeyPlace(self.district, case, holder), self.terms.random_bytes)
        self.rows.keys.append((case, str(holder), wrapped))


def _names_person(name: str, programme: Programme) -> bool:
    field = programme.fields.get(name)
    return field is not None and field.identity

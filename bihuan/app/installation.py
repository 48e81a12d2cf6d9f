"""An installation as its settings describe it: where the database is, which district, whose keys. Opens on demand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bihuan.app.clock import Clock, real_clock
from bihuan.app.district import District, Installed, NotLoaded, install, open_district
from bihuan.app.entropy import RandomBytes, real_entropy
from bihuan.app.notices.gateways import NO_GATEWAYS, Gateways
from bihuan.definitions.pack import Pack
from bihuan.store.keeping import wrong_masters
from bihuan.store.session import Database, Session
from bihuan.store.vault.crypto import Masters, VaultFault, masters_from_text

__all__ = ["BadKeys", "Installation", "NotLoaded"]


OTHER_KEY = (
    "BIHUAN_VAULT_KEYS: “{0}”不是封存这里内容的那一把。请找回原来的；确已丢失时，给新的起别的编号。"
    " / “{0}” is not the key that wraps what is here. Find that one; if it is lost for good, call a new one otherwise."
)


class BadKeys(ValueError):
    """The keys of the vault are missing or unusable; nothing private can be written or read without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What one process is given to work with."""

    database: Database
    district: str
    masters: Masters
    photos: Path
    home: Path = Path("var")
    """Where the public log and its key lie."""
    log_key: str = field(default="", repr=False)
    """The log's secret key, if the environment holds it instead of the file in `home`."""
    clock: Clock = real_clock
    entropy: RandomBytes = real_entropy
    gateways: Gateways = NO_GATEWAYS

    def open(self) -> District:
        """The district, ready for work. Raises NotLoaded before the first pack is loaded, BadKeys if what is sealed
        here is sealed under other keys of the same names."""
        self.look_at_keys()
        return open_district(
            self.database,
            self.district,
            masters=self.masters,
            clock=self.clock,
            entropy=self.entropy,
            photos=self.photos,
        )

    @contextmanager
    def opened(self) -> Iterator[District]:
        """The district for one block of work; its connections are closed afterwards."""
        district = self.open()
        try:
            yield district
        finally:
            district.door.close()

    def load(self, pack: Pack) -> Installed:
        """Make a checked pack the one in force."""
        session = self.session()
        try:
            return install(session, pack, self.clock())
        finally:
            session.close()

    def look_at_keys(self) -> None:
        """Raises BadKeys if a name stands for another key than the one that was used here: what came in would be
        sealed under it, and lost with the next start under the right one."""
        with closing(self.session()) as session:
            wrong = wrong_masters(session, self.district, self.masters)
        if wrong:
            raise BadKeys(OTHER_KEY.format("、".join(wrong)))

    def session(self) -> Session:
        """A connection of one's own, for long work; close it afterwards."""
        return self.database.connect()


def masters_of(text: str) -> Masters:
    """The vault's keys from their setting. Raises BadKeys with what is wrong, never with the key."""
    if not text.strip():
        raise BadKeys("没有设置 BIHUAN_VAULT_KEYS / BIHUAN_VAULT_KEYS is not set")
    masters = masters_from_text(text)
    if isinstance(masters, VaultFault):
        raise BadKeys(f"BIHUAN_VAULT_KEYS: {masters.message('zh')} / {masters.message('en')}")
    return masters

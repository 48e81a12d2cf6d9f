"""Photos of a form that is not sent yet: laid aside sealed, for an hour at most, and opened by the form alone.

Name and key are computed from a secret that stands in the form and nowhere here, so that neither a backup nor whoever
runs the site opens one. Nothing rests on these files: one that is full, damaged or swept costs choosing a photo again.
Layout: `<root>/<district>/aside/<name>`, one file for all photos of a form. Time is an argument, as in `files`.
"""

from __future__ import annotations

import hmac
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bihuan.store.vault.crypto import Masters, of_master, open_file, seal_file

KEPT_FOR = timedelta(hours=1)
"""Long enough to read a page slowly and to look something up; then a job removes it."""
USED_FOR = timedelta(minutes=2)
"""How long photos stay once their form was taken: a second tap on its button has to say the same as the first."""
FORM_BYTES_MOST = 12 * 1024 * 1024
"""All photos of one form."""
BYTES_MOST = 512 * 1024 * 1024
"""All forms of a district; beyond it nothing more is laid aside, and forms say that photos have to be chosen again."""
FILES_MOST = 2_000

_NAME = re.compile(r"[0-9a-f]{64}").fullmatch
_TEMPORARY = ".new-"
_KEYS, _NAMES = b"vault|aside", b"vault|aside names"


@dataclass(frozen=True, slots=True)
class Aside:
    """What is laid aside in one district."""

    root: Path
    district: str
    masters: Masters

    @property
    def folder(self) -> Path:
        return self.root / self.district / "aside"

    def put(self, secret: str, photos: Sequence[bytes], now: datetime) -> bool:
        """Instead of what the secret opened before. False if there is no room, or the disk refuses: nothing changes."""
        content = b"".join(len(one).to_bytes(4, "big") + one for one in photos)
        path = self._path(secret)
        if len(content) > FORM_BYTES_MOST:
            return False
        try:
            sizes = {other: size for other, size, _ in self._files(now) if other != path}
            if len(sizes) >= FILES_MOST or sum(sizes.values()) + len(content) > BYTES_MOST:
                return False
            self._write(path, seal_file(self._key(secret), self.district, path.name, content), now)
        except OSError:
            return False
        return True

    def get(self, secret: str, now: datetime) -> tuple[bytes, ...]:
        """The photos in their order; none if there are none any more."""
        path = self._path(secret)
        try:
            if path.stat().st_mtime < (now - KEPT_FOR).timestamp():
                return ()
            sealed = path.read_bytes()
        except OSError:
            return ()
        return tuple(_parts(open_file(self._key(secret), self.district, path.name, sealed) or b""))

    def used(self, secret: str, now: datetime) -> None:
        """Their form was taken: they go soon."""
        end = (now - KEPT_FOR + USED_FOR).timestamp()
        with suppress(OSError):
            os.utime(self._path(secret), (end, end))

    def drop(self, secret: str) -> None:
        """Somebody wants none of them."""
        with suppress(OSError):
            self._path(secret).unlink()

    def sweep(self, now: datetime) -> int:
        """Remove what had its hour, and what was never finished; how many."""
        gone = [path for path, _, written in self._files(None) if written < (now - KEPT_FOR).timestamp()]
        for path in gone:
            with suppress(OSError):
                path.unlink()
        return len(gone)

    def _files(self, now: datetime | None) -> Iterator[tuple[Path, int, float]]:
        """Each file with its size and moment; at a moment, only those that still open then."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if _NAME(path.name) or path.name.startswith(_TEMPORARY):
                with suppress(FileNotFoundError):
                    found = path.stat()
                    if now is None or found.st_mtime >= (now - KEPT_FOR).timestamp():
                        yield path, found.st_size, found.st_mtime

    def _write(self, path: Path, sealed: bytes, now: datetime) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            os.utime(temporary, (now.timestamp(), now.timestamp()))
            os.replace(temporary, path)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise

    def _path(self, secret: str) -> Path:
        return self.folder / self._derived(_NAMES, secret).hex()

    def _key(self, secret: str) -> bytes:
        return self._derived(_KEYS, secret)

    def _derived(self, label: bytes, secret: str) -> bytes:
        master = self.masters.keys[self.masters.current]
        return hmac.digest(of_master(master, label), f"{self.district}\0{secret}".encode(), "sha256")


def _parts(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : end]
        at = end

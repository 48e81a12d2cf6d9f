"""Photos and other files of a case on disk: encrypted, named by their own bytes, durable before the commit.

The address of a file is SHA-256 of what lies on disk, the *encrypted* bytes: the name tells nothing about the
photo, even after the key is gone, two cases never share a file, and a backup can be checked without any key.
What the photo itself hashes to belongs into the private part of the event, where the leaf commits to it.

The order is: file complete under a temporary name, fsync, rename, fsync of the folder, and only then may the
caller commit a row that names it. A crash before the commit leaves a file nobody names; `sweep` finds it.
Layout: `<root>/<district>/<first two digits>/<address>`. Images are not looked into here; the door of the
pages does that.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Final

from bihuan.store.vault.crypto import SEALED_OVERHEAD, VaultFault, open_file, seal_file

BYTES_MAX: Final = 20 * 1024 * 1024
"""Default upper bound of one file; a file is held in memory whole while it is sealed."""

_ADDRESS = re.compile(r"[0-9a-f]{64}").fullmatch
_DISTRICT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}").fullmatch
_SHELF = re.compile(r"[0-9a-f]{2}").fullmatch
_TEMPORARY: Final = ".new-"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is on disk and will survive a power cut."""

    address: str
    """SHA-256 of the encrypted bytes, hex: its name."""
    content: str
    """SHA-256 of the file itself, hex: for the private part of the event, never for a name."""
    size: int
    """Bytes of the file itself."""


@dataclass(frozen=True, slots=True)
class FileVault:
    """The files of one district under `root`. Time is an argument: `put` writes it on the file, `sweep`
    compares with it.

    Give both the same clock: a demo's virtual time in one and the real time in the other would sweep too
    much.
    """

    root: Path
    district: str
    bytes_max: int = BYTES_MAX
    durable: bool = True
    """As in store.session.Database: False only where everything is thrown away when it is interrupted."""

    def __post_init__(self) -> None:
        if not _DISTRICT(self.district):
            raise ValueError(f"not a district: {self.district!r}")

    @property
    def folder(self) -> Path:
        return self.root / self.district

    def put(self, case: str, case_key: bytes, content: bytes | BinaryIO, now: datetime) -> Stored | VaultFault:
        """Seal and store a file; when this returns a Stored, the file is durable.

        The same file of the same case again is harmless. Raises OSError if the disk refuses; what may be left
        then is an orphan, which a sweep finds.
        """
        plain = content if isinstance(content, bytes) else _read_whole(content, self.bytes_max + 1)
        if len(plain) > self.bytes_max:
            return VaultFault("file-too-large", str(self.bytes_max))
        if not plain:
            return VaultFault("file-empty")
        sealed = seal_file(case_key, self.district, case, plain)
        address = hashlib.sha256(sealed).hexdigest()
        self._write(self._path(address), sealed, now)
        return Stored(address, hashlib.sha256(plain).hexdigest(), len(plain))

    def get(self, case: str, case_key: bytes, address: str) -> bytes | VaultFault:
        """The file behind `address`, or a fault.

        It is missing or damaged, the address is none, or the key or the case is another one.
        """
        if not _ADDRESS(address):
            return VaultFault("address-malformed", address[:80])
        sealed = self._read(address)
        if isinstance(sealed, VaultFault):
            return sealed
        plain = open_file(case_key, self.district, case, sealed)
        return VaultFault("not-opened", f"{self.district}/{case}/{address}") if plain is None else plain

    def check(self, address: str) -> VaultFault | None:
        """Whether the file is there and whole; needs no key."""
        if not _ADDRESS(address):
            return VaultFault("address-malformed", address[:80])
        sealed = self._read(address)
        return sealed if isinstance(sealed, VaultFault) else None

    def remove(self, address: str) -> VaultFault | None:
        """Delete a file whose case was erased; one that is already gone is a fault to be passed over."""
        if not _ADDRESS(address):
            return VaultFault("address-malformed", address[:80])
        path = self._path(address)
        try:
            with self._lock(fcntl.LOCK_EX):
                path.unlink()
                self._sync_folder(path.parent)
        except FileNotFoundError:
            return VaultFault("file-missing", address)
        return None

    def orphans(self, known: Container[str], age: timedelta, now: datetime) -> tuple[str, ...]:
        """Names of files older than `age` that no row names (`known`), unfinished ones among them; sorted.

        `age` has to exceed the longest time between `put` and the commit. Strange names are nobody's to judge
        and are passed over.
        """
        return tuple(sorted(path.name for path in self._candidates() if _orphan(path, known, now - age)))

    def sweep(self, known: Container[str], age: timedelta, now: datetime) -> tuple[str, ...]:
        """Delete what `orphans` lists and say what was deleted. `known` must be read after `now`."""
        swept = []
        for path in list(self._candidates()):
            # Under the lock a put of the very same file has renewed its time, or comes after and writes it anew.
            with self._lock(fcntl.LOCK_EX):
                if _orphan(path, known, now - age):
                    path.unlink()
                    swept.append(path.name)
        return tuple(sorted(swept))

    def _path(self, address: str) -> Path:
        return self.folder / address[:2] / address

    def _candidates(self) -> Iterator[Path]:
        if not self.folder.is_dir():
            return
        for shelf in self.folder.iterdir():
            if _SHELF(shelf.name) and shelf.is_dir() and not shelf.is_symlink():
                for path in shelf.iterdir():
                    if _ADDRESS(path.name) or path.name.startswith(_TEMPORARY):
                        yield path

    def _write(self, path: Path, sealed: bytes, now: datetime) -> None:
        self._make_folder(path.parent)
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.utime(file.fileno(), (now.timestamp(), now.timestamp()))
                if self.durable:
                    os.fsync(file.fileno())
            with self._lock(fcntl.LOCK_SH):
                # Also over an equal file: that one may be damaged, or about to be swept as an orphan.
                os.replace(temporary, path)
                self._sync_folder(path.parent)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
            raise

    def _make_folder(self, shelf: Path) -> None:
        """Make what is missing, durable in the folder above it.

        The folder above is synced also if the shelf is there: another process may have made it a moment ago.
        """
        if not self.root.is_dir():
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sync_folder(self.root.parent)
        for folder in (self.folder, shelf):
            folder.mkdir(mode=0o700, exist_ok=True)
            self._sync_folder(folder.parent)

    def _sync_folder(self, folder: Path) -> None:
        if not self.durable:
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _read(self, address: str) -> bytes | VaultFault:
        limit = self.bytes_max + SEALED_OVERHEAD
        try:
            handle = os.open(self._path(address), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return VaultFault("file-missing", address)
        except OSError:
            return VaultFault("file-damaged", address)
        try:
            with os.fdopen(handle, "rb") as file:
                sealed = file.read(limit + 1)
        except OSError:
            return VaultFault("file-damaged", address)
        return sealed if hashlib.sha256(sealed).hexdigest() == address else VaultFault("file-damaged", address)

    @contextmanager
    def _lock(self, kind: int) -> Iterator[None]:
        handle = os.open(self.folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, kind)
            yield
        finally:
            os.close(handle)


def _orphan(path: Path, known: Container[str], before: datetime) -> bool:
    try:
        written = path.lstat().st_mtime
    except FileNotFoundError:
        return False
    return written < before.timestamp() and path.name not in known


def _read_whole(stream: BinaryIO, limit: int) -> bytes:
    """At most `limit` bytes; a stream may give less at a time than it is asked for."""
    parts, left = [], limit
    while left and (part := stream.read(min(left, 1 << 16))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)

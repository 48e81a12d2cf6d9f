"""The public log as files: each written whole, durable before anything points at it, never changed once it is final.

Two folders. `public` is what any web server may serve: `checkpoint`, `tile/…`, `checkpoints/…`. `state` is ours:
the last checkpoint that was signed. It is kept apart from the database on purpose: a database that was restored from
yesterday's backup meets it and stops.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bihuan.transparency.faults import Fault
from bihuan.transparency.tiles import Bundle, Tile, check_tile

CHECKPOINT = "checkpoint"
HISTORY = "checkpoints"
SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class LogFiles:
    """The files of one district's log."""

    public: Path
    state: Path
    durable: bool = True
    """Whether writing waits for the disk; a rehearsal that an interruption makes void anyway need not."""

    def read_tile(self, tile: Tile) -> bytes:
        """A tile's bytes. A partial tile is cut from the full one where only that is there. Raises TileMissing."""
        for wider in (tile, tile._replace(width=256)):
            with suppress(FileNotFoundError):
                data = (self.public / wider.path).read_bytes()[: tile.width * 32]
                if check_tile(tile, data) is None:
                    return data
        raise TileMissing(tile.path)

    def final(self, part: Tile | Bundle, data: bytes) -> Fault | None:
        """Write a file that never changes; the same again is harmless, another content under its name is a fault."""
        path = self.public / part.path
        with suppress(FileNotFoundError):
            return None if path.read_bytes() == data else Fault("published-file-differs", part.path)
        write_whole(path, data, durable=self.durable)
        return None

    def signed(self) -> str | None:
        """The last checkpoint that we signed, published or not."""
        return _text(self.state / SIGNED)

    def remember(self, note: str) -> None:
        """Keep a checkpoint as signed, durably; before anybody else is shown the signature."""
        write_whole(self.state / SIGNED, note.encode(), durable=self.durable)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Only one round at a time on this machine: two heads must not be signed one behind the other's back."""
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def seen(self, witness: str) -> str | None:
        """Up to which size a witness was last known to have seen the log."""
        return _text(self.state / f"seen-{witness}")

    def see(self, witness: str, size: int) -> None:
        """Keep that; a wrong memory costs one more question, so it need not be durable."""
        self.state.mkdir(parents=True, exist_ok=True)
        (self.state / f"seen-{witness}").write_text(str(size), "ascii")

    def checkpoint(self) -> str | None:
        """The checkpoint that is published."""
        return _text(self.public / CHECKPOINT)

    def publish(self, size: int, note: str) -> None:
        """Put a checkpoint where readers look, and keep it: it bounds the time of what it covers."""
        write_whole(self.public / HISTORY / str(size), note.encode(), durable=self.durable)
        write_whole(self.public / CHECKPOINT, note.encode(), durable=self.durable)

    def history(self) -> list[tuple[int, str]]:
        """Every checkpoint that was published, by size."""
        folder = self.public / HISTORY
        sizes = sorted(int(file.name) for file in folder.glob("[0-9]*")) if folder.is_dir() else []
        return [(size, (folder / str(size)).read_text("utf-8")) for size in sizes]

    def text(self, name: str) -> str | None:
        """A text file of the public folder, None if it is not there."""
        return _text(self.public / name)

    def put(self, name: str, text: str) -> None:
        """Write a text file of the public folder whole."""
        write_whole(self.public / name, text.encode(), durable=self.durable)


class TileMissing(LookupError):
    """A tile that the tree needs is not on the disk, or shorter than its name promises."""


def write_whole(path: Path, data: bytes, mode: int = 0o644, *, durable: bool = True) -> None:
    """The file with this content, or the file as it was; if `durable`, on the disk at return. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fchmod(out.fileno(), mode)
            if durable:
                os.fsync(out.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    if not durable:
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):  # Nothing is there, or a file where the folder would be.
        return None

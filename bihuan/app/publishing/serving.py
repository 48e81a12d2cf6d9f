"""The public log's files as anyone may fetch them (C2SP tlog-tiles), and the whole of it as one archive.

Only names of a known shape are looked up, so that nothing beside the log can be asked for. Nothing is computed from
the database.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.publishing.exporting import about, guide
from bihuan.app.publishing.place import PublicLog
from bihuan.verifier import verify

TEXT, JSON, BYTES, PYTHON = "text/plain; charset=utf-8", "application/json", "application/octet-stream", "text/x-python"
FOR_EVER, SOME_TIME, ASK_AGAIN = "public, max-age=31536000, immutable", "public, max-age=3600", "public, no-cache"
NUMBER = r"(?:x[0-9]{3}/){0,5}[0-9]{3}"
WIDTH = r"(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
SHAPES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(shape, re.ASCII), kind, kept)
    for shape, kind, kept in (
        (r"checkpoint", TEXT, ASK_AGAIN),
        (rf"tile/(?:[0-9]|[1-5][0-9]|6[0-3]|entries)/{NUMBER}", BYTES, FOR_EVER),
        (rf"tile/(?:[0-9]|[1-5][0-9]|6[0-3]|entries)/{NUMBER}\.p/{WIDTH}", BYTES, SOME_TIME),
        (r"checkpoints/(?:0|[1-9][0-9]{0,17})", TEXT, FOR_EVER),
        (r"definitions/[a-z][A-Za-z0-9_.-]{0,200}\.json", JSON, ASK_AGAIN),
        (r"trust", TEXT, ASK_AGAIN),
        # As text: a page of the log is there to be hashed; it runs under its own address and policy.
        (r"pages/[a-z0-9-]{1,80}\.html", TEXT, FOR_EVER),
    )
)
"""What a name may look like, what is said of its content, and how long a cache may keep it."""


HEADS = "heads.json"


@dataclass(frozen=True, slots=True)
class PublicFile:
    """One file and how it is to be served."""

    data: bytes
    kind: str
    kept: str


def published_file(log: PublicLog, district: District, name: str) -> PublicFile | None:
    """A file of the log by its name; None for what does not exist or is no business of the public. Raises OSError."""
    if name == "log.json":
        return PublicFile(about(log, district), JSON, ASK_AGAIN)
    if name == HEADS:
        return PublicFile(heads(log.files.public), JSON, ASK_AGAIN)
    if name == "verify.py":
        return PublicFile(Path(str(verify.__file__)).read_bytes(), PYTHON, ASK_AGAIN)
    for shape, kind, kept in SHAPES:
        if shape.fullmatch(name):
            try:
                return PublicFile((log.files.public / name).read_bytes(), kind, kept)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None
    return None


def heads(folder: Path) -> bytes:
    """Every checkpoint that was ever published, as one JSON list of notes: what a browser needs to know the days."""
    notes = [one.read_text("utf-8", errors="replace") for one in sorted(folder.glob("checkpoints/*"))]
    return json.dumps(notes, ensure_ascii=False).encode()


def archive(log: PublicLog, district: District) -> Iterator[bytes] | None:
    """What `bihuan export public` writes, without the table, as a tar file piece by piece; None before the first head.

    The checkpoint is taken first and written last: whatever is published meanwhile lies beyond it.
    """
    head = log.files.checkpoint()
    return None if head is None else _pieces(log, district, head)


def _pieces(log: PublicLog, district: District, head: str) -> Iterator[bytes]:
    folder = log.files.public
    size = int(head.split("\n")[1])
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        known = any(shape.fullmatch(name) for shape, _, _ in SHAPES) and name != "checkpoint"
        newer = name.startswith("checkpoints/") and int(path.name) > size
        if known and not newer and path.is_file():
            yield from _member(name, path.read_bytes())
    yield from _member("log.json", about(log, district))
    yield from _member("README.md", guide(district))
    yield from _member("verify.py", Path(str(verify.__file__)).read_bytes())
    yield from _member("checkpoint", head.encode())
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(name: str, data: bytes) -> Iterator[bytes]:
    """One file of a tar archive (POSIX.1-2001): header, content, filled up to a block."""
    header = tarfile.TarInfo(f"public-log/{name}")
    header.size, header.mode = len(data), 0o644
    yield header.tobuf(tarfile.PAX_FORMAT)
    yield data
    yield bytes(-len(data) % tarfile.BLOCKSIZE)

"""A witness that anyone can run: a key of its own, one small file for each log it knows, no database.

It remembers durably before it answers (C2SP tlog-witness), so that it never cosigns two histories even if it loses
power in between. Two processes on one folder exclude each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.app.clock import Clock
from bihuan.app.entropy import RandomBytes
from bihuan.store.logfiles import write_whole
from bihuan.transparency.checkpoints import Witness, read_checkpoint, with_signatures
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Signer, read_note, read_secret, secret_text
from bihuan.transparency.witnessing import SIZE_TYPE, Granted, Remembered, decide

PLAIN = "text/plain; charset=utf-8"
KEY_FILE = "witness.key"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness says over HTTP."""

    status: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WitnessDesk:
    """One witness: its key, the logs it knows by origin, its folder."""

    witness: Witness
    logs: Mapping[str, Sequence[Key]]
    folder: Path
    clock: Clock
    durable: bool = True
    """Whether what was cosigned is on the disk before it is answered; only a rehearsal need not wait for it."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Cosign, or refuse with the status that the protocol gives and a sentence in both languages."""
        with self._alone():
            said = decide(body, self.logs, self._remembered())
            if isinstance(said, Granted):
                line = self.witness.cosign(said.checkpoint, int(self.clock().timestamp()))
                kept = with_signatures(said.note, [line]).written()
                write_whole(self._file(said.checkpoint.origin), kept.encode(), durable=self.durable)
                return Answer(200, PLAIN, line.line)
        if said.size is not None:
            return Answer(said.status, SIZE_TYPE, f"{said.size}\n")
        return Answer(said.status, PLAIN, f"{said.fault.message('zh')} / {said.fault.message('en')}\n")

    def checkpoint(self, origin_hash: str) -> Answer:
        """The last cosigned checkpoint of a log, by the hex SHA-256 of its origin: for whoever watches the log."""
        for origin in self.logs:
            if _name(origin) == origin_hash and self._file(origin).exists():
                return Answer(200, PLAIN, self._file(origin).read_text("utf-8"))
        return Answer(404, PLAIN, "没有这个日志。/ No such log.\n")

    def _remembered(self) -> dict[str, Remembered]:
        found: dict[str, Remembered] = {}
        for origin in self.logs:
            if self._file(origin).exists():
                note = read_note(self._file(origin).read_text("utf-8"))
                checkpoint = note if isinstance(note, Fault) else read_checkpoint(note.text)
                if isinstance(checkpoint, Fault):
                    raise StateLost(f"{self._file(origin)}: {checkpoint.message('zh')} / {checkpoint.message('en')}")
                found[origin] = Remembered(checkpoint.size, checkpoint.root)
        return found

    def _file(self, origin: str) -> Path:
        return self.folder / f"{_name(origin)}.checkpoint"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock, (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class StateLost(RuntimeError):
    """What the witness remembers cannot be read; it must not cosign until somebody has looked."""


def open_witness(folder: Path, name: str, logs: Sequence[Key], clock: Clock, draw: RandomBytes) -> WitnessDesk | Fault:
    """The witness in a folder; its key is made the first time. A name that does not fit the key is a fault."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / KEY_FILE
    if not file.exists():
        made = Signer(name, Ed25519PrivateKey.from_private_bytes(draw(32)))
        write_whole(file, f"{secret_text(made)}\n".encode(), mode=0o600)
    signer = read_secret(file.read_text("ascii"))
    if isinstance(signer, Fault):
        return signer
    if signer.name != name:
        return Fault("other-witness", signer.name)
    known: dict[str, list[Key]] = {}
    for key in logs:
        known.setdefault(key.name, []).append(key)
    return WitnessDesk(Witness(name, signer.secret), known, folder, clock)


def _name(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()

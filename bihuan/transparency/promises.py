"""The signed promise: what a reporter holds from the first second until the proof can be made.

A note over five lines, signed by the log's key: `promise`, the origin, the leaf hash, when it was given, and within
how many seconds the leaf will stand in the log. A promise and a later checkpoint without the leaf prove misconduct.
No checkpoint can be read as a promise: the second line of a checkpoint is a number, that of a promise an origin.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Note, Signer, read_note, verified
from bihuan.transparency.tree import HASH_BYTES

_COUNT = re.compile(r"0|[1-9][0-9]{0,11}").fullmatch


@dataclass(frozen=True, slots=True)
class Promise:
    """That a leaf will be in the log of this origin."""

    origin: str
    leaf: bytes
    """Its hash."""
    given: int
    """POSIX seconds."""
    within: int
    """Seconds."""

    @property
    def by(self) -> int:
        """The last moment, POSIX seconds: a checkpoint of later than that must hold the leaf."""
        return self.given + self.within

    @property
    def text(self) -> str:
        """What is signed."""
        leaf = base64.b64encode(self.leaf).decode()
        return f"promise\n{self.origin}\n{leaf}\n{self.given}\n{self.within}\n"


def give(promise: Promise, signer: Signer) -> str:
    """The promise as a file."""
    return Note(promise.text, (signer.sign(promise.text),)).written()


def open_promise(written: str | bytes, logs: Sequence[Key]) -> Promise | Fault:
    """A promise that one of the log's keys signed, or what is wrong with it."""
    note = read_note(written)
    if isinstance(note, Fault):
        return note
    promise = _read(note.text)
    if promise is None:
        return Fault("promise-malformed")
    signed = verified(note, logs)
    if isinstance(signed, Fault):
        return signed
    return promise if signed else Fault("not-the-log", promise.origin)


def check_kept(promise: Promise, hashes: Container[bytes], seen: int) -> Fault | None:
    """Whether the log kept its word: `hashes` are those of all leaves under a checkpoint that was cosigned at `seen`.

    None if the leaf is there, or if the promised time was not over yet when the checkpoint was seen.
    """
    if promise.leaf in hashes or seen <= promise.by:
        return None
    return Fault("promise-broken", promise.origin)


def _read(text: str) -> Promise | None:
    match text.split("\n"):
        case ["promise", origin, leaf, given, within, ""] if origin and _COUNT(given) and _COUNT(within):
            try:
                hash_ = base64.b64decode(leaf, validate=True)
            except (binascii.Error, ValueError):
                return None
            return Promise(origin, hash_, int(given), int(within)) if len(hash_) == HASH_BYTES else None
    return None

"""Checkpoints (C2SP tlog-checkpoint) and cosignatures (tlog-cosignature): a tree's head as a signed note.

A checkpoint says: the log of this origin had so many leaves and this root. The log signs it first; a witness adds
that it has seen no other tree of this size or larger up to a moment.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import COSIGNATURE, Key, Note, Signature, Signer, cosigned, read_note, verified
from bihuan.transparency.tree import HASH_BYTES

_SIZE = re.compile(r"0|[1-9][0-9]{0,17}").fullmatch


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log. Extension lines are read and kept, never written."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who cosigns: a secret key with the name it cosigns by."""

    name: str
    secret: Ed25519PrivateKey = field(repr=False)

    @property
    def key(self) -> Key:
        """Its public half, as others trust it."""
        return Key(self.name, COSIGNATURE, self.secret.public_key().public_bytes_raw())

    def cosign(self, checkpoint: Checkpoint, seconds: int) -> Signature:
        """That no other tree was seen up to this moment (POSIX seconds)."""
        signed = self.secret.sign(cosigned(seconds, checkpoint.text))
        return Signature(self.name, self.key.id, seconds.to_bytes(8, "big") + signed)


def sign(checkpoint: Checkpoint, signer: Signer, *older: Signer) -> Note:
    """The checkpoint as a note with the log's signature; during a rotation the older key signs as well."""
    return Note(checkpoint.text, tuple(one.sign(checkpoint.text) for one in (signer, *older)))


def read_checkpoint(text: str) -> Checkpoint | Fault:
    """The head that a note's text states."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or not lines[0] or not _SIZE(lines[1]):
        return Fault("checkpoint-malformed", text[:80])
    try:
        root = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        return Fault("checkpoint-malformed", lines[2][:80])
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != lines[2] or "" in lines[3:-1]:
        return Fault("checkpoint-malformed", lines[2][:80])
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:-1]))


def open_checkpoint(written: str | bytes, logs: Sequence[Key]) -> tuple[Checkpoint, Note] | Fault:
    """A checkpoint that one of the log's own keys signed. `logs` are the keys that are trusted for its origin."""
    note = read_note(written)
    if isinstance(note, Fault):
        return note
    checkpoint = read_checkpoint(note.text)
    if isinstance(checkpoint, Fault):
        return checkpoint
    signed = verified(note, logs)
    if isinstance(signed, Fault):
        return signed
    return (checkpoint, note) if signed else Fault("not-the-log", checkpoint.origin)


def times(note: Note, keys: Iterable[Key]) -> dict[str, int]:
    """When each of these witnesses cosigned, POSIX seconds; the signatures are taken to be checked."""
    known = {(key.name, key.id) for key in keys if key.kind == COSIGNATURE}
    lines = [line for line in note.signatures if (line.name, line.key_id) in known and len(line.data) == 72]
    return {line.name: int.from_bytes(line.data[:8], "big") for line in lines}


def with_signatures(note: Note, more: Iterable[Signature]) -> Note:
    """The same note with further lines; one that is there already is not doubled."""
    return replace(note, signatures=tuple(dict.fromkeys((*note.signatures, *more))))

"""Signed notes (C2SP signed-note): a text and who signed it, checked against keys that the reader already trusts.

Only Ed25519 signs here. A signature by an unknown key is passed over, as the format asks, so that later kinds of
signature can stand on the same note; a bad signature by a known key makes the whole note void.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bihuan.transparency.faults import Fault

ED25519 = 1
COSIGNATURE = 4
"""Kinds of keys: plain Ed25519, and Ed25519 over a checkpoint with a time (tlog-cosignature)."""

SIGNATURES_MOST = 100
NOTE_BYTES_MOST = 1_000_000
_DASH = "— "
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+").fullmatch
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]").search


@dataclass(frozen=True, slots=True)
class Key:
    """A key that somebody trusts: its name, its kind and its 32 public bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def text(self) -> str:
        """The vkey as people hand it round: name+id+base64."""
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, and the bytes."""

    name: str
    key_id: bytes
    data: bytes

    @property
    def line(self) -> str:
        """As it stands on the note, with its line end."""
        return f"{_DASH}{self.name} {_b64(self.key_id + self.data)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line end, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def written(self) -> str:
        """The note as a file."""
        return self.text + "\n" + "".join(signature.line for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class Signer:
    """A secret key with the name it signs by."""

    name: str
    secret: Ed25519PrivateKey = field(repr=False)

    @property
    def key(self) -> Key:
        """Its public half."""
        return Key(self.name, ED25519, self.secret.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """A plain Ed25519 signature of a note's text."""
        return Signature(self.name, self.key.id, self.secret.sign(text.encode()))


def read_key(text: str) -> Key | Fault:
    """A vkey. Its id must be the one that its parts give."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not _NAME(parts[0]):
        return Fault("vkey-malformed", text[:80])
    data = _from_b64(parts[2])
    if data is None or len(data) != 33 or data[0] not in (ED25519, COSIGNATURE):
        return Fault("vkey-malformed", parts[0][:80])
    key = Key(parts[0], data[0], data[1:])
    return key if key.id.hex() == parts[1] else Fault("vkey-malformed", parts[0][:80])


def read_note(written: str | bytes) -> Note | Fault:
    """A note in its parts, without asking who signed it."""
    try:
        text = written.decode() if isinstance(written, bytes) else written
    except UnicodeDecodeError:
        return Fault("note-malformed", "UTF-8")
    if len(text) > NOTE_BYTES_MOST or _CONTROL(text):
        return Fault("note-malformed", "U+0000")
    body, gap, lines = text.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or not body:
        return Fault("note-malformed", "—")
    signatures = []
    for line in lines[:-1].split("\n"):
        signature = _read_line(line)
        if signature is None:
            return Fault("note-malformed", line[:80])
        signatures.append(signature)
    if len(signatures) > SIGNATURES_MOST:
        return Fault("note-malformed", str(len(signatures)))
    return Note(body + "\n", tuple(signatures))


def _read_line(line: str) -> Signature | None:
    if not line.startswith(_DASH):
        return None
    name, gap, encoded = line[len(_DASH) :].partition(" ")
    data = _from_b64(encoded) if gap else None
    return Signature(name, data[:4], data[4:]) if data is not None and len(data) >= 5 and _NAME(name) else None


def verified(note: Note, keys: Sequence[Key]) -> tuple[Key, ...] | Fault:
    """The keys of `keys` that signed the note; a fault if a line in the name of one of them does not verify."""
    known = {(key.name, key.id): key for key in keys}
    found: dict[Key, None] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None or key in found:
            continue
        if not holds(key, signature, note.text):
            return Fault("note-bad-signature", key.name)
        found[key] = None
    return tuple(found)


def holds(key: Key, signature: Signature, text: str) -> bool:
    """Whether this line is the key's signature of the text."""
    message, raw = text.encode(), signature.data
    if key.kind == COSIGNATURE:
        if len(raw) != 72:
            return False
        message, raw = cosigned(int.from_bytes(raw[:8], "big"), text), raw[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def cosigned(seconds: int, text: str) -> bytes:
    """What a cosignature/v1 signs: a line with its kind, a line with the time, the checkpoint's text."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_b64(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _b64(data) == text else None


_SECRET = "PRIVATE+KEY+"


def secret_text(signer: Signer) -> str:
    """A secret key in the one line that the Go tools use too: PRIVATE+KEY+name+id+base64."""
    seed = signer.secret.private_bytes_raw()
    return f"{_SECRET}{signer.name}+{signer.key.id.hex()}+{_b64(bytes([ED25519]) + seed)}"


def read_secret(text: str) -> Signer | Fault:
    """A secret key; the fault never quotes it."""
    name, _, rest = text.strip().removeprefix(_SECRET).partition("+")
    data = _from_b64(rest.partition("+")[2])
    if not text.startswith(_SECRET) or not _NAME(name) or data is None or len(data) != 33 or data[0] != ED25519:
        return Fault("secret-malformed")
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(data[1:]))
    return signer if signer.key.id.hex() == rest.partition("+")[0] else Fault("secret-malformed")

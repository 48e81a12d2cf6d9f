"""What a witness answers (C2SP tlog-witness), as a function of what it remembers. No network, no file, no clock.

A witness remembers one checkpoint for each log it knows and cosigns only what contains it. Whoever wants to show two
histories has to find a quorum of witnesses that forget.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Note, read_note
from bihuan.transparency.receipts import HASHES_MOST, proof_lines
from bihuan.transparency.tree import EMPTY_ROOT, HASH_BYTES, check_consistency

BAD_REQUEST: Final = 400
FORBIDDEN: Final = 403
NOT_FOUND: Final = 404
CONFLICT: Final = 409
UNPROCESSABLE: Final = 422
"""The answers of HTTP that tlog-witness uses."""

SIZE_TYPE = "text/x.tlog.size"
BODY_BYTES_MOST = 65_536


@dataclass(frozen=True, slots=True)
class Remembered:
    """The last checkpoint of a log that a witness cosigned."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that is not cosigned."""

    status: int
    fault: Fault
    size: int | None = None
    """With 409: what the witness has, so that the log can prove from there."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A checkpoint to be remembered first, durably, and cosigned then."""

    checkpoint: Checkpoint
    note: Note


def request(old: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """The body of add-checkpoint."""
    return f"old {old}\n{proof_lines(proof)}\n{checkpoint}"


def decide(body: bytes, known: Mapping[str, Sequence[Key]], remembered: Mapping[str, Remembered]) -> Granted | Refused:
    """Whether to cosign. `known` are the keys of each origin; `remembered` what was cosigned before."""
    parts = _read(body)
    if parts is None:
        return Refused(BAD_REQUEST, Fault("witness-request"))
    old, proof, written = parts
    note = read_note(written)
    if isinstance(note, Fault):
        return Refused(BAD_REQUEST, note)
    origin = note.text.partition("\n")[0]
    if origin not in known:
        return Refused(NOT_FOUND, Fault("unknown-origin", origin[:80]))
    opened = open_checkpoint(written, known[origin])
    if isinstance(opened, Fault):
        malformed = opened.code == "checkpoint-malformed"
        return Refused(BAD_REQUEST if malformed else FORBIDDEN, opened)
    checkpoint, note = opened
    if old > checkpoint.size:
        return Refused(BAD_REQUEST, Fault("tree-shrank", f"{old} → {checkpoint.size}"))
    last = remembered.get(origin, Remembered())
    if old != last.size:
        return Refused(CONFLICT, Fault("witness-ahead", str(last.size)), last.size)
    if old == checkpoint.size and checkpoint.root != last.root:
        return Refused(CONFLICT, Fault("fork", str(old)), last.size)
    wrong = check_consistency(old, checkpoint.size, last.root, checkpoint.root, proof)
    return Refused(UNPROCESSABLE, wrong) if wrong else Granted(checkpoint, note)


def _read(body: bytes) -> tuple[int, list[bytes], str] | None:
    try:
        head, gap, written = body.decode().partition("\n\n")
    except UnicodeDecodeError:
        return None
    first, *lines = head.split("\n")
    number = first.removeprefix("old ")
    if not gap or number == first or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    if str(int(number)) != number or len(lines) > HASHES_MOST:
        return None
    try:
        proof = [base64.b64decode(line, validate=True) for line in lines]
    except (binascii.Error, ValueError):
        return None
    return None if any(len(hash_) != HASH_BYTES for hash_ in proof) else (int(number), proof, written)

"""The receipt file (C2SP tlog-proof): one leaf, its place in the tree, and the checkpoint that covers it.

The format leaves a line `extra` to the application and does not authenticate it. Ours holds the entry itself, which
is checked all the same: its hash is what the proof is about. So a receipt is checked with the trust file alone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.transparency.checkpoints import Checkpoint
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.notes import Note
from bihuan.transparency.policy import Policy
from bihuan.transparency.tree import HASH_BYTES, check_inclusion

HEAD = "c2sp.org/tlog-proof@v1"
HASHES_MOST = 63


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it is written; nothing of it is checked yet."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    """The note as it was published."""
    entry: bytes | None = None

    def written(self) -> str:
        """The receipt as a file."""
        extra = () if self.entry is None else (f"extra {base64.b64encode(self.entry).decode()}",)
        hashes = (base64.b64encode(hash_).decode() for hash_ in self.proof)
        return "\n".join((HEAD, *extra, f"index {self.index}", *hashes, "", self.checkpoint))


def read_receipt(written: str | bytes) -> Receipt | Fault:
    """A receipt in its parts."""
    try:
        text = written.decode() if isinstance(written, bytes) else written
    except UnicodeDecodeError:
        return Fault("receipt-malformed", "UTF-8")
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != HEAD:
        return Fault("receipt-malformed", HEAD)
    entry = None
    if lines and lines[0].startswith("extra "):
        entry = _bytes(lines.pop(0).removeprefix("extra "))
        if entry is None:
            return Fault("receipt-malformed", "extra")
    index = lines.pop(0).removeprefix("index ") if lines and lines[0].startswith("index ") else ""
    if not index.isascii() or not index.isdecimal() or str(int(index)) != index:
        return Fault("receipt-malformed", "index")
    proof = [_bytes(line) for line in lines]
    if len(proof) > HASHES_MOST or any(hash_ is None or len(hash_) != HASH_BYTES for hash_ in proof):
        return Fault("receipt-malformed", "proof")
    return Receipt(int(index), tuple(hash_ for hash_ in proof if hash_ is not None), checkpoint, entry)


def check_receipt(
    receipt: Receipt, policy: Policy, *, entry: bytes | None = None
) -> tuple[Checkpoint, Note, bytes] | Fault:
    """The checkpoint and the entry that the receipt proves to stand under it; or what does not hold.

    `entry` is the leaf the reader holds from elsewhere; without it, the one in the receipt is proven.
    """
    shown = receipt.entry if entry is None else entry
    if shown is None:
        return Fault("receipt-malformed", "extra")
    if receipt.entry is not None and receipt.entry != shown:
        return Fault("other-leaf", str(receipt.index))
    opened = policy.open(receipt.checkpoint)
    if isinstance(opened, Fault):
        return opened
    checkpoint, note = opened
    wrong = check_inclusion(leaf_hash(shown), receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    return wrong or (checkpoint, note, shown)


def proof_lines(proof: Sequence[bytes]) -> str:
    """Hashes of a proof as other files carry them, a line each."""
    return "".join(f"{base64.b64encode(hash_).decode()}\n" for hash_ in proof)


def _bytes(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None

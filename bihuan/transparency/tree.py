"""The Merkle tree of the public log (RFC 6962 section 2.1): hashes, roots and proofs over any source of subtrees.

Nothing here stores or signs. The tree is read through one function, `Subtree`, so that the same few lines work on a
list in memory, on tiles on a disk and on tiles fetched from a stranger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from bihuan.transparency.faults import Fault

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""

Subtree = Callable[[int, int], bytes]
"""(level, index) → hash of the complete subtree over leaves [index * 2^level, (index + 1) * 2^level)."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of a one byte, the left hash and the right hash."""
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two smaller than `size`, where a tree of more than one leaf is divided."""
    return 1 << (size - 1).bit_length() - 1


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root over the hashes of consecutive complete subtrees of one size; their number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def root(size: int, subtree: Subtree) -> bytes:
    """Root of the first `size` leaves."""
    return EMPTY_ROOT if size == 0 else _range(0, size, subtree)


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """RFC 9162 section 2.1.3.1: the audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards.

    Raises IndexError for a leaf that this tree does not have.
    """
    if not 0 <= index < size:
        raise IndexError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(_range(middle, end, subtree))
            end = middle
        else:
            path.append(_range(start, middle, subtree))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """RFC 9162 section 2.1.4.1: proof that the first `old` leaves of the tree of `new` leaves are the old tree.

    Empty for equal sizes and for the empty tree, which needs no proof. Raises IndexError if `old` is larger.
    """
    if not 0 <= old <= new:
        raise IndexError(f"no tree of {old} in a tree of {new}")
    if old in (0, new):
        return []
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(_range(middle, end, subtree))
            end = middle
        else:
            path.append(_range(start, middle, subtree))
            start, whole = middle, False
    if not whole:
        path.append(_range(start, end, subtree))
    return path[::-1]


def _range(start: int, end: int, subtree: Subtree) -> bytes:
    """Root over leaves [start, end), where `start` is a multiple of the largest power of two in the range."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtree(level, start >> level)
    middle = start + split(count)
    return node_hash(_range(start, middle, subtree), _range(middle, end, subtree))


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> Fault | None:
    """RFC 9162 section 2.1.3.2: None if leaf hash `leaf` stands at `index` under root `expected` of `size` leaves."""
    if not 0 <= index < size:
        return Fault("proof-index", str(index))
    if _wrong_size((leaf, expected, *proof)):
        return Fault("proof-hash-size")
    at, last, hash_ = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return Fault("proof-too-long")
        if at & 1 or at == last:
            hash_ = node_hash(other, hash_)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            hash_ = node_hash(hash_, other)
        at, last = at >> 1, last >> 1
    if last != 0:
        return Fault("proof-too-short")
    return None if hash_ == expected else Fault("not-included", str(index))


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> Fault | None:
    """RFC 9162 section 2.1.4.2: None if the tree of `new` leaves begins with the tree of `old` leaves.

    Equal sizes and the empty tree take an empty proof; the roots are compared all the same.
    """
    if not 0 <= old <= new:
        return Fault("tree-shrank", f"{old} → {new}")
    if _wrong_size((old_root, new_root, *proof)):
        return Fault("proof-hash-size")
    if old in (0, new):
        if proof:
            return Fault("proof-too-long")
        same = old_root == (EMPTY_ROOT if old == 0 else new_root) and (new > 0 or new_root == EMPTY_ROOT)
        return None if same else Fault("not-consistent", f"{old} → {new}")
    return _check_growth(old, new, old_root, new_root, proof)


def _check_growth(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> Fault | None:
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return Fault("proof-too-short")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for other in path[1:]:
        if last == 0:
            return Fault("proof-too-long")
        if at & 1 or at == last:
            first, second = node_hash(other, first), node_hash(other, second)
            while at & 1 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, other)
        at, last = at >> 1, last >> 1
    if last != 0:
        return Fault("proof-too-short")
    return None if (first, second) == (old_root, new_root) else Fault("not-consistent", f"{old} → {new}")


def _wrong_size(hashes: Sequence[bytes]) -> bool:
    return any(len(hash_) != HASH_BYTES for hash_ in hashes)

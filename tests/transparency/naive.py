"""An independent tree: RFC 6962 word for word on a list of entries, quadratic and without any cache.

What may live here: the oracle of the tree's tests and the published leaves. It shares no code with `bihuan`.
"""

import hashlib

CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
"""The leaves of Certificate Transparency's own tests."""


def mth(entries):
    """RFC 6962 section 2.1, MTH(D[n])."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m, entries):
    """RFC 6962 section 2.1.1, PATH(m, D[n])."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def proof(m, entries):
    """RFC 6962 section 2.1.2, PROOF(m, D[n])."""
    return [] if m in (0, len(entries)) else subproof(m, entries, True)


def subproof(m, entries, whole):
    """RFC 6962 section 2.1.2, SUBPROOF(m, D[n], b)."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]

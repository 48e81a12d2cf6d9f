"""The code in a reporter's hand as people write it, read it out and type it. Bytes and text only; no chance, no hash
of a table.

Letters and digits that cannot be taken for each other (Crockford's base 32), in six groups of four. The last three
characters are computed from the rest, so that a slip of the tongue is noticed before anything is looked up.
"""

from __future__ import annotations

import hashlib
import unicodedata

BYTES = 13
"""104 random bits: not to be guessed, also at leisure by whoever holds the public log (transparency.receipt_key)."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP = 4
CHARACTERS = 24
_CHECK = 3
_HEARD = str.maketrans("OIL", "011")
"""What people hear or read for a digit."""


def written(code: bytes) -> str:
    """The code as it is printed: `7K3M-0Q8T-…`. ValueError for a code of another length."""
    if len(code) != BYTES:
        raise ValueError(f"a receipt code has {BYTES} bytes, not {len(code)}")
    data = int.from_bytes(code) << 1
    text = _letters(data, CHARACTERS - _CHECK) + _check(code)
    return "-".join(text[start : start + GROUP] for start in range(0, CHARACTERS, GROUP))


def read(typed: str) -> bytes | None:
    """The code behind what somebody typed; small letters, full-width ones, spaces and hyphens are forgiven.

    None if it is no code, or one with a slip in it.
    """
    plain = unicodedata.normalize("NFKC", typed[:200]).upper()
    text = "".join(one for one in plain if one.isalnum()).translate(_HEARD)
    if len(text) != CHARACTERS or any(one not in ALPHABET for one in text):
        return None
    data = 0
    for one in text[:-_CHECK]:
        data = data * 32 + ALPHABET.index(one)
    code = (data >> 1).to_bytes(BYTES)
    return code if data % 2 == 0 and text.endswith(_check(code)) else None


def fingerprint(code: bytes) -> str:
    """What is kept of a code, hex: SHA-256 under a label of its own, so that it equals nothing in the public log."""
    return hashlib.sha256(b"bihuan receipt code v1|" + code).hexdigest()


def code_of(token: str) -> bytes:
    """The code that a form's secret stands for: a form sent twice leads to one code, and nobody has to keep it."""
    return hashlib.sha256(b"bihuan receipt of a form v1|" + token.encode()).digest()[:BYTES]


def request_of(token: str) -> str:
    """The request id of that form; it does not betray the secret."""
    return hashlib.sha256(b"bihuan request of a form v1|" + token.encode()).hexdigest()[:32]


def _letters(number: int, length: int) -> str:
    found = ""
    for _ in range(length):
        number, digit = divmod(number, 32)
        found = ALPHABET[digit] + found
    return found


def _check(code: bytes) -> str:
    digest = hashlib.sha256(b"bihuan receipt check v1|" + code).digest()
    return _letters(int.from_bytes(digest[:2]) >> 1, _CHECK)

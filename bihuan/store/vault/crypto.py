"""Keys of the vault and what is sealed with them. No table, no file and no environment is touched here.

Three kinds of key. A *master* comes from whoever runs the site and wraps the others; several may be known at
once, so that it can be changed without a day off. The key of a *case* seals its words and derives everything
that the log hides (transparency.disclosure); the *reporter's* key does the same for what names a person.
Erasing means deleting the wrapped key, and waiting for the backups of that one small table to run out.

No key is used as it is: each purpose has a key of its own, HMAC-SHA256 of a label, and all labels here begin
with `vault|` (those of the log do not). What is sealed is bound to its place, so that a row moved to another
case, event or field does not open. Failure is a value and says where, never what: neither key nor plaintext
appears in it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bihuan.core.records import filled_at_once
from bihuan.transparency.disclosure import Prf, kept

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
SEALED_OVERHEAD: Final = 1 + NONCE_BYTES + TAG_BYTES
_FORMAT: Final = b"\x01"

RandomBytes = Callable[[int], bytes]
"""A source of unpredictable bytes; `secrets.token_bytes` in service."""


class Holder(StrEnum):
    """Whose key it is: each is erased by itself."""

    CASE = "case"
    REPORTER = "reporter"


@filled_at_once
@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The one row that a wrapped key belongs to."""

    district: str
    case: str
    holder: Holder = Holder.CASE

    def __str__(self) -> str:
        return f"{self.district}/{self.case}/{self.holder}"


@filled_at_once
@dataclass(frozen=True, slots=True)
class Place:
    """The one field of one event that a sealed text belongs to."""

    district: str
    case: str
    number: int
    name: str

    def __str__(self) -> str:
        return f"{self.district}/{self.case}/{self.number}/{self.name}"


@dataclass(frozen=True, slots=True)
class VaultFault:
    """What can't be read or taken. `code` is one of VAULT_FAULTS, `where` names the place."""

    code: str
    where: str = ""

    def message(self, language: str) -> str:
        """What is wrong, in one sentence (`zh` or `en`)."""
        zh, en = VAULT_FAULTS[self.code]
        return (zh if language == "zh" else en).format(where=self.where)


VAULT_FAULTS: Mapping[str, tuple[str, str]] = {
    "master-malformed": (
        "主密钥“{where}”应为 32 字节的 Base64 文本。",
        "The master key “{where}” has to be 32 bytes in base64.",
    ),
    "master-unknown": (
        "缺少主密钥“{where}”，无法解开由它保护的内容。",
        "The master key “{where}” is not among those given; what it wraps can't be opened.",
    ),
    "not-opened": (
        "{where} 无法解密：密钥不符，或内容已被改动。",
        "{where} does not open: the key is another one, or the stored bytes were changed.",
    ),
    "address-malformed": ("“{where}”不是文件地址。", "“{where}” is not the address of a file."),
    "file-too-large": ("文件超过 {where} 字节的上限。", "The file has more than the {where} bytes allowed."),
    "file-empty": ("文件是空的。", "The file is empty."),
    "file-missing": ("找不到文件 {where}。", "The file {where} is not there."),
    "file-damaged": ("文件 {where} 已损坏。", "The file {where} is damaged: its bytes no longer match its address."),
}


@dataclass(frozen=True, slots=True)
class Masters:
    """The master keys known now, by id. `current` wraps new keys; no key shows in a print-out."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.keys:
            raise ValueError(f"no master key {self.current!r}")
        if any(not _KEY_ID(name) or len(key) != KEY_BYTES for name, key in self.keys.items()):
            raise ValueError("a master key has 32 bytes and an id of 1 to 32 letters, digits, dots or dashes")


_KEY_ID = re.compile(r"[A-Za-z0-9.-]{1,32}").fullmatch


def masters_from_text(text: str) -> Masters | VaultFault:
    """Read `id:base64,id:base64,…`, the current key first, as it stands in the site's settings; spaces do as well."""
    keys: dict[str, bytes] = {}
    for entry in text.replace(",", " ").split():
        name, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not _KEY_ID(name) or len(key) != KEY_BYTES or len(set(key)) == 1 or name in keys:
            # An id that is no id may be a key put in the wrong place: it isn't repeated.
            return VaultFault("master-malformed", name if _KEY_ID(name) and encoded else f"{len(keys) + 1}")
        keys[name] = key
    return Masters(next(iter(keys)), keys) if keys else VaultFault("master-malformed", "1")


def new_case_key(random_bytes: RandomBytes) -> bytes:
    """A fresh key for a case or for a reporter: 32 bytes."""
    key = random_bytes(KEY_BYTES)
    if len(key) != KEY_BYTES:
        raise ValueError("the source of randomness gave too few bytes")
    return key


def wrap(masters: Masters, key: bytes, place: KeyPlace, random_bytes: RandomBytes) -> bytes:
    """`key` encrypted for the key table under the current master: format, key id, nonce, AES-256-GCM.

    The wrapping key is derived for the place, so that the number of cases a master may serve is not bounded
    by the 2^32 random nonces that NIST SP 800-38D section 8.3 allows one key.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    name = masters.current.encode()
    head = _FORMAT + bytes([len(name)]) + name
    where = _packed("vault|wrap", place.district, place.case, place.holder)
    return head + _under(AESGCM(kept(masters.keys[masters.current])(where)), key, head + where, random_bytes)


def unwrap(masters: Masters, wrapped: bytes, place: KeyPlace) -> bytes | VaultFault:
    """The key that `wrap` took, whichever known master it was wrapped with."""
    master_id = wrapped_with(wrapped)
    if master_id is None:
        return VaultFault("not-opened", str(place))
    master = masters.keys.get(master_id)
    if master is None:
        return VaultFault("master-unknown", master_id)
    size = 2 + len(master_id)
    where = _packed("vault|wrap", place.district, place.case, place.holder)
    key = _decrypt(_derived(master, where), wrapped[size:], wrapped[:size] + where)
    return VaultFault("not-opened", str(place)) if key is None else key


def wrapped_with(wrapped: bytes) -> str | None:
    """The id of the master a key is wrapped with: finds the rows that a change of master left behind."""
    if wrapped[:1] != _FORMAT or len(wrapped) < 2:
        return None
    name = wrapped[2 : 2 + wrapped[1]].decode("ascii", "replace")
    return name if _KEY_ID(name) and len(name) == wrapped[1] else None


def rewrap(masters: Masters, wrapped: bytes, place: KeyPlace, random_bytes: RandomBytes) -> bytes | VaultFault:
    """The same key under the current master; nothing sealed with it changes."""
    key = unwrap(masters, wrapped, place)
    return key if isinstance(key, VaultFault) else wrap(masters, key, place, random_bytes)


class Sealer:
    """The key of a case, made ready to seal its words with. To be kept no longer than the key itself."""

    __slots__ = ("_aes",)

    def __init__(self, case_key: bytes, prf: Prf | None = None) -> None:
        self._aes = AESGCM(prf(_WORDS) if prf is not None else _derived(case_key, _WORDS))

    def __call__(self, place: Place, plaintext: bytes, random_bytes: RandomBytes) -> bytes:
        """`plaintext` under AES-256-GCM with a random 96-bit nonce, bound to `place`; 29 bytes longer.

        A key serves one case and so some thousand texts, far below the 2^32 of NIST SP 800-38D section 8.3."""
        return _FORMAT + _under(self._aes, plaintext, _bound(place), random_bytes)


def seal(case_key: bytes, place: Place, plaintext: bytes, random_bytes: RandomBytes) -> bytes:
    """One text sealed; see Sealer."""
    return Sealer(case_key)(place, plaintext, random_bytes)


def open_(case_key: bytes, place: Place, sealed: bytes) -> bytes | VaultFault:
    """What `seal` took; a fault for another key, another place, or any changed byte."""
    if sealed[:1] == _FORMAT:
        plaintext = _decrypt(_derived(case_key, _WORDS), sealed[1:], _bound(place))
        if plaintext is not None:
            return plaintext
    return VaultFault("not-opened", str(place))


def seal_file(case_key: bytes, district: str, case: str, plaintext: bytes) -> bytes:
    """A file of a case, sealed: equal files of one case give equal bytes, those of two cases never do.

    The nonce is derived from the plaintext (as in RFC 5297), which makes storing the same photo twice harmless.
    """
    subkey = _derived(case_key, _FILES)
    nonce = hmac.digest(_derived(case_key, _FILE_NONCES), plaintext, "sha256")[:NONCE_BYTES]
    return _FORMAT + nonce + AESGCM(subkey).encrypt(nonce, plaintext, _packed("vault|file", district, case))


def open_file(case_key: bytes, district: str, case: str, sealed: bytes) -> bytes | None:
    """What `seal_file` took, or None for another key, another case, or any changed byte."""
    if sealed[:1] != _FORMAT:
        return None
    return _decrypt(_derived(case_key, _FILES), sealed[1:], _packed("vault|file", district, case))


_WORDS: Final = b"vault|words"
_FILES: Final = b"vault|files"
_REQUESTS: Final = b"vault|requests"
_FILE_NONCES: Final = b"vault|file nonces"


def fingerprint(masters: Masters, content: bytes) -> str:
    """A keyed hash that tells a repeated request from another one, `key id:hex`.

    Keyed, because a plain hash of a request would let whoever reads the table test guessed telephone numbers.
    """
    return _fingerprint(masters.current, masters.keys[masters.current], content)


def same_fingerprint(masters: Masters, stored: str, content: bytes) -> bool:
    """Whether `content` gave this fingerprint. Under a master that is no longer known nothing is the same."""
    name = stored.partition(":")[0]
    known = masters.keys.get(name)
    return known is not None and hmac.compare_digest(stored, _fingerprint(name, known, content))


def _fingerprint(name: str, master: bytes, content: bytes) -> str:
    return f"{name}:{kept(of_master(master, _REQUESTS))(content).hex()}"


@lru_cache(maxsize=64)
def of_master(master: bytes, label: bytes) -> bytes:
    """The key that a master gives for one purpose. Masters stay in memory anyway; keys of cases never do."""
    return _derived(master, label)


def _derived(key: bytes, label: bytes) -> bytes:
    """The key for one purpose: HMAC-SHA256, from a random key a sound key derivation (RFC 5869 3.3)."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return hmac.digest(key, label, "sha256")


def _under(aes: AESGCM, plaintext: bytes, bound: bytes, random_bytes: RandomBytes) -> bytes:
    nonce = random_bytes(NONCE_BYTES)
    if len(nonce) != NONCE_BYTES:
        raise ValueError("the source of randomness gave too few bytes")
    return nonce + aes.encrypt(nonce, plaintext, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes | None:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        return None
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        return None


def _bound(place: Place) -> bytes:
    return _packed("vault|words", place.district, place.case, str(place.number), place.name)


def _packed(*parts: str) -> bytes:
    """Parts with their lengths, so that no two places give the same bytes."""
    coded = [part.encode() for part in parts]
    return b"".join([len(part).to_bytes(4, "big") + part for part in coded])

"""The receipt of the one who raised a matter: given with the case, opened by its code.

The code is the whole capability: whoever holds it is the reporter (`Person(raiser=True)`), and nobody else ever is.
Only its hash is kept. Given anew it is in `recovering`. No page stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.app.district import District
from bihuan.core.commands import Person, Raise, Take
from bihuan.core.contacts import is_email, is_phone
from bihuan.core.notices import Channel
from bihuan.core.receipt_codes import code_of, fingerprint, read, request_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.store import receipts
from bihuan.store.jobs import Accepted, Signed
from bihuan.store.quoting import follower_place, followers_of
from bihuan.store.reading import Seen, case_key, case_of_number, glance_case, read_case
from bihuan.store.receipts import Kind
from bihuan.store.vault.crypto import seal
from bihuan.transparency.receipt_key import key_hash, receipt_key

__all__ = ["Accepted", "Given", "Held", "Kind", "Seen"]

REPORTER = Person(account="public", raiser=True)
"""Who raises or holds a receipt; who that is in life stands in the vault or nowhere."""

TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Given:
    """A receipt as it is handed out: the only time the code is there in full."""

    number: str
    code: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What a code opens."""

    case: str
    kind: Kind
    code: bytes


def new_token(district: District) -> str:
    """The secret of a form, hex: its receipt code and its request id are computed from it."""
    return district.door.entropy(TOKEN_BYTES).hex()


def raise_matter(
    district: District,
    command: Raise,
    token: str,
    photos: Sequence[bytes] = (),
    by: Person | None = None,
    language: Language = "zh",
) -> Given | Refusal:
    """Raise a case and give its receipt, in one transaction. The same form again gives the same receipt again.

    `by` is who took it down for somebody at the counter or on the telephone; else the reporter. `language` is that of
    the reporter's own page: what is sent to them is written in it.
    """
    code, who = code_of(token), by or REPORTER
    public = receipt_key(code).public_key().public_bytes_raw()
    answer = district.door.submit(
        district.id,
        command if command.by is who else replace(command, by=who),
        request_of(token),
        photos=photos,
        receipt_key=key_hash(public),
        receipt=fingerprint(code),
        language=language,
    )
    return answer if isinstance(answer, Refusal) else Given(answer.number, code)


def follow(district: District, number: str, token: str) -> Given | Refusal:
    """A code that shows where somebody else's public case stands. It opens no word and says nothing of the follower."""
    code, now = code_of(token), district.door.clock()
    with district.door.readers.lend() as session:
        case = case_of_number(session, district.id, number)
        if case is None:
            return Refusal("no-such-case", {"case": number})
        with session.transaction():
            receipts.put(session, district.id, fingerprint(code), case, Kind.FOLLOWER, now)
    return Given(number, code)


def tell_follower(district: District, held: Held, typed: str, language: Language = "zh") -> Refusal | None:
    """Where a follower wants to be told, and in the language of which page: an e-mail address or a telephone number,
    sealed; empty ends it."""
    if held.kind is not Kind.FOLLOWER:
        return Refusal("no-such-code", {})
    text, hashed = typed.strip(), fingerprint(held.code)
    channel = Channel.EMAIL if is_email(text) else Channel.SMS if is_phone(text) else None
    if text and channel is None:
        return Refusal("field-invalid", {"field": _CONTACT, "value": text[:40], "expected": "13800000000, a@b.cn"})
    with district.door.look(district.id) as (session, ground), session.transaction():
        key = case_key(session, district.id, held.case, ground.masters)
        if key is None:
            return Refusal("no-such-code", {})
        place = follower_place(district.id, held.case, hashed)
        sealed = seal(key, place, text.encode(), district.door.entropy) if text else None
        receipts.keep_contact(session, district.id, hashed, str(channel) if channel else None, sealed, language)
    return None


def followed_by(district: District, held: Held) -> Channel | None:
    """Over which channel the follower is told; None if not at all."""
    with district.door.look(district.id) as (session, ground):
        known = {one.code: one.channel for one in followers_of(session, ground, held.case)}
    return known.get(fingerprint(held.code)) if held.kind is Kind.FOLLOWER else None


_CONTACT = Text("手机号或电子邮箱", "telephone or e-mail")


def open_code(district: District, typed: str) -> Held | Refusal:
    """What a typed or scanned code opens. A wrong one and a revoked one are answered alike.

    Whoever calls this counts the try first (`app.limits`).
    """
    code = read(typed)
    if code is None:
        return Refusal("code-misread", {})
    with district.door.readers.lend() as session:
        row = receipts.of_code(session, district.id, fingerprint(code))
    if row is None or row.revoked:
        return Refusal("no-such-code", {})
    return Held(row.case, row.kind, code)


def mine(district: District, held: Held) -> Seen | Refusal:
    """The case as the one who raised it sees it. A follower's code does not open it."""
    if held.kind is not Kind.RAISER:
        return Refusal("no-such-code", {})
    with district.door.look(district.id) as (session, ground):
        return read_case(session, ground, REPORTER, held.case)


def number_of(district: District, held: Held) -> str:
    """The number of the case behind a code, for its public page."""
    with district.door.look(district.id) as (session, ground), session.glance():
        found = glance_case(session, ground, REPORTER, held.case)
    return "" if isinstance(found, Refusal) else found[0].number


def take(
    district: District,
    held: Held,
    command: Take,
    token: str,
    photos: Sequence[bytes] = (),
    signed: Signed | None = None,
) -> Accepted | Refusal:
    """A step of the one who holds the receipt, with what they signed; a follower's code takes none."""
    if held.kind is not Kind.RAISER:
        return Refusal("no-such-code", {})
    mine_ = replace(command, case=held.case, by=REPORTER)
    return district.door.submit(district.id, mine_, request_of(token), photos=photos, signed=signed)


def give_up(district: District, held: Held) -> None:
    """Keep no receipt: the code ends, and nobody can open, answer or rate the case by it any more. It goes on."""
    if held.kind is Kind.RAISER:
        with district.door.readers.lend() as session, session.transaction():
            receipts.revoke(session, district.id, held.case, district.door.clock())

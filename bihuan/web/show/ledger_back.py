"""A ledger that came back, as its page shows it, and as it travels in that page, signed, until somebody says do it.

Decides nothing; nothing is kept on the server in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.core import signing

from bihuan.app.ledger_back import Change, Preview
from bihuan.app.overseeing import Answer, Wish
from bihuan.core.text import Language, Text
from bihuan.web.show.ledger import line

SALT, SECONDS = "bihuan.ledger-back", 12 * 3600
ROWS_MOST = 4_000
TOO_LATE = Text(
    "这一页太旧，或不是给您的。请重新上传文件；文件里填的都还在。",
    "This page is too old, or was made for somebody else. Upload the file again; all that was filled in is in it.",
)
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A preview on its way back."""

    request: str
    changes: tuple[Change, ...]
    wrong: tuple[Line, ...]


def page(
    found: Preview | tuple[Answer, ...], request: str, account: str, language: Language
) -> dict[str, Any]:
    """What will be done, what only for whoever says so, what cannot be done."""
    if not isinstance(found, Preview):
        wrong = [line(one, language) for one in found]
        return {"whole": False, "wrong": wrong, "kept": packed_rows(wrong)}
    wrong = [line(one, language) for one in found.wrong]
    listed = [(at, _shown(one, language)) for at, one in enumerate(found.changes)]
    return {
        "whole": True,
        "fresh": [shown for at, shown in listed if not shown["stale"]],
        "stale": [shown | {"at": at} for at, shown in listed if shown["stale"]],
        "wrong": wrong,
        "kept": packed_rows(wrong),
        "gone": found.gone,
        "changes": _packed(found, request, account, wrong),
    }


def _shown(one: Change, language: Language) -> dict[str, Any]:
    wish = one.wish
    now = [(head.in_(language), read or "—", today or "—") for head, read, today in one.now]
    return {"cell": wish.cell, "number": wish.number, "what": wish.what.in_(language), "reason": wish.reason,
            "stale": one.stale, "now": now}  # fmt: skip


def _packed(found: Preview, request: str, account: str, wrong: Sequence[Line]) -> str:
    changes = [[*astuple(one.wish), one.stale] for one in found.changes]
    whole = {"request": request, "account": account, "changes": changes, "wrong": wrong[:ROWS_MOST]}
    return signing.dumps(whole, salt=SALT, compress=True)


def unpacked(text: str, account: str) -> Unpacked | None:
    """The preview again; None for what was not packed here, for another, or too long ago."""
    try:
        whole = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    if not isinstance(whole, dict) or whole.get("account") != account:
        return None
    changes = tuple(Change(Wish(*wish), stale) for *wish, stale in whole["changes"])
    return Unpacked(whole["request"], changes, tuple(tuple(one) for one in whole["wrong"]))


def packed_rows(rows: Sequence[Line]) -> str:
    """Refused rows as one field of a form; empty for none."""
    return signing.dumps(list(rows[:ROWS_MOST]), salt=SALT + ".rows", compress=True) if rows else ""


def unpacked_rows(text: str) -> Sequence[Line]:
    """Those rows again; none for what was not packed here."""
    try:
        return [tuple(one) for one in signing.loads(text, salt=SALT + ".rows", max_age=SECONDS)]
    except signing.BadSignature:
        return []

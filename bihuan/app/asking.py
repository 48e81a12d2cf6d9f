"""A command as it comes in: what may not even be tried, and the canonical form that tells repeated requests apart."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

import msgspec

from bihuan.core.commands import Command, Lapse, Raise, Reproject, Take
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Enter
from bihuan.core.text import Text

_REQUEST_ID = re.compile(r"[\x21-\x7e]{1,200}").fullmatch
_CASE_ID = re.compile(r"[0-9a-z-]{0,63}").fullmatch
"""Sorts alike under every collation; an empty id is drawn at the door."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_KEPT_BY_NO_DATABASE = re.compile("[\ud800-\udfff\x00]")


def malformed(command: Command | Enter, request_id: str) -> Refusal | None:
    """What no database could keep, before anything is asked of one: half characters, NUL, an endless request id."""
    if not _REQUEST_ID(request_id):
        shown = request_id[:40].encode("ascii", "backslashreplace").decode()
        return Refusal("field-invalid", {"field": _REQUEST, "value": shown, "expected": "1–200 ASCII"})
    if isinstance(command, Raise) and (not _CASE_ID(command.case) or command.case.startswith("reg-")):
        return Refusal("field-invalid", {"field": _CASE, "value": ascii(command.case[:40]), "expected": "0–9 a–z -"})
    texts = _texts(command)
    # One look at all of them first: nearly always nothing is wrong.
    if _KEPT_BY_NO_DATABASE.search("".join([text for _, text in texts])) is None:
        return None
    for name, text in texts:
        found = _KEPT_BY_NO_DATABASE.search(text)
        if found:
            detail: dict[str, str | Text] = {
                "field": name.encode("ascii", "backslashreplace").decode() if _LONE_SURROGATE.search(name) else name,
                "position": str(found.start() + 1),
                "character": f"U+{ord(found[0]):04X}",
            }
            return Refusal("control-character", detail)
    return None


_fast = msgspec.json.Encoder(order="sorted").encode
"""The same bytes as `_encode` (tests/app/test_asking.py), made in C in one go."""
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_REQUEST = Text("提交编号", "request id")
_CASE = Text("事项标识", "case id")


def _texts(command: Command | Enter) -> list[tuple[str, str]]:
    """Every text of a command beside the name of what it belongs to, which is one itself."""
    match command:
        case Raise() | Take():
            given: dict[str, object] = {**command.values, **command.words}
            if isinstance(command, Take):
                given |= {**command.arguments, "case": command.case, "outcome": command.outcome}
            else:
                given |= {"case": command.case, "programme": command.programme, "population": command.population}
            given["step"] = command.step
            found = [(name, name) for name in given]
            for name, value in given.items():
                parts = value if isinstance(value, tuple) else (value,)
                found += [(name, part) for part in parts if isinstance(part, str)]
            return found
        case Enter():
            said = {**command.values, **command.words}
            found = [("register", command.register), ("key", command.key), ("since", command.since)]
            return [*found, *((name, name) for name in said), *((name, str(value)) for name, value in said.items())]
        case Lapse():
            return [("case", command.case), ("clock", command.clock)]
        case Reproject():
            return [("case", command.case), ("reason", command.reason)]
        case _:
            assert_never(command)


def content_of(command: Command | Enter, photos: Sequence[str] = ()) -> bytes:
    """Canonical bytes of what is asked and by whom; `photos` are hashes of the files themselves.

    The id and the number of a case that is to be opened are left out: they are drawn anew for each try.
    """
    form: dict[str, object] = {"is": type(command).__name__, "photos": list(photos)}
    match command:
        case Raise():
            form |= _form(command) | {"programme": command.programme, "population": command.population}
        case Take():
            arguments = {name: list(v) if isinstance(v, tuple) else v for name, v in command.arguments.items()}
            form |= _form(command) | {"case": command.case, "outcome": command.outcome, "seen": command.seen}
            form["arguments"] = arguments
        case Enter():
            form |= {"register": command.register, "key": command.key, "act": str(command.act)}
            form |= {"by": command.by.account, "since": command.since, "seen": command.seen}
            form |= {"values": dict(command.values), "words": dict(command.words), "population": command.population}
        case Lapse():
            form |= {"case": command.case, "clock": command.clock}
        case Reproject():
            form |= {"case": command.case, "reason": command.reason}
        case _:
            assert_never(command)
    try:
        return _fast(form)
    except (OverflowError, TypeError):  # A whole number that no machine word holds, or what only `json` knows.
        return _encode(form).encode()


def _form(command: Raise | Take) -> dict[str, object]:
    return {
        "by": command.by.account,
        "step": command.step,
        "values": dict(command.values),
        "words": dict(command.words),
        "occurred": _moment(command.occurred),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

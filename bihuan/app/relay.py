"""Calling the one who raised a case without seeing the number: the exchange connects, the officer dials a code.

The port is one function; what a district's exchange offers fills it. Here is one that writes a file, for rehearsals
and for installations without an exchange: somebody at the counter dials. Each call is an entry in the access journal,
written before the exchange learns the number.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.entropy import RandomBytes
from bihuan.app.identity import CALLED, Allowed, Asked, asked_well, look_again, write_access
from bihuan.core.commands import Person
from bihuan.core.notices import Channel
from bihuan.core.refusals import Refusal
from bihuan.store.identities import keys_of, latest

VALID = timedelta(minutes=30)
"""How long a code connects."""
CODE_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """What the exchange is told. The number is never part of anything that a page or a journal holds."""

    code: str
    number: str
    caller: str
    """Account of whoever will dial the code."""
    case: str
    until: datetime


Relay = Callable[[Connection], None]
"""The exchange: connects whoever dials the code from the caller's telephone with the number, until the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the officer gets: a code to dial, and until when."""

    entry: int
    code: str
    until: datetime


class FileRelay:
    """An exchange that is a file: one line a connection, readable by its owner only."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, connection: Connection) -> None:
        """Add the connection, durably."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        line = {**asdict(connection), "until": connection.until.isoformat()}
        with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())


def relayed_call(
    district: District, relay: Relay, person: Person, case: str, purpose: str, words: str, draw: RandomBytes
) -> Call | Refusal:
    """A code that reaches the one who raised the case. Refused like an opening, and where no number was left.

    Raises what the exchange raises; then nothing is written and nobody was called.
    """
    asked = Asked(purpose=purpose, words=words)
    if refusal := asked_well(district, person, case, asked):
        return refusal
    with district.door.look(district.id) as (session, ground), session.transaction():
        opened = look_again(district, session, ground, person, case, for_call=True)
        if isinstance(opened, Refusal):
            return opened
        keys = keys_of(session, district.id, case, ground.masters)
        number = _number(opened, latest(session, district.id, case, opened.opens.called, keys))
        if number is None:
            return Refusal("no-number-left", {})
        entry, at = write_access(district, session, CALLED, opened, asked, keys)
        code = str(int.from_bytes(draw(8), "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)
        until = at + VALID
        relay(Connection(code=code, number=number, caller=person.account, case=opened.case.number, until=until))
    return Call(entry=entry, code=code, until=until)


def _number(opened: Allowed, values: Mapping[str, str]) -> str | None:
    """The first field that is a telephone number, by the channel that the pack says it is good for."""
    for name, field in opened.programme.fields.items():
        if field.contact is Channel.SMS and values.get(name, "").strip():
            return values[name].strip()
    return None

"""Calling the one who raised a case without seeing the number: the exchange connects, the officer dials a code.

The port is one function; what a district's exchange offers fills it. Here is one that writes a file, for rehearsals
and for installations without an exchange: somebody at the counter dials. Each call is an entry in the access journal,
written before the exchange learns the number.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
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


_NUMBER = re.compile(r"\+?[0-9][0-9 -]{1,22}[0-9]")


def bridge_of(written: str) -> str:
    """The number of the switchboard as an operator writes it, without what only divides it; empty: there is none.
    Raises ValueError for what is no number: pages would offer it to be dialled."""
    if written.strip() and _NUMBER.fullmatch(written.strip()) is None:
        raise ValueError(f"BIHUAN_BRIDGE: {written!r} is no telephone number / 不是电话号码")
    return re.sub("[ -]", "", written)


def dialled(bridge: str, code: str) -> str:
    """A link that calls the switchboard and, once it answers, sends the code: a comma waits, as telephones read it."""
    return f"tel:{bridge},,{code}%23"


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
    """An exchange that is a file: one line a connection, readable by its owner only. It holds numbers in clear, so a
    line stays no longer than its code connects: each call takes out what has ended, and a regular job the rest."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, connection: Connection) -> None:
        """Add the connection, durably."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        line = {**asdict(connection), "until": connection.until.isoformat()}
        with self._alone():
            # Whoever calls asks from the moment on at which the code begins to connect.
            self._keep([*self._valid(connection.until - VALID), json.dumps(line, ensure_ascii=False)])

    def forget(self, now: datetime) -> int:
        """Take out the connections that have ended; how many lines these were."""
        if not self._file.exists():
            return 0
        with self._alone():
            valid, before = self._valid(now), len(self._lines())
            if len(valid) < before:
                self._keep(valid)
        return before - len(valid)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Several processes of a server write here; a line that one adds must outlast the rewriting of another."""
        with os.fdopen(os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _lines(self) -> list[str]:
        return self._file.read_text("utf-8").splitlines() if self._file.exists() else []

    def _valid(self, now: datetime) -> list[str]:
        return [line for line in self._lines() if _ends(line) > now]

    def _keep(self, lines: Sequence[str]) -> None:
        """Put these in the place of what stood there. One name for the half-made file: a crash leaves one at most,
        and the next call writes over it."""
        part = self._file.with_suffix(".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write("".join(f"{line}\n" for line in lines))
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._file)


def _ends(line: str) -> datetime:
    """Until when a line connects; what cannot be read connects nobody and has ended."""
    try:
        return datetime.fromisoformat(json.loads(line)["until"]).astimezone(UTC)
    except (ValueError, KeyError, TypeError):
        return datetime.min.replace(tzinfo=UTC)


def relayed_call(
    district: District, relay: Relay, person: Person, case: str, purpose: str, words: str, draw: RandomBytes
) -> Call | Refusal:
    """A code that reaches the one who raised the case. Refused like an opening, and where no number was left.

    Raises what the exchange raises; then nothing is written and nobody was called.
    """
    asked = Asked(purpose=purpose, words=words)
    if refusal := asked_well(district, person, case, asked, for_call=True):
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

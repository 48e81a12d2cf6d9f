"""Reports sent over HTTP from a process of its own, as cheaply as Python can: it shares the cores with what it loads.

Run as a program it takes what is asked as JSON and answers so; it imports nothing of ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from itertools import count
from statistics import quantiles
from urllib.parse import urlencode

WORDS = "三栋楼下的消防通道又被两辆面包车堵了一整夜，救护车进不来。"
WAIT_SECONDS = 30
"""Without an answer for so long a connection is given up."""

_LENGTH = re.compile(rb"\ncontent-length: *(\d+)", re.IGNORECASE)
_RETRY = re.compile(rb"\nretry-after:", re.IGNORECASE)
_CLOSING = re.compile(rb"\nconnection: *close", re.IGNORECASE)


class Counted:
    """What came of it, by all connections together."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.waits: list[float] = []
        self.told = True
        """Whether every 503 said when to come again."""


class Connection(asyncio.Protocol):
    """One request after another over one connection; `done` is told how the last one ended."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted
        self._transport: asyncio.Transport | None = None
        self._buffer, self._begun, self._giving_up = b"", 0.0, None
        self.done: asyncio.Future[bool] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self, request: bytes) -> asyncio.Future[bool]:
        """Send it; the future tells whether the connection may go on."""
        loop = asyncio.get_running_loop()
        self.done, self._begun = loop.create_future(), time.perf_counter()
        assert self._transport is not None
        self._transport.write(request)
        return self.done

    def data_received(self, data: bytes) -> None:
        """A part of an answer; a whole one is counted."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[: end + 2]
        length = _LENGTH.search(head)
        if len(self._buffer) < end + 4 + (int(length[1]) if length else 0):
            return
        status, self._buffer = int(head[9:12]), b""
        self._counted.statuses[status] += 1
        if status == 302:
            self._counted.waits.append((time.perf_counter() - self._begun) * 1000)
        elif status == 503 and not _RETRY.search(head):
            self._counted.told = False
        self._end(not _CLOSING.search(head))

    def connection_lost(self, exc: Exception | None) -> None:
        """The server hung up, or we did."""
        self._end(False)

    def give_up(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()

    def _end(self, well: bool) -> None:
        if self.done is not None and not self.done.done():
            self.done.set_result(well)


async def load(port: int, programme: str, connections: int, seconds: float, rate: float | None) -> dict[str, object]:
    """Reports from so many connections for so long; at a given rate if there is one, else as fast as answers come."""
    requests, counted, turns = _requests(port, programme), Counted(), count()
    spent, begun = time.process_time(), time.perf_counter()
    loop, end = asyncio.get_running_loop(), begun + seconds

    async def one() -> None:
        connection: Connection | None = None
        while time.perf_counter() < end:
            if rate is not None and (ahead := begun + next(turns) / rate - time.perf_counter()) > 0:
                await asyncio.sleep(ahead)
            well = False
            with contextlib.suppress(OSError, TimeoutError):
                if connection is None:
                    _, connection = await loop.create_connection(lambda: Connection(counted), "127.0.0.1", port)
                before = counted.statuses.total()
                well = await connection.send(next(requests))
                if not well and counted.statuses.total() == before:
                    counted.statuses[0] += 1
            if not well:
                if connection is None:
                    counted.statuses[0] += 1
                else:
                    connection.give_up()
                connection = None
                await asyncio.sleep(0.05)

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*(one() for _ in range(connections))), seconds + WAIT_SECONDS)
    cut = quantiles(counted.waits, n=100) if len(counted.waits) > 1 else [0.0] * 99
    return {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - spent,
        "statuses": counted.statuses,
        "p50": cut[49],
        "p99": cut[98],
        "retry_told": counted.told,
    }


def _form(port: int, programme: str) -> tuple[str, str]:
    """The cookie and the token that a browser would have after opening the form."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/report/{programme}", timeout=30) as answer:
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
    return cookie, token[1] if token else ""


def _requests(port: int, programme: str) -> Iterator[bytes]:
    """Reports without end, each with words and a secret of its own: written once, filled in twice."""
    cookie, token = _form(port, programme)
    asked = {"csrfmiddlewaretoken": token, "words": WORDS, "category": "fire_lane_blocked", "request": ""}
    body = urlencode(asked).encode().replace(b"&category", b"%08d&category")
    first, _, last = body.replace(b"%", b"%%").replace(b"%%08d", b"%08d").partition(b"&category")
    head = (
        f"POST /report/{programme} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nContent-Type: "
        f"application/x-www-form-urlencoded\r\nContent-Length: {len(body) + 5 + 31}\r\n\r\n"
    )
    whole = head.encode().replace(b"%", b"%%") + first + b"&category" + last + b"%b"
    return (whole % (n, secrets.token_hex(16).encode()) for n in count())


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        print(json.dumps(asyncio.run(load(**json.loads(sys.argv[1])))))

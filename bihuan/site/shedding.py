"""Turning away early what could only be answered late: more requests than can wait a moment get 503 at once.

It stands before everything else, so that saying no costs next to nothing and those inside go on at full speed. The
health address is never turned away: who watches must not take a busy service for a dead one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]

WORKING = 32
"""Requests worked on at a time; they mostly wait for the same commit, and the more share it the less each costs."""
WAITING = 16
"""Requests that may wait for one of those to end: half as many again, some tenths of a second."""
RETRY_SECONDS = "2"
ALWAYS = "/health"

BUSY = (
    '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>稍候 / Busy</title><h1>此刻人很多</h1><p>请两秒后再试一次，刚才填写的内容没有丢：返回上一页即可。</p>"
    '<div lang="en"><h2>Very busy just now</h2><p>Please try again in two seconds. Go back one page: what you typed '
    "is still there.</p></div></html>"
).encode()


HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(BUSY))),
    ("Retry-After", RETRY_SECONDS),
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)


class Shedding:
    """An application that lets in what it can work on soon, and turns the rest away with 503 (RFC 9110, 15.6.4)."""

    def __init__(self, application: Application, working: int = WORKING, waiting: int = WAITING) -> None:
        self._application = application
        self._idle, self._places = working, waiting
        self._lock = threading.Lock()
        self._queue: deque[threading.Lock] = deque()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer, or turn away."""
        if environ.get("PATH_INFO") == ALWAYS:
            return self._application(environ, start_response)
        if not self._enter():
            # What was sent is read by nobody; the connection stays in step because the server drains it.
            start_response("503 Service Unavailable", [*HEADERS])
            return [BUSY]
        try:
            return self._application(environ, start_response)
        finally:
            self._leave()

    def _enter(self) -> bool:
        """Take a place, in the order of coming; False if too many wait already."""
        with self._lock:
            if self._idle:
                self._idle -= 1
                return True
            if len(self._queue) >= self._places:
                return False
            gate = threading.Lock()
            gate.acquire()
            self._queue.append(gate)
        gate.acquire()
        return True

    def _leave(self) -> None:
        """Hand the place to whoever waits longest: a newcomer never overtakes."""
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._idle += 1

"""Sessions lent to one reader at a time and kept for the next. Writers have a session of their own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from bihuan.store.session import Database, Session

KEPT = 8
"""Idle sessions that stay open."""


class Pool:
    """Sessions of one database; safe to use from several threads."""

    def __init__(self, database: Database, kept: int = KEPT) -> None:
        self.database = database
        self._kept = kept
        self._idle: deque[Session] = deque()

    @contextmanager
    def lend(self) -> Iterator[Session]:
        """A session for this block. One that raised is closed: nobody knows in what state it is."""
        try:
            session = self._idle.pop()
        except IndexError:
            session = self.database.connect()
        try:
            yield session
        except BaseException:
            session.close()
            raise
        if len(self._idle) >= self._kept or session.gone:
            session.close()
        else:
            self._idle.append(session)

    def close(self) -> None:
        """Close what is idle."""
        while self._idle:
            self._idle.pop().close()

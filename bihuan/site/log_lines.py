"""What a line of the server's log may say of a request: which page it was for, never what stood in its address.

An address may be a receipt code, or what somebody typed in its place.
"""

from __future__ import annotations

import errno
import logging
import sqlite3

import psycopg
from django.http import HttpRequest


def shown(request: HttpRequest) -> str:
    """The pattern of the page; of an address that is none of ours its first part."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    first, _, rest = request.path.lstrip("/").partition("/")
    # Longer than any first part of ours: perhaps what belongs behind one.
    return f"/{first if len(first) <= FIRST_MOST else '…'}{'/…' if rest else ''}"


FIRST_MOST = 16


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
"""How a disk says no to whoever writes a photo."""


class PagesOnly(logging.Filter):
    """Lines about a request (Django hands it on as `request`) name its page instead of its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            own = (request.path, request.path_info)
            record.args = tuple(shown(request) if one in own else one for one in record.args)
        return True


def is_away(fault: BaseException | None) -> bool:
    """Whether the database is away, or there is no room for what came: nothing that a traceback would explain, and each
    request says so."""
    if isinstance(fault, OSError):
        return fault.errno in NO_ROOM
    if isinstance(fault, sqlite3.OperationalError):
        return getattr(fault, "sqlite_errorname", "") not in ("", "SQLITE_ERROR")
    return isinstance(fault, psycopg.OperationalError)

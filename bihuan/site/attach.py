"""Gives every request the house it may ask, and answers 503 with a way out when that house is closed. No page here."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.app.door import CommandFailed
from bihuan.app.installation import BadKeys, NotLoaded
from bihuan.site.log_lines import is_away, shown
from bihuan.site.services import house
from bihuan.store.session import FAULTS
from bihuan.web.answers import refused
from bihuan.web.house import NotYet

CLOSED = (NotLoaded, BadKeys, *FAULTS)
"""Why a district may not be open: no pack, no keys, no database."""

RETRY_SECONDS = "5"
_log = logging.getLogger(__name__)


class Services:
    """Sets `request.services`. The last of the middleware, so that what it answers passes all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say that the service is closed."""
        try:
            request.services = house()
        except CLOSED as closed:
            _log.error("the district is closed: %s: %s", type(closed).__name__, closed)
            return unavailable(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A database or a disk that fails is no fault of the page; the cause goes to the log, never to the person."""
        fault = exception.__cause__ or exception
        if isinstance(exception, (CommandFailed, *FAULTS)) or is_away(exception):
            traceback = None if is_away(fault) else exception
            _log.error("the store failed at %s: %s", shown(request), type(fault).__name__, exc_info=traceback)
            if traceback is None:
                _log.error("%s", str(fault).partition("\n")[0])
            return unavailable(request)
        return refused(request, exception.refusal) if isinstance(exception, NotYet) else None


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with the time after which it is worth trying again (RFC 9110, section 10.2.3)."""
    response = render(request, "web/errors/503.html", {"sent": request.method == "POST"}, status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response

"""The page that checks receipts in the browser, and the files it checks: receipt, proofs, trust."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bihuan.app.publishing import receipt_file, trust_of
from bihuan.core.refusals import Refusal
from bihuan.transparency.faults import Fault
from bihuan.web import holding
from bihuan.web.answers import RETRY_SECONDS

PAGE = Path(__file__).parents[1] / "static" / "vendor" / "receipt-check.html"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@cache
def page() -> tuple[bytes, str]:
    """The page as it was built, the same bytes for everybody, and the policy that it carries itself."""
    whole = PAGE.read_bytes()
    found = _POLICY.search(whole.decode())
    return whole, found[1] if found else "default-src 'none'"


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """One file with everything in it: its hash is a leaf of the log, so nothing may be written into it here.
    Whom to call is told beside it, for whoever reads large type."""
    whole, policy = page()
    answer = HttpResponse(whole, content_type="text/html; charset=utf-8")
    answer.headers["Bihuan-Phone"] = request.services.phone
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
    if "keep" in request.GET:
        answer.headers["Content-Disposition"] = 'attachment; filename="receipt-check.html"'
    return answer


@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    """The receipt of the matter that this browser has open, for the page that checks it."""
    return _file(request, words=False)


@require_safe
def keep(request: HttpRequest) -> HttpResponse:
    """The same as a file to keep; with the reporter's own words and what proves them, if that is asked for."""
    answer = _file(request, words="words" in request.GET)
    answer.headers["Content-Disposition"] = 'attachment; filename="bihuan-receipt.json"'
    return answer


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Whom readers of this log trust: to be compared with the copy that is printed elsewhere."""
    log = request.services.public_log()
    if isinstance(log, Fault):
        raise Http404
    answer = HttpResponse(trust_of(log), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="trust.txt"'
    return answer


def _file(request: HttpRequest, *, words: bool) -> HttpResponse:
    held, house = holding.held(request), request.services
    log = house.public_log()
    if held is None or isinstance(log, Fault):
        raise Http404
    written = receipt_file(log, house.district, held, words=words)
    if isinstance(written, Refusal):
        raise Http404
    if isinstance(written, Fault):
        # The log is being written: there is a receipt, and in a moment it can be read.
        return HttpResponse(status=503, headers={"Retry-After": RETRY_SECONDS})
    return HttpResponse(written, content_type="application/json")

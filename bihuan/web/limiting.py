"""From where a request comes, and whether it tries too often. The numbers stand in `app.limits`."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from bihuan.app.limits import Guard, attempt
from bihuan.core.refusals import Refusal


def address_of(request: HttpRequest) -> str:
    """The address of whoever asks. Behind proxies of one's own (BIHUAN_PROXIES) the one that the outermost of them
    saw: what a client writes into the header itself stands further left and is ignored."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    return passed[-settings.PROXIES] if settings.PROXIES and len(passed) >= settings.PROXIES else direct


def too_many(request: HttpRequest, guard: Guard, target: str = "") -> Refusal | None:
    """Count one try; a refusal (429, with its time to wait) if there were too many. For public forms:

    `if refusal := too_many(request, Guard.CODE, number): return refused(request, refusal)`
    """
    if "limits" in settings.RELAXED:
        return None
    return attempt(request.services.district, guard, address=address_of(request), target=target)

"""The script that keeps a worker's pages on the phone. Its address decides what it may touch: all of /work/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The service worker (W3C Service Workers); asked for anew each time, so that a change reaches every phone."""
    response = render(request, "web/work/offline.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response

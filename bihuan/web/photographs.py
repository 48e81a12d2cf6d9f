"""Photos of a form as they came over HTTP. What is taken of them, and how, is said in `app.photos`."""

from __future__ import annotations

from django.http import HttpRequest

from bihuan.app.photos import prepared
from bihuan.core.refusals import Refusal
from bihuan.web.uploads import photos_of


def of(request: HttpRequest) -> tuple[bytes, ...] | Refusal:
    """The photos of a form, written anew; or the first that cannot be taken and why."""
    return prepared(photos_of(request))

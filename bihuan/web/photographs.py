"""Photos of a form as they came over HTTP. What is taken of them, and how, is said in `app.photos`."""

from __future__ import annotations

from django.http import HttpRequest

from bihuan.app.photos import Upload, prepared
from bihuan.core.refusals import Refusal

NAME = "photos"
"""The field of a form that photos come in."""


def of(request: HttpRequest) -> tuple[bytes, ...] | Refusal:
    """The photos of a form, written anew; or the first that cannot be taken and why."""
    return prepared(
        Upload(name=file.name or "", size=file.size or 0, content=file.file) for file in request.FILES.getlist(NAME)
    )

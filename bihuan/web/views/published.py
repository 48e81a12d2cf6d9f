"""The figures that anyone can check, the files they are checked with, and the whole log as one archive."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from bihuan.app.policies import bases_of
from bihuan.app.publishing import archive, definition_text, figures, published_file, standing
from bihuan.transparency.faults import Fault
from bihuan.web.reading import language
from bihuan.web.show.published import page_words, shown_figures

AT_ONCE = threading.BoundedSemaphore(2)
"""Archives that are sent at a time: a slow reader must not take the threads of everybody else."""


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Each published figure with its definition, its parts, and the way to check it."""
    log = request.services.public_log()
    if isinstance(log, Fault):
        return render(request, "web/published.html", {"groups": (), "none": True}, status=200)
    spoken, pack = language(), request.services.district.pack
    mechanisms = {id_: editions[-1].title.in_(spoken) for id_, editions in pack.programmes.items()}
    groups = shown_figures(figures(log), lambda name: definition_text(log, name), mechanisms, bases_of(pack), spoken)
    shown = {
        "groups": groups,
        "standing": (now := standing(log)),
        "invented": now.origin.partition("/")[0].endswith(".invalid"),
        "smallest": pack.district.log.smallest,
        "within": pack.district.log.within,
        "words": page_words(spoken),
    }
    return render(request, "web/published.html", shown)


@require_safe
@gzip_page
def file(request: HttpRequest, name: str) -> HttpResponse:
    """A file of the log (C2SP tlog-tiles), open to pages of other hosts as well: mirrors and other checkers read it."""
    log = request.services.public_log()
    found = None if isinstance(log, Fault) else published_file(log, request.services.district, name)
    if found is None:
        raise Http404
    answer = HttpResponse(found.data, content_type=found.kind)
    answer.headers["Cache-Control"] = found.kept
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def whole(request: HttpRequest) -> HttpResponseBase:
    """Everything that `verify.py` needs, as one file."""
    log = request.services.public_log()
    pieces = None if isinstance(log, Fault) else archive(log, request.services.district)
    if pieces is None:
        raise Http404
    if not AT_ONCE.acquire(blocking=False):
        busy = render(request, "web/errors/503.html", status=503)
        busy.headers["Retry-After"] = "60"
        return busy
    answer = StreamingHttpResponse(_Sent(pieces), content_type="application/x-tar")
    answer.headers["Content-Disposition"] = 'attachment; filename="public-log.tar"'
    return answer


class _Sent:
    """Pieces on their way; whoever breaks off gives the place free as well."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        yield from self._pieces

    def close(self) -> None:
        """Called by the server when the answer is through or the reader has gone."""
        if self._open:
            self._open = False
            AT_ONCE.release()

"""Private parts that have had their time: the data-protection officer reviews them batch by batch."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app import retaining
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.web.reading import language
from bihuan.web.show import retaining as show
from bihuan.web.signed import only
from bihuan.web.views.administration import SAVED, page


@never_cache
@require_safe
@only(Office.PRIVACY)
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch."""
    district = request.services.district
    titles = {programme.id: programme.title for programme in district.programmes()}
    return page(request, show.batches_page(retaining.batches(district), titles, district.zone, language()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.PRIVACY)
def batch(request: HttpRequest, batch: str) -> HttpResponse:
    """One batch and one act."""
    district = request.services.district
    done = _act(request, batch, request.POST.dict()) if request.method == "POST" else None
    found = retaining.batch(district, batch)
    if isinstance(found, Refusal):
        raise Http404
    one, cases = found
    programme = next((known for known in district.programmes() if known.id == one.programme), None)
    title = programme.title if programme else Text(one.programme, one.programme)
    basis = programme.retention.basis if programme and programme.retention else ""
    told = SAVED if request.method == "POST" and done is None else None
    return page(request, show.batch_page(one, cases, title, basis, district.zone, language(), done, told))


def _act(request: HttpRequest, batch: str, sent: Mapping[str, str]) -> Refusal | None:
    district, by = request.services.district, request.signed.person.account
    match sent.get("act"):
        case "hold":
            return retaining.hold(district, batch, sent.get("number", ""), sent.get("reason", ""), by)
        case "approve" | "refuse" as act:
            return retaining.decide(district, batch, by, approve=act == "approve")
        case _:
            return Refusal("batch-decided", {})

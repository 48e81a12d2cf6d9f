"""The receipt and what it opens: entering a code, the page of the reporter, a step, the paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.app.evidence import photo_for_raiser
from bihuan.app.receipts import Held, Kind, followed_by, give_up, number_of, tell_follower
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.transparency.faults import Fault
from bihuan.web import holding, tracking
from bihuan.web.answers import refused, status_of
from bihuan.web.reading import language, large
from bihuan.web.show.case import case_view
from bihuan.web.show.qr import qr
from bihuan.web.show.taking_up import taken_up
from bihuan.web.stepping import Stopped


@require_safe
def track(request: HttpRequest) -> HttpResponse:
    """The page of the receipt that this browser holds; without one, the place to enter a code."""
    held = holding.held(request)
    if held is None:
        return render(request, "web/resident/enter.html")
    if held.kind is Kind.FOLLOWER:
        return redirect("case", number=number_of(request.services.district, held))
    page = tracking.page(request, held)
    return _enter(request, page) if isinstance(page, Refusal) else page


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """A code typed in."""
    return _opened(request, request.POST.get("code", ""))


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """A code scanned: held by the browser, and out of the address at once."""
    return _opened(request, code)


def _opened(request: HttpRequest, typed: str) -> HttpResponse:
    found = holding.opened(request, typed)
    return _enter(request, found, typed) if isinstance(found, Refusal) else holding.hold(redirect("track"), found.code)


def _enter(request: HttpRequest, refusal: Refusal, typed: str = "") -> HttpResponse:
    spoken = language()
    shown = {"message": refusal.message(spoken), "hint": refusal.hint(spoken), "typed": typed[:60]}
    return holding.forget(render(request, "web/resident/enter.html", shown, status=status_of(refusal)))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    """A step of the reporter; in large type it has pages of its own, one question each."""
    held, one = holding.held(request), large(request)
    if held is None or (request.method != "POST" and not one):
        return redirect("track")
    if request.method != "POST":
        page = tracking.one_page(request, held, step)
        return redirect("track") if isinstance(page, Refusal) else page
    answer = tracking.taken(request, held, step)
    if isinstance(answer, Refusal):
        return refused(request, answer)
    if not isinstance(answer, Stopped):
        return redirect(f"{reverse('track')}?done={step}")
    page = tracking.one_page(request, held, step, answer) if one else tracking.page(request, held, answer)
    return refused(request, page) if isinstance(page, Refusal) else page


@require_safe
def photo(request: HttpRequest, address: str) -> HttpResponse:
    """A photo of what was done, for the one who raised the matter; the policy is asked each time, nothing is kept."""
    held = holding.held(request)
    nothing = Refusal("no-such-case", {"case": "—"})
    found = photo_for_raiser(request.services.district, held, address) if held else nothing
    if isinstance(found, Refusal):
        return refused(request, found)
    response = HttpResponse(found, content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def paper(request: HttpRequest) -> HttpResponse:
    """The receipt itself, to print or to photograph: number, code, QR, by when and by whom."""
    held, house = holding.held(request), request.services
    if held is None:
        return redirect("track")
    seen = house.case(number_of(house.district, held))
    if isinstance(seen, Refusal):
        return refused(request, seen)
    return render(request, "web/receipt.html", _paper(request, held, seen))


def _paper(request: HttpRequest, held: Held, seen: object) -> dict[str, object]:
    house, code = request.services, written(held.code)
    address = request.build_absolute_uri(reverse("scan", args=(code,)))
    view = case_view(seen.case, seen.events, seen.programme, house.context(), house.now(), language())  # type: ignore[attr-defined]
    follower = held.kind is Kind.FOLLOWER
    way = followed_by(house.district, held) if follower else None
    shown = {"case": view, "code": code, "qr": qr(address), "address": address, "follower": follower, "way": way}
    soon = taken_up(seen.case, seen.programme, house.context(), house.now(), language())  # type: ignore[attr-defined]
    return {**shown, "taken_up": soon, "provable": not isinstance(house.public_log(), Fault)}


@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Where somebody who only follows wants to be told; empty ends it."""
    held, house = holding.held(request), request.services
    if held is None:
        return redirect("track")
    if (refusal := tell_follower(house.district, held, request.POST.get("contact", ""), language())) is None:
        return redirect("receipt")
    seen, spoken = house.case(number_of(house.district, held)), language()
    if isinstance(seen, Refusal):
        return refused(request, seen)
    wrong = (refusal.message(spoken), refusal.hint(spoken), request.POST.get("contact", "")[:80])
    shown = _paper(request, held, seen) | {"wrong": wrong}
    return render(request, "web/receipt.html", shown, status=status_of(refusal))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Keep no receipt: the code ends for good, and the browser forgets it."""
    held = holding.held(request)
    if held is not None:
        give_up(request.services.district, held)
    return holding.forget(render(request, "web/resident/dropped.html"))


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Let go of the receipt on this device."""
    return holding.forget(redirect("track"))

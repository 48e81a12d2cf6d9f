"""Taking a matter down for somebody on the telephone or at the counter, and the receipt to print or read out."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bihuan.app import callers, receipts
from bihuan.core.commands import Raise
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import aside, counter
from bihuan.web.answers import status_of
from bihuan.web.house import House
from bihuan.web.reading import language
from bihuan.web.show import desk as show
from bihuan.web.show import typed
from bihuan.web.signed import only

LAST = "intake_last"
"""In the session: what the next matter is likely to say as the last one did; nothing of the caller."""


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def intake(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes the receipt. The code is shown this once."""
    house: House = request.services
    asked = counter.asked(house, request.signed, request.POST.get("programme") or request.GET.get("programme", ""))
    if asked is None:
        raise Http404
    if request.method != "POST":
        known = callers.known_purposes(house.district)
        before = counter.remembered(asked, request.session.get(LAST, {}))
        shown = counter.shown(house, asked, before, {}, receipts.new_token(house.district), language(), purposes=known)
        return render(request, "web/desk/intake.html", shown)
    sent = request.POST.dict()
    came = aside.came(request)
    if "look" in sent:
        aside.lay(request, came)
        return _looked(request, asked, sent)
    given, wrong = counter.read(house, asked, sent)
    token = counter.token(sent) or receipts.new_token(house.district)
    answer = came.refusal or (None if wrong else _raised(request, asked, given, token, came.photos))
    if answer is None or isinstance(answer, Refusal):
        aside.lay(request, came)
        status = 422 if answer is None else status_of(answer)
        known = callers.known_purposes(house.district)
        page = counter.shown(house, asked, sent, wrong, token, language(), answer, purposes=known)
        return render(request, "web/desk/intake.html", page, status=status)
    aside.used(request)
    request.session[LAST] = counter.remembered(asked, sent)
    return render(request, "web/desk/taken.html", counter.receipt(request, answer))


def _looked(request: HttpRequest, asked: counter.Asked, sent: dict[str, str]) -> HttpResponse:
    """What the caller raised before, beside the form as it was typed."""
    house: House = request.services
    typed, purpose, reason = counter.number_in(asked, sent), sent.get("purpose", ""), sent.get("why", "")
    found = callers.history(house.district, request.signed.person, typed, purpose, reason)
    token, known = counter.token(sent) or receipts.new_token(house.district), callers.known_purposes(house.district)
    if isinstance(found, Refusal):
        page = counter.shown(house, asked, sent, {}, token, language(), found, purposes=known)
        return render(request, "web/desk/intake.html", page, status=status_of(found))
    rows = show.rows(found, house.district.rules.programmes, asked.context, house.now(), language())
    page = counter.shown(house, asked, sent, {}, token, language(), history=rows, purposes=known)
    return render(request, "web/desk/intake.html", page)


def _raised(
    request: HttpRequest, asked: counter.Asked, given: typed.Given, token: str, photos: Sequence[bytes]
) -> receipts.Given | Refusal:
    house: House = request.services
    command = Raise(
        case="",
        number="",
        programme=asked.programme.id,
        step=asked.step.id,
        by=request.signed.person,
        values=given.values,
        words=given.words,
        population=house.population,
    )
    return receipts.raise_matter(house.district, command, token, photos, by=request.signed.person)

"""Taking a matter down for somebody on the telephone or at the counter, and the receipt to print or read out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from bihuan.app import receipts
from bihuan.core.commands import Raise
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import counter
from bihuan.web.answers import status_of
from bihuan.web.house import House
from bihuan.web.reading import language
from bihuan.web.signed import only


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def intake(request: HttpRequest) -> HttpResponse:
    """The form; sent, it becomes the receipt. The code is shown this once."""
    house: House = request.services
    asked = counter.asked(house, request.signed, request.POST.get("programme") or request.GET.get("programme", ""))
    if asked is None:
        raise Http404
    if request.method != "POST":
        shown = counter.shown(asked, {}, {}, receipts.new_token(house.district), language())
        return render(request, "web/desk/intake.html", shown)
    sent = request.POST.dict()
    given, wrong = counter.read(asked, sent)
    token = counter.token(sent) or receipts.new_token(house.district)
    answer = None if wrong else _raised(request, asked, given.values, given.words, token)
    if answer is None or isinstance(answer, Refusal):
        status = 422 if answer is None else status_of(answer)
        page = counter.shown(asked, sent, wrong, token, language(), answer)
        return render(request, "web/desk/intake.html", page, status=status)
    receipt = {
        "number": answer.number,
        "code": written(answer.code),
        "due": counter.due(house, answer.number, language()),
    }
    return render(request, "web/desk/taken.html", receipt)


def _raised(request: HttpRequest, asked: counter.Asked, values, words, token: str) -> receipts.Given | Refusal:  # type: ignore[no-untyped-def]
    house: House = request.services
    command = Raise(
        case="",
        number="",
        programme=asked.programme.id,
        step=asked.step.id,
        by=request.signed.person,
        values=values,
        words=words,
        population=house.population,
    )
    return receipts.raise_matter(house.district, command, token, by=request.signed.person)

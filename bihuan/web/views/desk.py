"""The desk: what waits, one case with what can be done, and looking for words. No rule stands here."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app import acts, triage
from bihuan.app.door import Accepted
from bihuan.app.searching import find
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import stepping
from bihuan.web.answers import RETRY_SECONDS, refused, status_of
from bihuan.web.at_desk import case_page, listing, next_after, number_in, wanted
from bihuan.web.house import House
from bihuan.web.reading import language
from bihuan.web.show import desk as show
from bihuan.web.signed import only
from bihuan.web.stepping import Stopped


@require_safe
@only(Party.CENTRE)
def home(request: HttpRequest) -> HttpResponse:
    """Every queue with its count and clock, and one of them open; it looks again by itself."""
    asked, last = wanted(request.GET), request.session.get(QUEUE, "")
    if passed := request.GET.get("next", ""):
        rows = listing(request, replace(asked, queue=last))["rows"]
        following = next_after(passed, [row.number for row in rows])  # type: ignore[attr-defined]
        return redirect("desk_case", number=following) if following else redirect(f"{reverse('desk')}?queue={last}")
    if asked.queue and asked.queue != last:
        request.session[QUEUE] = asked.queue
    return render(request, "web/desk/home.html", listing(request, asked))


QUEUE = "desk_queue"
"""In the session: the queue that was opened last, which the next case is taken from."""


@require_safe
@only(Party.CENTRE)
def live(request: HttpRequest) -> HttpResponse:
    """The same list again, if anything happened since; asked every few seconds, so it costs little."""
    shown = listing(request, wanted(request.GET))
    if shown["mark"] == request.GET.get("mark"):
        return HttpResponse(status=204)
    return render(request, "web/desk/live.html", shown)


@require_safe
@only(Party.CENTRE)
def search(request: HttpRequest) -> HttpResponse:
    """Cases by words, or straight to one by its number."""
    house: House = request.services
    text, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    if number := number_in(text):
        return redirect("desk_case", number=number)
    if not text:
        return render(request, "web/desk/search.html", {"q": ""})
    older = int(after) if after.isdecimal() and len(after) < 16 else None
    found = find(house.district, request.signed.person, text, after=older)
    if isinstance(found, Refusal):
        shown: dict[str, object] = {"q": text, "refusal": (found.message(language()), found.hint(language()))}
        return render(request, "web/desk/search.html", shown, status=status_of(found))
    rows = show.hits(found.hits, house.district.rules.programmes, house.context(), house.now(), language())
    return render(request, "web/desk/search.html", {"q": text, "rows": rows, "after": found.after, "started": True})


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: what was said, what speaks for which category and area, what is alike, and what can be done."""
    house: House = request.services
    found = acts.on_case(house.district, request.signed.person, number)
    if isinstance(found, Refusal):
        # The last step may have put it out of sight: it is about the desk's own unit, say.
        known = "done" in request.GET and request.method != "POST"
        return render(request, "web/work/given.html", {"number": number}) if known else refused(request, found)
    stopped = None
    if request.method == "POST":
        answer = _taken(request, found)
        if not isinstance(answer, Stopped):
            return redirect(f"{reverse('desk_case', args=(number,))}?done={request.POST.get('step', '')}")
        stopped = answer
    suggested = triage.triage(house.district, request.signed.person, found.seen)
    status = stopped.code if stopped else 200
    response = render(request, "web/desk/case.html", case_page(request, found, suggested, stopped), status=status)
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def _taken(request: HttpRequest, found: acts.OnCase) -> Accepted | Stopped:
    name = request.POST.get("step", "")
    step = next((one.step for one in found.acts if one.step.id == name), None)
    if step is None:
        sent = {field: request.POST.getlist(field) for field in request.POST}
        why = next((one.why for one in found.closed if one.step.id == name), None)
        moved = why or Refusal("moved-on", {"case": found.seen.case.number})
        return Stopped(step=name, sent=sent, wrong={}, refusal=moved, code=status_of(moved))
    return stepping.take(request, found, step)

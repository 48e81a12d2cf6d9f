"""Changing a register on pages: one entry by a form, many by a file. What may be done, the door decides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.app.district import District
from bihuan.app.registers import entering, picking, reading, uploading
from bihuan.app.who_may import in_register
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Register
from bihuan.core.text import Text
from bihuan.web.answers import refused, status_of
from bihuan.web.reading import language
from bihuan.web.show import register_form as form_of
from bihuan.web.show import register_upload as upload_page
from bihuan.web.show import registers as show
from bihuan.web.show.inputs import faulty
from bihuan.web.show.typed import day_of
from bihuan.web.signed import asks_first
from bihuan.web.views.administration import sheet
from bihuan.web.views.registers import person_of

NOBODY = Text("（没有岗位可以）", "nobody")

@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asks_first
def register_act(request: HttpRequest, register: str) -> HttpResponse:
    """The form of one act on one entry; refused, it comes back with what was typed."""
    district, person, sent = request.services.district, person_of(request), request.POST.dict() or request.GET.dict()
    act = Act(sent["act"]) if sent.get("act") in set(Act) - {Act.EFFECT} else Act.CHANGE
    found = _target(request, register, act, sent)
    if isinstance(found, Refusal):
        return refused(request, found)
    form, held, seen = found
    book = reading.book(district, form, [seen] if seen else [], district.today())
    refusal, today = None, district.today()
    since = sent.get("since", "") if request.method == "POST" else sent.get("since") or today.isoformat()
    state = form_of.shown_of(seen, sent, since if request.method != "POST" else "", today)
    before = form_of.texts_of(form, form_of.as_of(seen, state), book)
    typed = before
    if request.method == "POST":
        typed = {**before, **form_of.sent_texts(form, sent, book)}
        told = form_of.meanwhile(form, seen, state, day_of(since), typed, book) if act in form_of.COMPARED else None
        asked = entering.Typed(
            population=request.services.population, act=act,
            key=seen.found.key if seen else typed.pop("key", ""), since=day_of(since), texts=typed,
            reason=sent.get("reason", ""), seen=seen.found.n if seen else None, before=before if seen else {},
        )  # fmt: skip
        token = sent.get("request", "")[:64] or request.services.new_request()
        answer = told.refusal if told else entering.enter(district, person, form, asked, token, book)
        if not isinstance(answer, Refusal):
            return redirect(f"{show.entry_address(form, answer.number)}&done={act}")
        refusal, typed = answer, {**before, **form_of.as_typed(sent), "key": asked.key}
        if told:
            state, typed = told.shown, {**typed, **told.texts}
    pickers = picking.pickers(district, person, form)
    asked_ = form_of.inputs(form, held, typed, book, pickers, act, today, language())
    asked_ += form_of.ends(act, since, sent.get("reason", ""), today, language())
    made = form_of.faulted(asked_, refusal, language())
    shown = {
        "form": form, "seen": seen, "act": act, "title": show.ACTS[act].in_(language()),
        "headline": show.headline(seen) if seen else "", "inputs": made,
        "errors": faulty(made), "refusals": form_of.beside_none(asked_, refusal, language()),
        "token": request.services.new_request(), "shown": state,
    }  # fmt: skip
    return render(request, "web/registers/form.html", shown, status=status_of(refusal) if refusal else 200)


def _target(request: HttpRequest, register: str, act: Act, sent: dict[str, str]):  # type: ignore[no-untyped-def]
    """The declaration, what the person may do, and the entry; or why the form is not theirs."""
    district, person = request.services.district, person_of(request)
    found = reading.seen_register(district, person, register)
    if isinstance(found, Refusal):
        return found
    form, held = found
    seen = None
    if act is not Act.OPEN:
        seen = reading.one(district, person, register, sent.get("key", ""), district.today())
        if isinstance(seen, Refusal):
            return seen
        held = seen.held
    if act not in held.by:
        return _not_theirs(request.services.district, form, act)
    return form, held, seen


def _not_theirs(district: District, form: Register, act: Act) -> Refusal:
    """With the duties that may: whom to ask."""
    who = in_register(district, form, act) or NOBODY
    return Refusal("register-not-yours", {"register": form.title, "rights": who})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asks_first
def register_import(request: HttpRequest, register: str) -> HttpResponse:
    """A file in: columns checked as a whole, then row by row."""
    district, person = request.services.district, person_of(request)
    found = reading.seen_register(district, person, register)
    if isinstance(found, Refusal):
        return refused(request, found)
    form, held = found
    if Act.OPEN not in held.by:
        return refused(request, _not_theirs(district, form, Act.OPEN))
    shown: dict[str, object] = {"form": form}
    if "marked" in request.POST:
        data = upload_page.sheet_of(request.POST["marked"], form.id, language())
        if data is not None:
            return sheet(data, f"{form.id}-refused.xlsx")
        shown |= {"problems": [(upload_page.TOO_LATE.in_(language()), "")]}
    file = request.FILES.get("file")
    if request.method == "POST" and file is not None:
        population = request.services.population
        found_in = uploading.upload(district, person, form, file.name, file.chunks(), language(), population)
        shown |= upload_page.page(found_in, form.id, language())
    status = 422 if shown.get("problems") or shown.get("refused") else 200
    return render(request, "web/registers/import.html", shown, status=status)



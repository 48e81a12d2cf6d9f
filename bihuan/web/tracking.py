"""Between a receipt and its page: the case as its reporter sees it, what can be done now, and a step on its way in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.app.acts import Filled, at_hand, own_case
from bihuan.app.answers import Signed, offered, sign, signing
from bihuan.app.evidence import shown_in
from bihuan.app.limits import Guard
from bihuan.app.notices.reading import told_to_raiser
from bihuan.app.openings import openings_of_case
from bihuan.app.receipts import REPORTER, Accepted, Held, Seen, mine, new_token, take
from bihuan.app.registers.picking import called
from bihuan.core.commands import Take
from bihuan.core.decide import Context
from bihuan.core.events import FieldSet
from bihuan.core.programme import Step
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.core.verbs import Verb
from bihuan.transparency.faults import Fault
from bihuan.transparency.receipt_key import ANSWERS
from bihuan.web import again, aside, paging, stepping
from bihuan.web.answers import in_words
from bihuan.web.house import House
from bihuan.web.limiting import too_many
from bihuan.web.photo_links import reporter_photo
from bihuan.web.placing import ground
from bihuan.web.reading import language
from bihuan.web.show.acknowledging import acknowledged
from bihuan.web.show.case import case_view
from bihuan.web.show.changes import fact_text
from bihuan.web.show.dates import due_text
from bihuan.web.show.lanes import lanes
from bihuan.web.show.pairing import pair_shown
from bihuan.web.show.pin import Ground, spot_of, word_text
from bihuan.web.stepping import Stopped


def page(request: HttpRequest, held: Held, stopped: Stopped | None = None) -> HttpResponse | Refusal:
    """Where it stands, what was promised and told, and what can be done."""
    house, spoken = request.services, language()
    seen = mine(house.district, held)
    if isinstance(seen, Refusal):
        return seen
    context, now, map_, fields = house.context(), house.now(), ground(house), seen.programme.fields
    view = case_view(seen.case, seen.events, seen.programme, context, now, spoken)
    when = partial(due_text, zone=context.zone, language=spoken)
    on = at_hand(seen, REPORTER, context, now)
    forms = stepping.forms(house, REPORTER, on, stopped)
    shown = {
        "case": view,
        "lanes": lanes(seen.case, view.told, now),
        "moved": _moved(seen),
        "urgent": [one for one in forms if one.urgent],
        "asked": any(one.verb == Verb.CONFIRM for one in forms),
        "forms": [one for one in forms if not one.urgent],
        "opened": stopped.step if stopped else "",
        "refusal": in_words(stopped.refusal) if stopped and stopped.refusal else None,
        "errors": [one for form in forms if stopped and form.id == stopped.step for one in form.errors],
        "again": again.can_be(seen),
        "done": acknowledged(on, request.GET.get("done", ""), now, spoken),
        "answered": _answered(seen),
        "own": _own(seen, spoken, map_),
        "pin": spot_of([(word.name, word.text) for word in seen.words], fields, map_, spoken),
        "photos": len(seen.photos),
        "pair": pair_shown(seen, shown_in(seen), context, spoken, reporter_photo),
        "told": [(when(one.at), one.text) for one in told_to_raiser(house.district, held.case, spoken)],
        "openings": [(when(one.at), one) for one in openings_of_case(house.district, held.case)],
        "seen": seen.case.n,
        "answers": ANSWERS,
        "provable": not isinstance(house.public_log(), Fault),
        "signing": signing(house.district, held),
        "code": written(held.code),
        "request_id": new_token(house.district),
    }
    return render(request, "web/resident/track.html", shown, status=stopped.code if stopped else 200)


def one_page(request: HttpRequest, held: Held, name: str, stopped: Stopped | None = None) -> HttpResponse | Refusal:
    """A step in large type: one question a page, the signature on the last."""
    house = request.services
    seen = mine(house.district, held)
    if isinstance(seen, Refusal):
        return seen
    on = at_hand(seen, REPORTER, house.context(), house.now())
    form = next((one for one in stepping.forms(house, REPORTER, on, stopped) if one.id == name), None)
    if form is None:
        return Refusal("no-such-step", {"step": name, "possible": ""})
    lists = stopped.sent if stopped else {}
    sent = aside.carried(request, {one: values[-1] for one, values in lists.items() if values})
    if stopped and sent.get(paging.GO) not in paging.TURNS:
        sent[paging.GO] = "send"
    laid = [(one, value) for one, value in sent.items() if aside.own(one)]
    pairs = [*((one, value) for one, values in lists.items() if not aside.own(one) for value in values), *laid]
    wrong, refusal = (stopped.wrong, stopped.refusal) if stopped else ({}, None)
    shown = paging.page(paging.of_step(form), sent, pairs, wrong, refusal is not None) | {
        "form": form,
        "case_number": seen.case.number,
        "refusal": in_words(refusal) if refusal else None,
        "seen": sent.get("seen") or seen.case.n,
        "answers": ANSWERS,
        "signing": signing(house.district, held),
        "code": written(held.code),
        "request_id": sent.get("request") or new_token(house.district),
    }
    return render(request, "web/resident/step_one.html", shown, status=stopped.code if stopped else 200)


def raised(request: HttpRequest, number: str) -> HttpResponse | Refusal:
    """The same for a unit that raised a matter itself and has no part in it: where it stands, and nothing to do."""
    house, spoken = request.services, language()
    seen = own_case(house.district, request.signed.person, number)
    if isinstance(seen, Refusal):
        return seen
    view = case_view(seen.case, seen.events, seen.programme, house.context(), house.now(), spoken)
    names = called(house.district, request.signed.person, seen.programme.fields, seen.case.fields)
    own = ((title, text, "") for title, text in _own(seen, spoken, ground(house)))
    said = [*_entered(seen, house.context(), spoken, names), *own]
    shown = {"case": view, "lanes": lanes(seen.case, view.told, house.now()), "own": said}
    return render(request, "web/work/raised.html", shown)


def _entered(seen: Seen, context: Context, spoken: Language, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The facts that came with the raising; later ones are not the raiser's. An entry is told by its name, then its
    code."""
    fields, found = seen.programme.fields, []
    for one in seen.events[0].effects:
        if isinstance(one, FieldSet) and one.name in fields and one.value is not None:
            text = fact_text(one.name, one.value, seen.programme, context, spoken)
            name = names.get(one.name) if one.value == seen.case.fields.get(one.name) else None
            found.append((fields[one.name].title.in_(spoken), name or text, text if name else ""))
    return found


def _moved(seen: Seen) -> bool:
    """Whether a promise to the reporter was lengthened or stood still: its day is not the first one any more."""
    return any(clock.shown and (clock.extensions or clock.suspensions) for clock in seen.case.clocks.values())


def _answered(seen: Seen) -> list[str]:
    """The words with which the matter was closed last: what the one who raised it is asked about."""
    closed = [event.n for event in seen.events if event.verb is Verb.CLOSE]
    return [word.text for word in seen.words if closed and word.n == closed[-1]]


def _own(seen: Seen, spoken: Language, on: Ground) -> list[tuple[str, str]]:
    """The words that the reporter's role sees, newest last, under the titles of their fields."""
    fields = seen.programme.fields
    return [
        (fields[word.name].title.in_(spoken), word_text(word.name, word.text, fields, on, spoken))
        for word in seen.words
        if word.name in fields
    ]


def taken(request: HttpRequest, held: Held, name: str) -> Accepted | Refusal | Stopped:
    """A step of the reporter, from its form; what stopped it, with everything typed."""
    house = request.services
    seen = mine(house.district, held)
    if isinstance(seen, Refusal):
        return seen
    step = seen.programme.steps.get(name)
    if step is None:
        return Refusal("no-such-step", {"step": name, "possible": ""})
    asked = stepping.asking(house, REPORTER, at_hand(seen, REPORTER, house.context(), house.now()), step)
    sent = stepping.sent_of(request)
    # As with a new matter: what comes too often is told so before a photo is opened.
    flood = too_many(request, Guard.REPORT) if request.FILES else None
    if request.POST.get(paging.GO) in paging.TURNS:
        return stepping.turned(request, asked, aside.came(request, flood))
    if flood:
        aside.lay(request, aside.came(request, flood), of=name)
        return stepping.refused_by(flood, asked, sent)
    ready = stepping.received(request, asked, REPORTER)
    if isinstance(ready, Stopped):
        return ready
    command = _command(ready.filled)
    signed = _signed(step, command, request.POST.dict(), house, held)
    if isinstance(signed, Refusal):
        return stepping.refused_by(signed, asked, sent)
    token = request.POST.get("request", "") or new_token(house.district)
    answer = take(house.district, held, command, token, ready.photos, signed)
    return stepping.answered(request, asked, ready, answer)


def _signed(step: Step, command: Take, sent: Mapping[str, str], house: House, held: Held) -> Signed | Refusal | None:
    """The signature that the browser made; without one, that of the code which came along, if it is the first."""
    if sent.get("signature"):
        return offered(sent.get("signer", ""), sent["signature"]) or Refusal("signature-refused", {})
    about = signing(house.district, held)
    return sign(about, held.code, step.verb, command) if about else None


def _command(filled: Filled) -> Take:
    return Take(
        case="",
        step=filled.step,
        by=REPORTER,
        outcome=filled.outcome,
        values=filled.values,
        words=filled.words,
        arguments=filled.arguments,
        seen=filled.seen,
    )

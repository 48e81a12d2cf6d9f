"""What the counter fills in and hands out: the form that raises a matter, and a receipt. No rule here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from bihuan.app.acts import context_of
from bihuan.app.people import Signed
from bihuan.app.receipts import Given
from bihuan.core.decide import Context
from bihuan.core.programme import Entry, FieldType, Programme, Step
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.core.verbs import Party, Verb
from bihuan.web.house import House
from bihuan.web.intake import marking, placed
from bihuan.web.reading import language
from bihuan.web.show import desk as show
from bihuan.web.show import form, typed
from bihuan.web.show.case import case_view
from bihuan.web.show.dates import day_of
from bihuan.web.show.qr import qr

_TOKEN = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """The programme, the step and the surroundings of the form."""

    programme: Programme
    step: Step
    context: Context
    today: date
    others: tuple[Programme, ...]


def asked(house: House, signed: Signed, name: str) -> Asked | None:
    """The form of a programme in which the person's desk can raise matters; the first of them if none is named."""
    duties = {post.duty for post in signed.person.posts}
    found = [(one, step) for one in house.district.programmes() if (step := _step(one, duties)) is not None]
    chosen = next((pair for pair in found if pair[0].id == name), found[0] if found and not name else None)
    if chosen is None:
        return None
    context = context_of(house.district)
    return Asked(*chosen, context, day_of(house.now(), context.zone), tuple(one for one, _ in found))


def _step(programme: Programme, duties: set[str]) -> Step | None:
    for step in programme.steps.values():
        roles = [programme.roles[name] for name in step.by if programme.roles[name].party is Party.CENTRE]
        if step.verb is Verb.RAISE and not step.history and any(role.duty in duties for role in roles):
            return step
    return None


def token(sent: Mapping[str, str]) -> str | None:
    """The secret of the form, if it came back whole."""
    known = sent.get("token", "")
    return known if _TOKEN.fullmatch(known) else None


def remembered(asked: Asked, sent: Mapping[str, str]) -> dict[str, str]:
    """What stays from one matter to the next of the same desk: the choices that each must make (the channel), and for
    what callers are looked up. Nothing that a caller said, nor the words of a reason, which may name one."""
    fields = asked.programme.fields
    taken = (one.field for one in asked.step.takes if one.required and fields[one.field].type is FieldType.CHOICE)
    return {name: sent[name] for name in (*taken, "purpose") if sent.get(name)}


def read(house: House, asked: Asked, sent: Mapping[str, str]) -> tuple[typed.Given, dict[str, Refusal]]:
    """What was sent, and everything that is wrong with it, by field; a place marked on the map as the public form
    takes it."""
    filled, faults = placed(house, asked.programme, asked.step, sent)
    given = typed.read(asked.programme, asked.step, filled, asked.context, known={})
    return given, faults | typed.check(asked.programme, asked.step, given, asked.context, asked.today)


def shown(
    house: House,
    asked: Asked,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    token: str,
    language: Language,
    refusal: Refusal | None = None,
    history: tuple[show.CaseRow, ...] | None = None,
    purposes: Mapping[str, Entry] | None = None,
) -> dict[str, object]:
    """The form with everything typed; `history` is what the caller raised before, if it was opened."""
    parts = form.sections(asked.programme, asked.step, asked.context, asked.today, sent, wrong, language, known={})
    return {
        "programme": asked.programme,
        "programmes": asked.others if len(asked.others) > 1 else (),
        "sections": parts,
        "errors": [one for part in parts for one in part.inputs if one.error],
        "refusal": (refusal.message(language), refusal.hint(language)) if refusal else None,
        "token": token,
        "history": history,
        "purposes": [(code, entry.title.in_(language)) for code, entry in (purposes or {}).items()],
        "looked": {name: sent.get(name, "") for name in ("purpose", "why")},
        **marking(house, asked.programme, sent, wrong),
    }


def receipt(request: HttpRequest, given: Given) -> dict[str, object]:
    """The receipt as the counter prints it or reads it out; the code is shown this once."""
    house, code = request.services, written(given.code)
    address = request.build_absolute_uri(reverse("scan", args=(code,)))
    return {"number": given.number, "code": code, "qr": qr(address), "due": due(house, given.number, language())}


def due(house: House, number: str, language: Language) -> str | None:
    """By when the person who called is answered."""
    seen = house.case(number)
    if isinstance(seen, Refusal):
        return None
    view = case_view(seen.case, seen.events, seen.programme, house.context(), house.now(), language)
    return view.answer.due if view.answer else None


def number_in(asked: Asked, sent: Mapping[str, str]) -> str:
    """What was typed that can be dialled: the first field that names a person and holds mostly digits."""
    for taking in asked.step.takes:
        text = sent.get(taking.field, "").strip()
        if asked.programme.fields[taking.field].identity and sum(map(str.isdigit, text)) * 2 > len(text):
            return text
    return ""

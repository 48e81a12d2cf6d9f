"""Between the desk's pages and what they ask: addresses read, answers laid out for templates. No rule stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from django.http import HttpRequest

from bihuan.app import desk, triage
from bihuan.app.acts import OnCase
from bihuan.app.ledger_filters import BY, marks_of, of_programme
from bihuan.app.notices.rendering import due_told
from bihuan.core.access import accused_of
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.standing import STANDING, Standing
from bihuan.core.verbs import Verb
from bihuan.web import stepping
from bihuan.web.answers import in_words
from bihuan.web.house import House
from bihuan.web.photo_links import photo_link
from bihuan.web.placing import ground
from bihuan.web.reading import language
from bihuan.web.selecting import is_number
from bihuan.web.show import desk as show
from bihuan.web.show.case import case_view
from bihuan.web.show.choosing import told_of
from bihuan.web.show.pairing import pair_at_work
from bihuan.web.show.pin import spot_of, word_text
from bihuan.web.show.step_form import StepForm
from bihuan.web.stepping import Stopped


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of the desk is narrowed to."""

    queue: str
    area: str
    programme: str
    by: Mapping[str, str]
    """Words of dictionaries that are asked for, by the name of the filter."""
    after: tuple[str, str] | None


def wanted(sent: Mapping[str, str]) -> Wanted:
    """From an address; what makes no sense is left out."""
    due, _, id_ = sent.get("after", "").partition("|")
    after = (due, id_) if len(due) == 26 and id_ else None
    by = {name: value[:64] for name, value in sent.items() if name.startswith(BY) and value and "\0" not in value}
    return Wanted(sent.get("queue", ""), sent.get("area", ""), sent.get("programme", ""), by, after)


def number_in(text: str) -> str | None:
    """A whole case number, however it was typed."""
    number = "".join(text.split()).upper()
    return number if "-" in number and is_number(number) else None


def listing(request: HttpRequest, asked: Wanted) -> dict[str, object]:
    """The board and the open queue: the one asked for, else the first of the person's own with something in it."""
    house: House = request.services
    spoken, now, context = language(), house.now(), house.context()
    board = desk.board(house.district, request.signed.person)
    tabs = show.tabs(board, now, house.district.zone, spoken)
    queue = asked.queue or next((tab.id for tab in tabs if tab.own and tab.count), show.ALL)
    area = asked.area if asked.area in context.areas else None
    known = {one.id: one.title.in_(spoken) for one in house.district.programmes()}
    programme = asked.programme if asked.programme in known else ""
    offered = of_programme(house.district, programme)
    by = {name: value for name, value in asked.by.items() if name in offered}
    found, after = desk.waiting(
        house.district, request.signed.person, queue, area=area, programme=programme or None,
        marks=marks_of(house.district, by), after=asked.after,
    )  # fmt: skip
    areas = [
        (id_, context.areas[id_].title.in_(spoken), count)
        for id_, count in board.areas
        if id_ is not None and id_ in context.areas
    ]
    chosen = {"queue": queue, "area": area or "", "programme": programme, **by}
    return {
        "tabs": tabs,
        "queue": queue,
        "title": show.title_of(queue).in_(spoken),
        "closed": (Standing.UNCONFIRMED.value, STANDING[Standing.UNCONFIRMED], board.unconfirmed),
        "area": area or "",
        "areas": areas,
        "programme": programme,
        "programmes": known.items(),
        "fields": [(name, title, options, by.get(name, "")) for name, (title, options) in offered.items()],
        "rows": show.rows(found, house.district.rules.programmes, context, now, spoken),
        "more": urlencode({**chosen, "after": "|".join(after)}) if after else "",
        "here": urlencode(chosen),
        "mark": f"{board.position}.{int(now.timestamp()) // 120}",
        "paged": asked.after is not None,
    }


def next_after(number: str, listed: Sequence[str]) -> str | None:
    """The case below this one; of a list that it has left, the first. None at the end."""
    if number not in listed:
        return listed[0] if listed else None
    below = listed[listed.index(number) + 1 :]
    return below[0] if below else None


def done_line(found: OnCase, account: str, step: str) -> str:
    """What this person just did here, read from the facts: an address alone claims nothing."""
    last = found.seen.events[-1]
    done = found.seen.programme.steps.get(step)
    return done.title.in_(language()) if done and last.step == step and last.by.account == account else ""


def case_page(
    request: HttpRequest, found: OnCase, suggested: triage.Triage, stopped: Stopped | None = None
) -> dict[str, object]:
    """Everything that the page of one case shows."""
    house: House = request.services
    spoken, now, seen = language(), house.now(), found.seen
    case, programme, context, on = seen.case, seen.programme, found.context, ground(house)
    view = case_view(case, seen.events, programme, context, now, spoken)
    # Tying has a form of its own, in both directions at once; so has choosing photos.
    plain = (act for act in found.acts if act.step.verb is not Verb.LINK and not act.step.shows)
    open_ = replace(found, acts=tuple(plain))
    forms = stepping.forms(house, request.signed.person, open_, stopped)
    opened = stopped.step if stopped else ""
    begun = partial(_begun, case=case, programme=programme, context=context, now=now)
    rules = house.district.rules.programmes
    pair = pair_at_work(found, spoken, photo_link(case.number))
    return {
        "case": view,
        "done": done_line(found, request.signed.person.account, request.GET.get("done", "")),
        "closed": [(one.step.title.in_(spoken), one.why.message(spoken)) for one in found.closed],
        "said": [(show.heading(word.name, programme, spoken),
                  word_text(word.name, word.text, programme.fields, on, spoken)) for word in seen.words],
        "pin": spot_of([(word.name, word.text) for word in seen.words], programme.fields, on, spoken),
        "number": case.number,
        "pair": pair,
        "choosing": told_of(found),
        "photos": [one for one in show.photos(found, spoken) if one[0] not in pair.addresses],
        "main": [(form, begun(form)) for form in forms if form.leading or form.id == opened],
        "aside": [(form, begun(form)) for form in forms if not form.leading and form.id != opened],
        "errors": [one for form in forms if form.id == opened for one in form.errors],
        "categories": suggested.categories,
        "areas": suggested.areas,
        "named": () if accused_of(case, programme) or case.final else suggested.units,
        "fields": {"category": programme.category_field, "area": programme.place_field},
        "alike": show.neighbours(suggested, rules, spoken),
        "ties": any(act.step.verb is Verb.LINK for act in found.acts),
        "tied": bool(case.links),
        "seen": case.n,
        "request_id": house.new_request(),
        "refusal": in_words(stopped.refusal) if stopped and stopped.refusal else None,
        "lost": opened != "" and opened not in {form.id for form in forms},
        "sent": stepping.words_of(house, found, stopped) if stopped else [],
    }  # fmt: skip


def _begun(
    form: StepForm, case: Case, programme: Programme, context: Context, now: datetime
) -> tuple[show.Template, ...]:
    """What the words of a step can begin with."""
    if form.templates is None:
        return ()
    return show.templates(form.templates, programme, case, context, now, due_told(case), language())

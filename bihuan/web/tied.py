"""Between the page of cases that are tied together and what it asks: a step for all of them, its form, the answers."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from bihuan.app import clusters
from bihuan.app.acts import Filled
from bihuan.app.clusters import Cluster
from bihuan.app.registers.picking import named
from bihuan.core.refusals import Refusal
from bihuan.web import stepping
from bihuan.web.intake import request_id
from bihuan.web.reading import language
from bihuan.web.show import cluster as show
from bihuan.web.show import step_form
from bihuan.web.show.cluster import Done
from bihuan.web.show.step_arguments import Asking
from bihuan.web.show.step_form import StepForm
from bihuan.web.stepping import Stopped

OTHER = "together-other"
"""The answer for those whose page is in the other language."""
OTHER_MOST = 4_000


def answered(request: HttpRequest, found: Cluster) -> list[Done] | Stopped:
    """A step taken on the members that were ticked, each with its own event; or what is wrong with the form."""
    house, ticked, name = request.services, frozenset(request.POST.getlist("member")), request.POST.get("step", "")
    sent, other = stepping.sent_of(request), request.POST.get(OTHER, "").strip()[:OTHER_MOST]
    each: dict[str, Filled] = {}
    askings = _askings(request, found, name)
    for id_, asked in askings.items():
        if id_ not in ticked:
            continue
        filled = step_form.read(asked, sent)
        if not each and (wrong := step_form.check(asked, filled, asked.step.photos)):
            return Stopped(step=name, sent=sent, wrong=wrong)
        fields = asked.on.seen.programme.fields
        each[id_] = replace(filled, values=named(house.district, request.signed.person, fields, filled.values))
    each = show.for_each(each, found.members, house.district.rules.programmes, house.context(), language(), other)
    token = request_id(request.POST, house)
    answers = clusters.answer_all(house.district, request.signed.person, found, each, token)
    if isinstance(answers, Refusal):
        return stepping.refused_by(answers, next(iter(askings.values())), sent)
    return show.done(found, answers, language())


def page(
    request: HttpRequest, found: Cluster, number: str, done: list[Done], stopped: Stopped | None
) -> dict[str, object]:
    """The members, the steps they share, and the form of the chosen one with what was typed."""
    house, name = request.services, stopped.step if stopped else request.GET.get("step", "")
    askings = _askings(request, found, name)
    typed = (stopped.sent, stopped.wrong) if stopped else ()
    form = step_form.step_form(next(iter(askings.values())), *typed) if askings else None
    ticked = frozenset(stopped.sent.get("member", ())) if stopped else None
    shown = show.page(found, number, form.id if form else "", ticked, house.district.rules.programmes, language())
    return {
        **shown, "form": form, "errors": form.errors if form else (), "done": done, "request_id": house.new_request(),
        **(_replies(request, found, form) if form and form.templates else {}),
        "other": "".join(stopped.sent.get(OTHER, ())) if stopped else "",
    }  # fmt: skip


def _replies(request: HttpRequest, found: Cluster, form: StepForm) -> dict[str, object]:
    """What an answer to all can begin with, and how many read it in the other language."""
    house = request.services
    return {
        "templates": show.replies(form.templates or "", house.context(), house.district.today(), language()),
        "others": show.others(found, form.id, language()),
        "other_language": show.OTHER[language()],
        "other_most": OTHER_MOST,
    }


def _askings(request: HttpRequest, found: Cluster, name: str) -> dict[str, Asking]:
    """By case, for those on which a step that several share can be taken."""
    step = next((one for one in found.steps if one.id == name), None)
    if step is None:
        return {}
    house, person = request.services, request.signed.person
    return {
        member.line.case.id: replace(stepping.asking(house, person, member.on, own), together=True)
        for member in found.members
        for own in member.steps
        if own.id == name and member.on is not None
    }

"""Between the form of a step on a page and what it asks: the forms of a case, one that came in, one that was stopped.

Every page that shows a step comes through here, so that all of them ask for the same and none loses what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from bihuan.app import acts, entering
from bihuan.app.acts import Filled, OnCase
from bihuan.app.door import Accepted
from bihuan.app.registers.picking import named, referred
from bihuan.core.arguments import OUTCOME, PHOTOS
from bihuan.core.commands import Person
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import aside, paging
from bihuan.web.answers import status_of
from bihuan.web.house import House
from bihuan.web.intake import request_id
from bihuan.web.naming import of_case
from bihuan.web.reading import language
from bihuan.web.show import step_form
from bihuan.web.show.dates import day_of
from bihuan.web.show.kept import in_words
from bihuan.web.show.step_arguments import Asking, Sent
from bihuan.web.show.step_form import StepForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A step that came in and can be carried out, as far as a form can tell."""

    filled: Filled
    photos: tuple[bytes, ...]
    sent: Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A step that was not taken: which, all that was typed, and why."""

    step: str
    sent: Sent
    wrong: Mapping[str, Refusal]
    """By the input that it stands beside."""
    refusal: Refusal | None = None
    """About the whole."""
    code: int = 422

    @property
    def seen(self) -> int | None:
        """How many events the page had shown."""
        return step_form.seen_of(self.sent)


def asking(house: House, person: Person, on: OnCase, step: Step) -> Asking:
    """What a form of the step is made of."""
    act = next((one for one in on.acts if one.step.id == step.id), None)
    return Asking(
        on=on,
        step=step,
        routed=act.routed if act else None,
        raiser=act is not None and act.by.party is Party.RAISER,
        day=day_of(house.now(), on.context.zone),
        levels=house.levels,
        offered=referred(house.district, person, on.seen.programme, step),
        language=language(),
    )


def forms(house: House, person: Person, on: OnCase, stopped: Stopped | None = None) -> list[StepForm]:
    """The form of everything that can be done, empty or as it was sent."""
    made = []
    for act in on.acts:
        typed = (stopped.sent, stopped.wrong) if stopped and stopped.step == act.step.id else ()
        made.append(step_form.step_form(asking(house, person, on, act.step), *typed))
    return made


def sent_of(request: HttpRequest) -> Sent:
    """A form as it came."""
    return {name: request.POST.getlist(name) for name in request.POST}


def turned(request: HttpRequest, asked: Asking, came: aside.Came) -> Stopped:
    """Another page of a form in large type: with everything typed, what is wrong so far, and nothing done."""
    sent, step = sent_of(request), asked.step
    aside.lay(request, came, of=step.id)
    wrong = step_form.check(asked, step_form.read(asked, sent), step.photos if came.refusal else len(came.photos))
    if came.refusal:
        wrong = {**wrong, PHOTOS: came.refusal}
    wrong = paging.tried(paging.of_step(step_form.step_form(asked)), request.POST.dict(), wrong)
    return Stopped(step=step.id, sent=sent, wrong=wrong, code=200)


def received(request: HttpRequest, asked: Asking, person: Person) -> Ready | Stopped:
    """A form that came in, sorted and looked through. A step that is not open any more is for the door to answer."""
    sent = sent_of(request)
    came, step = aside.came(request), asked.step
    filled = step_form.read(asked, sent)
    district, fields = request.services.district, asked.on.seen.programme.fields
    filled = replace(filled, values=named(district, person, fields, filled.values))
    open_ = any(one.step.id == step.id for one in asked.on.acts)
    wrong = step_form.check(asked, filled, step.photos if came.refusal else len(came.photos)) if open_ else {}
    if not wrong and came.refusal is None:
        return Ready(filled=filled, photos=came.photos, sent=sent)
    aside.lay(request, came, of=step.id)
    if came.refusal:
        return Stopped(step=step.id, sent=sent, wrong={**wrong, PHOTOS: came.refusal}, code=status_of(came.refusal))
    return Stopped(step=step.id, sent=sent, wrong=wrong)


def answered(request: HttpRequest, asked: Asking, ready: Ready, answer: Accepted | Refusal) -> Accepted | Stopped:
    """What the core said to a form: taken, or stopped with its photos kept."""
    if not isinstance(answer, Refusal):
        aside.used(request)
        return answer
    aside.lay(request, aside.Came(ready.photos, None), of=asked.step.id)
    return refused_by(answer, asked, ready.sent)


def refused_by(refusal: Refusal, asked: Asking, sent: Sent) -> Stopped:
    """A form that the core said no to: beside the input that it is about, if there is one."""
    form, code = step_form.step_form(asked), status_of(refusal)
    shown = {one.name for one in form.inputs} | ({OUTCOME} if form.way else set())
    wrong = {refusal.about: refusal} if refusal.about in shown else {}
    return Stopped(step=asked.step.id, sent=sent, wrong=wrong, refusal=None if wrong else refusal, code=code)


def take(request: HttpRequest, on: OnCase, step: Step) -> Accepted | Stopped:
    """A step of somebody who signed in, from its form."""
    house, person = request.services, request.signed.person
    asked = asking(house, person, on, step)
    ready = received(request, asked, person)
    if isinstance(ready, Stopped):
        return ready
    filled = entering.by_number(house.district, ready.filled)
    answer = acts.take(house.district, person, on, filled, request_id(request.POST, house), ready.photos)
    return answered(request, asked, ready, answer)


def words_of(house: House, on: OnCase, stopped: Stopped) -> list[tuple[str, str]]:
    """What was typed and chosen, in words, for a page that has no form for it any more."""
    sent = [(name, value) for name, values in stopped.sent.items() for value in values]
    return in_words(sent, of_case(house, on, stopped.step), language())

"""One question a page, for large type: a form cut into pages. What the other pages hold travels along in the form
itself, so that nothing is kept on the server and a session that ends loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.core.arguments import PHOTOS
from bihuan.core.programme import Field
from bihuan.core.refusals import Refusal
from bihuan.web import aside
from bihuan.web.show.form import Section
from bihuan.web.show.inputs import Input
from bihuan.web.show.step_form import StepForm

LEFT_OUT = ("more",)
"""What is not asked in large type; the desk asks if it matters."""
AT, GO = "at-page", "go-to"
"""What the form sends: the page it stands on, and where to."""
TURNS = ("next", "back", "last")
"""Where to, before anything is sent."""
MAP = ("map-point", "map-datum")
"""What is marked on the map travels with the question where something is."""
NEVER = ("csrfmiddlewaretoken", "request", "seen", "step", "signer", "signature", AT, GO)
"""What each page says anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page: what is asked on it, if anything is."""

    input: Input | None
    title: str = ""
    """Of what it is a part."""
    map: bool = False
    """Whether the place is marked on the map here."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the page itself sends."""
        own = (self.input.name,) if self.input else ()
        return (*own, *MAP) if self.map else own

    @property
    def photos(self) -> bool:
        """Whether photos are asked for."""
        return self.input is not None and self.input.name == PHOTOS

    @property
    def grouped(self) -> bool:
        """Whether the question is a group of choices, which says itself what it asks."""
        return self.input is not None and self.input.widget in ("ways", "boxes")


def questions(
    parts: Sequence[Section], sent: Mapping[str, object], fields: Mapping[str, Field], area: str | None
) -> tuple[Question, ...]:
    """The questions of a form in sections, the photos last. Of what is required, only what has to be said; of what
    needs something else, that only once the first was answered; where something is begins with the map."""
    found: list[Question] = []
    for part in parts:
        if part.id in LEFT_OUT:
            continue
        needed = tuple(one for one in part.inputs if one.required) or part.inputs
        for one in sorted(needed, key=lambda one: one.name != area):
            if _due(one.name, sent, fields):
                first = part.id == "where" and not any(other.map for other in found)
                found.append(Question(input=one, title=part.title, map=first))
    return (*found, Question(input=None))


def _due(name: str, sent: Mapping[str, object], fields: Mapping[str, Field]) -> bool:
    """Whether it is time to ask: what only serves another answer waits for that one."""
    owners = [one.id for one in fields.values() if one.needs == name]
    return not owners or any(sent.get(other) for other in (name, *owners))


def tried(asked: Sequence[Question], sent: Mapping[str, str], wrong: Mapping[str, Refusal]) -> dict[str, Refusal]:
    """What is wrong so far: nothing is sent yet, so what later pages ask for is no error here."""
    here = asked[_now(sent, len(asked) - 1)].names
    return {name: one for name, one in wrong.items() if name in sent or name in here}


def page(
    asked: Sequence[Question],
    sent: Mapping[str, str],
    pairs: Iterable[tuple[str, str]],
    wrong: Collection[str],
    stay: bool,
) -> dict[str, object]:
    """The page that is due: the next, the one before, or the first with something wrong; with all that is carried:
    `pairs` is what was sent, each value of it."""
    at = _at(asked, sent, wrong, stay)
    here, last = asked[at], at == len(asked) - 1
    # Where photos are asked for, those that lie aside are seen, with a tick each.
    seen = {name for name in sent if aside.own(name)} if here.photos or here.input is None else set()
    left = {*NEVER, *here.names, *seen}
    return {
        "at": at,
        "question": here,
        "last": last,
        "skips": not last and at + 2 < len(asked) and not any(_required(one) for one in asked[at + 1 :]),
        "steps": [(_title(one), n) for n, one in enumerate(asked)],
        "carried": [(name, value) for name, value in pairs if name not in left and value],
        "errors": [here.input] if here.input and here.input.error and sent.get(GO, "back") != "back" else [],
    }


def of_step(form: StepForm) -> tuple[Question, ...]:
    """The questions of a step, in the order of its form; one without any is a page with its button."""
    inputs = (*((form.way,) if form.way else ()), *form.inputs)
    return tuple(Question(input=one, title=form.title) for one in inputs) or (Question(input=None, title=form.title),)


def _required(one: Question) -> bool:
    return one.input is not None and one.input.required


def _title(one: Question) -> str:
    return one.input.title if one.input else ""


def _at(asked: Sequence[Question], sent: Mapping[str, str], wrong: Collection[str], stay: bool) -> int:
    last = len(asked) - 1
    at = _now(sent, last)
    faulty = [n for n, one in enumerate(asked) if any(name in wrong for name in one.names)]
    match sent.get(GO, ""):
        case "back":
            return max(at - 1, 0)
        case "next":
            return at if at in faulty else min(at + 1, last)
        case "last":
            return at if at in faulty else last
        case "send":
            return min(faulty) if faulty else last if stay else at
        case _:
            return 0


def _now(sent: Mapping[str, str], last: int) -> int:
    now = sent.get(AT, "0")[:4]
    return min(int(now), last) if now.isascii() and now.isdigit() else 0

"""A cluster on a page: its members, the step to take on several of them, and how each answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.app.acts import Filled
from bihuan.app.clusters import Cluster
from bihuan.app.door import Accepted
from bihuan.core.decide import Context
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.web.show import form
from bihuan.web.show.desk import category_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """One case of the cluster."""

    id: str
    number: str
    words: str
    stage: str
    can: bool
    """Whether the chosen step can be taken on it."""


@dataclass(frozen=True, slots=True)
class Done:
    """How one case answered."""

    number: str
    refusal: str | None


def page(
    found: Cluster, number: str, chosen: str, programmes: Mapping[tuple[str, str], Programme], context: Context,
    day: date, language: Language,
) -> dict[str, object]:  # fmt: skip
    """Members, the steps they share, and the form of the chosen one."""
    step = next((one for one in found.steps if one.id == chosen), None)
    first = found.members[0].line.case
    programme = programmes[first.programme, first.edition]
    parts = form.sections(programme, step, context, day, {}, {}, language, known={}) if step else ()
    return {
        "number": number,
        "members": [
            MemberRow(
                id=member.line.case.id,
                number=member.line.case.number,
                words=member.words[:80],
                stage=programmes[member.line.case.programme, member.line.case.edition]
                .stages[member.line.case.stage].title.in_(language),
                can=step is not None and any(one.id == step.id for one in member.steps),
            )
            for member in found.members
        ],
        "steps": [(one.id, one.title.in_(language)) for one in found.steps],
        "step": (step.id, step.title.in_(language)) if step else None,
        "inputs": [one for part in parts for one in part.inputs],
    }  # fmt: skip


def filled(
    found: Cluster, sent: Mapping[str, str], ticked: frozenset[str], programmes: Mapping[tuple[str, str], Programme],
    context: Context, language: Language,
) -> dict[str, Filled]:  # fmt: skip
    """For each ticked member what was filled in, the places of its words filled for that case alone."""
    answers: dict[str, Filled] = {}
    for member in found.members:
        case = member.line.case
        step: Step | None = next((one for one in member.steps if one.id == sent.get("step")), None)
        if case.id not in ticked or step is None:
            continue
        programme = programmes[case.programme, case.edition]
        given = form.read(programme, step, sent, context, known={})
        lead = context.units.get(case.lead.unit) if case.lead else None
        places = {
            "{number}": case.number,
            "{title}": category_of(case, programme, context, language) or "—",
            "{unit}": lead.title.in_(language) if lead else "—",
        }
        words = {name: _filled(text, places) for name, text in given.words.items()}
        answers[case.id] = Filled(step=step.id, values=given.values, words=words, arguments={}, seen=case.n)
    return answers


def _filled(text: str, places: Mapping[str, str]) -> str:
    for place, value in places.items():
        text = text.replace(place, value)
    return text


def done(found: Cluster, answers: Mapping[str, Accepted | Refusal], language: Language) -> list[Done]:
    """How each answered, in the order of the page."""
    numbers = {member.line.case.id: member.line.case.number for member in found.members}
    return [
        Done(numbers[id_], answer.message(language) if isinstance(answer, Refusal) else None)
        for id_, answer in answers.items()
    ]

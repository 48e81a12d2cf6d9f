"""A cluster on a page: its members, the step to take on several of them, and how each answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bihuan.app.acts import Filled
from bihuan.app.clusters import Cluster, Member
from bihuan.app.door import Accepted
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
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
    ticked: bool


@dataclass(frozen=True, slots=True)
class Done:
    """How one case answered."""

    number: str
    refusal: str | None


def page(
    found: Cluster, number: str, chosen: str, ticked: frozenset[str] | None,
    programmes: Mapping[tuple[str, str], Programme], language: Language,
) -> dict[str, object]:  # fmt: skip
    """Members and the steps they share. Whoever can take the chosen one is ticked, unless somebody chose before."""
    return {
        "number": number,
        "members": [
            MemberRow(
                id=member.line.case.id,
                number=member.line.case.number,
                words=member.words[:80],
                stage=programmes[member.line.case.programme, member.line.case.edition]
                .stages[member.line.case.stage].title.in_(language),
                can=any(one.id == chosen for one in member.steps),
                ticked=ticked is None or member.line.case.id in ticked,
            )
            for member in found.members
        ],
        "steps": [(one.id, one.title.in_(language)) for one in found.steps],
        "chosen": chosen,
    }  # fmt: skip


def for_each(
    each: Mapping[str, Filled], members: tuple[Member, ...], programmes: Mapping[tuple[str, str], Programme],
    context: Context, language: Language,
) -> dict[str, Filled]:  # fmt: skip
    """What was filled in for each member (by id), the places of its words filled for that case alone."""
    answers: dict[str, Filled] = {}
    for case in (member.line.case for member in members if member.line.case.id in each):
        filled = each[case.id]
        programme = programmes[case.programme, case.edition]
        lead = context.units.get(case.lead.unit) if case.lead else None
        places = {
            "{number}": case.number,
            "{title}": category_of(case, programme, context, language) or "—",
            "{unit}": lead.title.in_(language) if lead else "—",
        }
        words = {name: _filled(text, places) for name, text in filled.words.items()}
        answers[case.id] = replace(filled, words=words, seen=case.n)
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

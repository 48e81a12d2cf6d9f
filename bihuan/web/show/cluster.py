"""A cluster on a page: its members, the step to take on several of them, and how each answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.acts import Filled
from bihuan.app.clusters import Cluster, Member
from bihuan.app.door import Accepted
from bihuan.app.notices.rendering import due_told
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.web.show.dates import due_text
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


OTHER: Mapping[Language, Language] = {"zh": "en", "en": "zh"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A template to begin the answer with, its places left to be filled for each case."""

    title: str
    text: str
    other: str
    """The same in the other language."""


def replies(templates: str, context: Context, day: date, language: Language) -> tuple[Reply, ...]:
    """The templates of a dictionary."""
    dictionary = context.dictionaries.get(templates)
    entries = [dictionary.entries[code] for code in dictionary.codes_on(day)] if dictionary is not None else []
    return tuple(
        Reply(one.title.in_(language), one.definition.in_(language), one.definition.in_(OTHER[language]))
        for one in entries
    )


def others(found: Cluster, step: str, language: Language) -> int:
    """How many of those on which the step can be taken were raised on the page in the other language."""
    can = (member for member in found.members if any(one.id == step for one in member.steps))
    return sum(member.language != language for member in can)


def for_each(
    each: Mapping[str, Filled], members: tuple[Member, ...], programmes: Mapping[tuple[str, str], Programme],
    context: Context, language: Language, other: str = "",
) -> dict[str, Filled]:  # fmt: skip
    """What was filled in for each member (by id), the places of its words filled for that case alone. `other`: the
    answer for those whose page is in the other language; without one they get what the rest get."""
    answers: dict[str, Filled] = {}
    for member in (member for member in members if member.line.case.id in each):
        case, filled = member.line.case, each[member.line.case.id]
        programme = programmes[case.programme, case.edition]
        apart = bool(other) and member.language != language
        given = _said(filled, programme, other) if apart else filled.words
        places = _places(case, programme, context, member.language if apart else language)
        words = {name: _filled(text, places) for name, text in given.items()}
        answers[case.id] = replace(filled, words=words, seen=case.n)
    return answers


def _said(filled: Filled, programme: Programme, other: str) -> Mapping[str, str]:
    """The words of a step with the answer, its first private field, said otherwise; a reason stays as it is."""
    answer = next((name for name in filled.words if name in programme.fields and programme.fields[name].private), None)
    return {**filled.words, answer: other} if answer is not None else filled.words


def _places(case: Case, programme: Programme, context: Context, language: Language) -> Mapping[str, str]:
    lead, due = context.units.get(case.lead.unit) if case.lead else None, due_told(case)
    return {
        "{number}": case.number,
        "{title}": category_of(case, programme, context, language) or "—",
        "{unit}": lead.title.in_(language) if lead else "—",
        "{due}": due_text(due, context.zone, language) if due else "—",
    }


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

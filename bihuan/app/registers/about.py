"""What the page of an entry tells of the cases about it, mechanism by mechanism, as the pack says. Decides nothing.

Only cases that the person may see are told, and of a private field only that it was written down: its words are read
on the record of the case, by those whom the pack lets read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.acts import context_of
from bihuan.app.district import District
from bihuan.app.ledger_columns import VERDICTS, WITHHELD, At, Value
from bihuan.app.ledger_fields import fact
from bihuan.app.registers.picking import titles
from bihuan.app.registers.reading import Seen
from bihuan.core.access import confidential, upwards
from bihuan.core.commands import Person
from bihuan.core.programme import AboutRule, Dictionary, FieldType, Programme, Tell
from bihuan.core.text import Text
from bihuan.core.verbs import TaskState
from bihuan.store.lists import Filter, Line, list_cases

AREAS_MOST = 40
"""Areas around an entry that are looked through."""
LISTED = 10
"""Cases of its area that are told of one mechanism."""
KEPT = Text("已写，保密", "written down, confidential")
NOT_YET, NEVER = Text("尚未", "not yet"), Text("没有", "no")
OVER = (TaskState.RETURNED, TaskState.REVOKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One case with what is told of it."""

    line: Line
    late: bool
    stage: Text
    values: tuple[tuple[Text, Value], ...]
    brought: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The cases of one mechanism."""

    programme: Programme
    told: tuple[Told, ...]
    counts: tuple[tuple[Text, int], ...]
    """How many of them came to what, kept apart; empty where the pack counts by nothing."""
    by_area: bool
    """Whether they are about the area that the entry lies in, not about the entry itself."""


def rules(district: District, register: str) -> dict[str, AboutRule]:
    """Programme → how its cases are told on entries of the register."""
    found = {one.id: one.about for one in district.programmes()}
    return {id_: rule for id_, rule in found.items() if rule is not None and rule.register == register}


def grouped(
    district: District, person: Person, lines: Iterable[Line], known: Mapping[str, Line], at: tuple[str, datetime]
) -> tuple[Group, ...]:
    """Cases that name an entry, by mechanism in the order of the pack; those of mechanisms that declare nothing are
    left out. `known` are the cases that came of others, by id; `at` the register and the moment."""
    register, now = at
    by_programme: dict[str, list[Line]] = {}
    for line in lines:
        by_programme.setdefault(line.case.programme, []).append(line)
    return tuple(
        _group(district, person, rule, by_programme[id_], known, now)
        for id_, rule in rules(district, register).items()
        if id_ in by_programme and not _by_area(district, id_, rule)
    )


def in_its_area(district: District, person: Person, seen: Seen, now: datetime) -> tuple[Group, ...]:
    """The newest cases about the area in which an entry lies, of each mechanism that says so."""
    place = seen.found.values.get(seen.form.area_field or "")
    if not isinstance(place, str) or not person.posts:
        return ()
    areas = district.places().areas
    around = [*upwards(place, areas), *(one for one in areas if one != place and place in upwards(one, areas))]
    found = []
    for id_, rule in rules(district, seen.form.id).items():
        if not _by_area(district, id_, rule):
            continue
        lines: list[Line] = []
        with district.door.look(district.id) as (session, ground):
            for area in around[:AREAS_MOST]:
                wanted = Filter(programme=id_, area=area, population=seen.found.population)
                page = list_cases(session, ground, person, district.programmes(), filter_=wanted, sort="raised",
                                  size=LISTED)  # fmt: skip
                lines += page.lines
        newest = sorted(lines, key=lambda line: line.case.occurred_at, reverse=True)[:LISTED]
        if newest:
            found.append(_group(district, person, rule, newest, {}, now))
    return tuple(found)


def _by_area(district: District, programme: str, rule: AboutRule) -> bool:
    latest = next(one for one in district.programmes() if one.id == programme)
    return latest.fields[rule.by].type is FieldType.AREA


def _group(
    district: District, person: Person, rule: AboutRule, lines: Sequence[Line], known: Mapping[str, Line], now: datetime
) -> Group:
    context = context_of(district)
    latest = next(one for one in district.programmes() if one.id == lines[0].case.programme)
    named = _named(district, person, rule, latest, lines)
    told = []
    for line in lines:
        programme = district.rules.of(line.case.programme, line.case.edition)
        at = At(line=line, programme=programme, context=context, now=now, titles=named)
        told.append(
            Told(
                line=line,
                late=not line.case.final and line.next_due is not None and line.next_due < now,
                stage=programme.stages[line.case.stage].title,
                values=tuple((one.title, _value(district, one, at)) for one in rule.tells),
                brought=tuple(known[child] for child in line.case.children if child in known),
            )
        )
    counts = _counts(rule, told, latest, context.dictionaries) if rule.counts is not None else ()
    return Group(programme=latest, told=tuple(told), counts=counts, by_area=_by_area(district, latest.id, rule))


def _named(
    district: District, person: Person, rule: AboutRule, programme: Programme, lines: Sequence[Line]
) -> Mapping[tuple[str, str], str]:
    fields = [programme.fields[one.field] for one in rule.tells if one.field is not None]
    codes: dict[str, set[str]] = {}
    for field in fields:
        if field.type is FieldType.ENTRY and field.register is not None:
            codes.setdefault(field.register, set()).update(
                str(line.case.fields[field.id]) for line in lines if line.case.fields.get(field.id)
            )
    return titles(district, person, codes)


def _value(district: District, tell: Tell, at: At) -> Value:
    case = at.line.case
    if confidential(case, at.programme, at.context.dictionaries):
        return WITHHELD
    if tell.field is not None:
        field = at.programme.fields.get(tell.field)
        if field is not None and (field.private or field.masked):
            taking = [step.id for step in at.programme.steps.values() if any(t.field == field.id for t in step.takes)]
            return KEPT if any(case.counts.get(f"step:{step}") for step in taking) else None
        return fact(district, tell.field, at)
    if tell.verb is not None:
        key = f"{tell.verb}:{tell.outcome}" if tell.outcome else str(tell.verb)
        return case.moments.get(key)
    if tell.finding is not None:
        found = case.findings.get(tell.finding)
        return VERDICTS[found.verdict] if found is not None else NEVER if case.final else NOT_YET
    held = (task.unit for task in case.tasks.values() if task.kind is tell.tasks and task.state not in OVER)
    units = dict.fromkeys(held)  # A matter that came back has a second task of the same unit: it is named once.
    named = [at.context.units[one].title if one in at.context.units else Text(one, one) for one in units]
    return Text("、".join(one.zh for one in named), ", ".join(one.en for one in named)) if named else None


def _counts(
    rule: AboutRule, told: Sequence[Told], programme: Programme, dictionaries: Mapping[str, Dictionary]
) -> tuple[tuple[Text, int], ...]:
    field = programme.fields[rule.counts or ""]
    book = dictionaries[field.dictionary or ""].entries
    found: Counter[Text] = Counter()
    for one in told:
        said = book.get(str(one.line.case.fields.get(field.id)))
        found[said.title if said is not None else one.stage] += 1
    return tuple(found.most_common())

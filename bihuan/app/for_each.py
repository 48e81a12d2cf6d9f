"""Raising one case for each entry of a register while another case runs, telling them what changes in it, and taking
them back or closing them after it; and again where what it says has gone up since they were over.

The pack says what for (`[each]` of a programme). It happens in the name of whoever raised the other case, by the same
step and the same policy as by hand, and once: the request is made of the other case and the entry, so that a second run
finds the first answer. What is refused (a point on patrol already) stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.district import District
from bihuan.app.door import Asked
from bihuan.core.access import Places, upwards
from bihuan.core.case import Case
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import Event, FieldSet, Scalar
from bihuan.core.programme import STATE, EachRule, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from bihuan.store import entry_reading
from bihuan.store.jobs import Accepted
from bihuan.store.lists import Filter, Line, mentions
from bihuan.store.paging import pages
from bihuan.store.projection import CAUSE
from bihuan.store.reading import Seen, case_of_number, read_case

LIVE = "live"


@dataclass(frozen=True, slots=True)
class Done:
    """How many cases were raised, told of a change, taken back before they were begun, and closed."""

    raised: int
    withdrawn: int
    followed: int = 0
    closed: int = 0


def raise_each(district: District) -> Done:
    """Everything that is to be raised or taken back now."""
    done = Done(0, 0)
    for programme in district.programmes():
        if (rule := programme.each) is None:
            continue
        raised = _count(district, list(_raises(district, programme, rule)))
        asked = list(_after(district, programme, rule))
        done = Done(
            raised=done.raised + raised,
            followed=done.followed + _count(district, [one for one in asked if _step(one) in rule.follows]),
            withdrawn=done.withdrawn + _count(district, [one for one in asked if _step(one) == rule.ends]),
            closed=done.closed + _count(district, [one for one in asked if _step(one) == rule.closes]),
        )
    return done


def _step(asked: Asked) -> str:
    return asked.command.step if isinstance(asked.command, Take) else ""


def _count(district: District, asked: list[Asked]) -> int:
    outcomes = district.door.submit_many(district.id, asked) if asked else []
    return sum(isinstance(one, Accepted) and not one.repeated for one in outcomes)


def _raises(district: District, programme: Programme, rule: EachRule) -> Iterator[Asked]:
    cause = next(one for one in district.programmes() if one.id == rule.programme)
    step = next(one for one in cause.steps.values() if one.verb is Verb.RAISE)
    places = district.places()
    for line in _open(district, cause, _anyone(cause, step.by, places)):
        if line.case.stage not in rule.stages:
            continue
        seen = _read(district, line.case.id, _anyone(cause, step.by, places))
        area = line.case.fields.get(cause.place_field or "")
        if seen is None or not isinstance(area, str):
            continue
        rises = _rises(district, seen, cause, rule)
        stood = _stood(district, programme, rule, seen.case.number, places) if rises else {}
        for key, values in _entries(district, rule, area, seen.case.population, places):
            if (again := key in stood) and not _over(stood[key], rises[-1]):
                continue
            fills = {
                one.field: values.get(one.entry) if one.entry is not None else seen.case.fields.get(one.case or "")
                for one in rule.fills
            }
            given: dict[str, Scalar] = {name: value for name, value in fills.items() if value is not None}
            command = Raise(
                case="",
                number="",
                programme=programme.id,
                step=rule.step,
                by=_in_the_name_of(seen.events[0], cause),
                values={**given, rule.entry: key, rule.cause: seen.case.number},
                population=seen.case.population,
            )
            # Raised again it is another request; the same one would find its first answer.
            tag = f"each:{len(rises)}:" if again else "each:"
            yield Asked(command=command, request_id=f"{tag}{seen.case.id}:{programme.id}:{key}"[:200])


def _rises(district: District, seen: Seen, cause: Programme, rule: EachRule) -> list[datetime]:
    """When what the rule looks at went up, as its dictionary lists it from low to high."""
    field = cause.fields.get(rule.rises or "")
    if field is None:
        return []
    order = list(district.rules.dictionaries[field.dictionary or ""].entries)
    found: list[datetime] = []
    stood: int | None = None
    for event in seen.events:
        for one in event.effects if event.n not in seen.case.undone else ():
            if isinstance(one, FieldSet) and one.name == field.id and one.value in order:
                now = order.index(str(one.value))
                found += [event.recorded] if stood is not None and now > stood else []
                stood = now
    return found


def _over(ended: datetime | None, by: datetime) -> bool:
    return ended is not None and ended < by


def _stood(
    district: District, programme: Programme, rule: EachRule, number: str, places: Places
) -> dict[str, datetime | None]:
    """Entry → when the last of those that were raised for it was over; None while one runs."""
    anyone = _anyone(programme, programme.steps[rule.step].by, places)
    found: dict[str, datetime | None] = {}
    after: tuple[str, str] | None = None
    while True:
        with district.door.look(district.id) as (session, ground):
            page = mentions(session, ground, anyone, [programme], CAUSE, number, after=after)
        for line in page.lines:
            key, last = str(line.case.fields.get(rule.entry)), found.get(str(line.case.fields.get(rule.entry)))
            runs = not line.case.final or line.ended is None or (key in found and last is None)
            found[key] = None if runs else max(filter(None, (last, line.ended)))
        if page.after is None:
            return found
        after = page.after


def _after(district: District, programme: Programme, rule: EachRule) -> Iterator[Asked]:
    """What the cases that run under another are to do, because that one has changed or is over."""
    places = district.places()
    cause = next(one for one in district.programmes() if one.id == rule.programme)
    anyone = _anyone(programme, programme.steps[rule.step].by, places)
    causes: dict[str, Seen | None] = {}
    for line in _open(district, programme, anyone):
        number = line.case.fields.get(rule.cause)
        if not isinstance(number, str):
            continue
        if number not in causes:
            causes[number] = _numbered(district, number, _anyone(cause, cause.roles, places))
        over = causes[number]
        if over is None or over.case.programme != rule.programme:
            continue
        step = _end(line.case, programme, rule) if over.case.final else _follow(line.case, over.case, programme, rule)
        mine = _read(district, line.case.id, anyone) if step is not None else None
        if step is not None and mine is not None:
            yield from _told(step, mine, over, programme, rule)


def _numbered(district: District, number: str, anyone: Person) -> Seen | None:
    with district.door.look(district.id) as (session, _):
        id_ = case_of_number(session, district.id, number)
    return _read(district, id_, anyone) if id_ else None


def _end(case: Case, programme: Programme, rule: EachRule) -> Step | None:
    """The step that ends it where it stands: what nobody began is taken back, the rest is closed."""
    name = rule.closes if case.worked else rule.ends
    step = programme.steps[name] if name is not None else None
    return step if step is not None and case.stage in step.from_ else None


def _follow(case: Case, cause: Case, programme: Programme, rule: EachRule) -> Step | None:
    """The step by which it learns what is other in the case that it was raised for."""
    if all(case.fields.get(own) == cause.fields.get(of) for own, of in rule.followed.items()):
        return None
    return next((step for name in rule.follows if case.stage in (step := programme.steps[name]).from_), None)


def _told(step: Step, mine: Seen, over: Seen, programme: Programme, rule: EachRule) -> Iterator[Asked]:
    """The step, asked for in the name of whoever raised it. What somebody set by hand after the last change of the
    other case stays."""
    takes = {taking.field for taking in step.takes}
    values: dict[str, Scalar] = {}
    tag = f"each-ends:{mine.case.id}:{step.id}"
    if step.id in rule.follows:
        newer = {own: of for own, of in rule.followed.items() if _set_at(over, of) > _set_at(mine, own)}
        values = {own: over.case.fields[of] for own, of in newer.items() if own in takes and of in over.case.fields}
        if not values:
            return
        tag = f"each-follows:{mine.case.id}:{over.case.n}"
    command = Take(
        case=mine.case.id,
        step=step.id,
        by=_in_the_name_of(mine.events[0], programme),
        values=values,
        words={one.field: f"{one.text.zh} / {one.text.en}" for one in rule.says if one.field in takes},
    )
    yield Asked(command=command, request_id=tag)


def _set_at(seen: Seen, name: str) -> datetime:
    """When a field was set last."""
    said = [one for one in seen.events if any(isinstance(x, FieldSet) and x.name == name for x in one.effects)]
    return max((one.recorded for one in said), default=seen.events[0].recorded)


def _open(district: District, programme: Programme, anyone: Person) -> list[Line]:
    wanted = Filter(programme=programme.id, final=False)
    with district.door.look(district.id) as (session, ground):
        found = pages(session, ground, anyone, district.programmes(), wanted, "number")
        return [line for page in found for line in page.lines]


def _read(district: District, case: str, anyone: Person) -> Seen | None:
    with district.door.look(district.id) as (session, ground):
        seen = read_case(session, ground, anyone, case)
    return None if isinstance(seen, Refusal) else seen


def _entries(
    district: District, rule: EachRule, area: str, population: str, places: Places
) -> Iterator[tuple[str, dict[str, Scalar]]]:
    """Entries in force that lie in the area or below it. A made-up case never reaches beyond made-up entries; a real
    one also those, where a demonstration came first."""
    form = district.rules.registers[rule.register]
    for inside in sorted(one for one in places.areas if area in upwards(one, places.areas)):
        after = ""
        while True:
            wanted = entry_reading.Wanted(
                register=form.id, day=district.today(), holding={form.area_field or "": inside}, after=after
            )
            with district.door.readers.lend() as session:
                found = entry_reading.entries(session, district.id, wanted)
            for one in found:
                if population in (one.population, LIVE) and one.values.get(STATE) not in rule.skip:
                    yield one.key, dict(one.values)
            if len(found) < wanted.most:
                break
            after = found[-1].key


def _anyone(programme: Programme, roles: Iterable[str], places: Places) -> Person:
    """Whoever may see all cases of the programme: nobody's own eyes, for nothing read here is shown."""
    top = next(one.id for one in places.units.values() if one.parent is None)
    duties = {programme.roles[name].duty for name in roles}
    return Person(account="each", posts=tuple(Post(duty=duty, unit=top) for duty in sorted(filter(None, duties))))


def _in_the_name_of(event: Event, programme: Programme) -> Person:
    """Whoever took this step, with the post that they took it from."""
    duty, unit = programme.roles[event.by.role].duty, event.by.unit
    return Person(account=event.by.account, posts=(Post(duty=duty, unit=unit),) if duty and unit else ())

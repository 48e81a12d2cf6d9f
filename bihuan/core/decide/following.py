"""What follows from a step besides its verb: fields, clocks, stage, reservations, postings, notices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from typing import cast

from bihuan.core import events as e
from bihuan.core.access import aside_for, spoken_to
from bihuan.core.arguments import about
from bihuan.core.case import ClockState
from bihuan.core.decide import timing
from bihuan.core.decide.filling import filled, left_out, wrong_value
from bihuan.core.decide.reserving import taken_key
from bihuan.core.decide.situation import Environment, Other, Situation, typed, value_of
from bihuan.core.decide.undoing import held_until
from bihuan.core.expressions import Span, Value
from bihuan.core.holding import HOLDER, holders
from bihuan.core.programme import EXISTS, STATE, Move, RegisterEffect, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind, TaskKind, TaskState, Verb


def follow(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> Iterator[e.Effect]:
    """Effects that the programme declares for this outcome, after those of the verb."""
    for name, value in situation.values.items():
        yield e.FieldSet(name=name, value=value)
    yield from _contact(situation)
    yield from _clocks(move, meant, situation)
    yield from _registers(situation)
    already = {str(effect.kind) for effect in meant if isinstance(effect, e.FindingMade)}
    for kind, verdict in (one for one in move.finds if one[0] not in already):
        yield e.FindingMade(kind=FindingKind(kind), verdict=verdict, party=situation.by.party)
    if move.ends_as is not None:
        yield e.EndedAs(outcome=move.ends_as)
    if move.to is not None:
        final = situation.programme.stages[move.to].final
        yield e.StageReached(stage=move.to, final=final)
        yield from _released(move.to, situation)
    yield from _told(move, meant, situation)


def _told(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> Iterator[e.Effect]:
    """The notices that the move orders. Who has the case is worked out now and stands in the fact."""
    if not move.tells:
        return
    programme, held, away = situation.programme, held_until(situation), _aside(situation)
    for name in move.tells:
        to = programme.tellings[name].to
        for one in _holders(move, meant, situation) if to == HOLDER else (to,):
            yield e.NoticeOrdered(telling=name, to=spoken_to(one, away, programme), held=held)


def _contact(situation: Situation) -> Iterator[e.FieldSet]:
    """Whether a way to be contacted came with a case that is raised now; of the past it is not known."""
    name, step = situation.programme.contact_field, situation.step
    if name is not None and step.verb is Verb.RAISE and not step.history and name not in situation.values:
        yield e.FieldSet(name=name, value=situation.contact_left)


def _aside(situation: Situation) -> frozenset[str]:
    """The roles that stand aside from now on: this very step may have said whom the case is about."""
    programme, context = situation.programme, situation.context
    name = programme.accused_field or ""
    accused = situation.values.get(name, situation.case.fields.get(name))
    return aside_for(accused, programme, context.units) if isinstance(accused, str) else frozenset()


def _holders(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> tuple[str, ...]:
    """Whoever has the case once the step is taken; of a case that ends with it, whoever had it."""
    programme = situation.programme
    led = situation.case.lead is not None or any(isinstance(one, e.TaskGiven) for one in meant)
    goes_on = move.to is not None and not programme.stages[move.to].final
    stage = move.to if goes_on else None
    return holders(programme, stage or situation.case.stage or programme.start, led)


def _clocks(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> Iterator[e.Effect]:
    ended: frozenset[str] = frozenset()
    if situation.case.clocks:
        yield from _under_way(move, meant, situation)
        ended = frozenset(state.id for state in timing.running(move.stops, situation))
    given = tuple(effect for effect in meant if isinstance(effect, e.TaskGiven))
    yield from timing.start(move.starts, situation, given, ended)


def _under_way(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> Iterator[e.Effect]:
    """Clocks that were started before: which of them end here, go on or run again."""
    stopping = {state.id: state for state in timing.running(move.stops, situation)}
    ended = {state.id: state for state in _of_ended_tasks(meant, situation)}
    stopping |= ended
    final = move.to is not None and situation.programme.stages[move.to].final
    if final:
        stopping |= {id_: state for id_, state in situation.case.clocks.items() if state.running}
    yield from timing.stop(stopping.values(), situation)
    if not final:
        done = [state for id_, state in stopping.items() if id_ not in ended]
        yield from timing.next_period(done, situation)
    for name in move.continues:
        for state in situation.case.clocks.values():
            if state.name == name and not state.running:
                yield e.ClockContinued(clock=state.id)
                # While it stood stopped, no change of a calendar reached it.
                yield from timing.reproject([state], None, situation.context, "continued after a change")
    again = {state.id: state for state in timing.running(move.resumes, situation)}
    again |= {state.id: state for state in _standing_for_nothing(situation)}
    yield from timing.resume((state for id_, state in again.items() if id_ not in stopping), situation)


def _standing_for_nothing(situation: Situation) -> list[ClockState]:
    """Time stood still for the work's sake: once the unit in charge has finished, every standing clock runs again."""
    task = situation.task
    if situation.step.verb is not Verb.FINISH or task is None or task.kind is not TaskKind.LEAD:
        return []
    return [state for state in situation.case.clocks.values() if state.running and state.suspended]


def _of_ended_tasks(meant: tuple[e.Effect, ...], situation: Situation) -> list[ClockState]:
    """Clocks of a task that left its unit end with it."""
    ended = {
        effect.task
        for effect in meant
        if isinstance(effect, e.TaskMoved) and effect.state in (TaskState.RETURNED, TaskState.REVOKED)
    }
    if not ended:
        return []
    return [state for state in situation.case.clocks.values() if state.running and state.task in ended]


def _registers(situation: Situation) -> Iterator[e.Effect]:
    step = situation.step
    if not (step.reserves or step.posts or step.sets or step.seals or step.spawns):
        return
    names = situation.environment()
    for reservation in step.reserves:
        key = value_of(reservation.key, names)
        # What is not known holds nothing: two cases without a firm are not about the same one.
        if key is not None:
            yield e.Reserved(key=str(key))
    for posting in step.posts:
        quantity = value_of(posting.quantity, names)
        if quantity is not None:
            yield e.Posted(account=posting.account, quantity=int(cast(int, quantity)), unit=posting.unit)
    for change in _meant(step, names):
        day = _since(change, names, situation)
        yield e.RegisterChanged(
            register=change.register,
            key=str(value_of(change.key, names)),
            field=change.field,
            value=_stored(value_of(change.value, names)),
            since=day.isoformat(),
        )
    if step.seals is not None:
        yield e.Contributed(person=situation.by.account, commitment=str(situation.arguments.get("commitment")))
    if step.spawns is not None:
        yield e.ChildSpawned(child=str(situation.arguments.get("child")), programme=step.spawns)


def _meant(step: Step, names: Environment) -> Iterator[RegisterEffect]:
    """The changes of entries that this step makes here."""
    return (one for one in step.sets if one.when is None or value_of(one.when, names) is True)


def _since(change: RegisterEffect, names: Environment, situation: Situation) -> date:
    """From which day it holds: what the programme says, or the day of the step; unknown is the day of the step."""
    said = value_of(change.since, names) if change.since is not None else None
    return said if type(said) is date else situation.day


def _stored(value: Value) -> e.Scalar:
    """A computed value as an entry keeps it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Span():
            return f"{value.start.isoformat()}/{value.end.isoformat()}"
        case Fraction():
            return int(value)
        case _:
            return cast(e.Scalar, value)


def unsettable(situation: Situation) -> Refusal | None:
    """A step that would change an entry that is not known, is not there, or could not hold the value."""
    if not situation.step.sets or not situation.context.registers:
        return None
    names, context = situation.environment(), situation.context
    for change in _meant(situation.step, names):
        form = context.registers.get(change.register)
        if form is None:
            continue
        key, day = value_of(change.key, names), _since(change, names, situation)
        if not isinstance(key, str) or not key:
            return Refusal("register-key-unknown", {"register": form.title})
        stands = context.lookup is None or context.lookup(change.register, key, EXISTS, day) is True
        if not stands and (not change.opens or form.code_fault(key) is not None):
            return Refusal("no-such-entry", {"register": form.title, "key": key})
        value, field = _stored(value_of(change.value, names)), form.fields.get(change.field)
        if value is not None and field is not None and (refusal := wrong_value(field, value, context, day)):
            return refusal
        # A clock that ran out is a fact: if its step were refused, it would run out again and again.
        if change.field == STATE and context.lookup is not None and situation.step.verb is not Verb.LAPSE:
            before = context.lookup(change.register, key, STATE, day)
            if (refusal := form.astray(str(before), str(value))) is not None:
                return refusal
    return None


def _released(stage: str, situation: Situation) -> Iterator[e.Effect]:
    """Keys that reaching this stage frees, as far as this case holds them."""
    freeing = [
        reservation
        for step in situation.programme.steps.values()
        for reservation in step.reserves
        if stage in reservation.release
    ]
    if not freeing or not situation.case.reserved:
        return
    names = situation.environment()
    keys = dict.fromkeys(str(value_of(reservation.key, names)) for reservation in freeing)
    yield from (e.Released(key=key) for key in keys if key in situation.case.reserved)


def impossible(situation: Situation) -> Refusal | None:
    """What the step would do besides its verb and can't: a held key, a strange child, a missing word."""
    given = {*situation.words, *filled(situation.values, {})}
    lacking = next(left_out(situation.step, situation.outcome, situation.programme, given), None)
    return lacking or taken_key(situation) or strange_child(situation)


def strange_child(situation: Situation) -> Refusal | None:
    """A child is a case that stands already: of the programme the step names, open, and nobody's child here yet."""
    wanted = situation.step.spawns
    if wanted is None:
        return None
    child = situation.arguments.get("child")
    known = situation.context.others.get(child) if isinstance(child, str) else None
    if known is None or known.programme != wanted or known.final or known.id == situation.case.id:
        return Refusal("no-such-case", {"case": str(child or "—")[:80]}, about=about("child"))
    if known.id in situation.case.children:
        return Refusal("already-done", {"step": situation.step.title}, about=about("child"))
    return _another(situation, known)


def _another(situation: Situation, child: Other) -> Refusal | None:
    """A child that does not say what this case says, where the step passes it on."""
    for name in situation.step.passes:
        field = situation.programme.fields[name]
        held = typed(situation.case.fields.get(name), field.type)
        if held is not None and child.facts.get(name) != held:
            detail: dict[str, str | Text] = {"case": child.number, "field": field.title}
            return Refusal("child-of-another", detail, about=about("child"))
    return None

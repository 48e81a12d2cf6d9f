"""What `then` may say and how each of it is compared with what was found: one row per word. Plays nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.app.stories.acting import Act, Miss, Surroundings
from bihuan.app.stories.people import person_of
from bihuan.app.stories.script import Member
from bihuan.core.access import View, view
from bihuan.core.case import Case, ClockState, Task
from bihuan.core.clocks import derive, explain
from bihuan.core.events import NoticeOrdered
from bihuan.core.text import LANGUAGES
from bihuan.core.verbs import FindingKind

Misses = Iterable[Miss]
ABSENT = "—"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One word of `then`: the kind of value it takes, and the comparison."""

    kind: type
    compare: Callable[[Act, Case, Surroundings, Any], Misses]
    inner: tuple[type, ...] = ()
    """What stands in a table or list: the kinds of its values."""


def misses(act: Act, around: Surroundings, cast_: Mapping[str, Member]) -> tuple[Miss, ...]:
    """Everything a scene said that did not come true. A refusal nobody expected is one too."""
    found: list[Miss] = []
    then = act.scene.then
    if act.refusal is not None and "refused" not in then:
        found.append(Miss(what="refused", expected=ABSENT, found=_refusal(act)))
    for word, value in then.items():
        if act.after is None:
            found += _equal(word, value, _refusal(act) if word == "refused" else ABSENT)
        elif word in ("sees", "hidden_from"):
            found.extend(_views(word, act.after, around, cast_, value))
        else:
            found.extend(EXPECTATIONS[word].compare(act, act.after, around, value))
    return tuple(found)


def _refusal(act: Act) -> str:
    if act.refusal is None:
        return ABSENT
    guard = act.refusal.detail.get("guard")
    return f"guard:{guard}" if act.refusal.code == "guard" else act.refusal.code


def _equal(what: str, expected: object, found: object) -> Misses:
    return () if expected == found else (Miss(what=what, expected=str(expected), found=str(found)),)


def _plain(what: str, of: Callable[[Case], object]) -> Callable[[Act, Case, Surroundings, Any], Misses]:
    """Compare one value of the case as it stands."""
    return lambda act, case, around, expected: _equal(what, expected, of(case))


def _state(case: Case, name: str) -> ClockState | None:
    """The newest run of a clock; `clock@unit` means the one of that unit's task."""
    clock, _, unit = name.partition("@")
    units = {task.id for task in case.tasks.values() if task.unit == unit}
    runs = [s for s in case.clocks.values() if s.name == clock and (not unit or s.task in units)]
    return runs[-1] if runs else None


def _due(act: Act, case: Case, around: Surroundings, expected: Mapping[str, datetime]) -> Misses:
    for name, moment in expected.items():
        state = _state(case, name)
        due = f"{state.due.astimezone(around.context.zone):%Y-%m-%d %H:%M}" if state else ABSENT
        yield from _equal(f"due.{name}", f"{moment:%Y-%m-%d %H:%M}", due)


def _late(act: Act, case: Case, around: Surroundings, expected: Mapping[str, bool]) -> Misses:
    for name, late in expected.items():
        state = _state(case, name)
        yield from _equal(f"late.{name}", late, state.late if state else ABSENT)


def _clocks(what: str, holds: Callable[[ClockState], bool]) -> Callable[[Act, Case, Surroundings, Any], Misses]:
    """Clocks named of which something must be true; of the others nothing is said."""

    def compare(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
        true = [name for name in expected if (state := _state(case, name)) is not None and holds(state)]
        return _equal(what, expected, true)

    return compare


def _exactly(what: str, holds: Callable[[ClockState], bool]) -> Callable[[Act, Case, Surroundings, Any], Misses]:
    """All clocks of which something is true: an empty list says that it is true of none."""

    def compare(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
        true = sorted({state.name for state in case.clocks.values() if holds(state)})
        return _equal(what, sorted(expected), true)

    return compare


def _registered(act: Act, case: Case, around: Surroundings, expected: Mapping[str, object]) -> Misses:
    """What an entry says now: `register/code/field`."""
    for place, value in expected.items():
        register, _, rest = place.partition("/")
        key, _, name = rest.partition("/")
        lookup = around.context.lookup
        found = lookup(register, key, name, act.scene.at.date()) if lookup else ABSENT
        yield from _equal(f"entries.{place}", value, found.isoformat() if isinstance(found, date) else found)


def _absent(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
    """Clocks that never started."""
    return _equal("absent", expected, [name for name in expected if _state(case, name) is None])


def _findings(act: Act, case: Case, around: Surroundings, expected: Mapping[str, str]) -> Misses:
    for kind, verdict in expected.items():
        known = kind in list(FindingKind)
        found = case.findings.get(FindingKind(kind)) if known else None
        yield from _equal(f"finding.{kind}", verdict, found.verdict if found else "open" if known else ABSENT)


def _task(case: Case, unit: str) -> Task | None:
    own = [task for task in case.tasks.values() if task.unit == unit]
    return own[-1] if own else None


def _tasks(act: Act, case: Case, around: Surroundings, expected: Mapping[str, str]) -> Misses:
    for unit, standing in expected.items():
        task = _task(case, unit)
        yield from _equal(f"tasks.{unit}", standing, f"{task.kind} {task.state}" if task else ABSENT)


def _binding(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
    bound = sorted(task.unit for task in case.tasks.values() if task.binding)
    return _equal("binding", sorted(expected), bound)


def _marks(act: Act, case: Case, around: Surroundings, expected: Mapping[str, list[str]]) -> Misses:
    for unit, marks in expected.items():
        task = _task(case, unit)
        yield from _equal(f"marks.{unit}", sorted(marks), sorted(task.marks) if task else ABSENT)


def told(act: Act) -> list[str]:
    """The notices that this scene ordered, with those that time ordered before it."""
    events = (*(lapse.event for lapse in act.own), *act.events)
    return [effect.telling for event in events for effect in event.effects if isinstance(effect, NoticeOrdered)]


def _told(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
    return _equal("told", sorted(expected), sorted(told(act)))


def _lapsed(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
    return _equal("lapsed", expected, [lapse.clock for lapse in act.own])


def _refused(act: Act, case: Case, around: Surroundings, expected: str) -> Misses:
    return _equal("refused", expected, _refusal(act))


def _counts(act: Act, case: Case, around: Surroundings, expected: Mapping[str, int]) -> Misses:
    for what, times in expected.items():
        yield from _equal(f"counts.{what}", times, case.counts.get(what, 0))


def _links(act: Act, case: Case, around: Surroundings, expected: list[str]) -> Misses:
    return _equal("links", sorted(expected), sorted(other for other, _ in case.links))


def _explained(act: Act, case: Case, around: Surroundings, expected: Mapping[str, str | list[str]]) -> Misses:
    for name, phrases in expected.items():
        state = _state(case, name)
        if state is None:
            yield Miss(what=f"explained.{name}", expected=str(phrases), found=ABSENT)
            continue
        deadline = derive(state.terms(), around.context.calendars[state.calendar])
        lines = [line for language in LANGUAGES for line in explain(deadline, language)]
        for phrase in [phrases] if isinstance(phrases, str) else phrases:
            if not any(phrase in line for line in lines):
                yield Miss(what=f"explained.{name}", expected=phrase, found="\n".join(lines))


def _views(
    word: str,
    case: Case,
    around: Surroundings,
    cast_: Mapping[str, Member],
    expected: Any,
) -> Misses:
    """Who may read the case, and which private fields; or may not read it at all."""
    programme, places = around.programme, around.context.places
    for name in expected:
        member = cast_.get(name)
        if member is None:
            yield Miss(what=f"{word}.{name}", expected="a member of the cast", found=ABSENT)
            continue
        person = person_of(member, programme, raiser=around.raisers.get(case.id) == name)
        seen = view(person, case, programme, places)
        shown = sorted(seen.sees) if isinstance(seen, View) else ABSENT
        wanted = ABSENT if word == "hidden_from" else sorted(expected[name])
        yield from _equal(f"{word}.{name}", wanted, shown)


def _nothing(act: Act, case: Case, around: Surroundings, expected: object) -> Misses:
    """Views are compared where the cast is known."""
    return ()


EXPECTATIONS: Mapping[str, Expectation] = {
    "stage": Expectation(str, _plain("stage", lambda case: case.stage)),
    "outcome": Expectation(str, _plain("outcome", lambda case: case.outcome or ABSENT)),
    "round": Expectation(int, _plain("round", lambda case: case.round)),
    "score": Expectation(int, _plain("score", lambda case: case.score or 0)),
    "supervision": Expectation(int, _plain("supervision", lambda case: case.supervision)),
    "rule": Expectation(str, _plain("rule", lambda case: case.lead.rule if case.lead else ABSENT)),
    "refused": Expectation(str, _refused),
    "due": Expectation(dict, _due, (datetime,)),
    "late": Expectation(dict, _late, (bool,)),
    "lapsed": Expectation(list, _lapsed, (str,)),
    "running": Expectation(list, _clocks("running", lambda state: state.running and not state.suspended), (str,)),
    "stopped": Expectation(list, _clocks("stopped", lambda state: not state.running), (str,)),
    "standing": Expectation(list, _exactly("standing", lambda state: state.running and state.suspended), (str,)),
    "absent": Expectation(list, _absent, (str,)),
    "exempted": Expectation(list, _exactly("exempted", lambda state: state.exempted), (str,)),
    "provisional": Expectation(list, _exactly("provisional", lambda state: state.provisional), (str,)),
    "settled": Expectation(list, _clocks("settled", lambda state: not state.provisional), (str,)),
    "finding": Expectation(dict, _findings, (str,)),
    "tasks": Expectation(dict, _tasks, (str,)),
    "binding": Expectation(list, _binding, (str,)),
    "marks": Expectation(dict, _marks, (list,)),
    "told": Expectation(list, _told, (str,)),
    "counts": Expectation(dict, _counts, (int,)),
    "links": Expectation(list, _links, (str,)),
    "children": Expectation(list, _plain("children", lambda case: list(case.children)), (str,)),
    "balances": Expectation(dict, _plain("balances", lambda case: dict(case.balances)), (int,)),
    "entries": Expectation(dict, _registered, (str, int, bool)),
    "explained": Expectation(dict, _explained, (str, list)),
    "sees": Expectation(dict, _nothing, (list,)),
    "hidden_from": Expectation(list, _nothing, (str,)),
}
"""Each word of `then`. `refused = "guard:…"` names the programme's own guard."""

"""What photos of a case show, and which of them the one who raised it may see. Pure; no file, no address of a page.

Nothing is shown to them unless the programme says that it can be, the one who took the photos said that it may, and the
answer has been given. So a photo with a face or a number plate stays inside until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bihuan.core.case import Case
from bihuan.core.events import Event, FieldSet
from bihuan.core.programme import Programme
from bihuan.core.verbs import Moment, Verb


def moment_of(event: Event, programme: Programme) -> Moment | None:
    """Which moment the photos of an event show; None where its step does not say."""
    step = programme.steps.get(event.step)
    return step.moment if step else None


def shown_to_raiser(case: Case, events: Sequence[Event], programme: Programme) -> frozenset[int]:
    """Numbers of the events whose photos the one who raised the case may see: chosen with that very step, not taken
    back since (by undoing it, or by a later no), and before the newest answer."""
    stands = [event for event in events if event.n not in case.undone]
    answered = max((event.n for event in stands if event.verb is Verb.CLOSE), default=-1)
    return frozenset(event.n for event in stands if event.n < answered and _chosen(event, programme, case))


def _chosen(event: Event, programme: Programme, case: Case) -> bool:
    step = programme.steps.get(event.step)
    if step is None or step.moment is None or step.shown_by is None or case.fields.get(step.shown_by) is not True:
        return False
    return any(
        isinstance(effect, FieldSet) and effect.name == step.shown_by and effect.value is True
        for effect in event.effects
    )


def paired(events: Collection[Event], programme: Programme) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Of events with photos, those that show the place before the work and those after it, of the latest work alone:
    what was done before it was sent back is not what is judged now."""
    marked = [(event, moment) for event in events if (moment := moment_of(event, programme))]
    last = max((event.n for event, moment in marked if moment is Moment.AFTER), default=-1)
    after = tuple(event for event, moment in marked if moment is Moment.AFTER and event.n == last)
    before = tuple(event for event, moment in marked if moment is Moment.BEFORE and (last < 0 or event.n < last))
    return before, after

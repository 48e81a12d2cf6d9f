"""The photos of a case side by side: how it was before the work and after it, each with what it belongs to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from bihuan.app.acts import OnCase
from bihuan.app.receipts import Seen
from bihuan.core import events as e
from bihuan.core.decide import Context
from bihuan.core.evidence import paired
from bihuan.core.text import Language
from bihuan.core.verbs import TaskState
from bihuan.web.show.dates import day_text

SIDE_MOST = 2
"""Photos of each side for those who have the whole record below: the newest before the work, the first after it."""

Link = Callable[[str], str]
"""The address of a page's own for a photo of the vault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One photo: where it is, with which step it came, from whom and when."""

    address: str
    href: str
    title: str
    unit: str
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides; nothing to show where both are empty."""

    before: tuple[Shot, ...] = ()
    after: tuple[Shot, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a side to show."""
        return bool(self.before or self.after)

    @property
    def addresses(self) -> frozenset[str]:
        """Of the photos in it."""
        return frozenset(shot.address for shot in (*self.before, *self.after))


def pair_at_work(on: OnCase, language: Language, link: Link) -> Pair:
    """For those who work on the case. Where nobody took a photo before the work, what was sent in before it counts."""
    seen = on.seen
    bringing = _bringing(seen)
    if any(step.moment for step in seen.programme.steps.values()):
        before, after = paired(bringing, seen.programme)
        if after and not before:
            before = tuple(event for event in bringing if event.n < after[0].n)
    else:
        before, after = _by_finishing(bringing)
    sides = (_shots(seen, side, on.context, language, link) for side in (before, after))
    earlier, later = sides
    return Pair(earlier[-SIDE_MOST:], later[:SIDE_MOST])


def pair_shown(seen: Seen, shown: Collection[str], context: Context, language: Language, link: Link) -> Pair:
    """For the one who raised the case: the photos that may be `shown`, by their addresses, and no other."""
    seen = replace(seen, photos=tuple(photo for photo in seen.photos if photo.address in shown))
    before, after = paired(_bringing(seen), seen.programme)
    return Pair(_shots(seen, before, context, language, link), _shots(seen, after, context, language, link))


def _bringing(seen: Seen) -> list[e.Event]:
    """The events that brought a photo and stand."""
    numbers = {photo.n for photo in seen.photos} - set(seen.case.undone)
    return [event for event in seen.events if event.n in numbers]


def _by_finishing(bringing: Sequence[e.Event]) -> tuple[tuple[e.Event, ...], tuple[e.Event, ...]]:
    """In a programme that names no moment: what came with the last finishing, and what came before it; both or none."""
    finished = [
        event
        for event in bringing
        if any(isinstance(effect, e.TaskMoved) and effect.state is TaskState.FINISHED for effect in event.effects)
    ]
    before = tuple(event for event in bringing if finished and event.n < finished[-1].n)
    return (before, (finished[-1],)) if before else ((), ())


def _shots(
    seen: Seen, events: Sequence[e.Event], context: Context, language: Language, link: Link
) -> tuple[Shot, ...]:
    found = []
    for event in events:
        local, step = event.occurred.astimezone(context.zone), seen.programme.steps.get(event.step)
        unit = context.units.get(event.by.unit) if event.by.unit else None
        found += [
            Shot(
                address=photo.address,
                href=link(photo.address),
                title=step.title.in_(language) if step else "",
                unit=unit.title.in_(language) if unit else "",
                when=f"{day_text(local.date(), language)} {local:%H:%M}",
                iso=local.isoformat(timespec="minutes"),
            )
            for photo in seen.photos
            if photo.n == event.n
        ]
    return tuple(found)

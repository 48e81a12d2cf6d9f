"""The photos that the one who raised a case may see, each as it was chosen, for those who choose and cover. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app.acts import OnCase
from bihuan.core.areas import Area, areas_from, written
from bihuan.core.evidence import Choice, choices, seen_before
from bihuan.core.text import Language
from bihuan.web.photo_links import photo_link
from bihuan.web.show.dates import day_text
from bihuan.web.show.step_arguments import COVERED, TICKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One photo to choose."""

    address: str
    href: str
    title: str
    unit: str
    when: str
    shown: bool
    areas: tuple[Area, ...]
    locked: tuple[Area, ...]
    """What stays covered, whatever this person does."""
    own: bool
    """Whether this person's unit took it, and may choose freely."""
    open: bool
    """Whether this person may choose at all."""
    before: bool
    """Whether the one who raised the case could see more of it at some time."""

    @property
    def text(self) -> str:
        """What is covered, as the form sends it."""
        return written(self.areas)

    @property
    def kept(self) -> str:
        """What stays covered, likewise."""
        return written(self.locked)

    @property
    def boxes(self) -> list[tuple[int, int, int, int]]:
        """Left, top, width, height of what is covered, in ten-thousandths."""
        return [(one.left, one.top, one.right - one.left, one.bottom - one.top) for one in self.areas]


@dataclass(frozen=True, slots=True)
class Told:
    """In short, for the record: how many there are, how many of them are shown, whether this person can choose."""

    of: int
    shown: int
    can: bool


def _there(on: OnCase) -> list[Choice]:
    """Those that can be chosen and have not been erased."""
    kept = {photo.address for photo in on.seen.photos}
    return [one for one in choices(on.seen.events, on.seen.programme) if one.photo in kept]


def told_of(on: OnCase) -> Told | None:
    """None where no photo could be shown."""
    found = _there(on)
    can = any(act.step.shows for act in on.acts)
    return Told(len(found), sum(one.shown for one in found), can) if found else None


def frames(on: OnCase, language: Language, sent: Mapping[str, Sequence[str]] | None = None) -> tuple[Frame, ...]:
    """Every photo that can be shown, as it stands, or as it was sent in a form that was refused."""
    seen, link = on.seen, photo_link(on.seen.case.number)
    act = next((one for one in on.acts if one.step.shows), None)
    earlier = seen_before(seen.events, seen.programme)
    made = []
    for one in _there(on):
        event = seen.events[one.n]
        local, unit = event.occurred.astimezone(on.context.zone), on.context.units.get(one.unit or "")
        own = act is not None and act.by.unit == one.unit
        shown, areas = one.shown, one.areas
        if sent is not None:
            shown = bool(sent.get(f"{TICKED}{one.photo}"))
            areas = areas_from((sent.get(f"{COVERED}{one.photo}") or ("",))[-1]) or one.areas
        made.append(
            Frame(
                address=one.photo,
                href=link(one.photo),
                title=seen.programme.steps[event.step].title.in_(language),
                unit=unit.title.in_(language) if unit else "",
                when=f"{day_text(local.date(), language)} {local:%H:%M}",
                shown=shown,
                areas=areas,
                locked=() if own else one.areas,
                own=own,
                open=act is not None and (own or one.shown),
                before=one.photo in earlier,
            )
        )
    return tuple(made)

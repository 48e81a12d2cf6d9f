"""The bar that offers to take the last step back: what it was, for how long yet, and what is sent. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.app.acts import Act, OnCase
from bihuan.core.decide.undoing import length
from bihuan.core.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoBar:
    """What can be taken back now."""

    number: str
    what: str
    """The step that was taken."""
    step: str
    """The step that takes it back."""
    title: str
    until: str
    """The moment it ends, as a clock on the wall shows it."""
    seconds: int
    seen: int


def takes_back(act: Act) -> bool:
    """Whether a step takes another back: it has a bar and no form."""
    return bool(act.step.undoes)


def undo_bar(on: OnCase, now: datetime, language: Language) -> UndoBar | None:
    """The bar, while there is something of this person's to take back."""
    act = next((act for act in on.acts if takes_back(act)), None)
    last = on.seen.events[-1]
    if act is None or act.step.undo_within is None:
        return None
    ends = last.recorded + length(act.step.undo_within)
    return UndoBar(
        number=on.seen.case.number,
        what=on.seen.programme.steps[last.step].title.in_(language),
        step=act.step.id,
        title=act.step.title.in_(language),
        until=f"{ends.astimezone(on.context.zone):%H:%M:%S}",
        seconds=max(1, int((ends - now).total_seconds())),
        seen=on.seen.case.n,
    )

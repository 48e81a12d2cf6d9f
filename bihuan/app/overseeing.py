"""Reminding and supervising many cases at once: each answers for itself. Found by verbs, no step is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app.acts import Filled, OnCase, on_case, take_all
from bihuan.app.district import District
from bihuan.app.door import CommandFailed
from bihuan.app.who_may import by_duty
from bihuan.core.arguments import REASON
from bihuan.core.commands import Person
from bihuan.core.decide.offering import offers
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.core.verbs import VERBS, Verb

AGAIN = Text(
    "系统故障，这一行没有办成，请再试一次。", "A fault of the system: nothing was done for this row. Try again."
)


NOTHING = Text("（没有）", "(nothing)")
YES = Text("是", "yes")
LEVELS: Mapping[int, Text] = {
    1: Text("一级督办", "level 1"), 2: Text("二级督办", "level 2"), 3: Text("三级督办", "level 3"),
}  # fmt: skip
"""What is chosen in a sheet, in words."""
REASON_MOST = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of one case: a reminder, or a level of supervision (None: a reminder)."""

    row: int
    number: str
    level: int | None = None
    reason: str = ""
    cell: str = ""
    """Where it stands in a sheet."""
    seen: int | None = None
    """How many things had happened in the case when it was asked for; None where nobody looked."""

    @property
    def what(self) -> Text:
        """The step in words."""
        title = VERBS[self.verb].title
        if self.level is None:
            return title
        return Text(f"{title.zh}（{self.level} 级）", f"{title.en} (level {self.level})")

    @property
    def verb(self) -> Verb:
        """What it comes to."""
        return Verb.REMIND if self.level is None else Verb.SUPERVISE


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended; `why` is empty if it was done. Of a cell of a sheet: which, what stood there, what stands now."""

    row: int
    number: str
    what: Text
    why: Text | None = None
    cell: str = ""
    stood: str = ""
    written: str = ""


def oversee(district: District, person: Person, wishes: Sequence[Wish], request: str) -> tuple[Answer, ...]:
    """Take the step on each. The same request again does nothing twice."""
    return tuple(_one(district, person, wish, request) for wish in wishes)


def powers(district: District, person: Person) -> Mapping[str, bool]:
    """Which of the two the person may do at all, on some case of some programme in force; empty for neither."""
    duties = {post.duty for post in person.posts}
    steps = [
        step for one in district.programmes() for step in one.steps.values()
        if any(one.roles[role].duty in duties for role in step.by)
    ]  # fmt: skip
    found = {"remind": Verb.REMIND, "supervise": Verb.SUPERVISE}
    held = {name: any(step.verb is verb for step in steps) for name, verb in found.items()}
    return held if any(held.values()) else {}


def possible(district: District, person: Person, wish: Wish) -> tuple[OnCase, Step] | Refusal:
    """The step that does what is asked, if the person may take it now; else why not."""
    found = on_case(district, person, wish.number)
    if isinstance(found, Refusal):
        return found
    step = _step(district, person, found, wish)
    return step if isinstance(step, Refusal) else (found, step)


def _one(district: District, person: Person, wish: Wish, request: str) -> Answer:
    found = possible(district, person, wish)
    if isinstance(found, Refusal):
        return Answer(wish.row, wish.number, wish.what, said(found), wish.cell)
    on, step = found
    arguments = {"level": wish.level} if wish.level is not None and step.level is None else {}
    words = {REASON: wish.reason} if wish.reason else {}
    filled = Filled(step=step.id, values={}, words=words, arguments=arguments, seen=wish.seen)
    case = on.seen.case.id
    try:
        done = take_all(district, person, {case: filled}, f"{request}-{wish.number}-{wish.level or 0}")[case]
    except CommandFailed:
        return Answer(wish.row, wish.number, wish.what, AGAIN, wish.cell)
    why = said(done) if isinstance(done, Refusal) else None
    return Answer(wish.row, wish.number, wish.what, why, wish.cell)


def _step(district: District, person: Person, found: OnCase, wish: Wish) -> Step | Refusal:
    for act in found.acts:
        if _fits(act.step, wish):
            return act.step
    programme = found.seen.programme
    # Also what a page keeps quiet about, because it is done already: here somebody asked for it by name.
    own = offers(found.seen.case, person, programme, found.context, district.door.clock(), (wish.verb,))
    why = next((one.refusal for one in own if one.refusal is not None and _fits(one.step, wish)), None)
    if why is not None:
        return why
    steps = [one for one in programme.steps.values() if _fits(one, wish)]
    holders = by_duty(district, programme, steps)
    if holders is None:
        may = listed([act.step.title for act in found.acts]) if found.acts else NOTHING
        return Refusal("no-such-step", {"step": wish.what, "possible": may})
    return Refusal("role-not-allowed", {"step": wish.what, "roles": holders})


def _fits(step: Step, wish: Wish) -> bool:
    return step.verb is wish.verb and (wish.level is None or step.level in (None, wish.level))


def said(refusal: Refusal) -> Text:
    """What is wrong and what to do, in both languages."""
    both = [f"{refusal.message(spoken)}{gap}{refusal.hint(spoken)}" for spoken, gap in (("zh", ""), ("en", " "))]  # type: ignore[arg-type]
    return Text(*both)

"""Reminding and supervising many cases at once: each answers for itself. Found by verbs, no step is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app.acts import Filled, OnCase, on_case, take_all
from bihuan.app.district import District
from bihuan.app.door import CommandFailed
from bihuan.core.arguments import REASON
from bihuan.core.commands import Person
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb

AGAIN = Text(
    "系统故障，这一行没有办成，请再试一次。", "A fault of the system: nothing was done for this row. Try again."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of one case: a reminder, or a level of supervision (None: a reminder)."""

    row: int
    number: str
    level: int | None = None
    reason: str = ""

    @property
    def verb(self) -> Verb:
        """What it comes to."""
        return Verb.REMIND if self.level is None else Verb.SUPERVISE


@dataclass(frozen=True, slots=True)
class Answer:
    """How it ended; `why` is empty if it was done."""

    row: int
    number: str
    what: Text
    why: Text | None = None


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


def _one(district: District, person: Person, wish: Wish, request: str) -> Answer:
    what = VERBS[wish.verb].title
    if wish.level is not None:
        what = Text(f"{what.zh}（{wish.level} 级）", f"{what.en} (level {wish.level})")
    found = on_case(district, person, wish.number)
    step = found if isinstance(found, Refusal) else _step(found, wish)
    if isinstance(found, Refusal) or isinstance(step, Refusal):
        refusal = found if isinstance(found, Refusal) else step
        assert isinstance(refusal, Refusal)
        return Answer(wish.row, wish.number, what, said(refusal))
    arguments = {"level": wish.level} if wish.level is not None and step.level is None else {}
    filled = Filled(step=step.id, values={}, words={REASON: wish.reason} if wish.reason else {}, arguments=arguments)
    case = found.seen.case.id
    try:
        done = take_all(district, person, {case: filled}, f"{request}-{wish.number}-{wish.level or 0}")[case]
    except CommandFailed:
        return Answer(wish.row, wish.number, what, AGAIN)
    return Answer(wish.row, wish.number, what, said(done) if isinstance(done, Refusal) else None)


def _step(found: OnCase, wish: Wish) -> Step | Refusal:
    """The step that does it, if the person may take it now; else why not."""
    for act in found.acts:
        if _fits(act.step, wish):
            return act.step
    why = next((one.why for one in found.closed if _fits(one.step, wish)), None)
    if why is not None:
        return why
    programme = found.seen.programme
    names = [programme.roles[role].title for s in programme.steps.values() if _fits(s, wish) for role in s.by]
    roles = Text("、".join(one.zh for one in names) or "—", ", ".join(one.en for one in names) or "—")
    return Refusal("role-not-allowed", {"step": VERBS[wish.verb].title, "roles": roles})


def _fits(step: Step, wish: Wish) -> bool:
    return step.verb is wish.verb and (wish.level is None or step.level in (None, wish.level))


def said(refusal: Refusal) -> Text:
    """What is wrong and what to do, in both languages."""
    both = [f"{refusal.message(spoken)}{gap}{refusal.hint(spoken)}" for spoken, gap in (("zh", ""), ("en", " "))]  # type: ignore[arg-type]
    return Text(*both)

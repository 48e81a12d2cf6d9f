"""Whether what a correction takes back can be taken back: nothing that has reached somebody else, and in time."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.clocks import TimeKind
from bihuan.core.programme import Move, Programme, Step
from bihuan.core.text import Text
from bihuan.core.verbs import UNDOABLE, VERBS, Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft


def check_undoing(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about taking back."""
    taken: dict[str, str] = {}
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        yield from _whole(draft, step)
        for index, name in enumerate(step.undoes):
            other = programme.steps[name]
            why = _reaches_out(other, programme) or _moves_itself(step) or _twice(name, taken)
            taken[name] = step.id
            if why is not None:
                yield draft.finding("P361", "undoes", index, step=step.id, other=name, why=why)
            elif (why := _nobody(step, other)) is not None:
                yield draft.finding("P362", "undoes", index, step=step.id, other=name, why=why)


def _whole(draft: Draft, step: Step) -> Iterator[Finding]:
    """What a step that takes back must say, and that no other says it."""
    if not step.undoes and step.undo_within is None:
        return
    if not step.undoes or step.verb is not Verb.CORRECT:
        yield draft.finding("P360", step=step.id, key="verb, undoes")
    elif step.undo_within is None or step.undo_within.kind is not TimeKind.URGENT_MINUTE:
        yield draft.finding("P360", step=step.id, key="undo_within")
    elif not step.basis:
        yield draft.finding("P360", step=step.id, key="basis")


def _reaches_out(other: Step, programme: Programme) -> Text | None:
    """Why the effects of a step can't be called back."""
    if other.verb not in UNDOABLE:
        title = VERBS[other.verb].title
        return Text(f"的动作是“{title.zh}”", f"does {title.en}")
    if other.history or other.spawns or other.reserves or other.posts or other.sets or other.seals:
        return Text("还改了名录、账目、占用或别的案件", "also changes a register, an account, a key or another case")
    for move in other.moves.values():
        if move.finds or move.ends_as or (move.to is not None and programme.stages[move.to].final):
            return Text("作出认定或了结案件", "makes a finding or ends the case")
        if any(programme.tellings[name].urgent for name in move.tells):
            return Text("发出紧急告知，等不得", "tells somebody what can't wait")
    return None


def _moves_itself(step: Step) -> Text | None:
    """A step that takes back leads where the case was, and nowhere else."""
    if step.takes or step.photos or any(move != Move() for move in step.moves.values()):
        return Text("收回后只能回到原处，不能另有后果", "leads back and can have no consequences of its own")
    return None


def _twice(name: str, taken: dict[str, str]) -> Text | None:
    return Text(f"已由“{taken[name]}”收回", f"is taken back by {taken[name]} already") if name in taken else None


def _nobody(step: Step, other: Step) -> Text | None:
    if not set(step.by) & set(other.by):
        return Text("没有同一个角色", "no role may take both")
    for move in other.moves.values():
        after = {move.to} if move.to is not None else set(other.from_)
        if not after & set(step.from_):
            return Text("它到的环节不在 from 里", "the stage it leads to is not in `from`")
    return None

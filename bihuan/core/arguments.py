"""What a step must be told besides the fields it takes: the arguments of its verb, what they are called, when needed.

The grammar's own (`VERBS`), and those that come with what a programme declares for the step: a lawful ground, a child.
May live here: names and words of arguments. May not: what they mean (`decide`), or a form.
"""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.core.expressions import Expression, names
from bihuan.core.expressions.tree import And, Is, Name
from bihuan.core.programme import Step
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb

ARGUMENTS: Mapping[str, Text] = {
    "unit": Text("由哪个单位办理", "Which unit handles it"),
    "assist": Text("协办单位", "Units that assist"),
    "units": Text("请哪些单位到场", "Which units are called"),
    "amount": Text("延长多少", "How much more time"),
    "score": Text("评分", "Score"),
    "level": Text("督办级别", "Level of supervision"),
    "reason": Text("依据哪种法定情形", "Lawful ground"),
    "child": Text("已有事项的编号", "Number of a case that stands already"),
    "other": Text("另一件的编号", "Number of the other case"),
    "shown": Text("哪些照片给诉求人看", "Which photos the reporter sees"),
}
"""What people call each argument: on a form, and in a refusal."""

MARK = "arg-"
"""What the name of an argument begins with beside those of fields, so that they never meet: no field of a pack can be
called so."""

REASON = "reason"
"""Words that any step takes without declaring them: why it is done."""

PHOTOS = "photos"
"""What a refusal is about that misses evidence."""

OUTCOME = "outcome"
"""What a refusal is about that misses the way a step ends."""


_ASKED: Mapping[str, str] = {"reason_given": REASON, "photos": PHOTOS}
"""What a condition calls what a form asks for besides fields."""


def about(argument: str) -> str:
    """An argument as a refusal or a form names it."""
    return MARK + argument


OF_THE_FORM = frozenset({"unit", "outcome", *_ASKED})
"""Names of conditions that a form decides, besides the fields that a step takes."""


def arguments_of(step: Step) -> dict[str, bool]:
    """The arguments of a step in the order they are asked, each with whether it always needs it.

    `unit` of a dispatch is not always needed, as the catalogue may name one; nor that of an arbitration, which may
    leave the case where it is.
    """
    found = {name.rstrip("?"): not name.endswith("?") for name in VERBS[step.verb].arguments}
    if step.level is not None:
        found.pop("level", None)
    if step.verb is Verb.SUSPEND:
        found["reason"] = True
    if step.spawns is not None:
        found["child"] = True
    if step.shows:
        found["shown"] = True
    return found


def asked_of(step: Step, condition: Expression) -> str | None:
    """The one thing of those a step asks for that a condition speaks of; None if it speaks of none or of several."""
    takes = {taking.field for taking in step.takes}
    asked = {_ASKED.get(name, name) for name in names(condition) if name in takes or name in _ASKED}
    return asked.pop() if len(asked) == 1 else None


def demanded(step: Step) -> frozenset[str]:
    """What a step does not require and its conditions want known all the same: fields, and the reason."""
    waiting, found = [guard.require for guard in step.guards], set()
    while waiting:
        match waiting.pop():
            case And(parts=parts):
                waiting.extend(parts)
            case Is(of=Name(name=name), known=True) | Name(name=name):
                found.add(_ASKED.get(name, name))
    return frozenset(found) & {REASON, *(taking.field for taking in step.takes)}

"""Whether somebody acts in a case about the very unit that would have to act: each role of the district that leads a
case on alone needs one that stands in for it. The recused may not act, and a matter that nobody may take up is lost.

May live here: findings about seats and stand-ins. May not: who is recused (`core/access.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.holding import leading_out
from bihuan.core.programme import Programme, Role, Scope, Step
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft
from bihuan.definitions.ways import ways

_REACH_ALL = (Scope.DISTRICT, Scope.AREA)


def check_standing_in(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about who acts for a role whose own unit a case is about."""
    for name, draft in file["role"].items():
        role = programme.roles[name]
        if (why := _fault(role, programme)) is not None:
            yield draft.finding("P393", "stand_in" if role.stand_in else "seat", role=name, why=why)
        elif (step := _stuck(role, programme)) is not None:
            yield draft.finding("P392", role=name, step=step.id)
    yield from _given_anew(file, programme)


def _given_anew(file: Draft, programme: Programme) -> Iterator[Finding]:
    """A unit that has the case can be named as the one it is about: then somebody must be able to give it out anew."""
    live = tuple(way for way in ways(programme) if not way.step.history)
    led_at = {way.target for way in live if way.step.verb is Verb.DISPATCH}
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        names = any(taking.field == programme.accused_field for taking in step.takes)
        if programme.recusal is None and names and led_at & set(step.from_):
            yield draft.finding("P394", "takes", step=step.id)
    if programme.recusal is not None:
        to = programme.recusal.to or ""
        if all(step.verb is not Verb.DISPATCH for step in programme.steps_from(to)):
            yield file["recusal"].finding("P399", "to", stage=to)


def _stuck(role: Role, programme: Programme) -> Step | None:
    """The first step that leads a case on and that nobody may take if the case is about where the role sits."""
    if programme.accused_field is None or role.scope not in _REACH_ALL:
        return None
    for stage in programme.stages:
        for step in leading_out(programme, stage):
            deputy = programme.stand_in(role.id, step.verb)
            if role.id in step.by and not step.history and deputy is None and not _others(role, step, programme):
                return step
    return None


def _others(role: Role, step: Step, programme: Programme) -> bool:
    """Whether somebody else takes the step: a unit that was given the case, or a role that sits elsewhere."""
    others = [programme.roles[name] for name in step.by if name != role.id]
    return any(
        one.scope not in _REACH_ALL or (None not in (one.seat, role.seat) and one.seat != role.seat) for one in others
    )


def _fault(role: Role, programme: Programme) -> Text | None:
    """Why what is said of a seat can't stand."""
    if role.stand_in is None:
        return None
    other = programme.roles[role.stand_in]
    if role.seat is None:
        return Text("没有写 seat，不知道什么时候要人代行", "without `seat` nobody knows when somebody has to")
    if other.scope not in _REACH_ALL or other.id == role.id:
        return Text("代行的角色要由全区范围的岗位担任", "whoever stands in holds another post of the district")
    if other.seat == role.seat:
        return Text("代行的也坐在被反映的单位里", "both sit in the unit that the case is about")
    return None

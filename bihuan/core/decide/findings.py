"""Verbs that judge: three findings by three parties, and what a no leads to."""

from __future__ import annotations

from bihuan.core import events as e
from bihuan.core.arguments import ARGUMENTS, about
from bihuan.core.decide.situation import Meaning, Situation
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind, TaskState


def check(situation: Situation) -> Meaning:
    """Somebody who did not handle it looks: solved or not. Not solved is rework by the same unit.

    A step that looks at an explanation says what its yes finds: that the explanation holds is not that it is solved.
    """
    found = _found(FindingKind.SOLVED, situation)
    if situation.outcome == "yes":
        return (found,)
    return (found, e.RoundBegan(cause="rework"), *_lead_again(situation, TaskState.SIGNED))


def close(situation: Situation) -> Meaning:
    """The centre closes; never the unit."""
    return (_found(FindingKind.CLOSED, situation, "yes"),)


def satisfied(situation: Situation) -> Meaning:
    """The answer of the one who raised it, given or asked for; not reached is not a yes."""
    return (_found(FindingKind.SATISFIED, situation),)


def rate(situation: Situation) -> Meaning:
    """One to five, by the one who raised it."""
    score = situation.arguments.get("score")
    if score in (None, ""):
        return Refusal("field-missing", {"field": ARGUMENTS["score"]}, about=about("score"))
    if not isinstance(score, int) or isinstance(score, bool) or not 1 <= score <= 5:
        detail: dict[str, str | Text] = {"field": ARGUMENTS["score"], "value": str(score)[:80], "expected": "1–5"}
        return Refusal("field-invalid", detail, about=about("score"))
    return (e.Rated(score=score),)


def reopen(situation: Situation) -> Meaning:
    """The matter came back: a new round, the same case, the same clock of the one who raised it."""
    return (e.RoundBegan(cause="reopen"), *_lead_again(situation, TaskState.GIVEN))


def supervise(situation: Situation) -> Meaning:
    """Supervision only rises, one of the programme's levels."""
    own = situation.step.level
    level: object = situation.arguments.get("level") if own is None else own
    levels = range(situation.case.supervision + 1, situation.programme.supervision_levels + 1)
    if level in (None, ""):
        return Refusal("field-missing", {"field": ARGUMENTS["level"]}, about=about("level"))
    if type(level) is not int or level not in levels:
        expected = f"{levels.start}–{levels.stop - 1}" if levels else "—"
        detail: dict[str, str | Text] = {"field": ARGUMENTS["level"], "value": str(level)[:80], "expected": expected}
        return Refusal("field-invalid", detail, about=about("level"))
    return (e.SupervisionRaised(level=level),)


def _lead_again(situation: Situation, state: TaskState) -> tuple[e.Effect, ...]:
    lead = situation.case.lead
    return (e.TaskMoved(task=lead.id, state=state),) if lead is not None else ()


def _found(kind: FindingKind, situation: Situation, verdict: str | None = None) -> e.FindingMade:
    move = situation.step.moves.get(situation.outcome)
    declared = dict(move.finds) if move is not None else {}
    said = verdict or declared.get(str(kind), situation.outcome)
    return e.FindingMade(kind=kind, verdict=said, party=situation.by.party)

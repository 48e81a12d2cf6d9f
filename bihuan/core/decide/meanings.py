"""One row per verb: what it always means. The other verbs' meanings are found in `tasks`, `findings`, `requests`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bihuan.core import events as e
from bihuan.core.arguments import about
from bihuan.core.decide import findings, requests, showing, tasks, undoing
from bihuan.core.decide.situation import Meaning, Situation
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import ASKS, Verb


def nothing(_: Situation) -> Meaning:
    """Verbs whose whole effect is what the programme declares for the step."""
    return ()


def dispute(_: Situation) -> Meaning:
    """An objection is counted; what it leads to is the programme's."""
    return (e.Counted(what="dispute"),)


def remind(_: Situation) -> Meaning:
    """Urging is a record of its own."""
    return (e.Counted(what="reminder"),)


def link(situation: Situation) -> Meaning:
    """Put two cases with one cause together; neither is lost, each reporter is answered."""
    other = situation.arguments.get("other")
    if other == situation.case.id:
        return Refusal("self-link", {}, about=about("other"))
    if not isinstance(other, str) or other not in situation.context.others:
        return Refusal("no-such-case", {"case": str(other or "—")[:80]}, about=about("other"))
    if any(known == other for known, _ in situation.case.links):
        return Refusal("already-done", {"step": situation.step.title}, about=about("other"))
    return (e.CaseLinked(other=other, relation=situation.step.relation),)


MEANINGS: Mapping[Verb, Callable[[Situation], Meaning]] = {
    **dict.fromkeys(Verb, nothing),
    Verb.RAISE: tasks.keep,
    Verb.DISPATCH: tasks.dispatch,
    Verb.SIGN: tasks.sign,
    Verb.RETURN: tasks.return_,
    Verb.ARBITRATE: tasks.arbitrate,
    Verb.CALL_JOINTLY: tasks.call_jointly,
    Verb.ARRIVE: tasks.arrive,
    Verb.CONTACT: tasks.contact,
    Verb.PROGRESS: showing.progress,
    Verb.FINISH: tasks.finish,
    Verb.CHECK: findings.check,
    Verb.CLOSE: findings.close,
    Verb.CONFIRM: findings.satisfied,
    Verb.CALL_BACK: findings.satisfied,
    Verb.RATE: findings.rate,
    Verb.DISPUTE: dispute,
    Verb.REOPEN: findings.reopen,
    Verb.REMIND: remind,
    Verb.SUPERVISE: findings.supervise,
    **dict.fromkeys(ASKS, requests.ask),
    Verb.DECIDE: requests.decide,
    Verb.RESUME: requests.resume,
    Verb.LINK: link,
    Verb.CORRECT: undoing.correct,
}

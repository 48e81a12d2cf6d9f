"""Verbs that ask for more time, a standstill, an exemption or an end, and the verb that answers."""

from __future__ import annotations

from bihuan.core import events as e
from bihuan.core.arguments import ARGUMENTS, about
from bihuan.core.case import ClockState
from bihuan.core.clocks import Budget
from bihuan.core.decide import timing
from bihuan.core.decide.situation import Meaning, Situation, local
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.core.verbs import ASKS, REQUESTS, RequestKind


def ask(situation: Situation) -> Meaning:
    """Ask for something that somebody else decides; one request of a kind at a time."""
    kind = ASKS[situation.step.verb]
    if kind in situation.case.requests:
        return Refusal("request-pending", {"kind": REQUESTS[kind]})
    clock = _clock_in_question(situation)
    match kind:
        case RequestKind.EXTENSION:
            return _ask_extension(situation, clock)
        case RequestKind.SUSPENSION:
            return _ask_suspension(situation)
        case RequestKind.EXEMPTION if clock is None or not _late(situation, clock):
            return _not_running(situation.step.clock, situation)
        case _:
            return (_request(situation, kind, clock),)


def _clock_in_question(situation: Situation) -> str | None:
    """The newest run of the step's clock, of the actor's task if it is a clock of tasks."""
    task = situation.task.id if situation.task else None
    runs = [c.id for c in situation.case.clocks.values() if c.name == situation.step.clock and c.task in (task, None)]
    return runs[-1] if runs else None


def _late(situation: Situation, clock: str) -> bool:
    state = situation.case.clocks[clock]
    return state.late or (state.running and _over(state, situation))


def _not_running(clock: str | None, situation: Situation) -> Refusal:
    known = situation.programme.clocks.get(clock or "")
    return Refusal("clock-not-running", {"clock": known.title if known else "—"})


def _over(state: ClockState, situation: Situation) -> bool:
    """Whether its time is past, which a standing clock's never is. No extension mends a promise that is broken."""
    return not state.suspended and situation.occurred > state.due


def _ask_extension(situation: Situation, clock: str | None) -> Meaning:
    """An extension is asked for before the limit ends (Beijing ordinance 2021 art. 15)."""
    state = situation.case.clocks.get(clock or "")
    if state is None or not state.running or state.suspended or state.budget is None:
        return _not_running(situation.step.clock, situation)
    if situation.occurred > state.due:
        return Refusal("overdue", {"due": local(state.due, situation.context)})
    most = situation.step.most
    if most is not None and not most.extends(state.budget):
        of = situation.programme.clocks[state.name].title
        return Refusal("not-extendable", {"clock": of, "counted": _kind(state.budget), "most": _kind(most)})
    asked = str(situation.arguments.get("amount", ""))
    amount = Budget.parse(asked)
    if not asked:
        return Refusal("field-missing", {"field": ARGUMENTS["amount"]}, about=about("amount"))
    if not isinstance(amount, Budget) or not amount.extends(state.budget):
        expected = _written(most or state.budget)
        detail: dict[str, str | Text] = {"field": ARGUMENTS["amount"], "value": asked[:80], "expected": expected}
        return Refusal("field-invalid", detail, about=about("amount"))
    if most is not None and amount.size > most.size:
        return Refusal("extension-too-long", {"asked": _kind(amount), "most": _kind(most)}, about=about("amount"))
    return (_request(situation, RequestKind.EXTENSION, clock, amount),)


def _kind(budget: Budget) -> Text:
    """In what it counts, as a budget reads: the same words that the page of the limit has."""
    return Text(budget.in_("zh"), budget.in_("en"))


def _written(budget: Budget) -> Text:
    """In words, and as a program writes it."""
    return Text(f"{budget.in_('zh')}（{budget.text}）", f"{budget.in_('en')} ({budget.text})")


def _ask_suspension(situation: Situation) -> Meaning:
    """Time stands still only for a reason the law knows; the dictionary holds them with their basis."""
    reasons = situation.context.dictionaries.get(situation.step.reasons or "")
    reason = situation.arguments.get("reason")
    known = reasons.codes_on(situation.day) if reasons else ()
    if reason in (None, ""):
        return Refusal("field-missing", {"field": ARGUMENTS["reason"]}, about=about("reason"))
    if not isinstance(reason, str) or reasons is None or reason not in known:
        lawful = listed(reasons.entries[code].title for code in known) if reasons else "—"
        said: dict[str, str | Text] = {"field": ARGUMENTS["reason"], "value": str(reason)[:80], "expected": lawful}
        return Refusal("field-invalid", said, about=about("reason"))
    opened = e.RequestOpened(
        kind=RequestKind.SUSPENSION,
        task=situation.task.id if situation.task else None,
        clock=None,
        amount=None,
        reason=reason,
        reason_basis=str(reasons.entries[reason].basis),
    )
    return (opened,)


def _request(
    situation: Situation, kind: RequestKind, clock: str | None, amount: Budget | None = None
) -> e.RequestOpened:
    task = situation.task.id if situation.task else None
    return e.RequestOpened(kind=kind, task=task, clock=clock, amount=amount)


def decide(situation: Situation) -> Meaning:
    """Grant or refuse what was asked for; granting has the effect that its kind always has."""
    kind = situation.step.request
    request = situation.case.requests.get(kind) if kind else None
    if kind is None or request is None:
        return Refusal("no-request", {"kind": REQUESTS[kind] if kind else "—"})
    decided = e.RequestDecided(kind=kind, granted=situation.outcome == "granted")
    if not decided.granted:
        return (decided,)
    state = situation.case.clocks.get(request.clock or "")
    match kind:
        case RequestKind.EXTENSION if state is not None and request.amount is not None:
            if not state.running:
                return _not_running(state.name, situation)
            also = situation.step.moves[situation.outcome].extends
            others = (other for other in timing.running(also, situation) if not _over(other, situation))
            states = [state, *others]
            return (decided, *timing.extend(states, request.amount, situation))
        case RequestKind.SUSPENSION:
            names = situation.step.moves[situation.outcome].suspends
            reason, basis = request.reason or "", request.reason_basis or ""
            standing = timing.suspend(timing.running(names, situation), reason, basis, situation)
            return (decided, *standing)
        case RequestKind.EXEMPTION if state is not None:
            return (decided, e.Exempted(clock=state.id))
        case _:
            return (decided,)


def resume(situation: Situation) -> Meaning:
    """Every clock that stands runs again."""
    standing = [state for state in situation.case.clocks.values() if state.running and state.suspended]
    if not standing:
        return Refusal("already-done", {"step": situation.step.title})
    return tuple(timing.resume(standing, situation))

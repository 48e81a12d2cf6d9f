"""What a reporter just did, in one sentence: that it was taken down, and what comes next. Words by verb; no step
is named.

It is read from the facts, so that an address alone can claim nothing: only the newest act of the reporter is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bihuan.app.acts import OnCase
from bihuan.core.case import Case
from bihuan.core.holding import holder_title
from bihuan.core.text import Language, Text
from bihuan.core.verbs import Party, Verb
from bihuan.web.show.dates import due_text

DONE: Mapping[tuple[Verb, str], Text] = {
    (Verb.CONFIRM, "yes"): Text("您确认已经解决，记下了", "It is recorded that you find it solved"),
    (Verb.CONFIRM, "no"): Text("您说没有解决，记下了", "It is recorded that you find it not solved"),
    (Verb.RATE, "done"): Text("您的评价记下了", "Your rating is recorded"),
    (Verb.SUPPLEMENT, "done"): Text("您补充的情况收到了", "What you added has arrived"),
    (Verb.WITHDRAW, "done"): Text("这件事已经按您的意思撤回", "Your matter is withdrawn, as you wished"),
    (Verb.REOPEN, "done"): Text("这件事已经重开", "Your matter is open again"),
    (Verb.DISPUTE, "done"): Text("您的异议记下了，由督办的人核实", "Your objection is recorded for a supervisor"),
    (Verb.REMIND, "done"): Text("催办已经送到", "Your reminder has been passed on"),
}
"""What was done; any other step is called by its title."""
OTHER = Text("“{step}”记下了", "“{step}” is recorded")

WITH = Text("现在由{holder}接着办", "it is with {holder} now")
BY = Text("，最迟{due}答复您", ", and you are answered by {due}")
AGAIN = Text("如果又出现，{due}前还可以重开", "should it come back, you can reopen it until {due}")
OVER = Text("这件事到此结束，不用再做什么", "it ends here, and nothing is left for you to do")
SENTENCE = Text("{done}；{next}。", "{done}; {next}.")


def acknowledged(on: OnCase, done: str, now: datetime, language: Language) -> str | None:
    """The sentence about the step of that name; None if it was not the reporter's newest."""
    own = [event for event in on.seen.events if event.by.party is Party.RAISER]
    if not own or own[-1].step != done:
        return None
    newest, programme = own[-1], on.seen.programme
    step = programme.steps.get(newest.step)
    said = DONE.get((newest.verb, newest.outcome), OTHER)
    detail = {"step": step.title.in_(language) if step else newest.step}
    return SENTENCE.in_(language, {"done": said.in_(language, detail), "next": _next(on, now, language)})


def _next(on: OnCase, now: datetime, language: Language) -> str:
    case, zone = on.seen.case, on.context.zone
    if (until := _reopens(on, now)) is not None:
        return AGAIN.in_(language, {"due": due_text(until, zone, language)})
    if case.final or case.outcome is not None:
        return OVER.in_(language)
    unit = on.context.units.get(case.lead.unit) if case.lead else None
    holder = holder_title(on.seen.programme, case.stage, unit.title if unit else None)
    due = _answered_by(case, now)
    by = BY.in_(language, {"due": due_text(due, zone, language)}) if due else ""
    return WITH.in_(language, {"holder": holder.in_(language)}) + by


def _reopens(on: OnCase, now: datetime) -> datetime | None:
    """Until when the reporter may have it opened again, if they may at all."""
    windows = {act.step.within for act in on.acts if act.step.verb is Verb.REOPEN}
    ends = [one.due for one in on.seen.case.clocks.values() if one.name in windows and one.running and one.due > now]
    return max(ends, default=None)


def _answered_by(case: Case, now: datetime) -> datetime | None:
    """The promise, as long as it can be kept; one that passed is told as late on the page itself."""
    running = [one for one in case.clocks.values() if one.running and one.shown and not one.suspended]
    due = max((one.due for one in running if not one.window), default=None)
    return due if due is not None and due > now else None

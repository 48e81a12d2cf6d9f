"""A step as the reporter is asked for it: what it takes, its ways to end in plain words, what the button says. Built
from the step; no field, stage or step is named here. Steps of the staff are in `steps`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.core.verbs import VERBS, Verb
from bihuan.web.show.form import Input, input_of

PHOTO_VERBS = frozenset({Verb.SUPPLEMENT, Verb.DISPUTE, Verb.REOPEN})
"""Steps where a picture says more than words; others take one only if the programme asks for it."""

LASTING = frozenset({Verb.WITHDRAW})
"""Steps that end a case: asked for twice."""

URGENT = frozenset({Verb.CONFIRM, Verb.RATE})
"""Steps that wait for the person: shown before everything else."""

OUTCOMES: Mapping[tuple[Verb, str], Text] = {
    (Verb.CONFIRM, "yes"): Text("解决了，我满意", "It is solved and I am satisfied"),
    (Verb.CONFIRM, "no"): Text("没解决，或者不满意", "It is not solved, or I am not satisfied"),
}

HINTS: Mapping[Verb, Text] = {
    Verb.CONFIRM: Text("只有您能认定满不满意，办理的人不能代您确认。", "Only you can say; nobody who handled it can."),
    Verb.WITHDRAW: Text("撤回后不再办理，记录保留。", "It is not handled any further; the record stays."),
    Verb.DISPUTE: Text(
        "对办理结果或回访记录不认可，写在这里；督办的人会核实，公开日志里会有一条您签名的异议。",
        "Say what is not right about the outcome or the call; a supervisor looks into it, and your signed objection"
        " enters the public log.",
    ),
    Verb.REOPEN: Text("说明哪里还没解决，将交回重新办理。", "Say what is still wrong; it is handled anew."),
    Verb.REMIND: Text("提醒承办单位，催办会留下记录。", "The unit is reminded, and that is recorded."),
    Verb.SUPPLEMENT: Text("补充文字或照片，办理的人会看到。", "Add words or photos; those who handle it see them."),
}

SCORES: Mapping[int, Text] = {
    5: Text("非常满意", "very good"),
    4: Text("满意", "good"),
    3: Text("一般", "fair"),
    2: Text("不满意", "poor"),
    1: Text("非常不满意", "very poor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """One step, ready for a page."""

    id: str
    verb: str
    title: str
    hint: str
    inputs: tuple[Input, ...]
    outcomes: tuple[tuple[str, str], ...]
    """Ways to end with their words; empty where there is only one."""
    scores: tuple[tuple[int, str], ...]
    photos: bool
    photos_needed: int
    lasting: bool
    urgent: bool
    error: str | None


def step_form(
    step: Step,
    programme: Programme,
    context: Context,
    day: date,
    language: Language,
    sent: Mapping[str, str] | None = None,
    wrong: Mapping[str, Refusal] | None = None,
    refusal: Refusal | None = None,
) -> StepForm:
    """The form of a step, empty or as it was sent, with each error beside its field."""
    given, faults = sent or {}, wrong or {}
    inputs = tuple(
        input_of(
            programme.fields[one.field], one.required, context, day, given, faults.get(one.field), language
        )
        for one in step.takes
    )
    arguments = {name.rstrip("?") for name in VERBS[step.verb].arguments}
    ways = tuple(step.moves) if len(step.moves) > 1 else ()
    return StepForm(
        id=step.id,
        verb=str(step.verb),
        title=step.title.in_(language),
        hint=HINTS[step.verb].in_(language) if step.verb in HINTS else "",
        inputs=inputs,
        outcomes=tuple((way, outcome_text(step.verb, way).in_(language)) for way in ways),
        scores=tuple((n, text.in_(language)) for n, text in SCORES.items()) if "score" in arguments else (),
        photos=step.photos > 0 or step.verb in PHOTO_VERBS,
        photos_needed=step.photos,
        lasting=step.verb in LASTING,
        urgent=step.verb in URGENT,
        error=f"{refusal.message(language)} {refusal.hint(language)}" if refusal else None,
    )


def outcome_text(verb: Verb, outcome: str) -> Text:
    """A way to end in words; one without words of its own is shown as the grammar calls it."""
    return OUTCOMES.get((verb, outcome), Text(outcome, outcome))


def arguments_of(step: Step, sent: Mapping[str, str]) -> dict[str, Scalar | tuple[str, ...]]:
    """The verb's own arguments as a form sends them; what is no number stays as it was typed and is refused below."""
    names = {name.rstrip("?") for name in VERBS[step.verb].arguments}
    found: dict[str, Scalar | tuple[str, ...]] = {}
    for name in names & {"score", "level"}:
        text = sent.get(name, "")
        if text:
            found[name] = int(text) if text.isascii() and text.isdigit() else text
    return found

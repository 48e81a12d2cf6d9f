"""A performance in words: who did what when, what it led to, what is due when, and what did not come true."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.app.stories.acting import Act, Lapsed, Miss
from bihuan.app.stories.playing import Performance
from bihuan.app.stories.script import MAIN, Problem, Scene
from bihuan.app.stories.wording import OUTCOMES, WORDS, Wording
from bihuan.core import events as e
from bihuan.core.text import Language


def protocol(performance: Performance, language: Language) -> str:
    """The whole performance, to be read by a person."""
    story = performance.story
    lines = [f"《{story.title.zh}》" if language == "zh" else story.title.en, story.tells.in_(language).strip(), ""]
    for act in performance.acts:
        lines += _act(act, performance, language)
    for lapse in performance.after:
        lines += _lapse(lapse, performance, language)
    if story.ending:
        lines += _ending(performance, language)
    return "\n".join(lines)


def failures(performance: Performance, language: Language) -> list[str]:
    """Only what did not come true, each with file, line, scene and time."""
    story = performance.story
    found = [
        f"{story.file}:{act.scene.line}: {_name(act.scene, language)}: {_miss(miss, language)}"
        for act in performance.acts
        for miss in act.misses
    ]
    line = story.ending.line if story.ending else 0
    return found + [f"{story.file}:{line}: {_miss(miss, language)}" for miss in performance.ending]


def problem_line(problem: Problem, language: Language) -> str:
    """One problem of a story's text."""
    return f"{problem.file}:{problem.line}: {problem.message.in_(language)}"


def _name(scene: Scene, language: Language) -> str:
    number = WORDS["scene"].in_(language, {"n": scene.number})
    return f"{number} ({scene.at:%Y-%m-%d %H:%M} {scene.who or ''} {scene.does or ''})".replace(" )", ")")


def _miss(miss: Miss, language: Language) -> str:
    detail = {"what": miss.what, "expected": miss.expected, "found": miss.found}
    return WORDS["miss"].in_(language, detail)


def _act(act: Act, performance: Performance, language: Language) -> Iterator[str]:
    for lapse in act.lapses:
        yield from _lapse(lapse, performance, language)
    scene = act.scene
    wording = Wording(act.programme, performance.context, act.after, scene.words, language)
    start = f"{scene.number:>2}  {wording.when(scene.at)}{_label(scene.case)}  "
    if scene.does is None:
        yield f"{start}{WORDS['time'].in_(language)}"
    else:
        step = act.programme.steps.get(scene.does)
        title = step.title.in_(language) if step else scene.does
        outcome = OUTCOMES[scene.outcome].in_(language) if scene.outcome in OUTCOMES else scene.outcome
        who = performance.story.cast[scene.who or ""].name.in_(language)
        yield f"{start}{wording.who(who, act.events)}{title}{outcome}"
        yield from (f"      {line}" for line in wording.given(scene))
    if scene.note:
        yield f"      （{scene.note.in_(language)}）" if language == "zh" else f"      ({scene.note.in_(language)})"
    if act.refusal is not None:
        detail = {"message": act.refusal.message(language), "hint": act.refusal.hint(language)}
        yield f"      ✋ {WORDS['refused'].in_(language, detail)}"
    yield from (f"      {line}" for event in act.events for line in _effects(event, wording))
    yield from (f"      ✗ {_miss(miss, language)}" for miss in act.misses)
    if scene.then and not act.misses:
        yield f"      ✓ {WORDS['good'].in_(language)}: {', '.join(scene.then)}"


def _lapse(lapse: Lapsed, performance: Performance, language: Language) -> Iterator[str]:
    case = performance.cases[lapse.case]
    wording = Wording(lapse.programme, performance.context, case, {}, language)
    at = lapse.at.astimezone(performance.context.zone)
    detail = {"clock": wording.clock(lapse.clock)}
    yield f"    {wording.when(at)}{_label(lapse.case)}  {WORDS['ended'].in_(language, detail)}"
    yield from (f"      {line}" for line in _effects(lapse.event, wording))


def _ending(performance: Performance, language: Language) -> Iterator[str]:
    ending = performance.story.ending
    assert ending is not None
    own = [act.programme for act in performance.acts if act.programme.id == performance.story.programme]
    programme = (own or [act.programme for act in performance.acts])[-1]
    titles = {indicator.id: indicator.title.in_(language) for indicator in programme.indicators}
    yield f"    {WORDS['figures'].in_(language, {'day': f'{ending.as_of:%Y-%m-%d}'})}"
    missed = {miss.what for miss in performance.ending}
    for name, rate in ending.rates.items():
        if f"rates.{name}" not in missed:
            yield f"      ✓ {titles.get(name, name)} {rate}"
    yield from (f"      ✗ {_miss(miss, language)}" for miss in performance.ending)


def _label(case: str) -> str:
    return "" if case == MAIN else f" 〔{case}〕"


def _effects(event: e.Event, wording: Wording) -> Iterator[str]:
    ended = next((one.clock for one in event.effects if isinstance(one, e.ClockLapsed)), None)
    for effect in event.effects:
        match effect:
            case e.StageReached():
                yield wording.say("→", "stage", stage=wording.stage(effect.stage))
            case e.TaskGiven():
                yield wording.say(
                    "·", "task", kind=wording.kind(effect.kind), unit=wording.unit(effect.unit), rule=effect.rule
                )
            case e.ClockStarted() | e.ClockExtended() | e.ClockResumed():
                yield wording.say("⏱", "due", clock=wording.clock_of(effect.clock), due=wording.local(effect.due))
            case e.ClockStopped(late=True):
                yield wording.say("!", "late", clock=wording.clock_of(effect.clock))
            case e.ClockSuspended():
                yield wording.say("⏸", "standing", clock=wording.clock_of(effect.clock))
            case e.FindingMade():
                yield wording.say(
                    "·", "finding", kind=wording.finding(effect.kind), verdict=wording.verdict(effect.verdict)
                )
            case e.NoticeOrdered():
                text = wording.telling(effect.telling, ended)
                yield wording.say("✉", "told", to=wording.addressee(effect.to), text=text)
            case _:
                pass

"""What a picture of a programme shows: phases, cards, rows, marks of clocks, and the legend. No places here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.clocks.kinds import KIND_NAMES
from bihuan.core.programme import Clock, Programme, Stage, Step
from bihuan.core.text import Language, Text
from bihuan.core.verbs import VERBS, Party, Verb
from bihuan.definitions.check_roles import PARTIES
from bihuan.definitions.ways import Way, ways

OUTCOMES: Mapping[str, Text] = {
    "done": Text("", ""),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "upheld": Text("维持", "upheld"),
    "moved": Text("改派", "moved"),
    "granted": Text("同意", "granted"),
    "refused": Text("不同意", "refused"),
    "reached": Text("已联系", "reached"),
    "missed": Text("未接通", "missed"),
    "unreachable": Text("未接通", "unreachable"),
}
"""How outcomes are called on a picture."""

ENTRY = ""
"""The card that cases come in by."""

_SHARED = 4
"""A step that keeps the case where it is and is possible at more stages than this is told once, in the legend."""


@dataclass(frozen=True, slots=True)
class Row:
    """One step, as a way out of a card."""

    words: str
    about: str
    """The verb and the roles, or that the system does it."""
    party: Party
    target: str
    dashed: bool
    """A lapse: what happens when nobody acts."""
    quiet: bool
    """For recording the past only."""


@dataclass(frozen=True, slots=True)
class Card:
    """One stage."""

    id: str
    title: str
    phase: int
    final: bool
    clocks: tuple[tuple[str, bool], ...]
    """Clocks that begin on the way in, in words; True for a window."""
    rows: tuple[Row, ...]
    stays: tuple[str, ...]
    """Steps that keep the case here."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the picture."""

    title: str
    subtitle: str
    phases: tuple[str, ...]
    cards: tuple[Card, ...]
    always: tuple[str, ...]
    """Steps possible nearly everywhere."""
    parties: tuple[tuple[Party, str], ...]
    notes: Mapping[str, str]
    language: Language


_NOTES: Mapping[str, Text] = {
    "entry": Text("进来", "Coming in"),
    "always": Text("随时可做：", "Possible at most stages: "),
    "stays": Text("可做：", "Also: "),
    "lapse": Text("期满而无人作为，由系统执行", "nobody acted in time: the system does it"),
    "back": Text("往回走", "going back"),
    "window": Text("期间（到期不算逾期）", "window (its end is no lateness)"),
    "differs": Text("… 因情形而异", "… differs by case"),
    "system": Text("系统", "system"),
    "history": Text("补录", "record of the past"),
}


def sheet_of(programme: Programme, language: Language) -> Sheet:
    """The picture's content in one language."""
    found = ways(programme)
    phases = list(programme.outward)
    shared = _shared(programme, found)
    entry = Card(
        ENTRY,
        _NOTES["entry"].in_(language),
        0,
        False,
        (),
        _rows(None, programme, found, language),
        (),
    )
    cards = [
        _card(stage, phases.index(stage.outward) + 1, programme, found, shared, language)
        for stage in programme.stages.values()
    ]
    present = {role.party for role in programme.roles.values()}
    return Sheet(
        title=f"{programme.code} {programme.title.in_(language)}",
        subtitle=f"{programme.edition} · {programme.valid.since.isoformat()}",
        phases=tuple(text.in_(language) for text in programme.outward.values()),
        cards=(entry, *cards),
        always=tuple(_spoken(programme.steps[id], programme, language) for id in shared),
        parties=tuple((party, PARTIES[party].in_(language)) for party in Party if party in present),
        notes={key: text.in_(language) for key, text in _NOTES.items()},
        language=language,
    )


def _shared(programme: Programme, found: tuple[Way, ...]) -> tuple[str, ...]:
    """Steps that never leave a stage and are possible at many."""
    leaving = {way.step.id for way in found if way.leaves}
    return tuple(
        step.id for step in programme.steps.values() if step.id not in leaving and len(step.from_) > _SHARED
    )


def _card(
    stage: Stage, phase: int, programme: Programme, found: tuple[Way, ...], shared: tuple[str, ...], language: Language
) -> Card:
    entering = [way for way in found if way.target == stage.id and (way.leaves or way.source is None)]
    begun = dict.fromkeys(name for way in entering for name in way.move.starts)
    stays = dict.fromkeys(
        way.step.id for way in found if way.source == way.target == stage.id and way.step.id not in shared
    )
    return Card(
        id=stage.id,
        title=stage.title.in_(language),
        phase=phase,
        final=stage.final,
        clocks=tuple((_clock(programme.clocks[name], language), programme.clocks[name].window) for name in begun),
        rows=() if stage.final else _rows(stage.id, programme, found, language),
        stays=tuple(programme.steps[id].title.in_(language) for id in stays),
    )


def _rows(source: str | None, programme: Programme, found: tuple[Way, ...], language: Language) -> tuple[Row, ...]:
    """One row for each step and place it leads to; outcomes that lead to one place share it."""
    grouped: dict[tuple[str, str], list[Way]] = {}
    for way in found:
        if way.source == source and way.leaves:
            grouped.setdefault((way.step.id, way.target), []).append(way)
    return tuple(_row(together, programme, language) for together in grouped.values())


def _row(together: list[Way], programme: Programme, language: Language) -> Row:
    step, target = together[0].step, together[0].target
    outcomes = dict.fromkeys(OUTCOMES[way.outcome].in_(language) for way in together)
    one_place = len(together) == len(step.moves)
    said = "" if one_place else "／".join(word for word in outcomes if word)
    colon = "：" if language == "zh" else ": "
    roles = [programme.roles[name] for name in step.by]
    return Row(
        words=step.title.in_(language) + (colon + said if said else ""),
        about=_about(step, programme, language),
        party=roles[0].party if roles else Party.SYSTEM,
        target=target,
        dashed=step.verb is Verb.LAPSE,
        quiet=step.history,
    )


def _about(step: Step, programme: Programme, language: Language) -> str:
    comma = "、" if language == "zh" else ", "
    names = comma.join(programme.roles[name].title.in_(language) for name in step.by)
    return f"{VERBS[step.verb].title.in_(language)} · {names or _NOTES['system'].in_(language)}"


def _spoken(step: Step, programme: Programme, language: Language) -> str:
    comma, left, right = ("、", "（", "）") if language == "zh" else (", ", " (", ")")
    names = comma.join(programme.roles[name].title.in_(language) for name in step.by)
    return f"{step.title.in_(language)}{left}{names}{right}"


def _clock(clock: Clock, language: Language) -> str:
    """The clock and its ordinary limit; a ± where other rows differ."""
    ordinary = clock.limits[-1].budget
    name = clock.title.in_(language)
    if ordinary is None:
        return name
    colon = " " if language == "zh" else ": "
    plural = "" if ordinary.amount == 1 else "s"
    words = KIND_NAMES[ordinary.kind].in_(language, {"n": ordinary.amount, "s": plural})
    for detail in _DETAILS:
        words = words.replace(detail, "")
    return f"{name}{colon}{words}{' …' if len(clock.limits) > 1 else ''}"


_DETAILS = ("（办公时间内）", "（自然日）", "（连续计算）", " of office time", " without a break", "calendar ")
"""What a limit's words say beyond a picture's need; the programme file has them."""

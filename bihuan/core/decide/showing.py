"""Choosing which photos of a case the one who raised it may see and what of them is covered: a fact for each photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core import events as e
from bihuan.core.areas import AREAS_MOST, Area, areas_from, within
from bihuan.core.arguments import ARGUMENTS, about
from bihuan.core.decide.situation import Meaning, Situation
from bihuan.core.evidence import Choice, choices
from bihuan.core.refusals import Refusal

SHOWN = "shown"
"""The argument: for each photo `address:yes:areas` or `address:no:areas`."""

CHOSEN_MOST = 200
"""Photos that one choice may name."""


def progress(situation: Situation) -> Meaning:
    """A report changes nothing; a step that chooses photos says of each what is to be seen of it from now on."""
    return _chosen(situation) if situation.step.shows else ()


def _chosen(situation: Situation) -> Meaning:
    given = situation.arguments.get(SHOWN)
    if not isinstance(given, tuple) or not given or len(given) > CHOSEN_MOST:
        return Refusal("field-missing", {"field": ARGUMENTS[SHOWN]}, about=about(SHOWN))
    stream = situation.context.stream() if situation.context.stream is not None else ()
    known = {one.photo: one for one in choices(stream, situation.programme)}
    effects: list[e.Effect] = []
    for text in dict.fromkeys(given):
        wanted = _wanted(text, known)
        if isinstance(wanted, Refusal):
            return wanted
        was = known[wanted.photo]
        if (was.shown, was.areas) == (wanted.shown, wanted.areas):
            continue
        if was.unit != situation.by.unit and not _only_less(was, wanted):
            return Refusal("photo-not-yours", {}, about=about(SHOWN))
        effects.append(wanted)
    if len({one.photo for one in _shown(effects)}) != len(effects):
        return Refusal("photo-unknown", {}, about=about(SHOWN))
    return tuple(effects) or Refusal("photos-as-they-are", {}, about=about(SHOWN))


def _shown(effects: list[e.Effect]) -> Iterator[e.PhotoShown]:
    return (one for one in effects if isinstance(one, e.PhotoShown))


def _wanted(text: str, known: Mapping[str, Choice]) -> e.PhotoShown | Refusal:
    photo, _, rest = text.partition(":")
    said, _, parts = rest.partition(":")
    if photo not in known or said not in ("yes", "no"):
        return Refusal("photo-unknown", {}, about=about(SHOWN))
    areas: tuple[Area, ...] | None = areas_from(parts)
    if areas is None:
        return Refusal("areas-wrong", {"most": str(AREAS_MOST)}, about=about(SHOWN))
    return e.PhotoShown(photo=photo, shown=said == "yes", areas=areas)


def _only_less(was: Choice, wanted: e.PhotoShown) -> bool:
    """Whether nothing is to be seen of it that was not before: whoever did not take it may cover it and hide it."""
    return (was.shown or not wanted.shown) and within(was.areas, wanted.areas)

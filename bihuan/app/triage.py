"""Suggestions for whoever sorts a matter, each with its reason: what kind, where, and which others are alike.

Nothing here changes a case. Words of a message are compared with what the pack says about its categories and areas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bihuan.app.district import District
from bihuan.core.commands import Area, Person
from bihuan.core.geo import unpinned
from bihuan.core.likeness import ALIKE, Likeness, likeness
from bihuan.core.programme import Programme
from bihuan.core.searching import folded
from bihuan.core.text import Text
from bihuan.store.lists import Filter, Line, list_cases
from bihuan.store.reading import Seen
from bihuan.store.searching import words_of

LOOK_BACK = timedelta(days=30)
COMPARED_MOST = 150
"""Cases that a message is compared with, the newest."""
SHOWN = 5
_ENDINGS = ("社区", "街道", "镇", "村", "居委会")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A code that may fit, and the words of the message that say so."""

    code: str
    title: Text
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Another case that sounds like this one."""

    line: Line
    words: str
    likeness: Likeness
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """What could be said about a message."""

    categories: tuple[Hint, ...]
    areas: tuple[Hint, ...]
    units: tuple[Hint, ...]
    """Units that the words name: the matter may be about one of them, which must not get it then."""
    alike: tuple[Alike, ...]


def triage(district: District, person: Person, seen: Seen) -> Triage:
    """Suggestions for a case as the person sees it."""
    text = "\n".join(unpinned(word.text)[0] for word in seen.words if word.n == 0)
    return Triage(
        categories=categories(district, seen.programme, text),
        areas=areas(district.places().areas, text),
        units=units(district, text),
        alike=alike(district, person, seen, text),
    )


def categories(district: District, programme: Programme, text: str) -> tuple[Hint, ...]:
    """Categories whose signs stand in the text, the one with most of them first."""
    field = programme.fields.get(programme.category_field or "")
    dictionary = district.rules.dictionaries.get(field.dictionary or "") if field else None
    if dictionary is None:
        return ()
    same = folded(text).text
    entries = [dictionary.entries[code] for code in dictionary.codes_on(district.today())]
    found = [
        Hint(code=entry.code, title=entry.title, because=because)
        for entry in entries
        if (because := tuple(sign for sign in entry.signs if folded(sign).text in same))
    ]
    return tuple(sorted(found, key=lambda hint: -sum(map(len, hint.because)))[:SHOWN])


def areas(known: Mapping[str, Area], text: str) -> tuple[Hint, ...]:
    """Areas whose name stands in the text, the smallest first: the longest name says most."""
    found = []
    for area in known.values():
        name = area.title.zh
        for ending in _ENDINGS:
            name = name.removesuffix(ending) if len(name.removesuffix(ending)) > 1 else name
        if name in text:
            found.append((area.parent is not None and known[area.parent].parent is not None, name, area))
    found.sort(key=lambda one: (not one[0], -len(one[1])))
    return tuple(Hint(code=area.id, title=area.title, because=(name,)) for _, name, area in found[:SHOWN])


def units(district: District, text: str) -> tuple[Hint, ...]:
    """Units whose title stands in the text, or an ending of it that no other unit has: people say the last words of a
    long title."""
    known = [unit for unit in district.places().units.values() if unit.active(district.today())]
    endings = Counter(ending for unit in known for ending in _endings_of(unit.title.zh))
    found = []
    for unit in known:
        named = next((one for one in _endings_of(unit.title.zh) if endings[one] == 1 and one in text), None)
        if named is not None:
            found.append(Hint(code=unit.id, title=unit.title, because=(named,)))
    return tuple(sorted(found, key=lambda hint: -len(hint.because[0]))[:SHOWN])


def _endings_of(title: str) -> tuple[str, ...]:
    """The title and what is left of it from the front, down to three characters, the longest first."""
    return tuple(title[at:] for at in range(max(len(title) - 2, 1)))


def alike(district: District, person: Person, seen: Seen, text: str) -> tuple[Alike, ...]:
    """Recent open cases that sound alike: of the same area; where that is unknown of the same category; where nothing
    is known yet, the newest of all."""
    case, programme = seen.case, seen.programme
    area = case.fields.get(programme.place_field or "")
    category = case.fields.get(programme.category_field or "")
    if not text:
        return ()
    filter_ = Filter(
        programme=programme.id,
        final=False,
        area=area if isinstance(area, str) else None,
        category=category if isinstance(category, str) and not isinstance(area, str) else None,
        raised_since=case.occurred_at - LOOK_BACK,
        population=case.population,
    )
    with district.door.look(district.id) as (session, ground):
        known = district.programmes()
        page = list_cases(session, ground, person, known, filter_=filter_, sort="raised", size=COMPARED_MOST)
        words = words_of(session, ground, page.lines)
    linked = {other for other, _ in case.links}
    found = []
    for line in page.lines:
        theirs = "\n".join(unpinned(word.text)[0] for word in words.get(line.case.id, ()) if word.n == 0)
        if line.case.id != case.id and theirs:
            same = likeness(text, theirs)
            if same.share >= ALIKE or line.case.id in linked:
                found.append(Alike(line=line, words=theirs, likeness=same, linked=line.case.id in linked))
    return tuple(sorted(found, key=lambda one: (one.likeness.elsewhere, -one.likeness.share))[:SHOWN])

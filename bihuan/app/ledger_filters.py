"""What a ledger can be narrowed by beside its own columns: stages of their programme, fields that a pack marks.

What a filter offers, and what an address asks of it; no stage and no field is named here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bihuan.app.district import District
from bihuan.core.programme import Field, Programme
from bihuan.core.text import Text

BY = "is."
"""What the name of a filter begins with that is a field of a pack."""


def places_of(district: District, typed: str) -> frozenset[tuple[str, str]]:
    """A stage of its programme; a stage alone, as views that were kept long ago say it, is that of every programme."""
    programme, _, stage = typed.rpartition("/")
    return frozenset((one.id, stage) for one in district.programmes() if programme in ("", one.id))


def agreeing(district: District, sent: Mapping[str, str]) -> dict[str, str]:
    """What an address asks, with a state that its stage can have: a stage says how far its matters are, so a form that
    still says `open` beside it would find nothing of a stage that ends them."""
    if not sent.get("stage") or sent.get("state", "open") != "open":
        return dict(sent)
    known = {one.id: one for one in district.programmes()}
    named = ((known[programme], stage) for programme, stage in places_of(district, sent["stage"]))
    ends = {programme.stages[stage].final for programme, stage in named if stage in programme.stages}
    return {**sent, "state": "all" if len(ends) > 1 else "ended" if True in ends else "unended"}


def marks_of(district: District, sent: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What is asked of fields that a pack lets lists be narrowed by."""
    return tuple((name, sent[BY + name]) for name in filters(district) if sent.get(BY + name))


def filters(
    district: District, only: Collection[str] | None = None
) -> Mapping[str, tuple[tuple[Programme, Field], ...]]:
    """Fields that lists can be narrowed by, each with the programmes that have it: those that a pack marks, and those
    that can call a case grave, so that each class can be chosen."""
    found: dict[str, tuple[tuple[Programme, Field], ...]] = {}
    for programme in (one for one in district.programmes() if only is None or one.id in only):
        for field in programme.fields.values():
            if field.filters or _grave(district, field):
                found[field.id] = (*found.get(field.id, ()), (programme, field))
    return found


def _grave(district: District, field: Field) -> bool:
    book = district.rules.dictionaries.get(field.dictionary or "")
    return book is not None and any(entry.grave for entry in book.entries.values())


@dataclass(frozen=True, slots=True)
class Group:
    """Some of what a filter offers; a group without a title stands alone."""

    title: Text | None
    options: tuple[tuple[str, Text], ...]


def of_programme(district: District, programme: str) -> Mapping[str, tuple[Text, tuple[tuple[str, Text], ...]]]:
    """The marked fields of one programme: filter → its title and what it offers."""
    books = district.rules.dictionaries
    return {
        BY + name: (field.title, tuple((code, one.title) for code, one in books[field.dictionary].entries.items()))
        for name, owners in filters(district, (programme,)).items()
        for _, field in owners
        if field.dictionary is not None and field.dictionary in books
    }


def grouped(
    district: District, only: Collection[str] | None = None
) -> Mapping[str, tuple[Text, tuple[Group, ...]]]:
    """Filters whose words belong to a programme: its stages, and the fields that its pack marks."""
    own = [one for one in district.programmes() if only is None or one.id in only]
    stages = tuple(Group(one.title if len(own) > 1 else None, _stages(one)) for one in own)
    return {"stage": (Text("环节", "Stage"), (Group(None, ()), *stages)), **marked(district, only)}


def marked(district: District, only: Collection[str] | None = None) -> Mapping[str, tuple[Text, tuple[Group, ...]]]:
    """The marked fields of all programmes, or of some; words are grouped where one name means different things."""
    books, found = district.rules.dictionaries, {}
    for name, owners in filters(district, only).items():
        said = {
            one.title: tuple((code, entry.title) for code, entry in books[field.dictionary].entries.items())
            for one, field in owners
            if field.dictionary is not None and field.dictionary in books
        }
        groups = [Group(title if len(said) > 1 else None, options) for title, options in said.items()]
        found[BY + name] = (owners[0][1].title, tuple(groups))
    return found


def _stages(programme: Programme) -> tuple[tuple[str, Text], ...]:
    return tuple((f"{programme.id}/{id_}", one.title) for id_, one in programme.stages.items())


def choices(district: District, only: Collection[str] | None = None) -> Mapping[str, tuple[tuple[str, Text], ...]]:
    """What the other filters offer, by the name of the filter; of some programmes, if only those are asked about."""
    programmes = [one for one in district.programmes() if only is None or one.id in only]
    places, books = district.places(), district.rules.dictionaries
    named = [one.fields[one.category_field].dictionary for one in programmes if one.category_field]
    kinds = {code: entry.title for name in named if name for code, entry in books[name].entries.items()}
    return {
        "programme": tuple((one.id, one.title) for one in programmes),
        "unit": tuple((one.id, one.title) for one in places.units.values()),
        "area": tuple((one.id, one.title) for one in places.areas.values()),
        "category": tuple(kinds.items()),
    }

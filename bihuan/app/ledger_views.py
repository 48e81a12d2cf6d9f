"""Ledgers that people keep under a name: their own, and what colleagues of a unit share. Only the owner changes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bihuan.app.district import District
from bihuan.app.ledger_filters import BY
from bihuan.core.commands import Person
from bihuan.core.decide.filling import wrong_words
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import views
from bihuan.store.views import SavedView

__all__ = ["SavedView", "View", "change", "drop", "kept", "query_of", "save"]

LEDGER = "cases"
"""The ledger of cases; those of registers are called by `of_register`."""
TITLE_MOST, QUERY_MOST, VIEWS_MOST = 40, 2_000, 30
SAID = ("programme", "stage", "unit", "area", "category", "class", "happened", "state", "overdue", "supervised",
        "population", "sort", "since", "until", "of", "q")  # fmt: skip
"""What of an address makes a view; where somebody was reading is no part of it."""
_NAME = Text("视图名称", "name of the view")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view as its reader finds it."""

    saved: SavedView
    own: bool


def query_of(sent: Mapping[str, str], columns: Sequence[str]) -> str:
    """Filters, order and columns as part of an address, always written the same way."""
    named = (*SAID, *sorted(name for name in sent if name.startswith(BY)))
    pairs = [(name, sent[name]) for name in named if sent.get(name) and "\0" not in sent[name]]
    return urlencode([*pairs, *(("column", one) for one in sorted(set(columns)) if "\0" not in one)])


def of_register(register: str) -> str:
    """What the list of a register is called among ledgers."""
    return f"register.{register}"


def kept(district: District, person: Person, ledger: str = LEDGER) -> tuple[View, ...]:
    """The person's own and those shared with one of the person's units, by name."""
    with district.door.readers.lend() as session:
        found = views.visible(session, district.id, ledger, person.account, _units(person))
    return tuple(View(saved=one, own=one.account == person.account) for one in found)


def save(
    district: District, person: Person, id_: str, title: str, query: str, unit: str | None, ledger: str = LEDGER
) -> SavedView | Refusal:
    """Keep a view; the same name again replaces what was kept under it."""
    title = " ".join(title.split())
    if refusal := _wrong(person, title, query, unit):
        return refusal
    made = SavedView(id=id_, account=person.account, title=title, query=query, unit=unit)
    with district.door.readers.lend() as session, session.transaction():
        own = [
            one for one in views.visible(session, district.id, ledger, person.account, ())
            if one.account == person.account and one.id != id_
        ]  # fmt: skip
        for one in (one for one in own if one.title == title):
            views.drop(session, district.id, one.id, person.account)
        if len([one for one in own if one.title != title]) >= VIEWS_MOST:
            return Refusal("too-many-views", {"most": str(VIEWS_MOST)})
        views.drop(session, district.id, id_, person.account)
        views.put(session, district.id, ledger, made, district.door.clock())
    return made


def change(district: District, person: Person, id_: str, title: str, unit: str | None) -> Refusal | None:
    """Another name, shared with another unit or with nobody."""
    title = " ".join(title.split())
    if refusal := _wrong(person, title, "", unit):
        return refusal
    with district.door.readers.lend() as session, session.transaction():
        done = views.rename(session, district.id, id_, person.account, title, unit)
    return None if done else Refusal("no-such-view")


def drop(district: District, person: Person, id_: str) -> Refusal | None:
    """Delete one's own."""
    with district.door.readers.lend() as session, session.transaction():
        done = views.drop(session, district.id, id_, person.account)
    return None if done else Refusal("no-such-view")


def _units(person: Person) -> list[str]:
    return sorted({post.unit for post in person.posts})


def _wrong(person: Person, title: str, query: str, unit: str | None) -> Refusal | None:
    if not title:
        return Refusal("field-missing", {"field": _NAME})
    if refusal := wrong_words(_NAME, title, TITLE_MOST):
        return refusal
    if len(query) > QUERY_MOST:
        return Refusal("words-too-long", {"field": _NAME, "length": str(len(query)), "most": str(QUERY_MOST)})
    return Refusal("no-such-view") if unit is not None and unit not in _units(person) else None

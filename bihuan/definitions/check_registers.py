"""Whether a declared register means something: amounts have a unit, rights reach, what is hidden can be seen.

May live here: checks of one register. May not: names (`names`), who calls them (`checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core.notices import Channel
from bihuan.core.programme import FieldType
from bihuan.core.registers import KeyCheck, Register, RightScope
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft

REACHES = (Channel.SMS, Channel.EMAIL)
"""Channels that somebody outside can leave an address for."""
_SOURCES = {
    FieldType.CHOICE: "dictionary",
    FieldType.ENTRY: "register",
}
"""Type → the key that says what the value means."""
_COUNTED = {
    FieldType.MONEY: ("currency", "currency_field"),
    FieldType.QUANTITY: ("measure", "measure_field"),
}
"""Type of an amount → the keys that say what it counts, one for all entries or entry by entry."""
_CALLED = frozenset({FieldType.TITLE, FieldType.CODE})
_ROLES = {
    "title_field": _CALLED,
    "unit_field": frozenset({FieldType.UNIT}),
    "area_field": frozenset({FieldType.AREA}),
}
"""Keys of `[register]` that name a field → the types it may have."""
_ORDERED = frozenset({FieldType.NUMBER, FieldType.DATE})
_COUNTS = frozenset({FieldType.NUMBER})
_AMOUNTS = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.QUANTITY})
_TITLES = frozenset({FieldType.TITLE})
_NEEDED = {RightScope.UNIT: "unit_field", RightScope.AREA: "area_field"}


def check_register(file: Draft, register: Register) -> Iterator[Finding]:
    """All findings about one register."""
    head = file["register"]
    for key, types in _ROLES.items():
        if head[key] is not None and register.fields[head[key]].type not in types:
            field = register.fields[head[key]]
            yield head.finding("P332", key, field=field.id, type=field.type, wanted=" / ".join(sorted(types)))
    if register.key.check is KeyCheck.OWN and (not register.key.prefix or not 1 <= register.key.digits <= 12):
        yield file.finding("P350", "key", register=register.id)
    for name, draft in file["field"].items():
        yield from _field(name, draft, register)
    for name, draft in file["right"].items():
        needed = _NEEDED.get(draft["scope"])
        if needed is not None and head[needed] is None:
            yield draft.finding("P352", "scope", right=name, scope=draft["scope"], key=needed)
    yield from _needing(file, register)
    yield from _unseen(file, register)
    yield from _series(file, register)


def _field(name: str, draft: Draft, register: Register) -> Iterator[Finding]:
    if draft["contact"] is not None and (draft["contact"] not in REACHES or not draft["identity"]):
        yield draft.finding("P380", "contact", field=name, known=", ".join(REACHES))
    other = register.fields.get(draft["english_field"] or "")
    if other is not None and (
        other.type not in _TITLES or other.private or other.masked or other.english_field
        or register.fields[name].type not in _TITLES
    ):  # fmt: skip
        yield draft.finding("P420", "english_field", field=name, other=other.id)
    needed = _SOURCES.get(draft["type"])
    if needed is not None and draft[needed] is None:
        yield draft.finding("P343", field=name, type=draft["type"], key=needed)
    fixed, said_by = _COUNTED.get(draft["type"], ("", ""))
    if not fixed:
        return
    if (draft[fixed] is None) == (draft[said_by] is None):
        yield draft.finding("P351", field=name, fixed=fixed, said_by=said_by)
    elif draft[said_by] is not None:
        said = register.fields[draft[said_by]]
        if said.type not in (FieldType.CHOICE, FieldType.CODE):
            yield draft.finding("P332", said_by, field=said.id, type=said.type, wanted="choice / code")


def _needing(file: Draft, register: Register) -> Iterator[Finding]:
    """What a field needs is another field, and whoever may write the one may write the other."""
    for name, draft in file["field"].items():
        other = draft["needs"]
        if other is None:
            continue
        if other == name:
            yield draft.finding("P382", "needs", field=name, other=other, step=register.id)
        for right in register.rights.values():
            if right.may and name in right.writes and other not in right.writes:
                yield draft.finding("P382", "needs", field=name, other=other, step=right.id)


def _unseen(file: Draft, register: Register) -> Iterator[Finding]:
    """Hidden fields that no right shows: they could be written and never read."""
    seen = frozenset[str]().union(*(right.sees for right in register.rights.values()))
    for name, field in register.fields.items():
        if (field.private or field.masked) and name not in seen:
            yield file.finding("P353", "field", name, field=name)


def _series(file: Draft, register: Register) -> Iterator[Finding]:
    """What is shown to everybody must be open; a rank says out of how many, and points have an order."""
    for key in ("series", "goal", "documents"):
        draft = file[key]
        for name in _named(draft) if draft is not None else ():
            field = register.fields[name]
            if field.private or field.masked:
                yield draft.finding("P354", register=register.id, field=name)
    if file["documents"] is not None:
        named = dict.fromkeys(("issued", "in_force", "until"), frozenset({FieldType.DATE}))
        yield from _typed(file["documents"], register, named | dict.fromkeys(("title", "issuer"), _TITLES))
    series, goal = register.series, register.goal
    if series is not None:
        if series.rank and series.of is None:
            yield file.finding("P355", "series", register=register.id)
        wanted = {"at": _ORDERED, "of": _COUNTS} | ({"value": _COUNTS} if series.rank else {})
        yield from _typed(file["series"], register, wanted)
    if goal is not None:
        yield from _typed(file["goal"], register, {"measures": frozenset({FieldType.ENTRY}), "wanted": _AMOUNTS})


def _named(draft: Draft) -> Iterator[str]:
    for value in draft.values.values():
        yield from (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _typed(draft: Draft, register: Register, wanted: Mapping[str, frozenset[FieldType]]) -> Iterator[Finding]:
    for key, types in wanted.items():
        names = draft[key] if isinstance(draft[key], tuple) else (draft[key],) if draft[key] is not None else ()
        for name in names:
            if (field := register.fields[name]).type not in types:
                known = " / ".join(sorted(types))
                yield draft.finding("P332", key, field=name, type=field.type, wanted=known)

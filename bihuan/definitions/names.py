"""Every name a pack says must exist, no two things may share one, and none may hide what expressions already mean.

May live here: names across tables and files. May not: what the named things mean together (`checks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bihuan.core.decide.scope import ENVIRONMENT, IN_FORCE
from bihuan.core.holding import HOLDER, LEAD
from bihuan.core.indicators import FACTS
from bihuan.core.programme import PRIVATE_TYPES, FieldType
from bihuan.core.registers import STATE
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb
from bihuan.definitions import notation_programme as n
from bihuan.definitions.findings import Finding, unknown
from bihuan.definitions.leaves import is_word
from bihuan.definitions.notation_register import REGISTER
from bihuan.definitions.reading import Draft, Reference, drafts, references

UNKNOWN: Mapping[str, str] = {
    "stage": "P201",
    "stage elsewhere": "P201",
    "role": "P202",
    "field": "P203",
    "field elsewhere": "P203",
    "clock": "P204",
    "dictionary": "P205",
    "member": "P206",
    "telling": "P207",
    "outward": "P208",
    "unit": "P209",
    "area": "P210",
    "level": "P211",
    "duty": "P212",
    "calendar": "P213",
    "step": "P214",
    "deemed": "P215",
    "programme": "P216",
    "register": "P217",
    "declared register": "P217",
    "register field": "P218",
    "account": "P219",
    "entry": "P220",
    "recipient": "P221",
    "column": "P223",
    "state": "P224",
    "funnel stage": "P225",
    "policy": "P226",
    "claim": "P227",
}
"""Kind of name → the finding for one that doesn't exist."""

RAISER = "raiser"
FOLLOWERS = "followers"
ENTRIES = "entries"
RECIPIENTS = (RAISER, LEAD, "assist_units", "joint_units", HOLDER, FOLLOWERS, ENTRIES)
FILLED = ("number", "due", "unit", "reason", HOLDER, "missed", "hotline")
"""Places of a notice that are filled besides fields; those of a guard are `unit` and `guard`."""
HELD = ("number", "unit", "free")
"""Places of what a reservation says: of the case that holds the key, and when it is free."""
TO_ANYONE = ("number", "due")
"""Places of a notice to followers: what the public page shows even if the matter is confidential."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """All files of a pack as read."""

    district: Draft
    calendars: tuple[Draft, ...]
    dictionaries: tuple[Draft, ...]
    registers: tuple[Draft, ...]
    programmes: tuple[Draft, ...]
    units: Mapping[str, Draft]
    areas: Mapping[str, Draft]
    duties: Mapping[str, Draft]
    cells: Draft | None
    seeds: tuple[Draft, ...]
    boundaries: Draft | None = None
    claims: tuple[Draft, ...] = ()
    policies: Mapping[str, Draft] = field(default_factory=dict)
    english: Mapping[str, str] = field(default_factory=dict)
    """Words of a basis in Chinese → in English."""

    def all(self) -> Iterator[Draft]:
        """Every file."""
        yield self.district
        for group in (self.calendars, self.dictionaries, self.registers, self.seeds, self.programmes, self.claims):
            yield from group


def check_names(pack: Drafts) -> Iterator[Finding]:
    """Names that don't exist, occur twice or can't be used."""
    yield from _twice(pack.calendars, "calendar", lambda file: str(file["calendar"]["id"]))
    yield from _twice(pack.dictionaries, "dictionary", lambda file: str(file["dictionary"]["id"]))
    yield from _twice(pack.registers, "register", lambda file: str(file["register"]["id"]))
    yield from _twice(pack.programmes, "programme", _edition)
    yield from _twice(pack.claims, "document", lambda file: str(file["document"]["id"]))
    shared = _shared(pack)
    for file in pack.all():
        known = {**shared, **_own(file)}
        for reference in references(file):
            yield from _known(reference, known, pack)
        for draft in drafts(file):
            yield from _outcomes(draft)
    for register in pack.registers:
        yield from _spoken(register)
    for programme in pack.programmes:
        yield from _usable(programme)
        yield from _places(programme)


def _edition(file: Draft) -> str:
    head = file["programme"]
    return f"{head['id']} {head['edition']}"


_HEAD = {"calendar": "calendar", "dictionary": "dictionary", "register": "register", "programme": "programme",
         "document": "document"}  # fmt: skip


def _twice(files: Iterable[Draft], kind: str, name_of: Callable[[Draft], str]) -> Iterator[Finding]:
    first: dict[str, Draft] = {}
    for file in files:
        name = name_of(file)
        if name in first:
            other = first[name].file
            line = other.places.line((_HEAD[kind], "id"))
            title = file.table.keys[kind].about
            yield file.finding("P114", kind, "id", kind=title, name=name, first=f"{other.path}:{line}")
        first.setdefault(name, file)


def _shared(pack: Drafts) -> dict[str, Iterable[str] | None]:
    """Names of the whole pack by kind; None is not checked."""
    levels = pack.district["district"]["levels"]
    dictionaries = {file["dictionary"]["id"]: file["entry"] for file in pack.dictionaries}
    return {
        "dictionary": dictionaries,
        "calendar": [file["calendar"]["id"] for file in pack.calendars],
        "unit": pack.units,
        "area": pack.areas,
        "duty": pack.duties,
        "policy": pack.policies,
        "level": dictionaries.get(levels) if levels else None,
        "programme": [file["programme"]["id"] for file in pack.programmes],
        "stage elsewhere": dict.fromkeys(name for file in pack.programmes for name in file["stage"]),
        "field elsewhere": dict.fromkeys(name for file in pack.programmes for name in file["field"]),
        "register": [*(file["register"]["id"] for file in pack.registers), *BUILT_IN],
        "declared register": [file["register"]["id"] for file in pack.registers],
        "deemed": [f"{verb}.{outcome}" for verb in Verb for outcome in VERBS[verb].outcomes],
    }


BUILT_IN = ("units", "areas")
"""Registers that every district has."""


def _own(file: Draft) -> dict[str, Iterable[str]]:
    """Names that only this file may use."""
    if file.table is REGISTER:
        state = ["state"] if file["state"] else []
        stages = [one["id"] for one in file["funnel"]["stage"]] if file["funnel"] is not None else []
        known = {"field": file["field"], "column": [*file["field"], *state], "state": file["state"]}
        return known | {"funnel stage": stages}
    if file.table is not n.PROGRAMME:
        claims = [one["id"] for one in file.values.get("claim", ()) if one["value"] is not None]
        return {"entry": file.values.get("entry", {}), "claim": claims}
    roles = file["role"]
    return {
        "stage": file["stage"],
        "role": roles,
        "field": file["field"],
        "clock": file["clock"],
        "telling": file["telling"],
        "outward": file["outward"],
        "account": file["account"],
        "step": [one["id"] for one in file["step"]],
        "recipient": [*RECIPIENTS, *roles],
    }


def _known(reference: Reference, known: Mapping[str, Iterable[str] | None], pack: Drafts) -> Iterator[Finding]:
    names: Iterable[str] | None
    detail: dict[str, object] = {}
    match reference.kind:
        case "member":
            dictionary = reference.draft["dictionary"]
            detail = {"dictionary": dictionary}
            names = next((f["entry"] for f in pack.dictionaries if f["dictionary"]["id"] == dictionary), None)
        case "register field":
            register = reference.draft["register"]
            detail = {"register": register}
            names = next(
                (
                    [*f["field"], *(["state"] if f["state"] else [])]
                    for f in pack.registers
                    if f["register"]["id"] == register
                ),
                None,
            )
        case "deemed":
            detail = {"verb": Text("期满", "a lapse")}
            names = known["deemed"]
        case kind:
            names = known.get(kind)
    if names is not None and reference.name not in names:
        detail |= unknown(reference.name, names)
        yield reference.draft.file.finding(UNKNOWN[reference.kind], reference.at, **detail)


def _outcomes(draft: Draft) -> Iterator[Finding]:
    """Outcomes that the step's verb doesn't have."""
    if draft.table is not n.STEP:
        return
    rule = VERBS[draft["verb"]]
    for outcome in draft["outcome"]:
        if outcome not in rule.outcomes:
            detail = unknown(outcome, rule.outcomes)
            yield draft.finding("P215", "outcome", outcome, verb=rule.title, **detail)


def _spoken(register: Draft) -> Iterator[Finding]:
    """Fields of a register are words of expressions too, and some words are taken."""
    for name in register["field"]:
        if not is_word(name):
            yield register.finding("P109", "field", name, name=name)
        elif name in (IN_FORCE, "today", "day", "key") or (name == STATE and register["state"]):
            detail = {"kind": Text("字段", "field"), "known": f"{IN_FORCE}, {STATE}, today, day, key"}
            yield register.finding("P110", "field", name, name=name, **detail)


def _usable(programme: Draft) -> Iterator[Finding]:
    """Names of fields, lists and clocks are words of expressions and don't hide what is there already."""
    taken: dict[str, tuple[Text, set[str]]] = {
        "field": (Text("字段", "field"), {*ENVIRONMENT, *FACTS}),
        "list": (Text("清单", "list"), {*ENVIRONMENT, *programme["field"]}),
        "clock": (Text("时限", "clock"), set()),
    }
    for kind, (title, names) in taken.items():
        for name in programme[kind]:
            if not is_word(name):
                yield programme.finding("P109", kind, name, name=name)
            elif name in names:
                yield programme.finding("P110", kind, name, name=name, kind=title, known=", ".join(sorted(names)))


def _places(programme: Draft) -> Iterator[Finding]:
    """Places in notices and guards that nothing fills."""
    filled = (*FILLED, *programme["field"])
    for name, telling in programme["telling"].items():
        to_entries = (*TO_ANYONE, "unit", *_open(programme))
        places = {FOLLOWERS: TO_ANYONE, ENTRIES: to_entries}.get(telling["to"], filled)
        yield from _unfilled(programme, ("telling", name, "text"), telling["text"], places)
    for step in programme["step"]:
        for guard in step["guard"]:
            for key in ("say", "hint"):
                yield from _unfilled(programme, guard.place(key), guard[key], ("unit", "guard"))
        for held in step["reserve"]:
            for key in ("say", "hint"):
                if held[key] is not None:
                    yield from _unfilled(programme, held.place(key), held[key], (*HELD, *_dates(programme)))


def _dates(programme: Draft) -> list[str]:
    return [name for name, one in programme["field"].items() if one["type"] is FieldType.DATE]


def _open(programme: Draft) -> list[str]:
    """Fields whose values are no secret: whoever stands in a register reads no word of the case."""
    fields = programme["field"].items()
    return [name for name, one in fields if not one["identity"] and one["type"] not in PRIVATE_TYPES]


def _unfilled(file: Draft, at: tuple[str | int, ...], text: Text, filled: Iterable[str]) -> Iterator[Finding]:
    known = list(filled)
    for name in dict.fromkeys((*_braced(text.zh), *_braced(text.en))):
        if name not in known:
            yield file.file.finding("P222", at, **unknown(name, known))


def _braced(phrase: str) -> list[str]:
    return [part.partition("}")[0] for part in phrase.split("{")[1:]]

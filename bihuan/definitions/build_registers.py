"""Drafts of district, calendars, dictionaries and registers into the core's values. The drafts have no holes.

May live here: plain translation. May not: judging (a draft that comes here has passed its form).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from bihuan.core.calendars import Calendar, OfficeHours, YearPlan
from bihuan.core.commands import Area, Unit
from bihuan.core.geo import Ring, size_of
from bihuan.core.programme import Dictionary, Entry, Field, Validity
from bihuan.core.registers import DocumentRule, GoalRule, KeyRule, Register, Right, SeriesRule, State
from bihuan.definitions import build_claims, build_pictures
from bihuan.definitions.pack import Backup, District, Letterhead, LogPace, Policy
from bihuan.definitions.reading import Draft
from bihuan.transparency.generalise import OTHER


def validity(draft: Draft) -> Validity:
    """From when until when the table holds."""
    return Validity(since=draft["since"], until=draft["until"])


def field(draft: Draft) -> Field:
    """A field of a programme or a register."""
    return Field(
        id=draft.name,
        title=draft["title"],
        type=draft["type"],
        dictionary=draft["dictionary"],
        register=draft["register"],
        identity=draft["identity"],
        contact=draft["contact"],
        needs=draft["needs"],
        most=draft["most"],
        least=draft["least"],
        required=draft["required"],
        asked_of=draft["asked_of"],
        filters=draft["filters"],
        masked=draft["masked"],
        currency=draft["currency"],
        currency_field=draft["currency_field"],
        measure=draft["measure"],
        measure_field=draft["measure_field"],
        english_field=draft["english_field"],
        decimals=draft["decimals"],
    )


def log_pace(file: Draft) -> LogPace:
    """The `[log]` table, or what holds without one."""
    draft = file["log"]
    return LogPace(**{key: draft[key] for key in draft.table.keys}) if isinstance(draft, Draft) else LogPace()


def letterhead(file: Draft) -> Letterhead:
    """The `[letterhead]` table, or the name of the district."""
    draft = file["letterhead"]
    if not isinstance(draft, Draft):
        return Letterhead(issuer=file["district"]["title"])
    given = {key: draft[key] for key in draft.table.keys}
    return Letterhead(**{key: value for key, value in given.items() if value is not None})


def district(file: Draft) -> District:
    """The tables `[district]`, `[log]`, `[[backup]]` and `[letterhead]`."""
    draft = file["district"]
    return District(
        id=draft["id"],
        title=draft["title"],
        short=draft["short"] or draft["title"],
        zone=draft["zone"],
        calendar=draft["calendar"],
        number_prefix=draft["number_prefix"],
        code=draft["code"],
        phone=draft["phone"],
        levels=draft["levels"],
        basis=draft["basis"],
        log=log_pace(file),
        letterhead=letterhead(file),
        backups=tuple(Backup(title=one["title"], days=one["days"], basis=one["basis"]) for one in file["backup"]),
    )


def calendar(file: Draft) -> Calendar:
    """A working calendar; `core.calendar_check` judges it."""
    head = file["calendar"]
    hours = tuple(OfficeHours(one["since"], one["sessions"], one["basis"]) for one in file["hours"])
    years = {one["year"]: YearPlan(one["year"], one["off"], one["work"], one["basis"]) for one in file["year"]}
    return Calendar(head["id"], head["edition"], head["zone"], hours, years, head["title"])


def dictionary(file: Draft) -> Dictionary:
    """A dictionary with its entries in the file's order; an entry without dates has the dictionary's."""
    head = file["dictionary"]
    entries = {
        name: Entry(
            code=name,
            title=one["title"],
            definition=one["definition"],
            parent=one["parent"],
            valid=Validity(since=one["since"] or head["since"], until=one["until"] or head["until"]),
            basis=one["basis"],
            confidential=one["confidential"],
            signs=tuple(one["signs"].split()),
            recovers=one["recovers"],
            suffices=one["suffices"],
            grave=one["grave"],
            by_page=one["by_page"],
        )
        for name, one in file["entry"].items()
    }
    return Dictionary(id=head["id"], title=head["title"], edition=head["edition"], basis=head["basis"], entries=entries)


def cells(file: Draft | None) -> frozenset[tuple[str | None, str | None, str | None]] | None:
    """Who, where, what may be named in public: every combination of each row; None without such a file."""
    if file is None:
        return None
    rows = [[row[key] or (None, OTHER) for key in ("units", "areas", "categories")] for row in file["cell"]]
    return frozenset(cell for row in rows for cell in product(*row))


def units(drafts: Mapping[str, Draft]) -> dict[str, Unit]:
    """The seed of the register of units."""
    return {
        id: Unit(
            id=id,
            title=one["title"],
            level=one["level"],
            parent=one["parent"],
            areas=frozenset(one["areas"]),
            since=one["since"],
            until=one["until"],
        )
        for id, one in drafts.items()
    }


def areas(drafts: Mapping[str, Draft]) -> dict[str, Area]:
    """The seed of the register of areas."""
    return {id: Area(id=id, title=one["title"], parent=one["parent"]) for id, one in drafts.items()}


def boundaries(file: Draft | None) -> dict[str, Ring]:
    """Area → outline, the smallest first, so that the first one around a point is the nearest name for it."""
    found = {one["area"]: one["ring"] for one in file["boundary"]} if file is not None else {}
    return dict(sorted(found.items(), key=lambda pair: size_of(pair[1])))


def policies(drafts: Mapping[str, Draft]) -> dict[str, Policy]:
    """The documents that rules rest on."""
    return {
        id: Policy(
            id=id,
            title=one["title"],
            issuer=one["issuer"],
            number=one["number"],
            issued=one["issued"],
            in_force=one["in_force"] or one["issued"],
            valid=Validity(since=one["in_force"] or one["issued"] or one["used_since"], until=one["until"]),
            replaced_by=one["replaced_by"],
        )
        for id, one in drafts.items()
    }


def register(file: Draft) -> Register:
    """The declaration of any other register."""
    head: Any = file["register"]
    return Register(
        id=head["id"],
        title=head["title"],
        fields={name: field(one) for name, one in file["field"].items()},
        basis=head["basis"],
        key=_key(file["key"]),
        showing=head["showing"],
        title_field=head["title_field"],
        unit_field=head["unit_field"],
        area_field=head["area_field"],
        states={name: State(id=name, title=one["title"], next=one["next"]) for name, one in file["state"].items()},
        rights={name: _right(one) for name, one in file["right"].items()},
        columns=head["columns"],
        series=SeriesRule(**_all(file["series"])) if file["series"] is not None else None,
        goal=GoalRule(**_all(file["goal"])) if file["goal"] is not None else None,
        documents=DocumentRule(**_all(file["documents"])) if file["documents"] is not None else None,
        claims=build_claims.rule(file["claims"]),
        funnel=build_pictures.funnel(file["funnel"]),
        graph=build_pictures.graph(file["graph"]),
        guards=tuple(build_pictures.guard(one) for one in file["guard"]),
        unique=tuple(build_pictures.unique(one) for one in file["unique"]),
        acyclic=tuple(build_pictures.acyclic(one) for one in file["acyclic"]),
        pages=head["pages"],
    )


def _all(draft: Draft) -> dict[str, Any]:
    return {key: draft[key] for key in draft.table.keys}


def _key(draft: Draft | None) -> KeyRule:
    if draft is None:
        return KeyRule()
    return KeyRule(title=draft["title"], check=draft["check"], prefix=draft["prefix"], digits=draft["digits"])


def _right(draft: Draft) -> Right:
    return Right(
        id=draft.name,
        title=draft["title"],
        duty=draft["duty"],
        scope=draft["scope"],
        may=draft["may"],
        writes=frozenset(draft["writes"]),
        sees=frozenset(draft["sees"]),
    )

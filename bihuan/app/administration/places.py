"""The system administrator's part in the registers: units with dates, areas. Changed from a day on, never deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bihuan.app.administration.accounts import unseen
from bihuan.app.district import District
from bihuan.app.journals import Act
from bihuan.app.people import record
from bihuan.core.commands import Area, Unit
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import registers
from bihuan.store.registers import Registers
from bihuan.store.session import Session

ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*").fullmatch
ID_MOST = 63
CODE, NAME = Text("代号", "code"), Text("名称", "name")


def units(district: District) -> Sequence[Unit]:
    """Every dated row, by unit and day."""
    with district.door.readers.lend() as session:
        return registers.unit_rows(session, district.id)


def change_unit(district: District, by: str, wanted: Unit) -> Refusal | None:
    """A unit as it is from its day on. The row before ends the day before; what was so in the past stays so."""
    rows = [one for one in units(district) if one.id == wanted.id]
    known = district.places().units
    if refusal := _unfit(wanted.id, wanted.title, wanted.parent, known) or _circle(wanted.id, wanted.parent, known):
        return refusal
    if wanted.until is not None and wanted.until < wanted.since:
        return Refusal("days-reversed", {})
    areas = district.places().areas
    if strange := next((one for one in sorted(wanted.areas) if one not in areas), None):
        return Refusal("not-known", {"what": strange})
    if any(one.since > wanted.since for one in rows):
        return Refusal("later-row", {"day": max(one.since for one in rows).isoformat()})
    before = [ended(one, wanted.since - timedelta(days=1)) for one in rows if one.since < wanted.since]
    act = Act(actor=by, kind="unit.changed", about=wanted.id, detail=detail(rows[-1] if rows else None, wanted))
    record(district, Registers(units=[*before, wanted]), [act])
    return None


def end_unit(district: District, by: str, id: str, until: date) -> Refusal | None:
    """The last day of a unit; refused as `unended` says."""
    rows = [one for one in units(district) if one.id == id]
    if not rows:
        return Refusal("not-known", {"what": id})
    if until < rows[-1].since:
        return Refusal("days-reversed", {})
    if refusal := unended(district, id, until):
        return refusal
    act = Act(actor=by, kind="unit.ended", about=id, detail={"until": until.isoformat()})
    record(district, Registers(units=[replace(rows[-1], until=until)]), [act])
    return None


def unended(district: District, id: str, until: date) -> Refusal | None:
    """Why a unit cannot end with that day: posts held in it later, units below it, matters that lie with it. With a day
    to come these may stay if somebody in the unit above takes over what is still open then."""
    with district.door.readers.lend() as session:
        posts = registers.posts(session, district.id)
        owed = _owed(session, district, id)
        _, takers = registers.heirs(session, district.id, id, until + timedelta(days=1))
    if held := sum(one.post.unit == id and (one.until is None or one.until > until) for one in posts):
        return Refusal("unit-held", {"count": str(held)})
    if owed and until <= district.today():
        return Refusal("unit-owes", {"count": str(owed)})
    # Until a day to come more may be given to it, so whoever works there needs an heir even if nothing lies there now.
    works = until > district.today() and any(one.post.unit == id for one in posts)
    if (owed or works) and not takers:
        return Refusal("unit-heirless", {"count": str(owed)})
    below = [one for one in district.places().units.values()
             if one.parent == id and (one.until is None or one.until > until)]  # fmt: skip
    return Refusal("unit-above", {"count": str(len(below))}) if below else None


def left_behind(district: District, unit: Unit) -> tuple[int, Unit | None]:
    """How many parts of matters lie now with a unit that has a last day, and to which unit they fall after it; None: as
    posts stand now, nobody would be there to carry them on."""
    if unit.until is None:
        return 0, None
    after = unit.until + timedelta(days=1)
    with district.door.readers.lend() as session:
        owed = _owed(session, district, unit.id)
        heir, takers = registers.heirs(session, district.id, unit.id, after)
    return owed, district.places().units.get(heir or "") if takers else None


def _owed(session: Session, district: District, id: str) -> int:
    row = session.row("unit_owes", (district.id, id))
    return int(row[0]) if row is not None else 0


def change_area(district: District, by: str, wanted: Area) -> Refusal | None:
    """An area, new or with another name or another place in the map; the journal keeps what it was and since when."""
    known = district.places().areas
    if refusal := _unfit(wanted.id, wanted.title, wanted.parent, known):
        return refusal
    if refusal := _circle(wanted.id, wanted.parent, known):
        return refusal
    record(district, Registers(areas=[wanted]), [area_act(by, known.get(wanted.id), wanted)])
    return None


def area_act(by: str, before: Area | None, wanted: Area) -> Act:
    """The entry of an area that is new or changed, with what it was."""
    detail = {"zh": wanted.title.zh, "en": wanted.title.en, "parent": wanted.parent or ""}
    if before is not None:
        detail |= {"was.zh": before.title.zh, "was.en": before.title.en, "was.parent": before.parent or ""}
    return Act(actor=by, kind="area.changed", about=wanted.id, detail=detail)


def _circle(id: str, parent: str | None, known: Mapping[str, Unit] | Mapping[str, Area]) -> Refusal | None:
    """Why nothing lies in itself, however many lie between."""
    above, seen = parent, set[str]()
    while above is not None and above not in seen:
        if above == id:
            return Refusal("circle", {"what": parent or ""})
        seen.add(above)
        above = known[above].parent if above in known else None
    return None


def unfit_cells(id: str, title: Text) -> Iterator[tuple[str, Refusal]]:
    """What is wrong with a code or a name, each with the part it is about: id, zh or en."""
    if not ID(id) or len(id) > ID_MOST:
        yield "id", Refusal("field-invalid", {"field": CODE, "value": id[:40], "expected": "a–z 0–9 -"})
    for part, said in (("zh", title.zh), ("en", title.en)):
        if not said.strip():
            yield part, Refusal("field-missing", {"field": NAME})
        elif refusal := unseen(NAME, Text(said, said)):
            yield part, refusal


def _unfit(id: str, title: Text, parent: str | None, known: Mapping[str, object]) -> Refusal | None:
    if refusal := next((one for _, one in unfit_cells(id, title)), None):
        return refusal
    if parent is not None and (parent == id or parent not in known):
        return Refusal("not-known", {"what": parent})
    return None


def date_of(text: str) -> date:
    """A day that was read already."""
    return date.fromisoformat(text)


def ended(unit: Unit, last: date) -> Unit:
    """The same with a last day, if it has no earlier one."""
    return replace(unit, until=last if unit.until is None else min(unit.until, last))


def detail(before: Unit | None, unit: Unit) -> dict[str, str]:
    """What it is now and what it was, field by field."""
    after = _fields(unit)
    was = {} if before is None else {f"was.{name}": value for name, value in _fields(before).items()}
    return {**after, **{name: value for name, value in was.items() if value != after[name.removeprefix("was.")]}}


def _fields(unit: Unit) -> dict[str, str]:
    return {
        "zh": unit.title.zh,
        "en": unit.title.en,
        "level": unit.level,
        "parent": unit.parent or "",
        "areas": " ".join(sorted(unit.areas)),
        "since": unit.since.isoformat(),
        "until": unit.until.isoformat() if unit.until else "",
    }

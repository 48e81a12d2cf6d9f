"""The system administrator's part in the registers: units with dates, areas. Changed from a day on, never deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

ID = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*").fullmatch
ID_MOST = 63
CODE = Text("代号", "code")


def units(district: District) -> Sequence[Unit]:
    """Every dated row, by unit and day."""
    with district.door.readers.lend() as session:
        return registers.unit_rows(session, district.id)


def change_unit(district: District, by: str, wanted: Unit) -> Refusal | None:
    """A unit as it is from its day on. The row before ends the day before; what was so in the past stays so."""
    rows = [one for one in units(district) if one.id == wanted.id]
    if refusal := _unfit(wanted.id, wanted.title, wanted.parent, district.places().units):
        return refusal
    if wanted.until is not None and wanted.until < wanted.since:
        return Refusal("days-reversed", {})
    areas = district.places().areas
    if strange := next((one for one in sorted(wanted.areas) if one not in areas), None):
        return Refusal("not-known", {"what": strange})
    if any(one.since > wanted.since for one in rows):
        return Refusal("later-row", {"day": max(one.since for one in rows).isoformat()})
    ended = [_ended(one, wanted.since - timedelta(days=1)) for one in rows if one.since < wanted.since]
    act = Act(actor=by, kind="unit.changed", about=wanted.id, detail=_detail(rows[-1] if rows else None, wanted))
    record(district, Registers(units=[*ended, wanted]), [act])
    return None


def end_unit(district: District, by: str, id: str, until: date) -> Refusal | None:
    """The last day of a unit. Refused while somebody holds a post in it on a later day."""
    rows = [one for one in units(district) if one.id == id]
    if not rows:
        return Refusal("not-known", {"what": id})
    if until < rows[-1].since:
        return Refusal("days-reversed", {})
    with district.door.readers.lend() as session:
        posts = registers.posts(session, district.id)
    held = [one for one in posts if one.post.unit == id and (one.until is None or one.until > until)]
    if held:
        return Refusal("unit-held", {"count": str(len(held))})
    act = Act(actor=by, kind="unit.ended", about=id, detail={"until": until.isoformat()})
    record(district, Registers(units=[replace(rows[-1], until=until)]), [act])
    return None


def change_area(district: District, by: str, wanted: Area) -> Refusal | None:
    """An area, new or with another name or another place in the map; the journal keeps what it was and since when."""
    known = district.places().areas
    if refusal := _unfit(wanted.id, wanted.title, wanted.parent, known):
        return refusal
    above: str | None = wanted.parent
    while above is not None:
        if above == wanted.id:
            return Refusal("not-known", {"what": wanted.parent or ""})
        above = known[above].parent if above in known else None
    before = known.get(wanted.id)
    detail = {"zh": wanted.title.zh, "en": wanted.title.en, "parent": wanted.parent or ""}
    if before is not None:
        detail |= {"was.zh": before.title.zh, "was.en": before.title.en, "was.parent": before.parent or ""}
    record(district, Registers(areas=[wanted]), [Act(actor=by, kind="area.changed", about=wanted.id, detail=detail)])
    return None


def _unfit(id: str, title: Text, parent: str | None, known: Mapping[str, object]) -> Refusal | None:
    if not ID(id) or len(id) > ID_MOST:
        return Refusal("field-invalid", {"field": CODE, "value": id[:40], "expected": "a–z 0–9 -"})
    if not title.zh.strip() or not title.en.strip():
        return Refusal("field-missing", {"field": Text("名称", "name")})
    if parent is not None and (parent == id or parent not in known):
        return Refusal("not-known", {"what": parent})
    return unseen(Text("名称", "name"), title)


def _ended(unit: Unit, last: date) -> Unit:
    return replace(unit, until=last if unit.until is None else min(unit.until, last))


def _detail(before: Unit | None, unit: Unit) -> dict[str, str]:
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
    }

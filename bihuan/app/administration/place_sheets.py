"""Units and areas from Excel, by the system administrator. A unit is a row for each time; what was stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bihuan.app.administration import places
from bihuan.app.administration.sheets import Does, Line, Password, Sheet, round_about, settled, twice
from bihuan.app.administration.tables import Choices, Column, Row, Wrong, day
from bihuan.app.district import District
from bihuan.app.journals import Act
from bihuan.app.people import record
from bihuan.core.commands import Area, Unit
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store.registers import Registers

CODE = Column(name="id", title=Text("代号", "Code"), example="night-team",
              about=Text("小写字母、数字、-；写定后不改。", "a–z, 0–9, -; never changed later."))  # fmt: skip
ZH = Column(name="zh", title=Text("名称", "Name"), example="夜间应急队", about=Text("中文名称。", "In Chinese."))
EN = Column(name="en", title=Text("英文名称", "Name in English"), example="Night team",
            about=Text("英文名称。", "In English."))  # fmt: skip
LEVEL = Column(name="level", title=Text("层级", "Level"), about=Text("从下拉列表中选。", "From the drop-down."))
PARENT = Column(
    name="parent", title=Text("上级", "Above it"), required=False, within=True,
    about=Text("从下拉列表中选，或写本表中另一行的代号；没有上级的留空。",
               "From the drop-down, or the code of another row here; empty where nothing is above."),
)  # fmt: skip
AREAS = Column(name="areas", title=Text("负责的区域", "Areas it answers for"), required=False, several=True,
               about=Text("区域代号，一行一个。", "Codes of areas, one a line."))  # fmt: skip
SINCE = Column(name="since", title=Text("开始日期", "From"), example="2026-01-31",
               about=Text("从这一天起是这样；改动写成新的一行。", "So from this day on; a change is a row of its own.")
               )  # fmt: skip
UNTIL = Column(name="until", title=Text("最后一天", "Last day"), required=False, example="2026-12-31",
               about=Text("撤销的写最后一天，否则留空。", "Of what is ended; else empty."))  # fmt: skip
WITHIN = replace(PARENT, title=Text("位于", "Lies in"))


def _levels(district: District) -> Mapping[str, Text]:
    book = district.rules.dictionaries.get(district.pack.district.levels or "")
    return {code: one.title for code, one in book.entries.items()} if book else {}


def _choices_of_units(district: District) -> Choices:
    known = district.places()
    units = {one.id: one.title for one in known.units.values()}
    return {"level": _levels(district), "parent": units, "areas": {one.id: one.title for one in known.areas.values()}}


def _row(unit: Unit) -> Row:
    until = unit.until.isoformat() if unit.until else ""
    return {
        "id": unit.id, "zh": unit.title.zh, "en": unit.title.en, "level": unit.level, "parent": unit.parent or "",
        "areas": " ".join(sorted(unit.areas)), "since": unit.since.isoformat(), "until": until,
    }  # fmt: skip


def _rows_of_units(district: District) -> Sequence[Row]:
    return [_row(one) for one in places.units(district)]


def _same(row: Row, known: Row) -> bool:
    areas = " ".join(sorted(row["areas"].split())) if "areas" in row else ""
    return {**row, **({"areas": areas} if "areas" in row else {})} == known


def _judge_units(district: District, by: str, lines: Sequence[Line]) -> Sequence[Line]:
    stands = {(row["id"], row["since"]): row for row in _rows_of_units(district)}
    newest = {row["id"]: row for row in stands.values()}
    found = []
    for line in lines:
        before = stands.get((line.row["id"], line.row["since"]))
        if before is not None and _same(line.row, before):
            found.append(replace(line, does=Does.SAME, wrong=()))
        else:
            does = Does.CHANGED if line.row["id"] in newest else Does.NEW
            found.append(_judged_unit(district, replace(line, does=does), newest.get(line.row["id"])))
    found = twice(found, lambda row: (row["id"], row["since"]), CODE)
    found = settled(found, newest, "id", "parent", PARENT)
    found = round_about(found, {id: row["parent"] or None for id, row in newest.items()}, "id", "parent", PARENT)
    return [_judged_end(district, one, stands, found) for one in found]


def _judged_unit(district: District, line: Line, newest: Row | None) -> Line:
    row = line.row
    since, until = day(row, SINCE), day(row, UNTIL)
    line = replace(line, wrong=(*line.wrong, *(one for one in (since, until) if isinstance(one, Wrong))))
    for column, refusal in places.unfit_cells(row["id"], Text(row["zh"], row["en"])):
        line = line.refused({"id": CODE, "zh": ZH, "en": EN}[column], refusal) if row[column] else line
    if line.wrong:
        return line
    if row["until"] and row["until"] < row["since"]:
        return line.refused(UNTIL, Refusal("days-reversed", {}))
    if newest is not None and newest["since"] > row["since"]:
        return line.refused(SINCE, Refusal("later-row", {"day": newest["since"]}))
    return line


def _judged_end(district: District, line: Line, stands: Mapping[tuple[str, str], Row], lines: Sequence[Line]) -> Line:
    """Whether a unit may end; a row that ends as the next of the same unit begins ends nothing."""
    row = line.row
    before = stands.get((row["id"], row["since"]))
    if line.wrong or line.does is Does.SAME or not row["until"] or (before and before["until"] == row["until"]):
        return line
    rows = [*stands.values(), *(one.row for one in lines if not one.wrong)]
    if any(one["id"] == row["id"] and one["since"] > row["since"] for one in rows):
        return line
    refusal = places.unended(district, row["id"], places.date_of(row["until"]))
    return line.refused(UNTIL, refusal) if refusal else line


def _unit(row: Row) -> Unit:
    return Unit(
        id=row["id"], title=Text(row["zh"], row["en"]), level=row["level"], parent=row["parent"] or None,
        areas=frozenset(row["areas"].split()), since=places.date_of(row["since"]),
        until=places.date_of(row["until"]) if row["until"] else None,
    )  # fmt: skip


def _carry_units(district: District, by: str, lines: Sequence[Line]) -> Sequence[Password]:
    """All in one transaction, the earliest first: a row that is new ends the one before it."""
    stands = {(one.id, one.since): one for one in places.units(district)}
    changed, acts = {}, []
    for wanted in sorted((_unit(line.row) for line in lines), key=lambda one: one.since):
        before = _before(stands.values(), wanted)
        if before is not None and before.since < wanted.since:
            ended = places.ended(before, wanted.since - timedelta(days=1))
            stands[before.id, before.since] = changed[before.id, before.since] = ended
        stands[wanted.id, wanted.since] = changed[wanted.id, wanted.since] = wanted
        acts.append(Act(actor=by, kind="unit.changed", about=wanted.id, detail=places.detail(before, wanted)))
    record(district, Registers(units=[*changed.values()]), acts)
    return ()


def _before(stands: Iterable[Unit], wanted: Unit) -> Unit | None:
    """The newest row of the same unit that began no later."""
    earlier = [one for one in stands if one.id == wanted.id and one.since <= wanted.since]
    return max(earlier, key=lambda one: one.since, default=None)


UNITS = Sheet(
    id="units", title=Text("单位", "Units"), columns=(CODE, ZH, EN, LEVEL, PARENT, AREAS, SINCE, UNTIL),
    choices=_choices_of_units, rows=_rows_of_units, judge=_judge_units, carry=_carry_units,
)  # fmt: skip


def _choices_of_areas(district: District) -> Choices:
    return {"parent": {one.id: one.title for one in district.places().areas.values()}}


def _rows_of_areas(district: District) -> Sequence[Row]:
    known = sorted(district.places().areas.values(), key=lambda one: one.id)
    return [{"id": one.id, "zh": one.title.zh, "en": one.title.en, "parent": one.parent or ""} for one in known]


def _judge_areas(district: District, by: str, lines: Sequence[Line]) -> Sequence[Line]:
    stands = {row["id"]: row for row in _rows_of_areas(district)}
    found = []
    for line in lines:
        before = stands.get(line.row["id"])
        if before is not None and _same(line.row, before):
            found.append(replace(line, does=Does.SAME, wrong=()))
            continue
        judged = replace(line, does=Does.CHANGED if before else Does.NEW)
        for column, refusal in places.unfit_cells(line.row["id"], Text(line.row["zh"], line.row["en"])):
            judged = judged.refused({"id": CODE, "zh": ZH, "en": EN}[column], refusal) if line.row[column] else judged
        found.append(judged)
    found = twice(found, lambda row: (row["id"],), CODE)
    found = settled(found, stands, "id", "parent", WITHIN)
    return round_about(found, {id: row["parent"] or None for id, row in stands.items()}, "id", "parent", WITHIN)


def _carry_areas(district: District, by: str, lines: Sequence[Line]) -> Sequence[Password]:
    known = district.places().areas
    wanted = [Area(id=one.row["id"], title=Text(one.row["zh"], one.row["en"]), parent=one.row["parent"] or None)
              for one in lines]  # fmt: skip
    record(district, Registers(areas=wanted), [places.area_act(by, known.get(one.id), one) for one in wanted])
    return ()


AREAS_SHEET = Sheet(
    id="areas", title=Text("区域", "Areas"), columns=(CODE, ZH, EN, WITHIN), choices=_choices_of_areas,
    rows=_rows_of_areas, judge=_judge_areas, carry=_carry_areas,
)  # fmt: skip

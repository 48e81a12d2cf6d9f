"""The columns that every ledger of cases has, and what a column is. Told by flags of the grammar, not by names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.app import ledger_sealed as sealed
from bihuan.core.access import View, confidential
from bihuan.core.decide import Context
from bihuan.core.programme import FieldType, Programme
from bihuan.core.tally import grave_values
from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind
from bihuan.store.lists import Line
from bihuan.store.reading import Word


@dataclass(frozen=True, slots=True)
class Amount:
    """Money or a quantity: a whole number of its smallest part, and what it is counted in."""

    value: int
    decimals: int
    unit: Text


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a register: what it is called, and its code."""

    title: str
    code: str


Value = Text | datetime | date | Amount | Named | int | str | None


@dataclass(frozen=True, slots=True)
class At:
    """What a column is read from."""

    line: Line
    programme: Programme
    context: Context
    now: datetime
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Register and code → what the entry is called, as far as the reader may see it."""
    words: Sequence[Word] = ()
    """What the reader may read of its words, if a column asks for them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, where its value comes from, how wide it is in a sheet."""

    id: str
    title: Text
    value: Callable[[At], Value]
    width: int = 12
    first: bool = True
    """Whether it is shown when nobody chose."""
    summed: bool = False
    """Whether its numbers may be added up."""
    register: str | None = None
    """The register whose entries it names."""
    field: str = ""
    """The field of a pack that it shows; empty for a column of every ledger."""
    sealed: bool = False
    """Whether it shows words, which have to be opened for the reader."""


WITHHELD = Text("保密", "confidential")


def late(at: At) -> bool:
    """Whether a deadline of an open case has passed."""
    return not at.line.case.final and at.line.next_due is not None and at.line.next_due < at.now


def _unit(at: At) -> Value:
    lead = at.line.case.lead
    known = at.context.units.get(lead.unit) if lead else None
    return known.title if known else (lead.unit if lead else None)


def _named(at: At, name: str | None) -> Value:
    value = at.line.case.fields.get(name or "")
    if name is None or not isinstance(value, str):
        return None
    field = at.programme.fields[name]
    if field.type is FieldType.AREA:
        return at.context.areas[value].title if value in at.context.areas else value
    book = at.context.dictionaries.get(field.dictionary or "")
    return book.entries[value].title if book is not None and value in book.entries else value


def _class(at: At) -> Value:
    """What the fields say whose dictionary calls some of its values grave."""
    said = [_named(at, name) for name in grave_values(at.programme, at.context.dictionaries)]
    return next((one for one in said if one is not None), None)


def _outcome(at: At) -> Value:
    found = at.line.case.findings
    said = [(kind, found[kind].verdict) for kind in FindingKind if kind in found]
    if not said:
        return None
    parts = [(KINDS[kind], VERDICTS.get(verdict, Text(verdict, verdict))) for kind, verdict in said]
    zh = "，".join(f"{kind.zh}：{verdict.zh}" for kind, verdict in parts)
    return Text(zh, ", ".join(f"{kind.en}: {verdict.en}" for kind, verdict in parts))


def _words(tell: Callable[[Sequence[Word], Programme, View], Text | str | None]) -> Callable[[At], Value]:
    """A column of words; of a confidential case none, for a sheet goes further than a record that somebody opens."""

    def value(at: At) -> Value:
        if confidential(at.line.case, at.programme, at.context.dictionaries):
            return WITHHELD
        return tell(at.words, at.programme, at.line.view)

    return value


KINDS = {
    FindingKind.CLOSED: Text("结案", "closed"),
    FindingKind.SOLVED: Text("解决", "solved"),
    FindingKind.SATISFIED: Text("满意", "satisfied"),
}
VERDICTS = {"yes": Text("是", "yes"), "no": Text("否", "no"), "unreachable": Text("未联系上", "not reached"),
            "explained": Text("已解释", "explained")}  # fmt: skip
COLUMNS: tuple[Column, ...] = (
    Column("number", Text("编号", "Case number"), lambda at: at.line.case.number, 22),
    Column("raised", Text("提出时间", "Raised"), lambda at: at.line.case.occurred_at, 17),
    Column("programme", Text("事项", "Mechanism"), lambda at: at.programme.title, 16, first=False),
    Column("category", Text("类别", "Kind"), lambda at: _named(at, at.programme.category_field), 18),
    Column("class", Text("级别", "Class"), _class, 10),
    Column("area", Text("区域", "Area"), lambda at: _named(at, at.programme.place_field), 16),
    Column("unit", Text("主办单位", "Lead unit"), _unit, 20),
    Column("stage", Text("环节", "Stage"), lambda at: at.programme.stages[at.line.case.stage].title, 12),
    Column("due", Text("到期时间", "Due"), lambda at: at.line.next_due, 17),
    Column("late", Text("逾期", "Overdue"), lambda at: Text("是", "yes") if late(at) else None, 8),
    Column("round", Text("轮次", "Round"), lambda at: at.line.case.round, 8, first=False),
    Column("returns", Text("退单次数", "Returns"), lambda at: at.line.case.counts.get("return", 0), 10),
    Column("reopens", Text("重开次数", "Reopened"), lambda at: at.line.case.counts.get("reopen", 0), 10, first=False),
    Column("reminders", Text("已催办次数", "Reminders"), lambda at: at.line.case.counts.get("reminder", 0), 12),
    Column("supervision", Text("现督办级别", "Supervision now"), lambda at: at.line.case.supervision or None, 12),
    Column("outcome", Text("结果", "Outcome"), _outcome, 24, first=False),
    Column("asks", Text("诉求内容", "What it asks for"), _words(sealed.asked_for), 44, first=False, sealed=True),
    Column("where", Text("地点", "Where"), _words(sealed.where), 24, first=False, sealed=True),
    Column("reply", Text("答复", "Last answer"), _words(sealed.answered), 44, first=False, sealed=True),
)
"""In the order of the page and of the sheet; the number always stands first."""

BY_ID: Mapping[str, Column] = {one.id: one for one in COLUMNS}
FIRST = tuple(one for one in COLUMNS if one.first)
SERIAL, REMIND, LEVEL = Text("序号", "No."), Text("催办", "Remind"), Text("督办级别", "Supervise at level")
REASON = Text("催办督办理由", "Reason")
FILLED_IN = (REMIND, LEVEL, REASON)
"""The last columns of a sheet, which come back filled in."""

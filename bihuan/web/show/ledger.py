"""The ledger as its page shows it: heads, cells, filters, key figures, the report of what was done. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from bihuan.app import ledger
from bihuan.app.burden import Burden
from bihuan.app.figures import Tally
from bihuan.app.ledger import EXEMPTION, HAPPENED, Asked, Row
from bihuan.app.ledger_columns import Amount, Named, Value
from bihuan.app.ledger_filters import Group
from bihuan.app.ledger_sheet import plain
from bihuan.app.ledger_words import Sought
from bihuan.app.overseeing import Answer
from bihuan.core.commands import Unit
from bihuan.core.refusals import Refusal
from bihuan.core.standing import STANDING, Standing
from bihuan.core.text import Language, Text
from bihuan.web.show import narrowing
from bihuan.web.show.narrowing import ANY, TITLES

TILES: tuple[tuple[str, Text, str], ...] = (
    ("case.overdue", Text("逾期未办", "Overdue"), "overdue=1"),
    ("case.grave_open", Text("重大且未办结", "Major and open"), "class=grave"),
    ("case.unconfirmed", STANDING[Standing.UNCONFIRMED], "state=unconfirmed"),
    ("case.supervised", Text("督办中", "Supervised"), "state=unended&supervised=1"),
    ("case.bounced", Text("被退过单", "Returned"), "state=all&happened=case.bounced"),
    ("case.ping_pong", Text("退单两次以上", "Returned twice or more"), "state=all&happened=case.ping_pong"),
    ("case.came_back", Text("返工或重开", "Came back"), "state=all&happened=case.came_back"),
)
"""Question, what it is called, and the ledger that it opens."""
EXEMPTED = Text("免责申请待决定", "Exemptions to decide")
FILTERS: Mapping[str, Text] = {
    **TITLES,
    "class": Text("是否重大", "Major or not"),
    "state": Text("状态", "State"),
    "overdue": Text("逾期", "Overdue"),
    "supervised": Text("督办级别不低于", "Supervision at least"),
    "happened": Text("发生过", "What happened"),
    "population": Text("数据", "Records"),
    "sort": Text("排序", "Order"),
}
FIXED: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "state": (
        *((state.value, STANDING[state]) for state in (Standing.OPEN, Standing.UNCONFIRMED, Standing.CONFIRMED)),
        ("unended", Text("未结束（含已办结）", "Not ended yet")),
        (Standing.ENDED.value, STANDING[Standing.ENDED]),
        ("all", Text("全部", "All")),
    ),
    "overdue": (ANY, ("1", Text("只看逾期", "Overdue only"))),
    "supervised": (ANY, *((str(n), Text(f"{n} 级", f"Level {n}")) for n in (1, 2, 3))),
    "class": (ANY, ("grave", Text("重大", "Major")), ("other", Text("一般", "Others"))),
    "happened": (ANY, *HAPPENED.items(), (EXEMPTION, EXEMPTED)),
    "population": (
        ANY,
        ("live", Text("实时", "Live")),
        ("history", Text("历史", "History")),
        ("backlog", Text("积案", "Backlog")),
        ("demo", Text("演示", "Demonstration")),
    ),
    "sort": (
        ("due", Text("先到期的在前", "First due first")),
        ("raised", Text("新提出的在前", "Newest first")),
        ("number", Text("编号", "Number")),
    ),
}


def tiles(tallies: Sequence[Tally], exempted: tuple[int, bool], population: str) -> list[dict[str, object]]:
    """Key figures over all programmes together; each opens its ledger."""
    found: list[dict[str, object]] = []
    for id_, title, query in TILES:
        n = sum(one.measures[id_].counted for one in tallies if id_ in one.measures)
        found.append({"title": title, "query": f"{query}&population={population}", "n": n, "more": False})
    n, more = exempted
    query = f"state=unended&happened={EXEMPTION}&population={population}"
    return [*found, {"title": EXEMPTED, "query": query, "n": n, "more": more}]


def table(rows: Sequence[Row], wanted: Asked, zone: ZoneInfo, language: Language) -> dict[str, object]:
    """Heads and cells; the number, which is a link, stands apart."""
    kinds = [
        "words" if one.sealed else _kind([row.values[at] for row in rows])
        for at, one in enumerate(wanted.columns[1:], 1)
    ]
    return {
        "heads": [(one.title, kind) for one, kind in zip(wanted.columns[1:], kinds, strict=True)],
        "rows": [
            {
                "number": row.number,
                "late": row.late,
                "cells": [
                    (one.title, *_cell(value, kind, zone, language))
                    for one, value, kind in zip(wanted.columns[1:], row.values[1:], kinds, strict=True)
                ],
            }
            for row in rows
        ],
    }


def _cell(value: Value, kind: str, zone: ZoneInfo, language: Language) -> tuple[str | int, str, str]:
    """What stands there, how it is set, and the code of an entry, which stands small behind its name."""
    return (value.title, kind, value.code) if isinstance(value, Named) else (plain(value, zone, language), kind, "")


def _kind(values: Sequence[Value]) -> str:
    """How a column is set: numbers under numbers, no day broken in the middle, room for what has a name."""
    if any(isinstance(one, int | Amount) for one in values):
        return "amount"
    if any(isinstance(one, Named) for one in values):
        return "named"
    return "when" if any(isinstance(one, date) for one in values) else ""


def controls(
    offered: Mapping[str, tuple[tuple[str, Text], ...]],
    grouped: Mapping[str, tuple[Text, tuple[Group, ...]]],
    sent: Mapping[str, str],
    wanted: Asked,
    asked: QueryDict,
) -> dict[str, Any]:
    """The filters with what was chosen, the columns, and the address of this very list."""
    shown = {one.id for one in wanted.columns}
    listed = {**{name: (ANY, *found) for name, found in offered.items()}, **FIXED}
    first, *others = narrowing.plain(FILTERS, listed, sent)
    filters = [first, *narrowing.owned(grouped, sent), *others]
    filters = [one for one in filters if one[0] != "programme" or sum(len(group.options) for group in one[2]) > 2]
    return {
        "filters": filters,
        "chosen": [*_chosen(filters, sent)],
        "columns": [(one.id, one.title, one.id in shown) for one in wanted.offered[1:]],
        "of": wanted.filter_.programme or ledger.ANY,
        "sent": sent,
        "query": query(asked, None),
    }


def _chosen(filters: Sequence[narrowing.Offered], sent: Mapping[str, str]) -> Iterator[tuple[Text, Text]]:
    if sent.get("q"):
        yield Text("字词", "Words"), Text(sent["q"], sent["q"])
    yield from narrowing.words(filters)
    if sent.get("since") or sent.get("until"):
        yield Text("提出日期", "Raised"), between(sent.get("since", ""), sent.get("until", ""))


def between(since: str, until: str) -> Text:
    """A range of days in words, also where one end or both are open."""
    match bool(since), bool(until):
        case True, True:
            return Text(f"{since} 至 {until}", f"{since} to {until}")
        case True, False:
            return Text(f"{since} 起", f"from {since} on")
        case False, True:
            return Text(f"截至 {until}", f"until {until}")
        case _:
            return Text("全部日期", "all days")


def sought(said: Sought, zone: ZoneInfo) -> dict[str, object]:
    """What was looked for in it and how far back, with the day as the form takes it."""
    day = said.back_to.astimezone(zone).date().isoformat() if said.back_to else ""
    return {"words": said.words, "cases": said.cases, "all": said.all, "back_to": day}


def query(asked: QueryDict, after: tuple[str, str] | None) -> str:
    """The address of this list from a place on."""
    kept = asked.copy()
    kept.pop("after", None)
    kept.setlist("after", list(after or ()))
    return kept.urlencode()


def report(answers: Sequence[Answer], language: Language) -> dict[str, Any]:
    """What was done and what was not, row by row."""
    said = [line(one, language) for one in answers]
    return {"done": [one for one in said if not one[5]], "wrong": [one for one in said if one[5]]}


def line(one: Answer, language: Language) -> tuple[str, str, str, str, str, str]:
    """Cell or row, case, column or step, what stood there, what was written, why not and what to do."""
    why = one.why.in_(language) if one.why else ""
    return (one.cell or str(one.row or "—"), one.number, one.what.in_(language), one.stood, one.written, why)


LOADS_MOST, MONTHS_MOST = 20, 12


def loads(found: Burden | Refusal | None, units: Mapping[str, Unit], levels: Mapping[str, Text]) -> dict[str, Any]:
    """Who carries how much: months by levels, and the units late again and again."""
    if not isinstance(found, Burden):
        return {}
    months = list(found.months.items())[:MONTHS_MOST]
    shown = [level for level in levels if any(row.get(level) for _, row in months)]
    title = {id_: unit.title for id_, unit in units.items()}
    return {
        "levels": [levels[level] for level in shown],
        "months": [
            (month, sum(row.values()), [(levels[level], _share(row, level)) for level in shown])
            for month, row in months
        ],
        "again": [(title.get(one.unit, one.unit), one.led, one.late) for one in found.late_again[:LOADS_MOST]],
    }


def _share(row: Mapping[str, int], level: str) -> str:
    n, every = row.get(level, 0), sum(row.values())
    return f"{n} ({100 * n / every:.0f}%)"

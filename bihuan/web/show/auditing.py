"""The audit administrator's and the data-protection officer's pages, as values. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bihuan.app.journals import KINDS, Entry
from bihuan.app.openings import Openings
from bihuan.core.text import Language, Text
from bihuan.core.watching import KINDS as PATTERNS
from bihuan.web.show.dates import day_text
from bihuan.web.show.office import Field, Page, Table, cell

Titles = Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Told:
    """How an entry is put in words."""

    about: Callable[[Entry], Text | str]
    detail: Callable[[Entry], str]


ALL = Text("全部", "all")
WHEN, WHO, WHAT = Text("时间", "When"), Text("谁", "Who"), Text("做了什么", "What")
ABOUT, DETAIL = Text("对象", "About"), Text("详情", "Detail")
FROM, TO = Text("从", "From"), Text("至", "to")
PAGE = 50
NOT_PEOPLE = {"": Text("未知", "unknown"), "operator": Text("服务器操作员", "operator at the machine")}


def moment(at: datetime, zone: ZoneInfo) -> str:
    """To the second: an audit log is compared with other logs."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def audit_page(
    entries: Sequence[Entry], names: Titles, told: Told, which: str, sent: Mapping[str, str], zone: ZoneInfo,
    broken: int | None,
) -> Page:
    """Every act, filtered; whether the chain holds; the way to the file."""
    rows = [
        [cell(moment(one.at, zone)), cell(names.get(one.actor, NOT_PEOPLE.get(one.actor, one.actor))),
         cell(KINDS.get(one.kind, one.kind)),
         cell(told.about(one)), cell(told.detail(one))]
        for one in entries
    ]  # fmt: skip
    asked = {name: value for name, value in sent.items() if value and name != "after"}
    older = urlencode({**asked, "after": entries[-1].n}) if len(entries) == PAGE else ""
    return Page(
        title=Text("审计日志", "Audit log"),
        lead=Text("谁在什么时候做了什么。只读，任何人都不能改。",
                  "Who did what and when. To be read; nobody can change it."),
        facts=((Text("校验", "Checked"), _chain(broken)),) if "check" in sent else (),
        filters=_filters(which, sent, names),
        links=(("/audit?" + urlencode({**asked, "check": "1"}), Text("校验哈希链", "Check the chain")),
               ("/audit/export?" + urlencode(asked), Text("导出 CSV", "Export CSV"))),
        tables=(Table(id="acts", title=Text("记录", "Entries"), heads=(WHEN, WHO, WHAT, ABOUT, DETAIL), rows=rows,
                      empty=Text("没有符合的记录。", "No entry fits."), after=older),),
    )  # fmt: skip


def _chain(broken: int | None) -> Text:
    if broken is None:
        return Text(
            "哈希链完整：从第一条到最后一条，没有一条被改动或删除。",
            "The chain holds from the first entry to the last: none was changed or removed.",
        )
    return Text(
        f"哈希链在第 {broken} 条断开：有人改动过数据库。请立即报告。",
        f"The chain breaks at entry {broken}: somebody changed the database. Report it at once.",
    )


JOURNALS = (
    ("administration", Text("管理与登录", "Administration and sign-in")),
    ("access", Text("身份查看", "Identities")),
)


def _filters(which: str, sent: Mapping[str, str], names: Titles) -> tuple[Field, ...]:
    people = [("", ALL), *sorted(names.items())]
    return (
        Field(name="journal", title=Text("日志", "Log"), kind="select", choices=JOURNALS, value=which),
        Field(name="kind", title=WHAT, kind="select", choices=[("", ALL), *KINDS.items()], value=sent.get("kind", "")),
        Field(name="actor", title=WHO, kind="select", choices=people, value=sent.get("actor", "")),
        Field(name="about", title=ABOUT, value=sent.get("about", ""), required=False),
        Field(name="since", title=FROM, kind="date", value=sent.get("since", ""), required=False),
        Field(name="until", title=TO, kind="date", value=sent.get("until", ""), required=False),
    )


def openings_page(
    found: Openings, purposes: Titles, names: Titles, sent: Mapping[str, str], zone: ZoneInfo, language: Language
) -> Page:
    """Every opening of an identity with its purpose; counts; what is out of the ordinary."""
    unusual = [
        [cell(day_text(one.day, language)), cell(PATTERNS[one.kind], state="late"), cell(str(one.count)),
         cell(name if one.account else "—"), cell(one.case[:12] or "—")]
        for one, name in found.patterns
    ]  # fmt: skip
    rows = [
        [cell(moment(one.at, zone)), cell(one.who), cell(one.unit or "—"), cell(KINDS.get(one.kind, one.kind)),
         cell(one.number or one.case[:12], f"?{urlencode({'about': one.case})}"), cell(one.purpose or "—"),
         cell(one.reason or Text("—", "—"))]
        for one in found.entries
    ]  # fmt: skip
    note = Text("这段时间的记录太多，只统计了最近的一部分。", "There are too many; only the latest were counted.")
    return Page(
        title=Text("身份查看记录", "Identities opened"),
        lead=Text("每一次查看诉求人身份、每一次转接电话，连同目的和理由。",
                  "Each opening of who raised a case, each relayed call, with its purpose and reason."),
        filters=_opening_filters(purposes, names, sent),
        tables=tuple(one for one in (
            Table(id="unusual", title=Text("值得过问的", "Worth asking about"), rows=unusual,
                  heads=(Text("日期", "Day"), Text("情况", "What"), Text("次数", "Count"), WHO, ABOUT),
                  empty=Text("没有异常。", "Nothing out of the ordinary."),
                  note=Text("只是计数，不是结论。", "Counts, no verdicts.")),
            Table(id="purposes", title=Text("按目的", "By purpose"), heads=(PURPOSE, COUNT),
                  rows=[[cell(title), cell(str(n))] for title, n in found.by_purpose], empty=NOTHING),
            Table(id="people", title=Text("按人", "By person"), heads=(WHO, COUNT),
                  rows=[[cell(name), cell(str(n))] for _, name, n in found.by_person], empty=NOTHING),
            Table(id="openings", title=Text(f"共 {found.total} 次", f"{found.total} in all"),
                  heads=(WHEN, WHO, Text("单位", "Unit"), WHAT, Text("事项", "Case"), PURPOSE, Text("理由", "Reason")),
                  rows=rows, empty=NOTHING, note=note if found.more else None),
        ) if one.rows or one.id in ("unusual", "openings")),
    )  # fmt: skip


PURPOSE, COUNT = Text("目的", "Purpose"), Text("次数", "Count")
NOTHING = Text("这段时间没有查看过。看更长的时间，请改上面的日期。",
               "None was opened in this time. For a longer one, change the days above.")


def _opening_filters(purposes: Titles, names: Titles, sent: Mapping[str, str]) -> tuple[Field, ...]:
    chosen, people = [("", ALL), *purposes.items()], [("", ALL), *sorted(names.items())]
    return (
        Field(name="purpose", title=PURPOSE, kind="select", choices=chosen, value=sent.get("purpose", "")),
        Field(name="actor", title=WHO, kind="select", choices=people, value=sent.get("actor", "")),
        Field(name="number", title=Text("事项编号", "Case number"), value=sent.get("number", ""), required=False),
        Field(name="since", title=FROM, kind="date", value=sent.get("since", ""), required=False),
        Field(name="until", title=TO, kind="date", value=sent.get("until", ""), required=False),
    )

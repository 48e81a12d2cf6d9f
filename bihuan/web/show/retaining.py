"""The data-protection officer's pages of what is to be erased, as values. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bihuan.app.retaining import Batch, Item
from bihuan.core.refusals import Refusal
from bihuan.core.retention import ERASED, Erases
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import day_of, day_text
from bihuan.web.show.office import Field, Form, Page, Table, cell

STATES: Mapping[str, Text] = {
    "proposed": Text("等您审查", "waits for your review"),
    "approved": Text("已批准，到日执行", "approved, goes on its day"),
    "refused": Text("未批准", "refused"),
    "done": Text("已执行", "carried out"),
    "waiting": Text("待清理", "to go"),
    "held": Text("保留", "held out"),
    "erased": Text("已删除", "erased"),
    "restarted": Text("又有动静，重新起算", "something happened: time starts anew"),
    "gone": Text("此前已删除", "was erased before"),
}
TITLE = Text("到期清理", "Due for erasure")
CASE, STATE, SINCE = Text("事项", "Case"), Text("状态", "State"), Text("办结", "Ended")


def batches_page(found: Sequence[Batch], titles: Mapping[str, Text], zone: ZoneInfo, language: Language) -> Page:
    """Every batch, the newest first."""
    rows = [
        [cell(day_text(day_of(one.proposed_at, zone), language), f"/privacy/retention/{one.id}"),
         cell(titles.get(one.programme, one.programme)), cell(ERASED[Erases(one.erases)]), cell(str(one.cases)),
         cell(str(one.held or "—")), cell(day_text(day_of(one.not_before, zone), language)),
         cell(STATES[one.state], state="late" if one.state == "proposed" else "")]
        for one in found
    ]  # fmt: skip
    heads = (
        Text("提出", "Proposed"), Text("机制", "Mechanism"), Text("清理什么", "What goes"), Text("件数", "Cases"),
        Text("保留", "Held out"), Text("最早执行", "Not before"), STATE,
    )  # fmt: skip
    return Page(
        title=TITLE,
        lead=Text("保存期满的私密内容按批次清理：先提出、经您审查、到日才删。删的是密钥和文字，编号、环节、时限和每个数字都不变。",
                  "Private content whose time is up goes in batches: proposed, reviewed by you, erased on their"
                  " day. Keys and words go; numbers, stages, deadlines and every figure stay."),
        tables=(Table(id="batches", title=Text("批次", "Batches"), heads=heads, rows=rows,
                      empty=Text("没有到期的内容。到期后列在这里，请您审查；审查通过、到了日子才删。",
                                 "Nothing is due for erasure. What falls due is listed here for your review; it is "
                                 "erased only then, and on its day.")),),
    )  # fmt: skip


def batch_page(
    one: Batch, cases: Sequence[Item], title: Text, basis: str, zone: ZoneInfo, language: Language,
    refusal: Refusal | None, told: Text | None,
) -> Page:  # fmt: skip
    """One batch: its rule, its cases, what can be done."""
    rows = [
        [cell(item.number, f"/cases/{item.number}"), cell(day_text(day_of(item.ended_at, zone), language)),
         cell(STATES[item.state]), cell(item.reason or "—")]
        for item in cases
    ]  # fmt: skip
    what, day = ERASED[Erases(one.erases)], day_text(day_of(one.not_before, zone), language)
    return Page(
        title=Text(f"{title.zh}：{what.zh}", f"{title.en}: {what.en}"),
        back=("/privacy/retention", TITLE),
        told=told,
        refusal=refusal,
        facts=((Text("规定", "Rule"), Text(f"办结后{one.months}个月", f"{one.months} months after the end")),
               (Text("依据", "Basis"), basis or "—"), (Text("最早执行", "Not before"), day), (STATE, STATES[one.state]),
               (Text("件数", "Cases"), str(one.cases))),
        forms=_forms(what) if one.state == "proposed" else (),
        tables=(Table(id="cases", title=CASE, heads=(CASE, SINCE, STATE, Text("理由", "Reason")), rows=rows,
                      empty=Text("没有。", "None.")),),
    )  # fmt: skip


def _forms(what: Text) -> tuple[Form, ...]:
    return (
        Form(act="hold", title=Text("保留一件", "Hold one case out"), button=Text("保留", "Hold out"), fold=True,
             fields=(Field(name="number", title=Text("事项编号", "Case number")),
                     Field(name="reason", title=Text("理由（文号或规定）", "Reason (file number or rule)"),
                           hint=Text("不写个人信息。", "No personal data.")))),
        Form(act="approve", title=Text("批准", "Approve"), button=Text("批准清理", "Approve"),
             careful=Text(f"到日将删除这些事项的{what.zh}，不能恢复。",
                          f"On that day {what.en} of these cases will be erased for good.")),
        Form(act="refuse", title=Text("不批准", "Refuse"), button=Text("不批准", "Refuse"), fold=True),
    )  # fmt: skip

"""The system administrator's pages as values: accounts, units, areas, imports. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bihuan.app.administration.accounts import Known
from bihuan.app.administration.sheets import Password
from bihuan.core.access import Places
from bihuan.core.commands import Area, Unit
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.web.show.office import Cell, Field, Form, Page, Table, cell

Sent = Mapping[str, str]

STATES = {True: Text("在用", "open"), False: Text("已停用", "closed")}
NAME, TITLE_ZH, TITLE_EN = Text("登录名", "Sign-in name"), Text("姓名", "Name"), Text("英文姓名", "Name in English")
OUTSIDE = Text("统一身份认证标识", "Single sign-on id")
NONE = Text("无", "none")


def sheet_links(sheet: str, into: str = "", out: str = "") -> tuple[tuple[str, Text], ...]:
    """The ways to a sheet of these and from one."""
    return (
        (into or f"/admin/sheets/{sheet}", Text("从 Excel 导入", "Import from Excel")),
        (out or f"/admin/sheets/{sheet}.xlsx", Text("导出 Excel", "Export to Excel")),
    )


def accounts_page(
    known: Sequence[Known], sent: Sent, refusal: Refusal | None = None, slip: Password | None = None
) -> Page:
    """Everybody, and opening an account."""
    wanted = sent.get("q", "").casefold()
    shown = [one for one in known if wanted in f"{one.name} {one.title.zh} {one.title.en}".casefold()]
    rows = [
        [
            cell(one.name or "—", f"/admin/accounts/{one.id}"),
            cell(one.title),
            cell(STATES[one.active], state="kept" if one.active else "over"),
            cell(str(len(one.posts)) if one.posts else NONE),
        ]
        for one in shown
    ]
    heads = (NAME, TITLE_ZH, Text("状态", "State"), Text("岗位", "Posts"))
    return Page(
        title=Text("账号", "Accounts"),
        lead=Text(
            "开设、停用账号，重设密码。岗位由安全管理员授予；您做的每件事都记入审计日志。",
            "Open and close accounts, reset passwords. Posts are granted by the security administrator; all you do is"
            " in the audit log.",
        ),
        refusal=refusal,
        slips=(slip,) if slip else (),
        told=Text("账号已开设。", "The account is open.") if slip else None,
        filters=(Field(name="q", title=Text("查找", "Search"), kind="search", value=sent.get("q", "")),),
        links=sheet_links("accounts", "/admin/import"),
        tables=(Table(id="accounts", title=Text(f"{len(rows)} 个账号", f"{len(rows)} accounts"), heads=heads,
                      rows=rows, empty=Text("没有符合的账号。", "No account fits.")),),
        forms=(_open_form(sent if refusal else {}),),
    )  # fmt: skip


def _open_form(sent: Sent) -> Form:
    return Form(
        act="open",
        title=Text("开设账号", "Open an account"),
        button=Text("开设", "Open"),
        fields=(
            Field(name="name", title=NAME, value=sent.get("name", ""),
                  hint=Text("字母、数字、. _ @ -，2–64 个。", "Letters, digits, . _ @ -, 2 to 64 of them.")),
            Field(name="zh", title=TITLE_ZH, value=sent.get("zh", "")),
            Field(name="en", title=TITLE_EN, value=sent.get("en", ""), required=False),
            Field(name="outside", title=OUTSIDE, value=sent.get("outside", ""), required=False),
        ),
    )  # fmt: skip


def account_page(
    one: Known, posts: Sequence[str | Text], refusal: Refusal | None, told: Text | None, password: str | None
) -> Page:
    """One account, and what can be done to it."""
    forms = [
        Form(act="rename", title=Text("修改姓名", "Change the name"), button=Text("保存", "Save"), fold=True,
             fields=(Field(name="zh", title=TITLE_ZH, value=one.title.zh),
                     Field(name="en", title=TITLE_EN, value=one.title.en, required=False))),
        Form(act="connect", title=Text("关联单点登录", "Connect the single sign-on"), button=Text("保存", "Save"),
             fold=True, fields=(Field(name="outside", title=OUTSIDE, value=one.outside, required=False),)),
        Form(act="reset", title=Text("重设密码", "Reset the password"), button=Text("重设", "Reset"),
             careful=Text("现在的密码即刻失效，所有会话结束。",
                          "The present password ends at once, and so do all sessions.")),
    ]  # fmt: skip
    if one.active:
        forms.append(Form(act="close", title=Text("停用账号", "Close the account"), button=Text("停用", "Close"),
            careful=Text("本人立即退出，不能再登录；过去办理的记录不变，以后可以恢复。",
                         "The person is out at once and cannot sign in; what was done stays, and it can be opened"
                         " again.")))  # fmt: skip
    else:
        forms.append(Form(act="reopen", title=Text("恢复账号", "Open it again"), button=Text("恢复", "Open")))
    facts: list[tuple[Text, str | Text]] = [
        (NAME, one.name or "—"),
        (TITLE_ZH, one.title),
        (Text("状态", "State"), STATES[one.active]),
        (Text("密码", "Password"), Text("首次登录须修改", "to be changed at first sign-in") if one.must_change
         else Text("本人设置", "chosen by the person")),
        (Text("单点登录", "Single sign-on"), one.outside or NONE),
    ]  # fmt: skip
    facts += [(Text("岗位", "Post"), post) for post in posts]
    return Page(
        title=one.title, back=("/admin/accounts", Text("账号", "Accounts")), facts=facts, refusal=refusal,
        told=told, slips=(Password(one.name, one.title, password),) if password else (), forms=forms,
    )  # fmt: skip


def units_page(places: Places, levels: Mapping[str, Text], today: date, refusal: Refusal | None, sent: Sent) -> Page:
    """Every unit as of today, and a new one."""
    known = sorted(places.units.values(), key=lambda unit: (unit.parent or "", unit.id))
    rows = [
        [cell(unit.title, f"/admin/units/{unit.id}"), cell(levels.get(unit.level, unit.level)),
         cell(_above(unit.parent, places.units)),
         cell(unit.since.isoformat()), _state(unit.active(today))]
        for unit in known
    ]  # fmt: skip
    heads = (UNIT, LEVEL, ABOVE, SINCE, Text("状态", "State"))
    return Page(
        title=Text("单位", "Units"),
        lead=Text("单位从某一天起变更，过去的不改、不删。",
                  "Units change from a day on; the past is neither changed nor deleted."),
        refusal=refusal, links=(("/admin/areas", Text("区域", "Areas")), *sheet_links("units")),
        tables=(Table(id="units", title=Text(f"{len(rows)} 个单位", f"{len(rows)} units"), heads=heads, rows=rows,
                      empty=Text("还没有单位。", "No unit yet.")),),
        forms=(unit_form(None, places, levels, today, sent),),
    )  # fmt: skip


def _listed(codes: Sequence[str], known: Mapping[str, Area]) -> Text:
    """Areas by name."""
    titles = [known[code].title if code in known else Text(code, code) for code in codes]
    zh, en = "、".join(one.zh for one in titles), ", ".join(one.en for one in titles)
    return Text(zh or "—", en or "—")


def _state(active: bool) -> Cell:
    title = Text("在用", "in force") if active else Text("不在用", "not in force")
    return cell(title, state="kept" if active else "over")


def _above(parent: str | None, known: Mapping[str, Unit] | Mapping[str, Area]) -> str | Text:
    """What lies above, in words."""
    return known[parent].title if parent is not None and parent in known else "—"


UNIT, LEVEL, ABOVE = Text("单位", "Unit"), Text("层级", "Level"), Text("上级", "Above it")
SINCE, UNTIL = Text("开始日期", "From"), Text("最后一天", "Last day")


def unit_form(
    unit: Unit | None, places: Places, levels: Mapping[str, Text], today: date, sent: Sent
) -> Form:
    """A new unit, or the present one as it is from a day on."""
    was = {} if unit is None else {
        "id": unit.id, "zh": unit.title.zh, "en": unit.title.en, "level": unit.level, "parent": unit.parent or "",
        "areas": " ".join(sorted(unit.areas)),
    }  # fmt: skip
    values = {**was, "since": today.isoformat(), **sent}
    above = [("", NONE), *((one.id, one.title) for one in sorted(places.units.values(), key=lambda one: one.id))]
    code = () if unit else (Field(name="id", title=Text("代号", "Code"), value=values.get("id", ""),
                                  hint=Text("写定后不改：小写字母、数字、-。", "Never changed: a–z, 0–9, -.")),
                            )  # fmt: skip
    return Form(
        act="change",
        title=Text("变更", "Change it") if unit else Text("新设单位", "A new unit"),
        button=Text("保存", "Save"),
        fold=unit is None,
        hidden={"id": unit.id} if unit else {},
        fields=(
            *code,
            Field(name="zh", title=Text("名称", "Name"), value=values.get("zh", "")),
            Field(name="en", title=Text("英文名称", "Name in English"), value=values.get("en", "")),
            Field(name="level", title=LEVEL, kind="select", value=values.get("level", ""), choices=[*levels.items()]),
            Field(name="parent", title=ABOVE, kind="select", value=values.get("parent", ""), choices=above,
                  required=False),
            Field(name="areas", title=Text("负责的区域", "Areas it answers for"), value=values.get("areas", ""),
                  required=False, hint=Text("区域代号，空格隔开。", "Codes of areas, apart by spaces.")),
            Field(name="since", title=SINCE, kind="date", value=values["since"]),
        ),
    )  # fmt: skip


def unit_page(
    rows: Sequence[Unit], places: Places, levels: Mapping[str, Text], today: date, refusal: Refusal | None,
    told: Text | None, sent: Sent, left: tuple[int, Unit | None] = (0, None),
) -> Page:  # fmt: skip
    """One unit through time, its next change, its end. `left`: what lies with it that ends, and with whom then."""
    unit = rows[-1]
    history = [
        [cell(one.since.isoformat()), cell(one.until.isoformat() if one.until else "—"), cell(one.title),
         cell(levels.get(one.level, one.level)), cell(_above(one.parent, places.units)),
         cell(_listed(sorted(one.areas), places.areas))]
        for one in rows
    ]  # fmt: skip
    heads = (SINCE, UNTIL, Text("名称", "Name"), LEVEL, ABOVE, Text("区域", "Areas"))
    last = Field(name="until", title=UNTIL, kind="date", value=sent.get("until", today.isoformat()))
    return Page(
        title=unit.title, back=("/admin/units", Text("单位", "Units")), refusal=refusal, told=told,
        warned=_left(unit, *left),
        tables=(Table(id="rows", title=Text("沿革", "Through time"), heads=heads, rows=history,
                      empty=Text("", "")),),
        forms=(unit_form(unit, places, levels, today, sent),
               Form(act="end", title=Text("撤销单位", "End the unit"), button=Text("撤销", "End"), fields=(last,),
                    careful=Text("最后一天之后不再派单给它；它办过的事不变。",
                                 "After its last day nothing is dispatched to it; what it did stays."))),
    )  # fmt: skip


def _left(unit: Unit, count: int, heir: Unit | None) -> Text | None:
    if not count or unit.until is None:
        return None
    day = unit.until.isoformat()
    lie = Text(f"现在还有 {count} 件任务在这个单位手上。", f"Tasks that lie with this unit now: {count}. ")
    if heir is None:
        after = Text(
            f"{day} 之后没有人接着办：请安全管理员在上级单位设同样职责的岗位。",
            f"Nobody carries on what is still open after {day}: have a post of the same duty granted in the unit"
            " above.",
        )
    else:
        after = Text(
            f"到 {day} 没有办完的，之后由“{heir.title.zh}”里同样职责的人接着办。",
            f"What is still open after {day} is carried on by those of the same duty in “{heir.title.en}”.",
        )
    sooner = Text(
        "想早些交给别的单位，请派单台改派，或由本单位退回。",
        " To move it earlier, ask the desk to give it to another unit, or the unit to return it.",
    )
    return Text(lie.zh + after.zh + sooner.zh, lie.en + after.en + sooner.en)


def areas_page(places: Places, refusal: Refusal | None, told: Text | None, sent: Sent) -> Page:
    """Areas and where they lie."""
    known = sorted(places.areas.values(), key=lambda area: (area.parent or "", area.id))
    rows = [[cell(one.id), cell(one.title), cell(_above(one.parent, places.areas))]
            for one in known]  # fmt: skip
    within = [("", NONE), *((one.id, one.title) for one in known)]
    return Page(
        title=Text("区域", "Areas"), back=("/admin/units", Text("单位", "Units")), refusal=refusal, told=told,
        links=sheet_links("areas"),
        tables=(Table(id="areas", title=Text(f"{len(rows)} 个区域", f"{len(rows)} areas"),
                      heads=(Text("代号", "Code"), Text("名称", "Name"), Text("位于", "Lies in")), rows=rows,
                      empty=Text("还没有区域。", "No area yet.")),),
        forms=(Form(act="change", title=Text("新增或变更区域", "Add or change an area"), button=Text("保存", "Save"),
                    fields=(Field(name="id", title=Text("代号", "Code"), value=sent.get("id", "")),
                            Field(name="zh", title=Text("名称", "Name"), value=sent.get("zh", "")),
                            Field(name="en", title=Text("英文名称", "Name in English"), value=sent.get("en", "")),
                            Field(name="parent", title=Text("位于", "Lies in"), kind="select", choices=within,
                                  value=sent.get("parent", ""), required=False))),),
    )  # fmt: skip

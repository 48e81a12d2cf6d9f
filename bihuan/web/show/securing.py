"""The security administrator's pages, and one's own account, as values. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bihuan.app.administration.accounts import Known
from bihuan.app.administration.posts import DatedPost
from bihuan.app.journals import KINDS, Entry
from bihuan.app.signing import Sitting
from bihuan.core.access import Places
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.web.show.administering import NAME, NONE, SINCE, STATES, TITLE_ZH, UNIT, sheet_links
from bihuan.web.show.auditing import NOT_PEOPLE
from bihuan.web.show.dates import due_text
from bihuan.web.show.office import Cell, Field, Form, Page, Table, cell

Sent = Mapping[str, str]
Titles = Mapping[str, Text]
YES, NO = Text("已启用", "on"), Text("未启用", "off")


def people_page(known: Sequence[Known], duties: Titles, places: Places, today: date, sent: Sent) -> Page:
    """Who holds what: one row a post, so that a duty or a unit can be searched for."""
    wanted = sent.get("q", "").casefold()
    rows: list[list[Cell]] = []
    for one in known:
        for post in [*(p for p in one.posts if _now(p, today)), None]:
            if post is None and any(_now(p, today) for p in one.posts):
                continue
            duty = duties.get(post.post.duty, post.post.duty) if post else NONE
            unit = _unit(post.post.unit, places) if post else "—"
            words = " ".join(
                f"{text.zh} {text.en}" if isinstance(text, Text) else text for text in (one.name, one.title, duty, unit)
            )
            if wanted in words.casefold():
                rows.append([
                    cell(one.name or "—", f"/security/people/{one.id}"), cell(one.title), cell(duty), cell(unit),
                    cell(YES if one.factor else NO, state="kept" if one.factor else ""),
                    cell(STATES[one.active], state="" if one.active else "over"),
                ])  # fmt: skip
    heads = (NAME, TITLE_ZH, DUTY, UNIT, Text("第二重验证", "Second factor"), Text("状态", "State"))
    return Page(
        title=Text("岗位与权限", "Posts and who holds them"),
        lead=Text("授予和免去岗位，解除锁定。账号由系统管理员开设；您做的每件事都记入审计日志。",
                  "Grant and end posts, lift locks. Accounts are opened by the system administrator; all you do is in"
                  " the audit log."),
        filters=(Field(name="q", title=Text("查找", "Search"), kind="search", value=sent.get("q", "")),),
        links=sheet_links("posts", "/security/import", "/security/posts.xlsx"),
        tables=(Table(id="people", title=Text(f"共 {len(rows)} 行", f"{len(rows)} in all"), heads=heads, rows=rows,
                      empty=Text("没有符合的人。", "Nobody fits.")),),
    )  # fmt: skip


DUTY = Text("职责", "Duty")


def _now(post: DatedPost, today: date) -> bool:
    return post.until is None or post.until >= today


def _unit(id: str, places: Places) -> Text | str:
    return places.units[id].title if id in places.units else id


def person_page(
    one: Known, duties: Titles, places: Places, today: date, sittings: Sequence[Sitting], zone: ZoneInfo,
    language: Language, refusal: Refusal | None, told: Text | None, sent: Sent,
) -> Page:  # fmt: skip
    """One person: posts through time, a new one, locks and sessions."""
    rows = [
        [cell(duties.get(post.post.duty, post.post.duty)), cell(_unit(post.post.unit, places)),
         cell("、".join(sorted(post.post.areas)) or "—"), cell(post.since.isoformat()),
         cell(post.until.isoformat() if post.until else "—"),
         Cell(form=_ending(post)) if _now(post, today) else cell("")]
        for post in one.posts
    ]  # fmt: skip
    heads = (DUTY, UNIT, Text("区域", "Areas"), SINCE, Text("最后一天", "Last day"), Text("免去", "End"))
    facts = (
        (NAME, one.name or "—"),
        (Text("状态", "State"), STATES[one.active]),
        (Text("登录锁定", "Locked out"), Text("是", "yes") if one.locked else Text("否", "no")),
        (Text("第二重验证", "Second factor"), YES if one.factor else NO),
        (Text("在线会话", "Sessions"), str(one.sessions)),
    )
    forms = [_granting(duties, places, today, sent)]
    if one.locked:
        forms.append(Form(act="lift", title=Text("解除锁定", "Lift the lock"), button=Text("解除", "Lift")))
    if one.factor:
        forms.append(Form(act="factor", title=Text("解除第二重验证", "Take the second factor away"),
            button=Text("解除", "Take away"), careful=Text("请先当面核实本人。所有会话同时结束。",
                "See the person first. All sessions end with it.")))  # fmt: skip
    if sittings:
        forms.append(Form(act="sessions", title=Text("结束所有会话", "End all sessions"), button=Text("结束", "End"),
                          careful=Text("正在填写的内容不会丢失。", "What is being written is not lost.")))  # fmt: skip
    posts = Table(id="posts", title=Text("岗位", "Posts"), heads=heads, rows=rows, empty=Text("没有岗位。", "No post."))
    return Page(
        title=one.title, back=("/security/people", Text("岗位与权限", "Posts and who holds them")), facts=facts,
        refusal=refusal, told=told, tables=(posts, *sessions_table(sittings, zone, language, ending=False)),
        forms=forms,
    )  # fmt: skip


def _ending(post: DatedPost) -> Form:
    hidden = {"duty": post.post.duty, "unit": post.post.unit, "since": post.since.isoformat()}
    button = Text("今天为最后一天", "Today is the last day")
    return Form(act="end", title=Text("免去", "End"), button=button, hidden=hidden)


def _granting(duties: Titles, places: Places, today: date, sent: Sent) -> Form:
    units = [(one.id, one.title) for one in sorted(places.units.values(), key=lambda u: u.id) if one.active(today)]
    return Form(
        act="grant", title=Text("授予岗位", "Grant a post"), button=Text("授予", "Grant"),
        fields=(
            Field(name="duty", title=DUTY, kind="select", choices=[*duties.items()], value=sent.get("duty", "")),
            Field(name="unit", title=UNIT, kind="select", choices=units, value=sent.get("unit", "")),
            Field(name="areas", title=Text("只限这些区域", "For these areas only"), value=sent.get("areas", ""),
                  required=False, hint=Text("区域代号，空格隔开；不写则为单位负责的全部区域。",
                                            "Codes of areas, apart by spaces; empty for all of the unit's.")),
            Field(name="since", title=SINCE, kind="date", value=sent.get("since", today.isoformat())),
            Field(name="until", title=Text("最后一天", "Last day"), kind="date", value=sent.get("until", ""),
                  required=False),
        ),
    )  # fmt: skip


def sessions_table(
    sittings: Sequence[Sitting], zone: ZoneInfo, language: Language, *, ending: bool
) -> tuple[Table, ...]:
    """Where somebody is signed in."""
    rows = [
        [cell(due_text(one.since, zone, language)), cell(due_text(one.seen, zone, language)), cell(one.address),
         cell(browser_of(one.agent)), *([Cell(form=_end_one(one))] if ending else [])]
        for one in sittings
    ]  # fmt: skip
    heads = [Text("登录时间", "Since"), Text("最近活动", "Last seen"), Text("地址", "Address")]
    heads.append(Text("浏览器", "Browser"))
    if ending:
        heads.append(Text("结束", "End"))
    return (Table(id="sessions", title=Text("会话", "Sessions"), heads=heads, rows=rows,
                  empty=Text("没有会话。", "No session.")),)  # fmt: skip


BROWSERS = (("MicroMessenger", Text("微信", "WeChat")), ("Edg/", Text("Edge", "Edge")),
            ("Firefox/", Text("Firefox", "Firefox")), ("Chrome/", Text("Chrome", "Chrome")),
            ("Safari/", Text("Safari", "Safari")))  # fmt: skip
"""What browsers say of themselves → their names; whoever says several is the first of them."""
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))  # fmt: skip


def browser_of(agent: str) -> Text | str:
    """A browser and what it runs on, as people call them; what is neither is shown as it said."""
    name = next((title for part, title in BROWSERS if part in agent), None)
    if name is None:
        return agent[:60]
    system = next((f" · {title}" for part, title in SYSTEMS if part in agent), "")
    return Text(name.zh + system, name.en + system)


def _end_one(one: Sitting) -> Form:
    return Form(act="end", title=Text("结束", "End"), button=Text("结束", "End"), hidden={"session": one.id})


def own_page(
    title: Text, factor: bool, sittings: Sequence[Sitting], others: tuple[Sequence[Entry], Mapping[str, Text]],
    zone: ZoneInfo, language: Language, wrong: Sequence[str], told: Text | None,
) -> Page:  # fmt: skip
    """One's own account: password, second factor, sessions, what others did with it."""
    facts = [(Text("第二重验证", "Second factor"), YES if factor else NO)]
    facts += [(Text("没有修改", "Not changed"), _wrong(one)) for one in wrong]
    return Page(
        title=title, lead=Text("我的账号", "My account"), facts=facts, told=told,
        tables=(*sessions_table(sittings, zone, language, ending=True), _others_table(*others, zone, language)),
        forms=(Form(act="password", title=Text("修改密码", "Change the password"), button=Text("修改", "Change"),
                    fields=(Field(name="old", title=Text("现在的密码", "Present password"), kind="password"),
                            Field(name="new", title=Text("新密码", "New password"), kind="password",
                                  hint=Text("至少十个字符；一句记得住的话最好。",
                                            "At least ten characters; a sentence you remember is best.")),
                            Field(name="again", title=Text("再输一遍", "The same again"), kind="password"))),),
    )  # fmt: skip


def _others_table(entries: Sequence[Entry], names: Mapping[str, Text], zone: ZoneInfo, language: Language) -> Table:
    """A password that was reset or a sign-on that was connected by somebody else does not go unseen."""
    rows = [
        [cell(due_text(one.at, zone, language)), cell(KINDS.get(one.kind, one.kind)),
         cell(names.get(one.actor, NOT_PEOPLE.get(one.actor, one.actor)))]
        for one in entries
    ]  # fmt: skip
    return Table(id="others", title=Text("别人对您的账号做过的", "What others did with your account"),
                 heads=(Text("时间", "When"), Text("做了什么", "What"), Text("谁", "Who")), rows=rows,
                 empty=Text("没有。", "Nothing."),
                 note=Text("不是您要求的，请告诉安全管理员。",
                           "If you did not ask for it, tell the security administrator."))  # fmt: skip


WRONG = {
    "locked": Text("现在的密码试错太多次，请过一刻钟再试。", "Too many wrong tries. Try again in 15 minutes."),
    "old": Text("现在的密码不对。", "The present password is not right."),
    "again": Text("两次输入不一致。", "The two do not agree."),
    "same": Text("与现在的密码相同。", "It is the password you have now."),
}


def _wrong(one: str) -> Text:
    return WRONG.get(one, Text(one, one))

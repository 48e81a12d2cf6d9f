"""Accounts from Excel, by the system administrator, and posts, by the security administrator: neither does the other's.

An account is opened without a post, with a drawn password that is shown once. A post is given, or its end or its areas
are changed; what a person held stays written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bihuan.app.administration import accounts, posts
from bihuan.app.administration.accounts import Known
from bihuan.app.administration.sheets import Does, Line, Password, Sheet, twice
from bihuan.app.administration.tables import Choices, Column, Row, Wrong, day
from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.people import SignIn, granted, record
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store.registers import DatedPost, Registers

NAME = Column(name="name", title=Text("登录名", "Sign-in name"), example="chen.guilan",
              about=Text("字母、数字、. _ @ -，2–64 个，不与别人重复。",
                         "Letters, digits, . _ @ -, 2 to 64 of them; nobody else's."))  # fmt: skip
ZH = Column(name="zh", title=Text("姓名", "Name"), example="陈桂兰",
            about=Text("同事看到的姓名。", "What colleagues see."))  # fmt: skip
EN = Column(name="en", title=Text("英文姓名", "Name in English"), example="Chen Guilan", required=False,
            about=Text("不填则与姓名相同。", "The same as the name where it is empty."))  # fmt: skip
OUTSIDE = Column(name="outside", title=Text("统一身份认证标识", "Single sign-on id"), required=False,
                 about=Text("统一身份认证里的标识；没有则不填。",
                            "What the single sign-on calls the person; empty without one."))  # fmt: skip
WHO = replace(NAME, about=Text("已有账号的登录名。", "Of an account that exists."))
PERSON = Column(name="person", title=Text("姓名（供核对）", "Name (to compare)"), required=False, told=True,
                about=Text("只供核对，不读取。", "To compare by; it is not read."))  # fmt: skip
DUTY = Column(name="duty", title=Text("职责", "Duty"), about=Text("从下拉列表中选。", "From the drop-down."))
UNIT = Column(name="unit", title=Text("单位", "Unit"), about=Text("从下拉列表中选。", "From the drop-down."))
AREAS = Column(name="areas", title=Text("区域", "Areas"), required=False, several=True,
               about=Text("只管部分区域的填区域代号，一行一个；不填为单位的全部区域。",
                          "Codes of areas, one a line, for a post of some areas alone."))  # fmt: skip
SINCE = Column(name="since", title=Text("开始日期", "From"), example="2026-01-01",
               about=Text("年-月-日。", "Year-month-day."))  # fmt: skip
UNTIL = Column(name="until", title=Text("截止日期", "Until"), required=False, example="2026-12-31",
               about=Text("最后一天；免去岗位就填这里。", "The last day; to end a post, fill it in.")
               )  # fmt: skip


def _no_choices(_: District) -> Choices:
    return {}


def _account_row(one: Known) -> Row:
    en = "" if one.title.en == one.title.zh else one.title.en
    return {"name": one.name, "zh": one.title.zh, "en": en, "outside": one.outside}


def _account_rows(district: District) -> Sequence[Row]:
    return [_account_row(one) for one in accounts.accounts(district) if one.name]


def _judge_accounts(district: District, by: str, lines: Sequence[Line]) -> Sequence[Line]:
    stands = {row["name"].casefold(): row for row in _account_rows(district)}
    names = {name.casefold() for name in SignIn.objects.values_list("name", flat=True)}
    outside = set(SignIn.objects.exclude(outside=None).values_list("outside", flat=True))
    found = []
    for line in lines:
        row = line.row
        if {**row, "en": "" if row["en"] == row["zh"] else row["en"]} == stands.get(row["name"].casefold()):
            found.append(replace(line, does=Does.SAME, wrong=()))
            continue
        for column, refusal in accounts.unfit_cells(row["name"], Text(row["zh"], row["en"] or row["zh"])):
            line = line.refused({"name": NAME, "zh": ZH}[column], refusal) if row[column] else line
        if row["name"].casefold() in names:
            line = line.refused(NAME, Refusal("account-there", {"name": row["name"]}))
        if row["outside"] and row["outside"] in outside:
            line = line.refused(OUTSIDE, Refusal("name-taken", {"name": row["outside"]}))
        found.append(line)
    found = twice(found, lambda row: (row["name"].casefold(),), NAME)
    apart = twice([one for one in found if one.row["outside"]], lambda row: (row["outside"],), OUTSIDE)
    connected = {one.number: one for one in apart}
    return [connected.get(one.number, one) for one in found]


def _carry_accounts(district: District, by: str, lines: Sequence[Line]) -> Sequence[Password]:
    found = []
    for row in (line.row for line in lines):
        title = Text(row["zh"], row["en"] or row["zh"])
        opened = accounts.open_for(district, by, row["name"], title, row["outside"])
        if not isinstance(opened, Refusal):
            found.append(Password(row["name"], title, opened.password))
    note(district, Act(actor=by, kind="accounts.imported", about=by, detail={"rows": str(len(found))}))
    return found


ACCOUNTS = Sheet(
    id="accounts", title=Text("账号", "Accounts"), columns=(NAME, ZH, EN, OUTSIDE), choices=_no_choices,
    rows=_account_rows, judge=_judge_accounts, carry=_carry_accounts, passwords=True,
)  # fmt: skip


def _post_choices(district: District) -> Choices:
    known = district.places()
    return {
        "duty": posts.duties(district),
        "unit": {one.id: one.title for one in known.units.values()},
        "areas": {one.id: one.title for one in known.areas.values()},
    }


def _post_row(who: Known, held: DatedPost) -> Row:
    return {
        "name": who.name or who.id, "person": who.title.zh, "duty": held.post.duty, "unit": held.post.unit,
        "areas": " ".join(sorted(held.post.areas)), "since": held.since.isoformat(),
        "until": held.until.isoformat() if held.until else "",
    }  # fmt: skip


def _post_rows(district: District) -> Sequence[Row]:
    return [_post_row(who, held) for who in accounts.accounts(district) for held in who.posts]


def _judge_posts(district: District, by: str, lines: Sequence[Line]) -> Sequence[Line]:
    known = {name: one for one in accounts.accounts(district) for name in (one.id, one.name.casefold()) if name}
    given: list[DatedPost] = []
    found = []
    for line in lines:
        who = known.get(line.row["name"].casefold())
        if who is None:
            refusal = Refusal("not-known", {"what": line.row["name"]})
            found.append(line.refused(WHO, refusal) if line.row["name"] else line)
            continue
        judged, post = _judged_post(district, by, line, who, given)
        found.append(judged)
        given += [post] if post is not None and not judged.wrong else []
    return twice(found, lambda row: (row["name"].casefold(), row["duty"], row["unit"], row["since"]), WHO)


def _judged_post(
    district: District, by: str, line: Line, who: Known, given: Sequence[DatedPost]
) -> tuple[Line, DatedPost | None]:
    row = line.row
    held = next((one for one in who.posts if _key(one) == (row["duty"], row["unit"], row["since"])), None)
    if held is not None and all(row[name] == value for name, value in _post_row(who, held).items()
                                if name not in ("name", "person")):  # fmt: skip
        return replace(line, does=Does.SAME, wrong=()), None
    since, until = day(row, SINCE), day(row, UNTIL)
    line = replace(line, wrong=(*line.wrong, *(one for one in (since, until) if isinstance(one, Wrong))))
    if line.wrong or not isinstance(since, date) or isinstance(until, Wrong):
        return line, None
    post = posts.post(who.id, row["duty"], row["unit"], row["areas"], since, until)
    if held is not None and held.post == post.post and until is not None:
        return _judged_end(replace(line, does=Does.CHANGED), by, post), None
    others = replace(who, posts=[one for one in who.posts if one is not held])
    for column, refusal in posts.unfit_cells(district, by, others, post):
        line = line.refused(_CELLS[column], refusal)
    if clash := posts.apart([one for one in given if one.account == who.id], post):
        line = line.refused(DUTY, clash)
    return replace(line, does=Does.CHANGED if held else Does.NEW), post


_CELLS: Mapping[str, Column] = {"name": WHO, "duty": DUTY, "unit": UNIT, "areas": AREAS, "until": UNTIL}


def _judged_end(line: Line, by: str, post: DatedPost) -> Line:
    if post.account == by:
        line = line.refused(WHO, Refusal("not-oneself", {}))
    before = post.until is not None and post.until < post.since - timedelta(days=1)
    return line.refused(UNTIL, Refusal("days-reversed", {})) if before else line


def _key(held: DatedPost) -> tuple[str, str, str]:
    return held.post.duty, held.post.unit, held.since.isoformat()


def _carry_posts(district: District, by: str, lines: Sequence[Line]) -> Sequence[Password]:
    """All in one transaction; a post that only ends is written down as ended, any other as granted so."""
    known = {name: one for one in accounts.accounts(district) for name in (one.id, one.name.casefold()) if name}
    wanted, acts = [], []
    for row in (line.row for line in lines):
        who = known[row["name"].casefold()]
        until = date.fromisoformat(row["until"]) if row["until"] else None
        post = posts.post(who.id, row["duty"], row["unit"], row["areas"], date.fromisoformat(row["since"]), until)
        same = any(_key(one) == _key(post) and one.post == post.post for one in who.posts)
        wanted.append(post)
        acts.append(posts.ended(by, post) if same and until is not None else granted(by, post))
    record(district, Registers(posts=wanted), acts)
    return ()


POSTS = Sheet(
    id="posts", title=Text("岗位", "Posts"), columns=(WHO, PERSON, DUTY, UNIT, AREAS, SINCE, UNTIL),
    choices=_post_choices, rows=_post_rows, judge=_judge_posts, carry=_carry_posts,
)  # fmt: skip

"""Accounts and posts as Excel: told row by row, the good ones takeable, the three administrators three people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.app.administration import accounts, posts
from bihuan.app.administration.people_sheets import ACCOUNTS, POSTS
from bihuan.app.administration.sheets import Does, carried, exported, take
from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES
from tests.app.administration.workbooks import changed, codes, everything, lines_of, opened, rows_in, written, xlsx


def test_accounts_are_told_row_by_row_and_the_good_ones_opened(district: District) -> None:
    opened(district, "there.already")
    rows = [["there.already", "别人"], ["坏 名", "坏"], ["new.one", "新一"], ["new.one", "新二"], ["noname", ""],
            ["new.two", "新二\u202e"], ["there.already", "某there.already", "there.already"]]  # fmt: skip
    lines = lines_of(ACCOUNTS, district, xlsx(["登录名", "姓名", "英文姓名"], *([*row, ""][:3] for row in rows)))
    assert [codes(one) for one in lines] == [
        {("Sign-in name", "account-there")}, {("Sign-in name", "field-invalid")}, set(),
        {("Sign-in name", "row-twice")}, {("Name", "field-missing")}, {("Name", "control-character")}, set(),
    ]  # fmt: skip
    assert lines[-1].does is Does.SAME
    done = take(ACCOUNTS, district, "boss", carried(lines))
    assert not isinstance(done, Refusal)
    [slip] = done.passwords
    assert (slip.name, slip.title.zh, len(slip.password)) == ("new.one", "新一", 18)
    assert slip.password not in everything(district), "kept nowhere"
    again = take(ACCOUNTS, district, "boss", carried(lines))
    assert not isinstance(again, Refusal) and again.new == 0 and not again.passwords, "sent twice, nothing happens"


def test_posts_go_out_and_in_and_a_change_is_dated_and_attributed(district: District) -> None:
    who = opened(district, "post.one", "post.two")
    units = [*district.places().units]
    for name, duty in (("post.one", "handler"), ("post.two", "office.system")):
        post = posts.post(who[name], duty, units[0], "", date(2026, 3, 1), None)
        assert posts.grant(district, "guard", post) is None
    for language in LANGUAGES:
        data = exported(POSTS, district, language)
        assert {one.does for one in lines_of(POSTS, district, data)} == {Does.SAME}
    data = exported(POSTS, district, "en")
    at = next(n for n, row in enumerate(rows_in(data)) if row[0] == "post.one")
    lines = lines_of(POSTS, district, changed(data, at, "Until", "2026-06-30"), "guard")
    take(POSTS, district, "guard", carried(lines))
    detail = {"duty": "handler", "unit": units[0], "until": "2026-06-30"}
    assert written(district, who["post.one"])[-1] == ("post.ended", detail, "guard")
    assert {one.does for one in lines_of(POSTS, district, exported(POSTS, district, "zh"))} == {Does.SAME}


def test_posts_keep_the_three_apart_and_give_nobody_their_own(district: District) -> None:
    who = opened(district, "guard.self", "two.hats", "closed.one")
    accounts.set_active(district, "boss", who["closed.one"], False)
    unit_ = next(iter(district.places().units))
    row = ["handler", unit_, "", "2026-03-02", ""]
    rows = [
        ["two.hats", "office.system", *row[1:]], ["two.hats", "office.audit", *row[1:]], ["guard.self", *row],
        ["closed.one", *row], ["nobody.here", *row], ["two.hats", "wizard", *row[1:]],
        ["two.hats", "handler", "atlantis", *row[2:]], ["two.hats", "handler", unit_, "", "", ""],
    ]  # fmt: skip
    head = ["Sign-in name", "Duty", "Unit", "Areas", "From", "Until"]
    lines = lines_of(POSTS, district, xlsx(head, *rows), who["guard.self"])
    assert [codes(one) for one in lines] == [
        set(), {("Duty", "offices-apart")}, {("Sign-in name", "not-oneself")}, {("Sign-in name", "account-closed")},
        {("Sign-in name", "not-known")}, {("Duty", "not-known")}, {("Unit", "not-known")}, {("From", "field-missing")},
    ]  # fmt: skip
    # What a page sends back is judged again: made up by hand, it does no more.
    made_up = carried([replace(one, wrong=()) for one in lines])
    done = take(POSTS, district, who["guard.self"], made_up)
    assert not isinstance(done, Refusal) and (done.new, len(done.left)) == (1, len(rows) - 1)
    held = next(one for one in accounts.accounts(district) if one.name == "two.hats").posts
    assert [one.post.duty for one in held] == ["office.system"]



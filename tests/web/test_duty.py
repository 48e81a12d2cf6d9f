"""The duty page: a leave without a substitute comes back as it was typed, with one it stands in the plan."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.clock import real_clock
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account, open_accounts


@pytest.fixture(scope="module")
def pair(site: Site) -> tuple[Staff, Staff]:
    return open_account(site, "night-1", "handler", "gas"), open_account(site, "night-2", "handler", "gas")


def on_duty(page: str) -> str:
    """Who the page says is on duty in the gas unit now."""
    board = page.split('id="u-gas"')[1]
    return board.split("<b>")[1].split("</b>")[0]


def test_a_leave_needs_who_stands_in_and_then_tonight_it_is_them(site: Site, pair: tuple[Staff, Staff]) -> None:
    client = Client(site, pair[0])
    page = client.get("/work/duty")[1]
    accounts = [part.split('"')[0] for part in page.split('<option value="')[1:] if part[0] != '"']
    now = real_clock().astimezone(ZoneInfo("Asia/Shanghai"))
    sent = {"kind": "leave", "unit": "gas", "account": accounts[0], "begins": f"{now:%Y-%m-%dT%H:%M}",
            "ends": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"}  # fmt: skip
    status, body = client.post("/work/duty", sent)
    assert status == 422 and 'role="alert"' in body and sent["ends"] in body
    other = next(account for account in accounts if account != accounts[0])
    status, body = client.post("/work/duty", {**sent, "substitute": other})
    assert status == 200 and 'name="withdraw"' in body
    names = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', page))
    assert names[other] in on_duty(body) and names[accounts[0]] not in on_duty(body)
    assert Client(site, pair[1]).get("/work/tasks")[0] == 200


def test_another_units_plan_is_not_theirs_to_change(site: Site, pair: tuple[Staff, Staff]) -> None:
    status, body = Client(site, pair[0]).post("/work/duty", {"kind": "shift", "unit": "power", "account": "x"})
    assert status in (404, 409, 422) and 'role="alert"' in body


def test_tonight_is_one_answer_and_a_gap_is_closed_from_the_page(site: Site) -> None:
    """On leave → the substitute → nobody: the head; somebody is named at once; the sheet of seven nights is the head's.

    Night of a day far ahead, in a unit of its own, so that no other test plans in it."""
    staff = open_accounts(site, [(f"tn-{one}", "handler", "water") for one in "abc"])
    open_accounts(site, [("tn-head", "unit-head", "water")])
    client = Client(site, staff[0])
    day = real_clock().astimezone(ZoneInfo("Asia/Shanghai")).date() + timedelta(days=9)
    address, options = f"/work/tonight?night={day}", client.get("/work/duty")[1]
    accounts = {name: account for account, name in re.findall(r'<option value="([^"]+)"[^>]*>(tn-[abc])<', options)}

    def board() -> str:
        return client.get(address)[1].split('id="u-water"')[1].split("</ul>")[0]

    def plan(kind: str, who: str, instead: str = "", by: Client = client) -> str:
        sent = {"kind": kind, "unit": "water", "account": accounts[who], "substitute": accounts.get(instead, ""),
                "begins": f"{day}T00:00", "ends": f"{day + timedelta(days=2)}T00:00"}  # fmt: skip
        assert by.post("/work/duty", sent)[0] == 200
        return board()

    first = board()
    assert first.count("<li") == 1 and all(name in first for name in accounts)
    shift = plan("shift", "tn-a")
    assert "tn-a" in shift and "tn-b" not in shift
    instead = plan("leave", "tn-a", "tn-b")
    assert "tn-b（替tn-a）" in instead and 'class="soon"' in instead
    gap = plan("leave", "tn-b", "tn-a", Client(site, staff[1]))
    assert 'class="late"' in gap and ">tn-head " in gap and "本单位负责人" in gap
    form = dict(re.findall(r'name="(unit|begins|ends)" value="([^"]+)"', gap))
    offered = set(re.findall(r'<option value="([^"]+)"', gap))
    assert offered & set(accounts.values()) == {accounts["tn-c"]}, "who is on leave is not offered"
    status, _ = client.post(address, {**form, "account": accounts["tn-c"]})
    closed = board()
    assert status == 200 and "tn-c" in closed and 'class="late"' not in closed
    status, refused = client.post(address, {**form, "unit": "power", "account": accounts["tn-c"]})
    assert status >= 400 and 'role="alert"' in refused
    assert "今后七晚" not in client.get("/work/tonight")[1].split('id="u-water"')[1]
    for wild in ("night=x", "night=9999-12-31", "night=0001-01-01", "night="):
        assert client.get(f"/work/tonight?{wild}")[0] == 200, wild


def test_the_head_looks_over_seven_nights_and_each_task_says_who_is_there(site: Site) -> None:
    (staff,) = open_accounts(site, [("tn-lead", "handler", "municipal")])
    body = Client(site, staff).get("/work/tonight")[1]
    owed = body.split('id="u-municipal"')[1].split('class="queue two"')
    assert len(owed) == 1 or owed[1].count("届时在岗") == owed[1].split("</ul>")[0].count("<li")
    nights = body.count('<th role="rowheader" scope="row"><a href="?night=')
    assert nights == 7, "nobody heads it: all its people see the sheet"

"""The duty page: a leave without a substitute comes back as it was typed, with one it stands in the plan."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.clock import real_clock
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account


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

"""What an old phone, a shared network and a keyboard of digits ask of the public pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from bihuan.app.limits import RULES, Guard
from bihuan.site.house import PublicHouse
from bihuan.store.session import Database
from tests.web.test_reporting import hidden, in_front

PAGE = {"host": "localhost", "accept-language": "zh-CN"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[PublicHouse]:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    yield from in_front(Database("sqlite", str(tmp_path / "web.sqlite3")), tmp_path)


@pytest.fixture
def client(house: PublicHouse) -> Client:
    return Client(enforce_csrf_checks=True, headers=PAGE)


def test_a_right_code_opens_whoever_else_at_this_address_mistyped(client: Client) -> None:
    form = "/report/ten-minute-circle"
    answer = client.post(form, hidden(client, form) | {"words": "路灯不亮"})
    receipt = client.get(answer["Location"]).content.decode()
    found = re.search(r'class="code-groups">([^<]+)<', receipt)
    assert found is not None
    neighbour = Client(headers=PAGE)
    guesses = [
        neighbour.get(f"/r/0000-0000-0000-0000-0000-{n:04}").status_code for n in range(RULES[Guard.CODE][0].most + 1)
    ]
    assert guesses[-1] == 429
    assert Client(headers=PAGE).get(f"/r/{found[1]}").status_code == 302


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/r/enter", "/r/"),
        ("/follow/GZ20260302-000001", "/"),
        ("/work/cases/GZ20260302-000001/steps/finish", "/work/cases/GZ20260302-000001"),
        ("/supervisor/back", "/supervisor"),
    ],
)
def test_loading_the_address_of_a_form_again_leads_to_its_page(client: Client, address: str, above: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    page = answer.content.decode()
    assert f'content="0; url={above}"' in page and f'href="{above}"' in page and "表单在前一页" in page


def test_the_keyboard_fits_what_is_asked_and_a_browser_fills_in_the_reporters_own(client: Client) -> None:
    page = client.get("/report/ten-minute-circle").content.decode()
    inputs = {found[1]: found[0] for found in re.finditer(r'<input type="\w+" id="f-[^"]*" name="(\w+)"[^>]*>', page)}
    assert 'type="tel"' in inputs["phone"] and 'autocomplete="tel"' in inputs["phone"]
    assert 'type="email"' in inputs["email"] and 'autocomplete="email"' in inputs["email"]
    assert 'autocomplete="name"' in inputs["name"] and "autocomplete" not in inputs["principal"]

"""Signing in: who may come in, where it leads, what a stranger and a colleague without the post see."""

from __future__ import annotations

import pytest

from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account


@pytest.fixture(scope="module")
def handler(site: Site) -> Staff:
    return open_account(site, "first-handler", "handler", "municipal")


def test_a_visitor_is_led_to_the_sign_in(site: Site) -> None:
    status, body = Client(site).get("/work")
    assert status == 200 and 'name="password"' in body and 'name="next" value="/work"' in body


def test_a_wrong_password_says_nothing_about_the_name(site: Site, handler: Staff) -> None:
    pages = [Client(site, Staff(name, "wrong")).get("/work")[1] for name in (handler.name, "nobody")]
    assert len({page.count("password") for page in pages}) == 1


def test_whoever_signed_in_gets_to_work_and_out_again(site: Site, handler: Staff) -> None:
    client = Client(site, handler)
    status, body = client.get("/work")
    assert status == 200 and "/sign-out" in body
    client.post("/sign-out", {})
    assert 'name="password"' in client.get("/work")[1]

"""The pages of notices, as a handler and as somebody who runs the house."""

from __future__ import annotations

import pytest

from bihuan.core.notices import Channel, Quiet
from bihuan.web.show.notices import as_sent, read_wish
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account


@pytest.fixture(scope="module")
def handler(site: Site) -> Staff:
    return open_account(site, "told-handler", "handler", "municipal")


def test_the_pages_open_for_their_people_alone(site: Site, handler: Staff) -> None:
    client = Client(site, handler)
    assert client.get("/work/notices")[0] == 200
    assert client.get("/work/notices/wishes")[0] == 200
    assert client.get("/work/notices/deliveries")[0] == 403
    administrator = open_account(site, "runs-it", "office.system", "committee")
    status, body = Client(site, administrator).get("/work/notices/deliveries")
    assert status == 200 and "短信" in body


def test_a_wish_that_cannot_be_read_comes_back_with_what_was_typed(site: Site, handler: Staff) -> None:
    client = Client(site, handler)
    status, body = client.post("/work/notices/wishes", {"quiet_since": "21:30", "quiet_until": "", "language": "zh"})
    assert status == 422 and 'value="21:30"' in body and "免打扰" in body
    status, _ = client.post("/work/notices/wishes", {"quiet_since": "22:00", "quiet_until": "07:00", "language": "en"})
    assert status == 200
    assert 'value="22:00"' in client.get("/work/notices/wishes")[1]


def test_a_wish_goes_into_its_form_and_out_again() -> None:
    wish, wrong = read_wish({"quiet_since": "22:00", "quiet_until": "6:5", "digest": ""}, [])
    assert wish is None and wrong is not None
    wish, wrong = read_wish({"quiet_since": "22:00", "quiet_until": "06:05", "language": "en"}, ["email", "sms"])
    assert wish is not None and wrong is None
    assert wish.channels == {Channel.INAPP, Channel.EMAIL} and isinstance(wish.quiet, Quiet)
    again, _ = read_wish(as_sent(wish), as_sent(wish)["channels"])
    assert again == wish

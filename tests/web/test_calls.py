"""A call to the one who raised a case, given with one hand: a tap says what for, a link dials, no number is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import django
import pytest

django.setup()

from bihuan.app.identity import CALLED  # noqa: E402
from bihuan.app.relay import bridge_of, dialled  # noqa: E402
from bihuan.core.commands import Person, Raise  # noqa: E402
from bihuan.core.refusals import Refusal  # noqa: E402
from bihuan.core.verbs import Party, Verb  # noqa: E402
from bihuan.store.journal import Journal, Wanted, page  # noqa: E402
from bihuan.store.session import Database  # noqa: E402
from tests.web.conftest import Site, _serving  # noqa: E402
from tests.web.matters import Matter, Reported, installation_of  # noqa: E402
from tests.web.signing import Client, Staff, open_account  # noqa: E402

NUMBER = "13812345678"


def test_a_switchboard_is_a_number_or_nothing_starts() -> None:
    assert bridge_of("0797-838 0000") == "07978380000" and bridge_of("+86 797 8380000") == "+867978380000"
    assert bridge_of("") == ""
    for wrong in ("javascript:alert(1)", "the desk", "12;ext=3", "+"):
        with pytest.raises(ValueError, match="BIHUAN_BRIDGE"):
            bridge_of(wrong)
    assert dialled("07978380000", "012345") == "tel:07978380000,,012345%23"


@pytest.fixture(scope="module")
def handler(site: Site) -> Staff:
    return open_account(site, "calls-handler", "handler", "municipal")


@pytest.fixture(scope="module")
def number(site: Site) -> str:
    """A case of that unit, signed for, whose reporter left a telephone number."""
    with installation_of(site).opened() as district:
        programme = district.programmes()[0]
        command = Raise(
            case="", number="", programme=programme.id, step="raise", by=Person(account="x", raiser=True),
            values={"channel": "web", "category": "street_light", "area": "jinling-road"},
            words={"words": "楼下的灯不亮。", "phone": NUMBER},
        )  # fmt: skip
        answer = district.door.submit(district.id, command, "a-call")
        assert not isinstance(answer, Refusal), answer
        matter = Reported(district, answer.number).given_to("municipal")
        matter.take(Verb.SIGN, Party.HANDLER, "municipal")
    return answer.number


@contextmanager
def bridged(site: Site) -> Iterator[Site]:
    """The same installation, served once more by a process that was told of a switchboard."""
    environment: Mapping[str, str] = site.environment
    home = Path(environment["BIHUAN_HOME"])
    serving = _serving(home, Database("sqlite", environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")))
    serving.environment["BIHUAN_BRIDGE"] = "0797-838 0000"
    with serving as base:
        yield replace(site, base=base)


def calls(site: Site) -> int:
    with installation_of(site).opened() as district, district.door.readers.lend() as session:
        return len(page(session, district.id, Journal.ACCESS, Wanted(kind=CALLED)))


def test_one_tap_gives_a_link_that_dials_the_switchboard_and_no_number(
    site: Site, handler: Staff, number: str
) -> None:
    with bridged(site) as there:
        client, before = Client(there, handler), calls(site)
        status, body = client.get(f"/identity/{number}")
        assert status == 200 and '<button class="button" name="purpose" value="verify">' in body
        status, body = client.post(f"/identity/{number}", {"act": "call", "purpose": "verify"})
        found = re.search(r'href="tel:07978380000,,(\d{6})%23"', body)
        assert status == 200 and found is not None and NUMBER not in body
        assert calls(site) == before + 1, "each use leaves an entry"
        # What a tap does not say enough for still asks why; nobody is called meanwhile.
        status, body = client.post(f"/identity/{number}", {"act": "call", "purpose": "authority"})
        assert status == 422 and "tel:07978380000" not in body and calls(site) == before + 1
        sent = {"act": "call", "purpose": "authority", "words": "公函〔2026〕3号"}
        assert "tel:07978380000" in client.post(f"/identity/{number}", sent)[1]
        status, body = client.post(f"/identity/{number}", {"act": "open", "purpose": "verify", "words": ""})
        assert status in (404, 422) and NUMBER not in body, "a name or a number never opens without a reason"


def test_without_a_switchboard_the_page_says_whom_to_ring(site: Site, handler: Staff, number: str) -> None:
    status, body = Client(site, handler).post(f"/identity/{number}", {"act": "call", "purpose": "verify"})
    assert status == 200 and "这里没有接总机" in body and 'href="tel:12345"' in body and NUMBER not in body


def test_where_no_number_was_left_the_page_says_what_to_do_and_offers_no_further_call(
    site: Site, handler: Staff
) -> None:
    with installation_of(site).opened() as district:
        silent = Matter(district, "巷口的灯不亮，没有留电话。").given_to("municipal")
    client, before = Client(site, handler), calls(site)
    status, body = client.get(f"/identity/{silent.number}")
    assert status == 200 and 'value="call"' in body, "nobody is told beforehand whether a number was left"
    status, body = client.post(f"/identity/{silent.number}", {"act": "call", "purpose": "verify"})
    assert status == 409 and "没有留下可以拨打的号码" in body and 'value="call"' not in body
    assert "请在事项里书面答复" in body and f'href="/work/cases/{silent.number}"' in body
    assert calls(site) == before, "nobody was called"

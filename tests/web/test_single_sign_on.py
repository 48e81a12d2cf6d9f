"""Single sign-on against a real provider on loopback: discovery, code flow, who comes in, who stays out, log-out."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from bihuan.store.session import Database
from tests.web import provider
from tests.web.conftest import STARTING_SECONDS, Site, _serving, free_port
from tests.web.signing import Client, Staff, open_account
from tests.web.test_offices import account_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WAY = "/sign-in/with/district"
REFUSED, AWAY, NOBODY = "统一身份认证没有完成", "现在连不上统一身份认证", "没有与它关联的账号"


@dataclass(frozen=True, slots=True)
class House:
    """The site with single sign-on, and the provider beside it."""

    site: Site
    there: str
    while_away: tuple[int, str]
    """What the button led to before the provider was up."""
    system: Client
    """The system administrator, signed in by password at the site as it was."""


@pytest.fixture(scope="module")
def house(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A second process of the same installation, told where the single sign-on is; offices need their second factor."""
    home = Path(site.environment["BIHUAN_HOME"])
    serving = _serving(home, Database("sqlite", site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")))
    port, base = free_port(), f"http://localhost:{serving.port}"
    serving.environment |= {
        "BIHUAN_OIDC_SERVER": f"http://127.0.0.1:{port}",
        "BIHUAN_OIDC_CLIENT": provider.CLIENT,
        "BIHUAN_OIDC_SECRET": provider.SECRET,
        "BIHUAN_RELAX": "limits",
    }
    folder = tmp_path_factory.mktemp("provider")
    program = [sys.executable, provider.__file__, str(folder), str(port), f"{base}{WAY}/back", f"{base}/"]
    system = Client(site, open_account(site, "sso-system", "office.system", "committee"))
    with serving:
        told = requests.get(base + WAY, timeout=20)
        beside = subprocess.Popen(program, stdout=subprocess.DEVNULL)
        try:
            _up(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
            yield House(replace(site, base=base), f"http://127.0.0.1:{port}", (told.status_code, told.text), system)
        finally:
            beside.terminate()
            beside.wait(timeout=20)


def _up(address: str) -> None:
    last = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < last:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return
        time.sleep(0.1)
    raise AssertionError("the provider does not start")


def connected(
    house: House, site: Site, name: str, called: str, duty: str = "handler", unit: str = "municipal"
) -> Staff:
    """An account with a post, connected on the administrator's page with what the provider calls the person."""
    staff = open_account(site, name, duty, unit)
    path = f"/admin/accounts/{account_of(house.system, name)}"
    assert house.system.post(path, {"act": "connect", "outside": called})[0] == 200
    return staff


class Visitor:
    """A browser without pages: cookies of both hosts, each redirect looked at."""

    def __init__(self, house: House) -> None:
        self.house, self.session = house, requests.Session()

    def get(self, address: str, *, follow: bool = True) -> requests.Response:
        return self.session.get(address, allow_redirects=follow, timeout=20)

    def question(self, query: str = "") -> str:
        """Where the button leads: the question to the provider."""
        answer = self.get(self.house.site.base + WAY + query, follow=False)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def answer(self, question: str, name: str) -> str:
        """Signed in there as somebody: the address that the provider sends the browser back to, not yet gone to."""
        page = self.get(question)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, page.text[:500]
        sent = {
            "login": name,
            "password": provider.PASSWORD,
            "csrfmiddlewaretoken": token[1],
            "next": question.split(self.house.there)[1],
        }
        gone = self.session.post(f"{self.house.there}/accounts/login/", data=sent, allow_redirects=False, timeout=20)
        assert gone.status_code == 302, gone.text[:800]
        back = self.get(self.house.there + gone.headers["Location"], follow=False)
        assert back.headers.get("Location", "").startswith(self.house.site.base + WAY + "/back?"), back.text[:800]
        return back.headers["Location"]

    def come(self, name: str, query: str = "") -> requests.Response:
        return self.get(self.answer(self.question(query), name))

    @property
    def is_in(self) -> bool:
        return "/sign-out" in self.get(self.house.site.base + "/work").text


def with_query(address: str, **changed: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **changed})))


def rights(site: Site) -> list[tuple[object, ...]]:
    """All sign-ins and posts there are."""
    with closing(sqlite3.connect(site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///"))) as base:
        return [
            row
            for table in ("people_sign_in", "post")
            for row in base.execute(f"SELECT count(*), '{table}' FROM {table}")
        ]


@pytest.fixture(scope="module")
def known(house: House, site: Site) -> Staff:
    """The first of the provider's people, whom it calls 1, has an account and a post here."""
    return connected(house, site, "sso-known", "1")


def test_the_question_fits_one_answer(house: House) -> None:
    asked = [
        {name: found[0] for name, found in parse_qs(urlsplit(Visitor(house).question()).query).items()}
        for _ in range(2)
    ]
    for one in asked:
        assert (
            one["response_type"] == "code" and one["client_id"] == provider.CLIENT and "openid" in one["scope"].split()
        )
        assert one["code_challenge_method"] == "S256" and len(one["code_challenge"]) == 43
        assert one["redirect_uri"] == house.site.base + WAY + "/back"
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_who_is_connected_comes_in_with_the_posts_they_had(house: House, site: Site, known: Staff) -> None:
    before, visitor = rights(site), Visitor(house)
    answer = visitor.come("known", "?next=/work/account")
    assert answer.url == house.site.base + "/work/account" and visitor.is_in
    by_password = Client(house.site, known)
    assert (
        visitor.get(house.site.base + "/work").url == house.site.base + "/work/tasks"
        and by_password.get("/work")[0] == 200
    )
    assert rights(site) == before


def test_the_way_on_stays_here(house: House, known: Staff) -> None:
    assert Visitor(house).come("known", "?next=//evil.example/").url.startswith(house.site.base + "/work")


def test_who_is_not_connected_is_told_and_gets_nothing(house: House, site: Site, known: Staff) -> None:
    before, visitor = rights(site), Visitor(house)
    answer = visitor.come("stranger")
    assert answer.status_code == 403 and NOBODY in answer.text and "“2”" in answer.text and "/sign-in" in answer.text
    assert not visitor.is_in and rights(site) == before


def test_a_closed_account_stays_outside(house: House, site: Site) -> None:
    connected(house, site, "sso-closed", "2")
    path = f"/admin/accounts/{account_of(house.system, 'sso-closed')}"
    house.system.post(path, {"act": "close"})
    visitor = Visitor(house)
    assert NOBODY in visitor.come("stranger").text and not visitor.is_in
    house.system.post(path, {"act": "connect", "outside": ""})


def test_an_office_still_needs_its_second_factor(house: House, site: Site) -> None:
    connected(house, site, "sso-office", "3", "office.privacy", "committee")
    visitor = Visitor(house)
    answer = visitor.come("office")
    assert answer.status_code == 200 and 'name="code"' in answer.text and not visitor.is_in


def test_an_authenticator_shown_to_one_is_never_set_up_for_another(house: House, site: Site) -> None:
    """Somebody new sees a secret, then knows a colleague's password: the colleague's second factor stands."""
    newcomer = open_account(site, "sees-a-secret", "office.audit", "committee")
    colleague = open_account(site, "has-a-factor", "office.audit", "committee")
    program = """
from bihuan.site.commands import _services
services = _services()
from allauth.mfa.totp.internal.auth import TOTP
from bihuan.app.people import SignIn
with services.opened():
    TOTP.activate(SignIn.objects.get(name="has-a-factor"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
"""
    subprocess.run([sys.executable, "-c", program], env=site.environment, capture_output=True, check=True)
    client = Client(house.site)
    body = client.post("/sign-in", {"username": newcomer.name, "password": newcomer.password})[1]
    shown = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", body)
    assert shown is not None, "an office without a second factor is shown a secret"
    secret = shown[0].replace(" ", "")
    body = client.post("/sign-in", {"username": colleague.name, "password": colleague.password})[1]
    assert 'action="/sign-in/second"' in body
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert 'name="username"' in client.post("/sign-in/enrol", {"code": code})[1], "led back to the beginning"
    client.post("/sign-in/codes", {})
    assert 'name="password"' in client.get("/audit")[1]


@pytest.mark.parametrize("name", ["nonce", "code_challenge", "state"])
def test_a_question_changed_on_the_way_lets_nobody_in(house: House, known: Staff, name: str) -> None:
    visitor = Visitor(house)
    other = "A" * 43
    answer = visitor.get(visitor.answer(with_query(visitor.question(), **{name: other}), "known"))
    assert answer.status_code == 403 and REFUSED in answer.text and not visitor.is_in


def test_an_answer_is_good_once_and_for_the_browser_that_asked(house: House, known: Staff) -> None:
    visitor, thief = Visitor(house), Visitor(house)
    back = visitor.answer(visitor.question(), "known")
    assert REFUSED in thief.get(back).text and not thief.is_in
    visitor.get(back)
    assert visitor.is_in and REFUSED in visitor.get(back).text
    made_up = with_query(thief.question(), code="made-up", state="made-up")
    assert REFUSED in thief.get(f"{house.site.base}{WAY}/back?{urlsplit(made_up).query}").text and not thief.is_in


def test_whoever_gives_up_there_is_told_here(house: House) -> None:
    visitor = Visitor(house)
    state = parse_qs(urlsplit(visitor.question()).query)["state"][0]
    answer = visitor.get(f"{house.site.base}{WAY}/back?error=access_denied&state={state}")
    assert answer.status_code == 403 and REFUSED in answer.text and "/sign-in" in answer.text


def test_a_provider_that_is_away_is_said_to_be(house: House) -> None:
    status, body = house.while_away
    assert status == 503 and AWAY in body and "登录名和密码" in body


@pytest.mark.browser
def test_in_with_a_late_form_and_out_again_in_chromium(house: House, known: Staff, browser: Browser) -> None:
    """What was typed in a session that was over comes back after the detour; signing out says that there is another."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    page.goto(house.site.base + "/sign-in?next=/work/notices/wishes")
    page.locator("#f-name").fill(known.name)
    page.locator("#f-password").fill(known.password)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    form = page.locator("main form:has([name=quiet_since])")
    form.locator("[name=quiet_since]").fill("21:35")
    context.clear_cookies(name="session")
    with page.expect_navigation():
        form.locator("button").first.click()
    assert page.locator("input[name=carried]").count() > 0
    page.get_by_role("button", name="统一身份认证").click()
    page.wait_for_url(f"{house.there}/accounts/login/**")
    page.locator("#id_login").fill("known")
    page.locator("#id_password").fill(provider.PASSWORD)
    page.locator("form[action='/accounts/login/'] button, form.login button").first.click()
    page.wait_for_url(f"{house.site.base}{WAY}/back**")
    kept = page.locator("form[action='/work/notices/wishes'] [name=quiet_since]")
    assert kept.input_value() == "21:35"
    with page.expect_navigation():
        page.locator("form[action='/sign-out'] button").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name="退出统一身份认证").click()
    assert page.url.startswith(f"{house.there}/identity/o/logout")
    page.locator("form button").first.click()
    page.wait_for_url(house.site.base + "/")
    page.goto(house.site.base + "/work")
    assert page.locator("#f-password").count() == 1
    page.get_by_role("link", name="统一身份认证").click()
    page.wait_for_url(f"{house.there}/accounts/login/**")
    context.close()
    assert broken == []

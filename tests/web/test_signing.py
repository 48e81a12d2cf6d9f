"""Signing in: who may come in, where it leads, what a stranger and a colleague without the post see."""

from __future__ import annotations

import re
import subprocess
import sys

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


def test_a_late_answer_to_an_ended_session_takes_no_new_one_away(site: Site, handler: Staff) -> None:
    """What a page asked for before, with the cookie of a session that is gone, may be answered after a new sign-in."""
    before = Client(site, handler)
    (old,) = [one for one in before.jar if one.name.endswith("session")]
    before.post("/sign-out", {})
    assert not [one for one in before.jar if one.name.endswith("session")], "whoever signs out takes the cookie along"
    late = Client(site)
    late.jar.set_cookie(old)
    for path in ("/", "/work", "/sign-in", "/health"):
        _, headers, _ = late.full(path)
        assert not any(f"{old.name}=" in value for name, value in headers.items() if name.lower() == "set-cookie"), path
    assert [one.value for one in late.jar if one.name == old.name] == [old.value]
    late.post("/sign-in", {"username": handler.name, "password": handler.password})
    assert "/sign-out" in late.get("/work")[1], "and it opens nothing, but is no obstacle"


def test_the_first_password_is_changed_and_then_forgotten(site: Site) -> None:
    given = open_account(site, "newcomer", "handler", "municipal", keep=False)
    client = Client(site)
    status, body = client.post("/sign-in", {"username": given.name, "password": given.password, "next": "/work"})
    assert status == 200 and 'name="again"' in body
    assert 'name="password"' in client.get("/work")[1], "not in before the password is changed"
    status, body = client.post("/sign-in/password", {"new": "short", "again": "other"})
    assert status == 422 and 'role="alert"' in body
    client.post("/sign-in/password", {"new": "a bench under lamp 3", "again": "a bench under lamp 3"})
    assert "/sign-out" in client.get("/work")[1]
    assert client.post("/sign-in", {"username": given.name, "password": given.password})[0] == 403
    assert Client(site, Staff(given.name, "a bench under lamp 3")).get("/work")[0] == 200


@pytest.mark.parametrize("path", ["/sign-in/codes", "/sign-in/password"])
def test_half_in_by_a_password_that_was_changed_leads_nowhere(site: Site, path: str) -> None:
    """Whoever got at the slip with the first password does not come in by it once its owner has a new one."""
    given = open_account(site, f"slip{path.replace('/', '-')}", "handler", "municipal", keep=False)
    sent = {"username": given.name, "password": given.password}
    other, owner = Client(site), Client(site)
    assert 'name="again"' in other.post("/sign-in", sent)[1]
    owner.post("/sign-in", sent)
    owner.post("/sign-in/password", {"new": "a bench under lamp 3", "again": "a bench under lamp 3"})
    assert "/sign-out" in owner.get("/work")[1]
    other.post(path, {"new": "a bench under lamp 4", "again": "a bench under lamp 4"})
    assert 'name="password"' in other.get("/work")[1]


def test_half_in_is_not_in_and_no_step_can_be_skipped(site: Site) -> None:
    client = Client(site)
    for path in ("/sign-in/second", "/sign-in/enrol", "/sign-in/codes", "/sign-in/password"):
        status, body = client.post(path, {"code": "123456", "new": "a bench under lamp 3"})
        assert status == 200 and 'name="password"' in body


def test_a_form_sent_after_the_session_is_kept_past_the_sign_in(site: Site, handler: Staff) -> None:
    client = Client(site, handler)
    client.jar.clear(*next((one.domain, one.path, one.name) for one in client.jar if one.name == "session"))
    status, body = client.post("/work/notices/wishes", {"words": "写了半个小时的办理经过 <b>&", "from": "22:00"})
    found = re.search(r'name="carried" value="([^"]+)"', body)
    assert status == 401 and found is not None
    wrong = client.post("/sign-in", {"username": handler.name, "password": "wrong", "carried": found[1]})
    assert wrong[0] == 403 and found[1] in wrong[1]
    status, body = client.post(
        "/sign-in", {"username": handler.name, "password": handler.password, "carried": found[1]}
    )
    assert status == 200 and 'action="/work/notices/wishes"' in body
    assert "写了半个小时的办理经过 &lt;b&gt;&amp;" in body and 'name="from"' in body and "csrfmiddlewaretoken" in body


def test_a_token_that_is_too_old_loses_nothing(site: Site, handler: Staff) -> None:
    client = Client(site, handler)
    status, body = client.raw("/report", {"csrfmiddlewaretoken": "x" * 64, "f": "三栋楼下", "password": "secret"})
    assert status == 403 and "三栋楼下" in body and "secret" not in body
    status, body = client.raw("/report", {"f": "三栋楼下"}, origin="https://elsewhere.example")
    assert status == 403 and "三栋楼下" not in body


def test_what_was_not_packed_here_is_not_shown(site: Site, handler: Staff) -> None:
    client = Client(site)
    sent = {"username": handler.name, "password": handler.password, "carried": "made-up:text:here"}
    assert "made-up" not in client.post("/sign-in", sent)[1]


def test_leaving_leads_nowhere_else(site: Site, handler: Staff) -> None:
    client = Client(site)
    sent = {"username": handler.name, "password": handler.password, "next": "//evil.example/"}
    assert client.post("/sign-in", sent)[0] == 200 and "/sign-out" in client.get("/work")[1]


def test_too_many_wrong_passwords_are_told_when_to_come_back(site: Site) -> None:
    staff, client = open_account(site, "forgetful", "handler", "municipal"), Client(site)
    for _ in range(5):
        assert client.post("/sign-in", {"username": staff.name, "password": "wrong"})[0] == 403
    status, headers, body = client.full("/sign-in", {"username": staff.name, "password": staff.password})
    assert status == 429 and 0 < int(headers["Retry-After"]) <= 900 and "分钟后再试" in body
    assert client.post("/sign-in", {"username": staff.name, "password": staff.password})[0] == 429


def test_an_office_sets_up_its_second_factor_and_is_asked_for_it(site: Site) -> None:
    """The rehearsal asks for none, so the account sets one up by hand: from then on it is asked, relaxed or not."""
    staff = open_account(site, "with-factor", "office.audit", "committee")
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    program = f"""
from bihuan.site.commands import _services
services = _services()
from bihuan.app import factors
from bihuan.app.people import SignIn
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
with services.opened() as district:
    who = SignIn.objects.get(name="with-factor")
    steps = list(yield_hotp_counters_from_time())
    first, second = (format_hotp_value(hotp_value("{secret}", step)) for step in steps[:2])
    codes = factors.enrol(district, who, "{secret}", first)
    print(second, codes[0])
"""
    more = {"capture_output": True, "text": True, "check": True}
    done = subprocess.run([sys.executable, "-c", program], env=site.environment, **more)
    code, recovery = done.stdout.split()[-2:]
    for given in (code, recovery):
        client = Client(site)
        status, body = client.post("/sign-in", {"username": staff.name, "password": staff.password, "next": "/audit"})
        assert status == 200 and 'name="code"' in body
        assert 'name="password"' in client.get("/audit")[1], "not in by the password alone"
        assert client.post("/sign-in/second", {"code": "000000", "next": "/audit"})[0] == 403
        status, body = client.post("/sign-in/second", {"code": given, "next": "/audit"})
        assert status == 200 and "with-factor" in body and "第二重验证失败" in body


def test_no_step_is_taken_out_of_turn(site: Site) -> None:
    """By the password alone: nothing is changed past the second factor."""
    staff = open_account(site, "out-of-turn", "handler", "municipal")
    program = """
from bihuan.site.commands import _services
services = _services()
from allauth.mfa.totp.internal.auth import TOTP
from bihuan.app.people import SignIn
with services.opened():
    TOTP.activate(SignIn.objects.get(name="out-of-turn"), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
"""
    subprocess.run([sys.executable, "-c", program], env=site.environment, capture_output=True, check=True)
    client = Client(site)
    status, body = client.post("/sign-in", {"username": staff.name, "password": staff.password})
    assert status == 200 and 'name="code"' in body
    new = {"new": "a bench under lamp 3", "again": "a bench under lamp 3"}
    status, body = client.post("/sign-in/password", new)
    assert status == 200 and 'name="username"' in body, "the second factor was not given"
    status, body = Client(site).post("/sign-in", {"username": staff.name, "password": staff.password})
    assert status == 200 and 'name="code"' in body, "the password is what it was"

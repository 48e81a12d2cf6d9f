"""Who proved to be whom, what is asked next, what is written down; on both engines, without pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connections

from bihuan.app import factors, signing
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.journals import Journal, Wanted, acts, sound
from bihuan.app.limits import Guard, locked
from bihuan.app.people import Opened, SignIn, open_account
from bihuan.app.signing import Next
from bihuan.core.commands import Post
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from tests.store.making import settings_of

ADDRESS = "10.1.2.3"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """The district, with Django's own connection led to the same database."""
    before = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = {**before, "OPTIONS": {}, **settings_of(installation.database)}
    del connections["default"]
    with installation.opened() as opened:
        yield opened
    connections["default"].close()
    connections.databases["default"] = before
    del connections["default"]


def account(district: District, installation: Installation, name: str = "chen", duty: str = "desk") -> Opened:
    post = Post(duty=duty, unit=next(iter(district.places().units)))
    return open_account(district, name, Text(name, name), [post], district.today(), installation.entropy)


def kinds(district: District) -> list[str]:
    found, _ = acts(district, Journal.ADMINISTRATION, Wanted())
    assert sound(district, Journal.ADMINISTRATION) is None
    return [one.kind for one in reversed(found)]


def code(secret: str, step: int = 0) -> str:
    """What an authenticator shows in this half minute, or a later one (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1] + step))


def test_the_first_password_is_somebody_elses_and_has_to_go(district: District, installation: Installation) -> None:
    opened = account(district, installation)
    who = signing.prove(district, "chen", opened.password, ADDRESS)
    assert isinstance(who, SignIn) and signing.next_of(district, who, proved=False, relaxed=False) is Next.CHANGE
    for new, again, wrong in (
        ("short", "short", 1), (opened.password, opened.password, 1), ("a long sentence", "another one", 1),
        ("1234567890", "1234567890", 2),
    ):  # fmt: skip
        assert len(signing.change_password(district, who, None, new, again)) >= wrong, new
    assert signing.change_password(district, who, None, "东门的路灯 is on", "东门的路灯 is on") == []
    assert signing.next_of(district, who, proved=False, relaxed=False) is Next.IN
    assert isinstance(signing.prove(district, "chen", opened.password, ADDRESS), Refusal)
    assert who.password.startswith("argon2$argon2id")
    assert kinds(district) == ["account.opened", "post.granted", "password.changed", "sign-in.failed"]


def test_an_open_session_does_not_guess_the_present_password(district: District, installation: Installation) -> None:
    opened = account(district, installation)
    who = signing.prove(district, "chen", opened.password, ADDRESS)
    assert isinstance(who, SignIn)
    fresh = "东门的路灯 is on"
    # Whether the new one is the present one is not told to somebody who does not know the present one.
    assert [*signing.change_password(district, who, "guess", opened.password, opened.password)] == ["old"]
    for guess in "abcd":
        assert [*signing.change_password(district, who, guess, fresh, fresh)] == ["old"]
    assert [*signing.change_password(district, who, opened.password, fresh, fresh)] == ["locked"]
    assert kinds(district)[2:] == ["sign-in.failed"] * 5 + ["sign-in.locked"]
    assert isinstance(signing.prove(district, "chen", opened.password, ADDRESS), SignIn), "the owner is not locked out"


def test_five_wrong_ones_lock_the_name_and_time_opens_it(district: District, installation: Installation) -> None:
    opened = account(district, installation)
    answers = [signing.prove(district, "chen", "wrong", ADDRESS) for _ in range(5)]
    assert {one.code for one in answers if isinstance(one, Refusal)} == {"wrong-sign-in"}
    right = signing.prove(district, " chen ", opened.password, ADDRESS)
    assert isinstance(right, Refusal) and right.code == "too-many-tries" and locked(district, Guard.SIGN_IN, "chen")
    assert isinstance(installation.clock, VirtualClock)
    installation.clock.move(timedelta(minutes=15))
    assert isinstance(signing.prove(district, "chen", opened.password, ADDRESS), SignIn)
    assert kinds(district)[2:] == ["sign-in.failed"] * 5 + ["sign-in.locked"]


def test_a_name_that_is_none_is_answered_alike_and_not_kept(district: District) -> None:
    refused = signing.prove(district, "my password typed here", "x", ADDRESS)
    assert isinstance(refused, Refusal) and refused.code == "wrong-sign-in"
    found, _ = acts(district, Journal.ADMINISTRATION, Wanted())
    assert "password typed" not in found[0].body and found[0].about == ""


@pytest.mark.parametrize("office", sorted(signing.GUARDED))
def test_offices_need_a_second_factor_that_is_good_once(
    district: District, installation: Installation, office: Office
) -> None:
    opened = account(district, installation, duty=office)
    who = signing.prove(district, "chen", opened.password, ADDRESS)
    assert isinstance(who, SignIn)
    assert signing.next_of(district, who, proved=False, relaxed=True) is Next.CHANGE
    assert signing.next_of(district, who, proved=False, relaxed=False) is Next.ENROL
    secret = factors.new_secret()
    assert isinstance(factors.enrol(district, who, secret, "000000"), Refusal)
    codes = factors.enrol(district, who, secret, code(secret))
    assert isinstance(codes, list) and len(set(codes)) == 10
    assert signing.next_of(district, who, proved=False, relaxed=True) is Next.SECOND
    assert signing.next_of(district, who, proved=True, relaxed=False) is Next.CHANGE
    shown = code(secret, 1)
    assert factors.check(district, who, f"{shown[:3]} {shown[3:]}", ADDRESS) is None
    assert factors.check(district, who, shown, ADDRESS) is not None
    assert factors.check(district, who, codes[0], ADDRESS) is None
    assert factors.check(district, who, codes[0], ADDRESS) is not None
    stored = str(list(who.authenticator_set.values_list("data", flat=True)))
    assert secret not in stored and codes[1] not in stored
    factors.remove(district, who, "lin")
    assert signing.next_of(district, who, proved=False, relaxed=False) is Next.ENROL


def test_guessing_the_second_factor_is_locked_too(district: District, installation: Installation) -> None:
    account(district, installation)
    who = SignIn.objects.get(name="chen")
    secret = factors.new_secret()
    assert isinstance(factors.enrol(district, who, secret, code(secret)), list)
    answers = [factors.check(district, who, "000000", ADDRESS) for _ in range(6)]
    assert answers[-1] is not None and answers[-1].code == "too-many-tries"


def test_a_closed_account_and_another_district_sign_nobody_in(district: District, installation: Installation) -> None:
    opened = account(district, installation)
    SignIn.objects.filter(name="chen").update(district="elsewhere")
    refused = signing.prove(district, "chen", opened.password, ADDRESS)
    assert isinstance(refused, Refusal) and refused.code == "wrong-sign-in"
    assert isinstance(signing.outside(district, "chen@sso"), Refusal)


def test_a_name_already_taken_leaves_no_account_behind(district: District, installation: Installation) -> None:
    account(district, installation)
    with pytest.raises(Exception, match=r"(?i)unique"):
        account(district, installation)
    assert kinds(district) == ["account.opened", "post.granted"]


def test_a_session_ends_when_nobody_is_there(district: District, installation: Installation) -> None:
    account(district, installation)
    who = SignIn.objects.get(name="chen")
    signing.came_in(district, who, "k" * 32, ADDRESS, "browser")
    assert isinstance(installation.clock, VirtualClock)
    for _ in range(20):
        installation.clock.move(timedelta(minutes=20))
        assert signing.still_here(district, "k" * 32, guarded=True)
    installation.clock.move(timedelta(minutes=31))
    assert not signing.still_here(district, "k" * 32, guarded=True)
    assert signing.still_here(district, "k" * 32, guarded=False)
    ask = partial(signing.still_here, district, "k" * 32)
    assert ask(guarded=False), "and somebody was seen just now"
    for _ in range(11):
        installation.clock.move(timedelta(minutes=20))
        assert ask(guarded=False, by_itself=True) and ask(guarded=False, hangs=True)
    installation.clock.move(timedelta(minutes=21))
    assert not ask(guarded=False, by_itself=True) and not ask(guarded=False), "a page that renews itself is nobody"
    assert ask(guarded=False, hangs=True), "a screen on the wall goes on"
    assert not ask(guarded=True, hangs=True) and not ask(guarded=False), "and opens nothing else"
    assert signing.end(district, who, "lin") == 1
    assert not ask(guarded=False, hangs=True), "ended is ended"
    assert not signing.still_here(district, "k" * 32, guarded=False)

"""A lost code at the counter, on both engines: compared first, written down, never without a name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bihuan.app import receipts
from bihuan.app.district import District
from bihuan.app.identity import Opening, open_identity
from bihuan.app.installation import Installation
from bihuan.app.openings import openings_of_case
from bihuan.app.receipts import Given, Held
from bihuan.app.recovering import COMPARED, REISSUED, recover, recoverable
from bihuan.core.commands import Person, Post, Raise
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.store import journal
from bihuan.store.journal import Journal, Wanted
from bihuan.store.receipts import language_of_raiser

CLERK = Person(account="clerk", posts=(Post(duty="desk", unit="service-centre"),))
OTHER = Person(account="other-clerk", posts=(Post(duty="desk", unit="service-centre"),))
DUTIES = ("caller", "leader", "handler")
STRANGERS = [Person(account=duty, posts=(Post(duty=duty, unit="committee"),)) for duty in DUTIES]
HOW = "看了身份证，姓名相符"
WHY = "identity_check"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def raised(district: District, **words: str) -> tuple[Given, str]:
    asked = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="x"),
        values={"channel": "web", "area": "jinling-road"}, words={"words": "路灯不亮", **words},
    )  # fmt: skip
    given = receipts.raise_matter(district, asked, receipts.new_token(district), language="en")
    assert isinstance(given, Given), given
    held = receipts.open_code(district, written(given.code))
    assert isinstance(held, Held)
    return given, held.case


def code_of(answer: Given | Refusal) -> str:
    assert isinstance(answer, Refusal), answer
    return answer.code


def test_compared_written_down_and_the_old_code_ends(district: District) -> None:
    old, case = raised(district, name="王阿姨")
    assert isinstance(open_identity(district, CLERK, case, WHY, "本人到窗口补码"), Opening)
    fresh = recover(district, CLERK, case, WHY, HOW)
    assert isinstance(fresh, Given) and fresh.number == old.number and fresh.code != old.code
    held = receipts.open_code(district, written(fresh.code))
    assert isinstance(held, Held) and held.case == case and held.kind is receipts.Kind.RAISER
    with district.door.readers.lend() as session:
        assert language_of_raiser(session, district.id, case) == "en", "what they are told in stays"
    assert isinstance(receipts.open_code(district, written(old.code)), Refusal)
    with district.door.readers.lend() as session:
        assert journal.first_break(session, district.id, Journal.ACCESS) is None
        (entry,) = journal.page(session, district.id, Journal.ACCESS, Wanted(kind=REISSUED))
    assert (entry.actor, entry.about, entry.detail["purpose"]) == ("clerk", case, WHY)
    assert HOW not in entry.body and written(fresh.code) not in entry.body
    told = openings_of_case(district, case)
    assert (told[0].kind, told[0].reason) == (REISSUED, HOW), "the person reads how it was checked"


def test_not_without_looking_not_by_another_and_not_later(installation: Installation, district: District) -> None:
    old, case = raised(district, name="王阿姨")
    assert code_of(recover(district, CLERK, case, WHY, HOW)) == "compare-first"
    open_identity(district, OTHER, case, WHY, "本人到窗口补码")
    assert code_of(recover(district, CLERK, case, WHY, HOW)) == "compare-first", "somebody else's look is no comparison"
    installation.clock.move(COMPARED + timedelta(seconds=1))  # type: ignore[attr-defined]
    assert code_of(recover(district, OTHER, case, WHY, HOW)) == "compare-first"
    assert isinstance(receipts.open_code(district, written(old.code)), Held), "and the old code still opens"


def test_how_it_was_checked_must_be_said(district: District) -> None:
    _, case = raised(district, name="王阿姨")
    open_identity(district, CLERK, case, WHY, "本人到窗口补码")
    assert code_of(recover(district, CLERK, case, "", HOW)) == "purpose-needed"
    assert code_of(recover(district, CLERK, case, WHY, " ")) == "purpose-unexplained"


def test_an_anonymous_matter_has_no_second_code(district: District) -> None:
    old, case = raised(district)
    for found in (recoverable(district, CLERK, case), recover(district, CLERK, case, WHY, HOW)):
        assert isinstance(found, Refusal) and found.code == "code-without-name"
        assert old.number in found.message("zh") and "公开页面" in found.hint("zh")
    assert isinstance(receipts.open_code(district, written(old.code)), Held)


@pytest.mark.parametrize("who", STRANGERS, ids=lambda one: one.account)
def test_nobody_but_the_desk(district: District, who: Person) -> None:
    _, case = raised(district, name="王阿姨")
    open_identity(district, who, case, WHY, "本人到窗口补码")
    assert isinstance(recover(district, who, case, WHY, HOW), Refusal)


def test_the_unit_it_is_about_gets_none(district: District) -> None:
    asked = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="x"),
        values={"channel": "web", "accused_unit": "service-centre"}, words={"words": "窗口推诿", "name": "王阿姨"},
    )  # fmt: skip
    given = receipts.raise_matter(district, asked, receipts.new_token(district))
    assert isinstance(given, Given)
    held = receipts.open_code(district, written(given.code))
    assert isinstance(held, Held)
    assert code_of(recoverable(district, CLERK, held.case)) == "no-such-case"

"""Progress of investments: only what follows reaches the register, no verified money is lost, yuan stays yuan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers.pictures import FunnelFound, Period, funnel_of
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from tests.app.registers.test_joined import opened, took, value

UNIT = Person(account="lei", posts=(Post(duty="handler", unit="economy"),))
OFFICE = Person(account="ou", posts=(Post(duty="enterprise-office", unit="committee"),))
CHECKER = Person(account="xu", posts=(Post(duty="checker", unit="check-team"),))
KEEPER = Person(account="keeper", posts=(Post(duty="registrar", unit="economy"),))
PHOTO = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
EARLIER, TODAY = "2026-03-01", "2026-03-02"
RUNNING: dict[str, Scalar] = {"signed_on": "2026-01-05", "contracted": 100, "currency": "CNY"}
DOLLARS: dict[str, Scalar] = {"currency": "USD", "rate": 65_249, "rate_on": "2026-01-05"}


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as found:
        yield found


def reported(district: District, project: str, reached: str, on: str = TODAY, **more: Scalar) -> Accepted | Refusal:
    said: dict[str, Scalar] = {"project": project, "reached": reached, "reached_on": on, **more}
    if "paid" in said:
        said.setdefault("currency", "CNY")
    asked = Raise(case="", number="", programme="investment-progress", step="report", by=UNIT, values=said)
    return district.door.submit(district.id, asked, "-".join(["report", *map(str, said.values()), *more]))


def checked(district: District, project: str, reached: str, on: str = TODAY, **more: Scalar) -> Accepted:
    """A report whose papers somebody else has seen."""
    case = reported(district, project, reached, on, **more)
    assert isinstance(case, Accepted), case
    assert isinstance(took(district, OFFICE, case, "give"), Accepted)
    assert isinstance(took(district, UNIT, case, "sign"), Accepted)
    done = Take(case=case.case, step="finish", by=UNIT, words={"words": "凭证"})
    assert isinstance(district.door.submit(district.id, done, f"f-{case.case}", photos=[PHOTO]), Accepted)
    assert isinstance(took(district, CHECKER, case, "check", outcome="yes"), Accepted)
    return case


def entered(district: District, case: Accepted) -> Accepted | Refusal:
    answer = took(district, OFFICE, case, "enter")
    if isinstance(answer, Refusal):
        away = took(district, OFFICE, case, "refuse", words={"reason": "与名录不符"})
        assert isinstance(away, Accepted), "what cannot be entered has another way to end"
    return answer


def refused_by(answer: Accepted | Refusal) -> object:
    """The condition that refused it, with a way out in both languages; or what came instead."""
    if isinstance(answer, Refusal) and answer.hint("zh") and answer.hint("en"):
        return answer.detail.get("guard", answer)
    return answer


def test_a_step_moves_an_investment_only_to_a_stage_that_follows(district: District) -> None:
    done = opened(district, "investments", name="壳体", state="production", **RUNNING)
    back = entered(district, checked(district, done, "talks"))
    assert isinstance(back, Refusal) and back.code == "state-does-not-follow"
    assert value(district, "investments", done, "state") == "production"
    talks = opened(district, "investments", name="电芯", state="talks")
    assert refused_by(reported(district, talks, "started")) == "amount"
    begun = opened(district, "investments", name="隔膜", state="registered", **RUNNING)
    assert isinstance(entered(district, checked(district, begun, "started")), Accepted)
    assert value(district, "investments", begun, "state") == "started"


def test_verified_money_adds_up_in_whatever_order_it_was_checked(district: District) -> None:
    project = opened(district, "investments", name="隔膜", state="registered", **RUNNING)
    for on, paid, stands in ((TODAY, 100, 100), (EARLIER, 50, 150), (TODAY, 7, 157)):
        answer = entered(district, checked(district, project, "started", on, paid=paid))
        assert isinstance(answer, Accepted), answer
        assert value(district, "investments", project, "paid_in") == stands, on
    assert isinstance(entered(district, checked(district, project, "started", contracted=120)), Accepted)
    older = reported(district, project, "started", EARLIER, contracted=110)
    assert refused_by(older) == "latest-contract", "an older amount would not be what holds now"
    early = reported(district, project, "contract", "2026-01-04", contracted=120, fair=True)
    assert refused_by(early) == "latest-contract", "a contract before the one that the register has"
    same = entered(district, checked(district, project, "started", EARLIER, contracted=120))
    assert isinstance(same, Accepted), same
    assert value(district, "investments", project, "contracted") == 120


def test_a_contract_in_yuan_is_not_entered_for_a_project_in_dollars(district: District) -> None:
    abroad = opened(district, "investments", name="外资", state="registered", **{**RUNNING, **DOLLARS})
    refused = reported(district, abroad, "started", contracted=5)
    assert isinstance(refused, Refusal) and refused_by(refused) == "in-yuan", refused
    assert "外币" in refused.message("zh") and "汇率" in refused.hint("zh")
    assert "foreign currency" in refused.message("en") and "dated rate" in refused.hint("en")
    assert isinstance(entered(district, checked(district, abroad, "started")), Accepted), "a stage without money"
    assert value(district, "investments", abroad, "state") == "started"
    turned = opened(district, "investments", name="转外资", state="registered", **RUNNING)
    case = checked(district, turned, "started", contracted=120, paid=5)
    change = Enter(register="investments", key=turned, act=Act.CHANGE, by=KEEPER, since=TODAY, values=DOLLARS)
    assert isinstance(district.door.submit(district.id, change, "turned"), Accepted)
    assert isinstance(entered(district, case), Accepted)
    assert value(district, "investments", turned, "contracted") == 100, "yuan never become dollars"
    assert value(district, "investments", turned, "paid_in") == 5, "what was paid in is told in yuan for every project"


PAID: dict[str, Scalar] = {"currency": "USD", "rate_source": "parity"}


def test_each_payment_is_turned_into_yuan_at_the_rate_of_its_own_day(district: District) -> None:
    abroad = opened(district, "investments", name="外资", state="registered", **{**RUNNING, **DOLLARS})
    payments = (
        (100_000_00, 71_123, "2026-02-27", "2026-02-27"),
        (50_000_01, 70_987, "2026-03-02", "2026-02-27"),
    )
    stands = 0
    for paid, rate, paid_on, rate_on in payments:
        said = {**PAID, "paid": paid, "rate": rate, "paid_on": paid_on, "rate_on": rate_on}
        assert isinstance(entered(district, checked(district, abroad, "started", **said)), Accepted)
        stands += round(Fraction(paid * rate, 10_000))
        assert value(district, "investments", abroad, "paid_in") == stands
    assert isinstance(entered(district, checked(district, abroad, "started", paid=7)), Accepted), "yuan as they are"
    assert value(district, "investments", abroad, "paid_in") == stands + 7
    found = funnel_of(district, KEEPER, "investments", Period(day=district.today()), "live")
    assert isinstance(found, FunnelFound)
    [rate_of] = [one for one in found.funnel.rates if one.id == "paid_in"]
    assert rate_of.counted == Fraction(stands + 7, 100)
    assert rate_of.of == Fraction(RUNNING["contracted"] * DOLLARS["rate"], 100 * 10_000)  # type: ignore[operator]


def test_a_payment_in_another_currency_says_its_rate_of_that_day_and_where_it_is_from(district: District) -> None:
    abroad = opened(district, "investments", name="外资", state="registered", **{**RUNNING, **DOLLARS})
    right: dict[str, Scalar] = {
        **PAID, "paid": 5, "rate": 71_123, "paid_on": "2026-02-27", "rate_on": "2026-02-26"}  # fmt: skip
    for lacking in ("rate", "rate_on", "rate_source"):
        said = {name: one for name, one in right.items() if name != lacking}
        assert refused_by(reported(district, abroad, "started", **said)) == "payment-rate", lacking
    for rate_on in ("2026-02-28", "2026-02-16"):
        wrong = reported(district, abroad, "started", **{**right, "rate_on": rate_on})
        assert refused_by(wrong) == "payment-rate-of-the-day", rate_on
    assert refused_by(reported(district, abroad, "started", paid=5, paid_on="2026-03-03")) == "payment-came"
    assert isinstance(reported(district, abroad, "started", **right), Accepted)


def test_what_a_case_would_set_passes_the_guards_of_the_register(district: District) -> None:
    """A contract before its letter of intent: the report may be true, the register would contradict itself."""
    project = opened(district, "investments", name="早签", state="intent", intended_on=TODAY)
    case = checked(district, project, "contract", EARLIER, contracted=100, fair=True)
    refused = entered(district, case)
    assert isinstance(refused, Refusal) and refused.code == "step-breaks-entry", refused
    assert refused_by(refused) == "intent-first" and refused.about is None
    assert f"“招商项目名录”的 {project}" in refused.message("zh") and "意向书" in refused.message("zh")
    assert "letter of intent" in refused.message("en") and "先有意向书" in refused.hint("zh")
    assert value(district, "investments", project, "state") == "intent"
    assert value(district, "investments", project, "signed_on") is None, "nothing half-done"
    right = entered(district, checked(district, project, "contract", TODAY, contracted=100, fair=True))
    assert isinstance(right, Accepted), right

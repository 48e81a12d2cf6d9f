"""What the pack's registers refuse between fields and between entries: reason, way out, beside the field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.core.commands import SYSTEM
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter

SINCE = "2021-06-01"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


class Desk:
    """Asks of registers, and says what came of it."""

    def __init__(self, district: District) -> None:
        self._district, self._numbers = district, count()

    def ask(self, register: str, act: Act = Act.OPEN, key: str = "", since: str = SINCE, **values: object) -> object:
        words = {name: str(values.pop(name)) for name in ("reason",) if name in values}
        if register == "staff" and act is Act.OPEN:
            words["name"] = "演示某"
        said = Enter(register=register, key=key, act=act, by=SYSTEM, since=since, values=values, words=words)  # type: ignore[arg-type]
        return self._district.door.submit(self._district.id, said, f"q{next(self._numbers)}")

    def opened(self, register: str, key: str = "", **values: object) -> str:
        answer = self.ask(register, key=key, **values)  # type: ignore[arg-type]
        assert isinstance(answer, Accepted), answer
        return answer.number

    def no(
        self, code: str, at: str, register: str, act: Act = Act.OPEN, key: str = "", /, **values: object
    ) -> None:
        """Refused for this alone, in both languages with a way out, beside this field."""
        answer = self.ask(register, act, values.pop("key", key), **values)  # type: ignore[arg-type]
        assert isinstance(answer, Refusal), answer
        [one] = answer.each
        assert dict(one.detail).get("guard", one.code) == code and one.about == at, one
        for language in ("zh", "en"):
            assert one.message(language) and one.hint(language)  # type: ignore[arg-type]


@pytest.fixture
def desk(district: District) -> Desk:
    return Desk(district)


def test_links_of_a_chain_go_in_no_circle_into_no_other_chain_and_say_who_fills_them(desk: Desk) -> None:
    one, other = desk.opened("chains", name="链甲"), desk.opened("chains", name="链乙")
    first = desk.opened("chain-links", name="环节甲", chain=one)
    second = desk.opened("chain-links", name="环节乙", chain=one, after=first)
    desk.no("entry-circle", "after", "chain-links", Act.CHANGE, first, after=second)
    desk.no("entry-circle", "after", "chain-links", Act.CORRECT, first, after=first, reason="试")
    desk.no("same-chain", "after", "chain-links", name="环节丙", chain=other, after=second)
    desk.no("same-chain", "after", "chain-links", name="环节丙", chain=other, also_after=second)
    third = desk.opened("chain-links", name="环节戊", chain=one, also_after=second)
    desk.no("entry-circle", "after", "chain-links", Act.CHANGE, first, also_after=third)
    desk.no("followers-too", "chain", "chain-links", Act.CHANGE, first, chain=other)
    desk.no("present-by-whom", "filled_by", "chain-links", name="环节丁", chain=one, state="present")


def test_shifts_are_kept_in_the_hours_that_they_are_for(desk: Desk) -> None:
    night = "2021-06-01T20:00:00+08:00/2021-06-02T02:00:00+08:00"
    later = "2021-06-02T02:00:00+08:00/2021-06-02T08:00:00+08:00"
    shift = desk.opened("shifts", unit="municipal", required=night)
    for wrong in (later, "2021-05-31T20:00:00+08:00/2021-06-01T21:00:00+08:00",
                  "2021-06-01T20:05:00+08:00/2021-06-03T02:00:00+08:00"):  # fmt: skip
        desk.no("present-near-required", "present", "shifts", Act.CHANGE, shift, present=wrong)
    late = "2021-06-01T20:35:00+08:00/2021-06-02T02:10:00+08:00"
    assert isinstance(desk.ask("shifts", Act.CHANGE, shift, present=late), Accepted)
    desk.no("field-invalid", "required", "shifts", unit="municipal",
            required="2021-06-02T02:00:00+08:00/2021-06-01T20:00:00+08:00")  # fmt: skip
    desk.no("one-night", "required", "shifts", unit="municipal",
            required="2021-06-01T20:00:00+08:00/2021-06-05T20:00:00+08:00")  # fmt: skip
    morning = desk.opened("shifts", unit="municipal", required=later)
    assert isinstance(desk.ask("shifts", Act.CHANGE, shift, relieved_by=morning), Accepted)
    desk.no("relieved-later", "relieved_by", "shifts", Act.CHANGE, morning, relieved_by=desk.opened(
        "shifts", unit="municipal", required=night))  # fmt: skip


RANK = {"name": "综合发展", "issuer": "某部", "scope": "国家级", "year": 2020, "data_year": 2019, "method": "甲"}


def test_one_ranking_has_one_place_for_a_year_and_a_population(desk: Desk) -> None:
    first = desk.opened("rankings", **RANK, population=218, place=56)
    desk.no("entry-alike", "population", "rankings", **RANK, population=218, place=55)
    desk.no("data-first", "data_year", "rankings", **{**RANK, "data_year": 2021}, population=218, place=55)
    other = desk.opened("rankings", **RANK, population=106, place=20)
    desk.no("entry-alike", "population", "rankings", Act.CORRECT, other, population=218, reason="试")
    assert isinstance(desk.ask("rankings", Act.CHANGE, first, since="2021-07-01", state="revoked"), Accepted)
    desk.no("entry-alike", "population", "rankings", **RANK, population=218, place=55)
    assert isinstance(desk.ask("rankings", since="2021-07-01", **RANK, population=218, place=55), Accepted)
    grade = {**RANK, "kind": "assessment", "grade": "好"}
    desk.opened("grades", **grade)
    desk.no("entry-alike", "scope", "grades", **{**grade, "grade": "较好"})
    desk.no("data-first", "data_year", "grades", **{**grade, "data_year": 2022})


def test_dates_that_follow_each_other_do(desk: Desk) -> None:
    law = {"name": "办法", "issuer": "某局", "issued_on": "2021-03-10"}
    desk.no("in-force-later", "in_force_on", "policies", key="甲1号", **law, in_force_on="2021-03-01")
    desk.no("valid-long-enough", "until", "policies", key="甲1号", **law, in_force_on="2021-04-01", until="2021-03-31")
    desk.no("valid-long-enough", "until", "policies", key="甲1号", **law, until="2021-03-01")
    desk.opened("policies", key="甲1号", **law, in_force_on="2021-03-15", until="2026-03-14")
    early = {**law, "issued_on": "2020-01-01"}
    desk.no("replaces-older", "replaces", "policies", key="甲0号", **early, replaces="甲1号")
    desk.opened("policies", key="甲2号", **law, replaces="甲1号")
    desk.no("entry-circle", "replaces", "policies", Act.CHANGE, "甲1号", replaces="甲2号")
    measure = {"name": "人口", "definition": "常住", "value": 1, "unit": "people", "source": "年鉴"}
    desk.no("measured-by-then", "as_of", "measures", **measure, as_of="2026-03-03")
    desk.opened("measures", **measure, as_of="2020-12-31")
    desk.no("entry-alike", "unit", "measures", **measure, as_of="2020-12-31")
    desk.no("time-left", "until", "goals", name="千亿", source="报告", until="2021-05-31")
    desk.no("ends-later", "planned_end", "projects", name="厂房", started_on="2021-02-01",
            planned_end="2021-01-01")  # fmt: skip


def test_a_rate_is_of_no_later_day_than_the_one_it_is_used_for(desk: Desk) -> None:
    abroad = {"name": "外资项目", "currency": "USD", "rate": 65_249, "contracted": 5, "signed_on": "2021-03-01"}
    desk.no("rate-of-that-day", "rate_on", "investments", **abroad, state="contract", rate_on="2021-03-02")
    talks = {"name": "在谈", "currency": "USD", "rate": 65_249}
    desk.no("rate-of-that-day", "rate_on", "investments", **talks, rate_on="2026-03-03")
    desk.opened("investments", **abroad, state="contract", rate_on="2021-02-26")


def test_people_go_with_their_position(desk: Desk) -> None:
    post = desk.opened("positions", name="主管岗", unit="economy", grade="7", places=2)
    who = {"identity": "civil_servant", "position": post}
    desk.no("unit-of-the-position", "unit", "staff", **who, unit="municipal")
    first = desk.opened("staff", **who, unit="economy")
    desk.opened("staff", **who)
    desk.no("place-left", "position", "staff", **who)
    desk.no("places-enough", "places", "positions", Act.CHANGE, post, places=1)
    desk.no("people-of-the-unit", "unit", "positions", Act.CHANGE, post, unit="municipal")
    assert isinstance(desk.ask("staff", Act.CHANGE, first, since="2021-07-01", state="left"), Accepted)
    desk.no("place-left", "position", "staff", **who)
    assert isinstance(desk.ask("staff", since="2021-07-01", **who), Accepted), "from the day on which a place is free"
    lone = desk.opened("positions", name="专员岗", unit="economy", grade="10", reports_to=post)
    desk.no("entry-circle", "reports_to", "positions", Act.CHANGE, post, reports_to=lone)
    desk.opened("staff", identity="civil_servant", position=lone)
    desk.no("place-left", "position", "staff", identity="civil_servant", position=lone)


def test_nothing_ends_while_somebody_still_needs_it(desk: Desk) -> None:
    post = desk.opened("positions", name="主管岗", unit="economy", grade="7")
    holder = desk.opened("staff", identity="civil_servant", position=post, since="2021-08-01")
    answer = desk.ask("positions", Act.END, post, since="2021-07-01")
    assert isinstance(answer, Refusal) and answer.detail["guard"] == "nobody-left-in-it", "somebody comes in August"
    assert answer.message("zh") and answer.hint("en")
    assert isinstance(desk.ask("staff", Act.CHANGE, holder, since="2021-09-01", state="left"), Accepted)
    early = desk.ask("positions", Act.END, post, since="2021-08-20")
    assert isinstance(early, Refusal) and early.detail["day"] == "2021-08-21"
    assert isinstance(desk.ask("positions", Act.END, post, since="2021-08-31"), Accepted)
    chain = desk.opened("chains", name="链")
    link = desk.opened("chain-links", name="环节", chain=chain)
    refused = desk.ask("chains", Act.END, chain, since="2021-07-01")
    assert isinstance(refused, Refusal) and refused.detail["guard"] == "no-link-left"
    assert isinstance(desk.ask("chain-links", Act.END, link, since="2021-07-01"), Accepted)
    assert isinstance(desk.ask("chains", Act.END, chain, since="2021-07-01"), Accepted)

"""The ledger with the real pack, on both engines: pages, filters, burden, many at once, saved views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from bihuan.app import ledger, ledger_views
from bihuan.app.acts import on_case
from bihuan.app.burden import Load, burden
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.ledger_filters import BY, grouped
from bihuan.app.overseeing import Wish, oversee
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

AMEI = Person(account="amei", raiser=True)
LIU = Person(account="liu", posts=(Post(duty="supervisor", unit="committee"),))
DESK = Person(account="zhou", posts=(Post(duty="desk", unit="service-centre"),))
ABOUT = {"unit": "=1+1", "day": "2026-03-02", "range": "…"}
ids = count(1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        for words in ("灯不亮", "路面坑", "噪声"):
            command = Raise(
                case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
                values={"channel": "web", "area": "xiangjiang", "reachable": True}, words={"words": words},
            )  # fmt: skip
            assert isinstance(opened.door.submit(opened.id, command, f"l{next(ids)}"), Accepted)
        yield opened


def test_a_number_that_nobody_knows_is_told(district: District) -> None:
    answers = oversee(district, LIU, [Wish(4, "GZ99999999-000000")], "once")
    assert [one.why is not None for one in answers] == [True]


def test_pages_meet_without_gap(district: District) -> None:
    wanted = ledger.asked(district, {"sort": "number"})
    first, after = ledger.rows(district, LIU, wanted, None, 2)
    rest, end = ledger.rows(district, LIU, wanted, after, 2)
    numbers = [one.number for one in (*first, *rest)]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == 3 and end is None


def test_burden_counts_what_was_dispatched_and_nothing_else(district: District) -> None:
    first = next(iter(ledger.all_rows(district, LIU, ledger.asked(district, {})))).number
    seen = on_case(district, LIU, first)
    assert not isinstance(seen, Refusal)
    for step, values in (("accept", {"category": "street_light"}), ("dispatch", {})):
        command = Take(case=seen.seen.case.id, step=step, by=DESK, values=values)
        assert isinstance(district.door.submit(district.id, command, f"l{next(ids)}"), Accepted)
    found = burden(district, "live", district.door.clock())
    assert not isinstance(found, Refusal)
    level = district.places().units["municipal"].level
    assert found.months == {"2026-03": {level: 1}} and found.loads == (Load("municipal", 1, 0),)
    assert found.late_again == ()


LEI = Person(account="lei", posts=(Post(duty="leader", unit="committee"),))


def numbers(district: District, sent_: Mapping[str, str], person: Person = LIU) -> list[str]:
    return [one.number for one in ledger.all_rows(district, person, ledger.asked(district, sent_))]


def test_a_reason_goes_along_and_one_bad_row_stops_no_other(district: District) -> None:
    one, two, three = numbers(district, {})
    wishes = [Wish(1, one, None, "群众再次来电"), Wish(2, "GZ99999999-000000", None, "x"), Wish(3, two, 3, "约谈"),
              Wish(4, three, 2, "")]  # fmt: skip
    answers = oversee(district, LIU, wishes, "many")
    assert [answer.why is None for answer in answers] == [True, False, False, True]
    assert answers[2].why is not None and "领导" in answers[2].why.zh
    assert oversee(district, LEI, [Wish(1, two, 3, "约谈")], "third")[0].why is None
    said = {}
    for number in (one, two, three):
        seen = on_case(district, LIU, number)
        assert not isinstance(seen, Refusal)
        said[number] = [word.text for word in seen.seen.words if word.name == "reason"]
        if number == two:
            assert seen.seen.case.supervision == 3
    assert said == {one: ["群众再次来电"], two: ["约谈"], three: []}


def dispatched(district: District, number: str, severity: str) -> str:
    seen = on_case(district, LIU, number)
    assert not isinstance(seen, Refusal)
    for step, values in (("accept", {"category": "street_light", "severity": severity}), ("dispatch", {})):
        command = Take(case=seen.seen.case.id, step=step, by=DESK, values=values)
        assert isinstance(district.door.submit(district.id, command, f"l{next(ids)}"), Accepted)
    return seen.seen.case.id


def test_returns_class_and_exemption_narrow_the_ledger(district: District) -> None:
    one, two, _ = numbers(district, {"sort": "number"})
    first, _ = dispatched(district, one, "A"), dispatched(district, two, "C")
    handler = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
    assert numbers(district, {"class": "grave"}) == [one] and numbers(district, {"class": "other"}) == [two]
    wanted = ledger.asked(district, {"class": "grave"})
    row = next(iter(ledger.all_rows(district, LIU, wanted)))
    place = [column.id for column in wanted.columns].index("class")
    assert isinstance(row.values[place], Text) and "A" in str(row.values[place])
    assert numbers(district, {"happened": "case.bounced", "state": "all"}) == []
    back = Take(case=first, step="return", by=handler, words={"reason": "不是我们的路灯"})
    assert isinstance(district.door.submit(district.id, back, f"l{next(ids)}"), Accepted)
    assert numbers(district, {"happened": "case.bounced", "state": "all"}) == [one]
    assert numbers(district, {"happened": "case.ping_pong"}) == [] == numbers(district, {"happened": "exemption"})
    assert ledger.exemptions(district, LIU, "live") == (0, False)
    assert numbers(district, {"happened": "nonsense", "class": "z"}) == numbers(district, {})


SUN = Person(account="sun", posts=(Post(duty="supervisor", unit="committee"),))
FAR = Person(account="far", posts=(Post(duty="supervisor", unit="housing"),))


def test_views_are_ones_own_or_shared_with_ones_unit(district: District) -> None:
    query = ledger_views.query_of({"overdue": "1", "after": "x", "sort": "number", "odd": "1"}, ["unit", "due", "unit"])
    assert query == "overdue=1&sort=number&column=due&column=unit"
    assert not isinstance(ledger_views.save(district, LIU, "v1", "  我的  逾期 ", query, None), Refusal)
    assert not isinstance(ledger_views.save(district, LIU, "v2", "全单位", query, "committee"), Refusal)

    def seen(person: Person) -> list[tuple[str, bool]]:
        return sorted((one.saved.title, one.own) for one in ledger_views.kept(district, person))

    assert seen(LIU) == [("全单位", True), ("我的 逾期", True)]
    assert seen(SUN) == [("全单位", False)] and seen(FAR) == []
    for person in (SUN, FAR):
        assert isinstance(ledger_views.change(district, person, "v2", "抢来的", None), Refusal)
        assert isinstance(ledger_views.drop(district, person, "v2"), Refusal)
    assert isinstance(ledger_views.change(district, LIU, "v1", "x", "housing"), Refusal), "only one's own unit"
    assert isinstance(ledger_views.save(district, FAR, "v9", "x", query, "committee"), Refusal)
    assert ledger_views.change(district, LIU, "v2", "科室", None) is None and seen(SUN) == []
    assert not isinstance(ledger_views.save(district, LIU, "v3", "科室", "sort=due", None), Refusal)
    kept = {one.saved.title: one.saved.query for one in ledger_views.kept(district, LIU)}
    assert kept == {"我的 逾期": query, "科室": "sort=due"}, "the same name is replaced"
    assert ledger_views.drop(district, LIU, "v3") is None and seen(LIU) == [("我的 逾期", True)]


def test_views_have_limits(district: District) -> None:
    for title, query in (("", "a=1"), (" ", "a=1"), ("x" * 41, "a=1"), ("a\0b", "a=1"), ("x", "a=" + "1" * 2_000)):
        assert isinstance(ledger_views.save(district, LIU, "v", title, query, None), Refusal)
    for n in range(ledger_views.VIEWS_MOST):
        assert not isinstance(ledger_views.save(district, LIU, f"v{n}", f"{n}", "", None), Refusal)
    over = ledger_views.save(district, LIU, "more", "more", "", None)
    assert isinstance(over, Refusal) and over.code == "too-many-views"
    assert not isinstance(ledger_views.save(district, LIU, "again", "3", "sort=due", None), Refusal)
    assert len(ledger_views.kept(district, LIU)) == ledger_views.VIEWS_MOST


def test_open_and_ended_cases_come_in_one_order(district: District) -> None:
    """By due time, two at a time, without gap and without any twice; what has ended owes nothing and comes last."""
    command = Take(case=_id(district, numbers(district, {})[0]), step="reject", by=DESK,
                   values={"not_accepted": "concluded"}, words={"answer": "重复"})  # fmt: skip
    done = district.door.submit(district.id, command, f"l{next(ids)}")
    assert isinstance(done, Accepted), done
    wanted, found, after = ledger.asked(district, {"state": "all"}), [], None
    while True:
        page, after = ledger.rows(district, LIU, wanted, after, 2)
        found += [one.number for one in page]
        if after is None:
            break
    assert len(found) == len(set(found)) == 3 and sorted(found) == sorted(numbers(district, {"state": "all"}))
    assert set(found[:2]) == set(numbers(district, {}))
    # What was refused is looked for by the stage it ended in, whatever the form still says of the state.
    refused = on_case(district, LIU, found[2])
    assert not isinstance(refused, Refusal)
    stage = f"{refused.seen.case.programme}/{refused.seen.case.stage}"
    _, groups = grouped(district)["stage"]
    assert stage in [code for group in groups for code, _ in group.options]
    for state in ({}, {"state": "open"}, {"state": "ended"}, {"state": "all"}):
        assert numbers(district, {"stage": stage, **state}) == found[2:]
    assert numbers(district, {"stage": stage, "state": "unended"}) == []


def _id(district: District, number: str) -> str:
    seen = on_case(district, LIU, number)
    assert not isinstance(seen, Refusal)
    return seen.seen.case.id


def test_it_is_narrowed_by_a_stage_of_its_programme_and_by_any_word_the_pack_marks(district: District) -> None:
    """Stages that two programmes call alike are two filters; each word of a marked field finds exactly its cases."""
    offered = grouped(district)
    circle = district.programmes()[0]
    every = [row.number for row in ledger.all_rows(district, LIU, ledger.asked(district, {}))]
    number = every[0]
    found = on_case(district, DESK, number)
    assert not isinstance(found, Refusal)
    triage = next(act.step for act in found.acts if any(taking.field == "severity" for taking in act.step.takes))
    values = {"severity": "A", "category": "street_light", "nature": "assistance", "area": "xiangjiang"}
    taken = {taking.field for taking in triage.takes}
    command = Take(
        case=found.seen.case.id, step=triage.id, by=DESK, values={k: v for k, v in values.items() if k in taken}
    )
    answer = district.door.submit(district.id, command, f"l{next(ids)}")
    assert isinstance(answer, Accepted), answer
    stage = on_case(district, DESK, number).seen.case.stage  # type: ignore[union-attr]

    def numbers(**asked: str) -> list[str]:
        sent = {name.replace("_", "."): value for name, value in asked.items()}
        return [row.number for row in ledger.all_rows(district, LIU, ledger.asked(district, sent))]

    assert numbers(stage=f"{circle.id}/{stage}") == [number] == numbers(stage=stage)
    assert all(numbers(stage=f"{one.id}/{stage}") == [] for one in district.programmes() if one.id != circle.id)
    _, groups = offered[BY + "severity"]
    said = {code: numbers(is_severity=code) for group in groups for code, _ in group.options}
    assert said["A"] == [number] and all(found == [] for code, found in said.items() if code != "A")
    assert sorted(numbers(is_channel="web")) == sorted(every) and numbers(is_channel="web", is_severity="A") == [number]
    assert numbers(is_severity="a' OR 1=1 --") == [] and numbers(is_phone="13800000000") == numbers()

"""The desk's use cases with the real pack: queues, triage, ties, draws, shifts; on both engines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest

from bihuan.app import acts, callers, clusters, desk, draws, shifts, triage
from bihuan.app.clock import VirtualClock
from bihuan.app.desk import Work
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.erasing import Erasure, erase
from bihuan.app.figures import facts_of
from bihuan.app.identity import MATCHED
from bihuan.app.installation import Installation
from bihuan.app.openings import openings_of_case
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.draw import sample
from bihuan.core.indicators import measure
from bihuan.core.refusals import Refusal
from bihuan.store.lists import Filter, list_cases

AMEI = Person(account="amei", raiser=True)
DESK = Person(account="zhou", posts=(Post(duty="desk", unit="service-centre"),))
LATER = Person(account="li", posts=(Post(duty="desk", unit="service-centre"),))
CHEN = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
CHECKER = Person(account="wu", posts=(Post(duty="checker", unit="check-team"),))
LAMP = "香江社区公交站到小区门口的四盏路灯都不亮，晚上接孩子很黑。"
ids = count(1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def raised(district: District, words: str = LAMP, **values: object) -> Accepted:
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
        values={"channel": "web", "area": "xiangjiang", "reachable": True, **values}, words={"words": words},
    )  # type: ignore[arg-type]  # fmt: skip
    answer = district.door.submit(district.id, command, f"r{next(ids)}")
    assert isinstance(answer, Accepted), answer
    return answer


def step(
    district: District, case: str, name: str, by: Person = DESK, outcome: str = "done", **more: object
) -> Accepted:
    command = Take(case=case, step=name, by=by, outcome=outcome, **more)  # type: ignore[arg-type]
    answer = district.door.submit(district.id, command, f"r{next(ids)}")
    assert isinstance(answer, Accepted), (name, answer)
    return answer


def closed(district: District, case: str) -> None:
    step(district, case, "accept", values={"category": "street_light"})
    step(district, case, "dispatch")
    step(district, case, "sign", CHEN)
    step(district, case, "contact", CHEN, "reached")
    step(district, case, "finish", CHEN, values={"closing_condition": "procedure_done"}, words={"result": "已换灯。"})
    step(district, case, "check", CHECKER, "yes")
    step(district, case, "close", words={"answer": "已修好。"})


def counts(district: District) -> dict[Work, int]:
    return {one.work: one.count for one in desk.board(district, DESK).queues if one.count}


def test_a_case_goes_from_queue_to_queue(district: District) -> None:
    case = raised(district).case
    assert counts(district) == {Work.ACCEPT: 1}
    rows, more = desk.waiting(district, DESK, Work.ACCEPT)
    assert [row.words for row in rows] == [LAMP] and more is None
    step(district, case, "accept", values={"category": "street_light"})
    assert counts(district) == {Work.DISPATCH: 1}
    step(district, case, "dispatch")
    assert counts(district) == {}
    step(district, case, "sign", CHEN)
    step(district, case, "ask_extension", CHEN, arguments={"amount": "2 work_day"}, words={"reason": "等配件"})
    assert counts(district) == {Work.DECIDE: 1}
    assert len(desk.waiting(district, DESK, Work.DECIDE)[0]) == 1
    assert len(desk.waiting(district, DESK, None)[0]) == 1


def test_what_is_anothers_is_shown_and_said_to_be(district: District) -> None:
    own = {one.work: one.own for one in desk.board(district, DESK).queues}
    assert own == {work: work not in (Work.ARBITRATE, Work.CALL_BACK) for work in Work}


def test_own_queues_count_what_is_ones_own(district: District) -> None:
    command = Person(account="feng", posts=(Post(duty="command", unit="flood-command"),))
    light = raised(district).case
    step(district, light, "accept", values={"category": "street_light"})
    asked = {one.work: (one.count, one.own) for one in desk.board(district, command).queues}
    assert asked[Work.DISPATCH] == (0, True), "a lamp is not the flood command's to dispatch"
    assert asked[Work.ACCEPT] == (0, False)
    raised(district)
    shown = {one.work: one.count for one in desk.board(district, command).queues}
    assert shown[Work.ACCEPT] == 1, "what others do is counted whole, so that nobody thinks it is lost"
    danger = Raise(
        case="", number="", programme="flood-danger", step="report", by=command,
        values={"area": "xiangjiang", "danger": "road_water"}, words={"words": "路口积水"},
    )  # fmt: skip
    assert isinstance(district.door.submit(district.id, danger, f"r{next(ids)}"), Accepted)
    assert {one.work: one.count for one in desk.board(district, command).queues}[Work.DISPATCH] == 1
    assert len(desk.waiting(district, command, Work.DISPATCH)[0]) == 1
    assert {one.work: one.count for one in desk.board(district, DESK).queues}[Work.DISPATCH] == 1


def test_a_complaint_about_the_unit_that_is_suggested_goes_to_another(district: District) -> None:
    """And the list shows how it began, not where it is."""
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
        values={"channel": "web", "area": "xiangjiang", "accused_unit": "municipal"},
        words={"words": LAMP, "place": "西门"},
    )  # fmt: skip
    raised_ = district.door.submit(district.id, command, f"r{next(ids)}")
    assert isinstance(raised_, Accepted)
    assert [row.words for row in desk.waiting(district, DESK, Work.ACCEPT)[0]] == [LAMP]
    step(district, raised_.case, "accept", values={"category": "street_light"})
    found = acts.on_case(district, DESK, raised_.number)
    assert not isinstance(found, Refusal)
    assert "dispatch" in {one.step.id for one in found.acts}, "the catalogue names the accused; another can be chosen"
    step(district, raised_.case, "dispatch", arguments={"unit": "water"}, words={"reason": "被反映单位回避"})


def test_suggestions_come_with_their_words(district: District) -> None:
    first = raised(district, LAMP)
    second = raised(district, "香江社区小区门口的四盏路灯都不亮，晚上很黑，请修。")
    raised(district, LAMP.replace("小区门口", "润芳园门口"), area="zone")
    seen = acts.on_case(district, DESK, second.number)
    assert not isinstance(seen, Refusal)
    found = triage.triage(district, DESK, seen.seen)
    assert (found.categories[0].code, found.categories[0].because[0]) == ("street_light", "路灯")
    assert [(hint.code, hint.because) for hint in found.areas] == [("xiangjiang", ("香江",))]
    assert [one.line.case.number for one in found.alike] == [first.number]
    assert any("路灯" in piece for piece in found.alike[0].likeness.common)


def test_what_names_neither_place_nor_kind_is_compared_too(district: District) -> None:
    def nowhere(text: str) -> Accepted:
        command = Raise(case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
                        values={"channel": "web"}, words={"words": text})  # fmt: skip
        made = district.door.submit(district.id, command, f"r{next(ids)}")
        assert isinstance(made, Accepted)
        return made

    first, second = nowhere(LAMP), nowhere(LAMP + "请修。")
    seen = acts.on_case(district, DESK, second.number)
    assert not isinstance(seen, Refusal)
    assert [one.line.case.number for one in triage.triage(district, DESK, seen.seen).alike] == [first.number]


def test_a_mis_dispatch_put_right_is_no_return(district: District) -> None:
    case = raised(district).case
    step(district, case, "accept", values={"category": "street_light"})
    step(district, case, "dispatch", arguments={"unit": "water"}, words={"reason": "看错了"})
    seen = acts.on_case(district, DESK, district_number(district, case))
    assert not isinstance(seen, Refusal)
    again = [act for act in seen.acts if act.step.verb.value == "dispatch"]
    assert len(again) == 1 and again[0].routed is not None and again[0].routed.unit == "municipal"
    step(district, case, again[0].step.id)
    number = seen.seen.case.number
    assert returned(district) == ((), (number,))
    step(district, case, "return", CHEN, words={"reason": "不是我们的"})
    assert returned(district) == ((number,), ())


def district_number(district: District, case: str) -> str:
    rows, _ = desk.waiting(district, DESK, None)
    return next(row.line.case.number for row in rows if row.line.case.id == case)


def returned(district: District) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dispatched cases by whether they count as returned."""
    programme = district.programmes()[0]
    indicator = next(one for one in programme.indicators if one.id == "return_rate")
    as_of = district.door.clock() + timedelta(days=400)
    figure = measure(indicator, facts_of(district, programme), population="live", as_of=as_of)
    return figure.numerator, figure.rest


def test_a_cluster_is_answered_together_and_each_has_its_own_event(district: District) -> None:
    cases = [raised(district) for _ in range(3)]
    for other in cases[1:]:
        assert isinstance(clusters.tie(district, DESK, cases[0].number, other.number, f"t{next(ids)}"), Accepted)
    for case in cases[:2]:
        step(district, case.case, "accept", values={"category": "street_light"})
    found = clusters.cluster(district, DESK, cases[2].number)
    assert not isinstance(found, Refusal)
    assert [member.line.case.number for member in found.members] == [case.number for case in cases]
    rejecting = next(one for one in found.steps if one.verb.value == "reject")
    ground = next(iter(district.rules.dictionaries["not-accepted"].entries))
    answer = {"answer": "请向供电部门反映。"}
    given = acts.Filled(step=rejecting.id, values={"not_accepted": ground}, words=answer, arguments={})
    answers = clusters.answer_all(district, DESK, found, {case.case: given for case in cases}, f"t{next(ids)}")
    assert isinstance(answers, dict)
    assert all(isinstance(answer, Accepted) for answer in answers.values()) and len(answers) == 3
    assert counts(district) == {}


def test_ties_need_a_case_that_is_there(district: District) -> None:
    case = raised(district)
    assert isinstance(clusters.tie(district, DESK, case.number, "GZ20260302-999999", "t"), Refusal)
    assert isinstance(clusters.tie(district, DESK, case.number, case.number, "u"), Refusal)


def test_a_draw_is_promised_before_and_can_be_repeated(district: District, installation: Installation) -> None:
    day, clock = district.today(), installation.clock
    assert isinstance(clock, VirtualClock)
    assert isinstance(draws.promise(district, DESK, "ten-minute-circle", day, day, 2), Refusal)
    id_ = draws.promise(district, DESK, "ten-minute-circle", day + timedelta(days=1), day + timedelta(days=3), 2)
    assert isinstance(id_, str)
    assert isinstance(draws.make(district, DESK, id_, "live"), Refusal)
    [promised] = draws.listed(district)
    assert promised.stored.seed is None and not promised.ready and promised.sample == ()
    clock.move_to(clock() + timedelta(days=2))
    numbers = []
    for _ in range(4):
        case = raised(district)
        closed(district, case.case)
        numbers.append(case.number)
    clock.move_to(clock() + timedelta(days=2))
    raised(district)
    made = draws.make(district, DESK, id_, "live")
    assert isinstance(made, draws.DrawView) and made.stored.seed is not None
    assert list(made.stored.population) == sorted(numbers)
    lines = ("bihuan draw 1", district.id, "ten-minute-circle", "2026-03-03", "2026-03-05", "2", made.stored.seed)
    assert hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest() == made.stored.commitment
    assert made.sample == sample(bytes.fromhex(made.stored.seed), numbers, 2)
    with district.door.look(district.id) as (session, ground):
        found = list_cases(session, ground, DESK, district.programmes(), filter_=Filter(numbers=made.sample))
    assert {line.case.number for line in found.lines} == set(made.sample) == set(draws.drawn(district))
    assert draws.make(district, LATER, id_, "live") == made
    assert draws.listed(district) == (made,)
    assert (promised.stored.plan.since, day) == (date(2026, 3, 3), date(2026, 3, 2))


def test_a_shift_is_handed_over_once_with_what_was_open(district: District) -> None:
    case = raised(district)
    assert isinstance(shifts.hand_over(district, DESK, "  "), Refusal)
    assert isinstance(shifts.hand_over(district, DESK, "长" * 4_001), Refusal)
    id_ = shifts.hand_over(district, DESK, "东门那件要盯住。")
    assert isinstance(id_, str)
    shifts.take_over(district, DESK, id_)
    [own] = shifts.shifts(district, DESK)
    assert own.own and own.taken_by is None and own.stored.items == (("accept", case.number),)
    shifts.take_over(district, LATER, id_)
    shifts.take_over(district, CHECKER, id_)
    [taken] = shifts.shifts(district, LATER)
    assert taken.stored.taken_by == "li" and taken.stored.note == "东门那件要盯住。"
    with district.door.readers.lend() as session:
        stored = session._raw.execute("SELECT sealed FROM vault_word WHERE name = 'note'").fetchone()[0]
    assert "东门".encode() not in bytes(stored)


def test_what_a_caller_raised_before_is_opened_for_a_purpose(district: District) -> None:
    phone = {"phone": "138 0000 0001"}
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
        values={"channel": "web", "area": "xiangjiang"}, words={"words": LAMP, **phone},
    )  # fmt: skip
    first = district.door.submit(district.id, command, "first")
    raised(district)
    assert isinstance(first, Accepted)
    purpose = next(iter(callers.known_purposes(district)))
    found = callers.history(district, DESK, "+86 13800000001", purpose, "回电核实")
    assert not isinstance(found, Refusal) and [row.line.case.number for row in found] == [first.number]
    [entry] = openings_of_case(district, first.case)
    assert entry.kind == MATCHED and entry.reason == "回电核实"
    assert callers.history(district, DESK, "13800000002", purpose, "回电核实") == ()
    assert callers.history(district, CHEN, "13800000001", purpose, "想知道是谁") == ()
    for typed, why, reason in (
        ("abc", purpose, "回电核实"),
        ("13800000001", "", "回电核实"),
        ("13800000001", purpose, ""),
    ):
        assert isinstance(callers.history(district, DESK, typed, why, reason), Refusal)
    with district.door.readers.lend() as session:
        assert session._raw.execute("SELECT count(*) FROM caller").fetchone() == (1,)
    who = {"actor": "dpo", "reason": "本人要求", "origin": "test.invalid/log", "photos": None}
    assert isinstance(erase(district, first.number, everything=False, **who), Erasure)  # type: ignore[arg-type]
    assert callers.history(district, DESK, "13800000001", purpose, "回电核实") == ()
    with district.door.readers.lend() as session:
        assert session._raw.execute("SELECT count(*) FROM caller").fetchone() == (0,)


def test_a_unit_that_the_words_name_is_said_before_it_gets_the_matter(district: District) -> None:
    named = triage.units(district, "执法局的人收了东西不给条子")
    assert [(one.code, one.because) for one in named] == [("urban-enforcement", ("执法局",))]
    assert triage.units(district, "路灯不亮，服务中心旁边") == () and triage.units(district, "") == ()

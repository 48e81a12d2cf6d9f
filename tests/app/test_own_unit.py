"""An attack: whoever a complaint is about compares what the pages say before and after it, and with what others see.

On both engines. What must not change is everything that the ledger, the supervisor and the leader are shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from bihuan.app import awaiting, figures, leading, ledger, ledger_sheet
from bihuan.app.behind import behind
from bihuan.app.burden import burden
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.figures import Narrow, Tally
from bihuan.app.installation import Installation
from bihuan.app.reaching import reach_of
from bihuan.core.commands import Person, Post
from bihuan.core.refusals import Refusal
from bihuan.web.show import ledger as show
from tests.app.test_desk import CHEN, step
from tests.app.test_desk import raised as raised_

WATER = Person(account="shui", posts=(Post(duty="handler", unit="water"),))


def person(account: str, unit: str) -> Person:
    return Person(account=account, posts=tuple(Post(duty=duty, unit=unit) for duty in ("supervisor", "leader")))


ACCUSED = person("xu", "panlong-station")
"""Of a station below a street: what is about either is kept from this person."""
OTHER, TOP = person("he", "supervision-office"), person("chen.wei", "committee")
ABOUT = ("panlong-station", "panlong-street")


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """Matters of three months: one with the municipal unit, one that was returned, one that nobody took up."""
    with installation.opened() as opened:
        for n in range(3):
            case = raised_(opened).case
            if n:
                step(opened, case, "accept", values={"category": "street_light", "severity": "C"})
                step(opened, case, "dispatch")
            if n == 2:
                bounced(opened, case, CHEN)
            forward(opened, 30)
        # One that is due after what the complaints owe first: on a page they would stand in between.
        case = raised_(opened).case
        step(opened, case, "accept", values={"category": "street_light", "severity": "C"})
        step(opened, case, "dispatch")
        step(opened, case, "sign", CHEN)
        yield opened


def forward(district: District, days: int) -> None:
    clock = district.door.clock
    assert isinstance(clock, VirtualClock)
    clock.move(timedelta(days=days))
    while district.door.lapse_due(district.id):
        pass


def bounced(district: District, case: str, handler: Person) -> None:
    step(district, case, "return", handler, words={"reason": "不是我们的"})
    step(district, case, "arbitrate", OTHER, outcome="upheld")


def accuse(district: District) -> list[str]:
    """A complaint about the station and one about the street above it: grave, with another unit, returned,
    supervised; and one that only waits at the desk."""
    found = []
    for about in ABOUT:
        case = raised_(district, "派出人员态度很差。", accused_unit=about)
        step(district, case.case, "accept", values={"category": "street_light", "severity": "A"})
        step(district, case.case, "dispatch", arguments={"unit": "water"}, words={"reason": "被反映单位回避"})
        bounced(district, case.case, WATER)
        step(district, case.case, "supervise_1", OTHER)
        found.append(case.number)
    return [*found, raised_(district, "还是他们。", accused_unit=ABOUT[1]).number]


def counted(district: District, who: Person) -> tuple[Tally, ...]:
    found = leading.counted(district, who, "live")
    assert not isinstance(found, Refusal)
    return found


def shown(district: District, who: Person) -> dict[str, Any]:
    """Everything that the three pages, their lists and the sheet say to a person."""
    every = counted(district, who)
    told: dict[str, Any] = {"tiles": show.tiles(every, ledger.exemptions(district, who, "live"), "live")}
    for one in every:
        picture = leading.picture(district, one)
        told[one.programme.id] = one.measures, one.figures, one.cases, one.waiting
        told[f"{one.programme.id}-picture"] = picture.units, picture.months, picture.again, picture.areas
    told["burden"] = burden(district, "live", district.door.clock(), within=reach_of(district, who))
    told["waiting"] = [(one.reason.id, one.count, one.more) for one in awaiting.waiting(district, who, "live")]
    for state in ledger.STATES:
        wanted = ledger.asked(district, {"state": state})
        told[state] = list(ledger.all_rows(district, who, wanted))
        told[f"{state}-sheet"] = cells(district, who, wanted)
        for size in range(1, 6):
            told[f"{state}-pages-{size}"] = pages(district, who, wanted, size)
    return told


def pages(district: District, who: Person, wanted: ledger.Asked, size: int) -> list[Any]:
    """Page by page, with the very places at which the next begins."""
    found, after = [], None
    while True:
        some, after = ledger.rows(district, who, wanted, after, size)
        found.append(([one.number for one in some], after))
        if after is None:
            return found


def cells(district: District, who: Person, wanted: ledger.Asked) -> list[Any]:
    about = {"unit": "…", "day": "2026-03-02", "range": "…"}
    rows = list(ledger.all_rows(district, who, wanted))
    data = ledger_sheet.written(rows, wanted.columns, district.zone, "zh", about, made=district.door.clock())
    return [[one.value for one in row] for row in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def test_nothing_that_the_accused_are_shown_changes(district: District) -> None:
    before, others = shown(district, ACCUSED), shown(district, OTHER)
    numbers = accuse(district)
    after = shown(district, ACCUSED)
    for what, said in before.items():
        assert after[what] == said, what
    changed = shown(district, OTHER)
    told = {what for what, said in others.items() if changed[what] != said}
    assert {"tiles", "ten-minute-circle", "ten-minute-circle-picture", "burden", "all", "open-sheet"} <= told
    assert {one.number for one in changed["all"]} - {one.number for one in others["all"]} == set(numbers)


def test_as_time_goes_on_too(district: District) -> None:
    """Late, and late again: what two people see differs by exactly the matters about the unit of one."""
    numbers = set(accuse(district))
    forward(district, 120)
    mine, all_ = counted(district, ACCUSED)[0], counted(district, OTHER)[0]
    for measure, counts in mine.measures.items():
        listed = {list_: set(figures.numbers(district, all_, measure, list_)) for list_ in ("counted", "rest")}
        assert counts.counted == len(listed["counted"] - numbers), measure
        assert counts.rest == len(listed["rest"] - numbers), measure
    assert all_.measures["case.overdue"].counted > mine.measures["case.overdue"].counted > 0
    units = {one.id: one for one in leading.picture(district, mine).units}
    assert "water" not in units and "municipal" in units
    assert "water" in {one.id for one in leading.picture(district, all_).units}


@pytest.mark.parametrize("who", [ACCUSED, OTHER, TOP], ids=["accused", "other", "top"])
def test_every_opened_list_adds_up_with_its_figure(district: District, who: Person) -> None:
    """Each number of the leader's screen opens into as many lines, none of which is kept from the one who opens it."""
    accuse(district)
    forward(district, 40)
    opened = 0
    for one in counted(district, who):
        every = {**one.measures, **{id_: counts for id_, (_, counts) in one.figures.items()}}
        for measure, counts in every.items():
            parts = {"counted": counts.counted, "rest": counts.rest, "unknown": counts.unknown}
            for list_, n in (parts | {"all": counts.denominator}).items():
                found = behind(district, who, one, measure, list_, Narrow())
                assert len(found.rows) == n and found.after is None, (one.programme.id, measure, list_)
                opened += n
        for load in leading.picture(district, one).units:
            narrow = Narrow(unit=load.id)
            rows = behind(district, who, one, "case.open", "counted", narrow).rows
            assert len(rows) == load.of("case.open").counted, load.id
    assert opened


def test_the_month_is_one_document_for_all(district: District) -> None:
    """Official figures open into nothing and are the same whoever makes the document."""
    accuse(district)
    assert len({reach_of(district, who).official for who in (ACCUSED, OTHER, TOP)}) == 1
    assert reach_of(district, CHEN).official.aside == {"municipal"}, "a part of the district is nobody else's figure"

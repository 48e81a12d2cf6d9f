"""Open, closed, ended: one word for each case, and every list, screen and document means the same by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.app import awaiting, desk, figures, leading, ledger
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.figures import Tally
from bihuan.app.installation import Installation, masters_of
from bihuan.app.monthly_text import Part, Says
from bihuan.app.months import Month
from bihuan.core.commands import Person, Post
from bihuan.core.standing import Standing
from bihuan.core.tally import QUESTIONS
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from bihuan.web.show.leader import TILES as ON_SCREEN
from bihuan.web.show.ledger import TILES
from tests.store.making import make_tables
from tests.web.conftest import KEYS, PACK
from tests.web.lively import Play

SUPERVISOR = Person(account="liu", posts=(Post(duty="supervisor", unit="committee"),))
CHIEF = Person(account="chen", posts=(Post(duty="leader", unit="committee"),))
DESK = Person(account="zhou", posts=(Post(duty="desk", unit="service-centre"),))

QUESTION = {
    Standing.OPEN: "case.open", Standing.UNCONFIRMED: "case.unconfirmed", Standing.CONFIRMED: "case.confirmed",
}  # fmt: skip


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """Ten months with matters at every stage of their way."""
    home = tmp_path_factory.mktemp("standing")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    end = datetime(2026, 5, 29, 8, tzinfo=UTC)
    clock = VirtualClock(end - timedelta(days=300))
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=Path(home / "photos"),
        clock=clock, entropy=SeededEntropy(7),
    )  # fmt: skip
    made.load(pack)
    with made.opened() as opened:
        Play(opened, clock, seed=5, population="live").run(60, end)
        while opened.door.lapse_due(opened.id):
            pass
        yield opened


def told(district: District) -> Mapping[Standing, set[str]]:
    """The numbers of all cases by how far they are, from their facts alone: nothing of `core.standing` is asked."""
    found: dict[Standing, set[str]] = {one: set() for one in Standing}
    for programme in district.programmes():
        for facts in figures.facts_of(district, programme):
            happy = Standing.CONFIRMED if facts.get("satisfied") == "yes" else Standing.UNCONFIRMED
            how = Standing.ENDED if facts["final"] else happy if facts.get("closed") == "yes" else Standing.OPEN
            found[how].add(str(facts["number"]))
    return found


def tallies(district: District) -> list[Tally]:
    found = [figures.tally(district, one, "live", as_of=district.door.clock()) for one in district.programmes()]
    assert all(isinstance(one, Tally) for one in found)
    return found  # type: ignore[return-value]


def listed(district: District, **sent: str) -> list[str]:
    return [row.number for row in ledger.all_rows(district, SUPERVISOR, ledger.asked(district, sent))]


def test_there_are_some_of_each(district: District) -> None:
    assert all(len(numbers) > 1 for numbers in told(district).values())


def test_every_figure_opens_into_exactly_its_cases(district: District) -> None:
    """Every question and every indicator of every programme, and each of its parts."""
    opened = 0
    for found in tallies(district):
        counted = {**found.measures, **{id_: counts for id_, (_, counts) in found.figures.items()}}
        for measure, counts in counted.items():
            parts = {"counted": counts.counted, "rest": counts.rest, "unknown": counts.unknown}
            parts["all"] = counts.denominator
            for list_, n in parts.items():
                numbers = list(figures.numbers(district, found, measure, list_))
                assert len(set(numbers)) == len(numbers) == n, (found.programme.id, measure, list_)
                opened += n
    assert opened > 100


def test_ledger_screen_units_and_document_agree(district: District) -> None:
    cases, every = told(district), tallies(district)
    for how, question in QUESTION.items():
        counted = sum(one.measures[question].counted for one in every)
        numbers = {n for one in every for n in figures.numbers(district, one, question, "counted")}
        assert numbers == cases[how] == set(listed(district, state=how.value)), how
        by_unit = Counter[str]()
        for one in every:
            for load in leading.picture(district, one).units:
                by_unit[load.id] += load.of(question).counted
        led = {row.number for unit in by_unit for row in ledger.all_rows(
            district, SUPERVISOR, ledger.asked(district, {"state": how.value, "unit": unit}))}  # fmt: skip
        assert counted == len(cases[how]) and sum(by_unit.values()) == len(led)
    assert set(listed(district)) == cases[Standing.OPEN]
    assert set(listed(district, state="unended")) == set().union(*(cases[how] for how in QUESTION))
    assert set(listed(district, state="ended")) == cases[Standing.ENDED]
    assert set(listed(district, state="all")) == set().union(*cases.values())
    busiest = max(every, key=lambda one: one.cases)
    said = Says("zh", Month(2026, 5), "live", district.door.clock(), "", whole=True)
    words = said.overview(Part(now=busiest, before=busiest, units=()))
    for question, name in (("case.open", "尚未办结"), ("case.unconfirmed", "已办结未确认")):
        assert f"{name}{busiest.measures[question].counted}件" in words


def test_each_tile_of_the_ledger_opens_the_ledger_of_its_number(district: District) -> None:
    every = tallies(district)
    for question, _, query in TILES:
        sent = dict(one.split("=") for one in query.split("&"))
        counted = sum(one.measures[question].counted for one in every if question in one.measures)
        assert len(listed(district, **sent)) == counted, question
    assert {question for question, _, _ in TILES} == set(ON_SCREEN)
    assert set(QUESTION.values()) < set(QUESTIONS)


def test_the_desk_counts_what_its_lists_hold(district: District) -> None:
    cases, board = told(district), desk.board(district, DESK)
    assert sum(count for _, count in board.areas) == len(cases[Standing.OPEN])
    assert board.unconfirmed == len(cases[Standing.UNCONFIRMED])
    for queue, how in (("all", Standing.OPEN), ("unconfirmed", Standing.UNCONFIRMED)):
        rows, after = desk.waiting(district, DESK, queue, size=200)
        assert after is None and {row.line.case.number for row in rows} == cases[how], queue


def test_overdue_means_the_same_before_and_after_the_counting(district: District) -> None:
    late = awaiting.overdue("live", district.door.clock())
    rows, _ = awaiting.cases(district, CHIEF, late, size=200)
    numbers = {n for one in tallies(district) for n in figures.numbers(district, one, "case.overdue", "counted")}
    assert {row.line.case.number for row in rows} == numbers and numbers

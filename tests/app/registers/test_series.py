"""The zone's own series and goals, from the pack's files through the door to what the public sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.claims import AsOf, from_district
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers import importing
from bihuan.app.registers.reading import known_at
from bihuan.app.registers.series import Standing, standing
from bihuan.app.registers.telling import told, value_of
from bihuan.core.claims import Judged, Verdict
from bihuan.core.commands import SYSTEM
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.core.text import LANGUAGES
from bihuan.web.show.series import standing_view

ENTRIES = Path(__file__).parents[3] / "districts" / "ganzhou-etdz" / "demo" / "entries"
FILES = [ENTRIES / f"{name}.csv" for name in ("grades", "measures", "rankings", "goals")]


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def bring(installation: Installation, district: District) -> None:
    session = installation.session()
    for file in FILES:
        planned = importing.plan(file, district.rules.registers[file.stem])
        assert isinstance(planned, importing.Plan), planned
        refused: list[object] = []
        done = importing.carry(
            planned, district, SYSTEM, session, refuse=refused.append, report=lambda _: None, population="demo"
        )
        assert done.raised and refused == []
    session.close()


def shown(found: Standing) -> dict[str, int]:
    return {form.id: len(many) for form, many in found.series}


def test_files_become_series_and_goals(installation: Installation, district: District) -> None:
    bring(installation, district)
    found = standing(district, "demo", district.today())
    assert shown(found) == {"grades": 1, "measures": 4, "rankings": 2}
    assert shown(standing(district, "live", district.today())) == dict.fromkeys(shown(found), 0)
    [[_, goals]] = found.goals
    assert [one.reached for one in goals] == [False, True, None, None]
    for language in LANGUAGES:
        parts = standing_view(found, language)
        said = [goal.measured for part in parts for goal in part.goals]
        assert said == [True, True, False, False]
        [national] = [line for part in parts for line in part.lines if len(line.rows) == 4]
        assert [row.breaks for row in national.rows] == [False, False, False, True]
        assert "56" in national.rows[2].value and "218" in national.rows[2].value
        assert len(national.dots) == 4 and len(national.strokes) == 1


def test_an_english_page_says_in_english_what_the_register_says_in_it(
    installation: Installation, district: District
) -> None:
    bring(installation, district)
    found = standing(district, "demo", district.today())
    assert not re.search("[\u4e00-\u9fff]", repr(standing_view(found, "en")))
    chinese = repr(standing_view(found, "zh"))
    assert "商务部" in chinese and "Ministry" not in chinese
    # An entry without its English shows what there is.
    form = district.rules.registers["rankings"]
    book = found.book
    field = form.fields["issuer"]
    assert value_of(field, {"issuer": "商务部"}, "en") == "商务部"
    assert told(field, value_of(field, {"issuer": "商务部", "issuer_en": "Ministry"}, "en"), book, "en") == "Ministry"


def test_a_ranking_without_its_population_is_refused(district: District) -> None:
    form = district.rules.registers["rankings"]
    values = {name: 2020 if field.type == "number" else "某项评比" for name, field in form.fields.items()}
    said = {"register": form.id, "key": "", "act": Act.OPEN, "by": SYSTEM, "since": "2021-01-01"}
    without = {name: value for name, value in values.items() if name != "population"}
    answer = district.door.submit(district.id, Enter(values=without, **said), "one")
    assert isinstance(answer, Refusal) and answer.code == "field-missing"
    for language in ("zh", "en"):
        assert form.fields["population"].title.in_(language) in answer.message(language) and answer.hint(language)
    assert not isinstance(district.door.submit(district.id, Enter(values=values, **said), "two"), Refusal)


def test_a_goal_names_one_measure_and_a_rank_is_wanted_in_places(district: District) -> None:
    def opened(register: str, n: str, **values: object) -> object:
        said = {"register": register, "key": "", "act": Act.OPEN, "by": SYSTEM, "since": "2021-07-01"}
        return district.door.submit(district.id, Enter(values=values, **said), n)

    texts = dict.fromkeys(("name", "issuer", "scope", "method"), "某项评比")
    rank = opened("rankings", "r", **texts, year=2020, data_year=2019, population=218, place=56)
    measured = {"definition": "规模以上", "value": 93130, "unit": "yi_yuan", "as_of": "2020-12-31", "source": "公报"}
    measure = opened("measures", "m", name="收入", **measured)
    assert isinstance(rank, Accepted) and isinstance(measure, Accepted)
    goal = {"name": "目标", "source": "规划", "wanted": 5000, "unit": "place", "ranking": rank.number}
    for guard, more in (("one-measure", {"measure": measure.number}), ("ranked-in-places", {"unit": "people"})):
        answer = opened("goals", guard, **goal | more)
        assert isinstance(answer, Refusal) and answer.code == "guard" and answer.detail["guard"] == guard
        assert all(answer.message(language) and answer.hint(language) for language in LANGUAGES)
    assert isinstance(opened("goals", "fine", **goal), Accepted)


TIERS = ([150] * 4, [60] * 2, [30] * 16, [2.6] * 96, [3.96])
"""Contracts of one year, in hundred million yuan."""


def sign(district: District, key: int, hundred_millions: float, **more: object) -> str:
    values = {"name": f"演示项目{key}", "contracted": round(hundred_millions * 10**10), "currency": "CNY"}
    values |= {"signed_on": "2020-06-01"} | more
    said = {"register": "investments", "key": "", "act": Act.OPEN, "by": SYSTEM, "since": "2020-06-01"}
    answer = district.door.submit(district.id, Enter(values=values, **said), f"sign{key}")
    assert isinstance(answer, Accepted), answer
    return answer.number


def judged(district: District) -> dict[str, Judged]:
    found = from_district(district, AsOf(moment=district.door.clock()))
    assert not isinstance(found, Refusal)
    return {one.claim.id: one for one in found[0].judged}


def test_the_register_of_projects_settles_the_tiers(district: District) -> None:
    amounts = [amount for tier in TIERS for amount in tier]
    assert len(amounts) == 119
    keys = [sign(district, n, amount) for n, amount in enumerate(amounts)]
    # A lead has no contract yet; a project of another year is another year's.
    sign(district, 900, 5, signed_on=None)
    sign(district, 901, 5, signed_on="2021-01-04")
    ids = ("signed", "signed_money", "over10", "over50", "over100")
    settled = judged(district)
    assert {settled[id].verdict for id in ids} == {Verdict.CONSISTENT}
    assert not any("yet" in why.en for id in ids for why in settled[id].why)
    said = {"register": "investments", "act": Act.CHANGE, "by": SYSTEM, "since": "2020-06-02"}
    changed = Enter(key=keys[0], values={"contracted": 9 * 10**10}, **said)
    assert isinstance(district.door.submit(district.id, changed, "change"), Accepted)
    found = judged(district)
    fallen = {id for id in ids if found[id].verdict is Verdict.CONFLICT}
    assert fallen == {"signed_money", "over10", "over50", "over100"}


def test_claims_of_a_district_wait_for_its_cases(district: District) -> None:
    found = from_district(district, AsOf(moment=district.door.clock()))
    assert not isinstance(found, Refusal)
    [article] = found
    named = {one.claim.id: one for one in article.judged}
    assert {named[id].verdict for id in ("solved", "signed", "signed_money", "over100")} == {Verdict.CONSISTENT}
    assert any("can't be computed yet" in why.en for why in named["solved"].why)


def test_a_past_day_is_shown_as_it_was_known_then(installation: Installation, district: District) -> None:
    today, yesterday = district.today(), district.today() - timedelta(days=1)
    bring(installation, district)
    then = standing(district, "demo", yesterday, known_at(district, yesterday))
    assert shown(then) == dict.fromkeys(shown(then), 0) and all(not many for _, many in then.goals)
    later = standing(district, "demo", yesterday, known_at(district, today))
    assert shown(later) == shown(standing(district, "demo", today)), "what was entered since about that day"

"""The zone's own funnel and chains, from the pack's files through the door to what people see; guards on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers.demonstrating import fill
from bihuan.app.registers.picking import named, offered
from bihuan.app.registers.pictures import FunnelFound, GraphsFound, Period, funnel_of, graphs_of
from bihuan.app.registers.reading import Seen, one
from bihuan.core.commands import SYSTEM, Person, Post
from bihuan.core.programme import PageKind
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.core.registers.graph import Standing
from bihuan.core.text import LANGUAGES
from bihuan.web.show.funnel import funnel_view
from bihuan.web.show.graph import graphs_view

ENTRIES = Path(__file__).parents[3] / "districts" / "ganzhou-etdz" / "demo" / "entries"
STAFF = Person(account="somebody", posts=(Post(duty="registrar", unit="economy"),))
LATER = date(2021, 1, 1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def having(district: District, kind: PageKind) -> str:
    return next(one.id for one in district.rules.registers.values() if kind in one.pages)


FEW = """\
编号,设立日期,项目名称,投资方,落地企业,产业链,牵头单位,合同投资,到位资金（折人民币）,币种,折人民币汇率,汇率日期,签约日期,状态
ZS-000001,2020-02-01,演示整车扩能项目,演示投资方甲,91990000MA0000001B,CL-000001,economy,12000000000,3000000000,CNY,,,2020-03-18,开工
ZS-000901,2020-04-01,演示电池材料项目,演示投资方乙,91990000MA0000002E,CL-000001,economy,200000000,50000000,USD,6.5249,2020-06-30,2020-06-30,签约
ZS-000903,2020-05-01,演示显示模组项目,演示投资方丙,91990000MA0000003H,CL-000002,economy,5500000000,,CNY,,,2020-08-08,签约
ZS-000902,2020-10-01,演示控制器项目,演示投资方丁,,CL-000001,economy,,,,,,,线索
"""
"""Four projects that one can count by hand, instead of the many that the demonstration makes."""


def few(folder: Path) -> Path:
    """The typed entries of the demonstration, with these projects."""
    for path in ENTRIES.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "investments.csv").write_text(FEW, "utf-8")
    return folder


def test_pages_of_registers(installation: Installation, district: District, tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    session = installation.session()
    fill(district, session, few(entries), lambda name, one: pytest.fail(f"{name}: {one}"))
    session.close()
    what_was_signed_in_a_year_and_how_far_it_came(district)
    what_ended_in_the_register_stays_in_what_it_reached(district)
    a_chain_says_who_leads_it_and_what_is_missing(district)
    each_link_and_who_fills_or_seeks_it_are_of_one_chain(district)
    who_may_not_see_a_register_sees_no_page_of_it(district)
    a_name_is_as_good_as_a_code(district)


def what_was_signed_in_a_year_and_how_far_it_came(district: District) -> None:
    register = having(district, PageKind.FUNNEL)
    year = Period(day=LATER, since=date(2020, 1, 1), until=date(2020, 12, 31))
    found = funnel_of(district, STAFF, register, year, "demo")
    assert isinstance(found, FunnelFound)
    signed = next(bar for bar in found.funnel.bars if bar.stage.id == found.funnel.placed)
    dollars = 200_000_000 * Fraction(65_249, 10_000)
    assert signed.sum is not None
    assert (len(signed.keys), signed.sum.total) == (3, 17_500_000_000 + dollars)
    assert signed.sum.unconverted == 0
    kept, paid = found.funnel.rates
    assert (kept.counted, kept.of) == (1, 3)
    assert paid.unknown == 1 and paid.rate is not None, "no money known is not no money"
    assert isinstance(none := funnel_of(district, STAFF, register, Period(day=date(2019, 1, 1)), "demo"), FunnelFound)
    assert not none.funnel.bars[0].keys
    for language in LANGUAGES:
        view = funnel_view(found, {"show": signed.stage.id}, language)
        assert [entry.key for entry in view.entries] == list(signed.keys)
        assert any("6.5249" in note and "2020-06-30" in note for one in view.entries for *_, note in one.amounts)


def what_ended_in_the_register_stays_in_what_it_reached(district: District) -> None:
    """It was signed, so it is counted among what was signed; it has left, and the page says so."""
    register = having(district, PageKind.FUNNEL)
    year = Period(day=LATER, since=date(2020, 1, 1), until=date(2020, 12, 31))
    before = funnel_of(district, STAFF, register, year, "demo")
    assert isinstance(before, FunnelFound)
    signed = next(bar for bar in before.funnel.bars if bar.stage.id == before.funnel.placed)
    key = signed.here[0] if signed.here else signed.went_on[0]
    ends = Enter(register=register, key=key, act=Act.END, by=SYSTEM, since="2020-12-30")
    assert isinstance(answer := district.door.submit(district.id, ends, "ends"), Accepted), answer
    after = funnel_of(district, STAFF, register, year, "demo")
    assert isinstance(after, FunnelFound)
    for was, bar in zip(before.funnel.bars, after.funnel.bars, strict=True):
        assert (bar.keys, bar.sum) == (was.keys, was.sum), "nothing vanishes"
    [last] = [bar for bar in after.funnel.bars if key in bar.left]
    for language, words in (("zh", "名录里已注销"), ("en", "ended in the register")):
        view = funnel_view(after, {"show": f"{last.stage.id}.left.*"}, language)  # type: ignore[arg-type]
        [listed] = view.entries
        assert listed.key == key and words in listed.why
        [why] = [one for bar in view.bars if bar.id == last.stage.id for one in bar.whys if words in one.title]
        assert why.entries == 1 and why.shown
    early = funnel_of(district, STAFF, register, replace(year, day=date(2020, 12, 30)), "demo")
    assert isinstance(early, FunnelFound) and not any(key in bar.left for bar in early.funnel.bars), "not yet ended"


def a_chain_says_who_leads_it_and_what_is_missing(district: District) -> None:
    found = graphs_of(district, STAFF, having(district, PageKind.GRAPH), LATER, "demo")
    assert isinstance(found, GraphsFound)
    assert [len(graph.gaps) for graph in found.graphs] == [4, 2]
    for language in LANGUAGES:
        _, views = graphs_view(found, language)
        drawn = [(len(view.rows), len(view.lying.boxes), len(view.lying.arrows)) for view in views]
        assert drawn == [(9, 9, 8), (4, 4, 3)], "every link, and an arrow from each that comes before"
        assert all(box.href for view in views for box in (*view.lying.boxes, *view.standing.boxes))
        assert all(len(view.heads) == 2 for view in views), "the post that leads the chain and the firm that does"


def each_link_and_who_fills_or_seeks_it_are_of_one_chain(district: District) -> None:
    found = graphs_of(district, STAFF, having(district, PageKind.GRAPH), LATER, "demo")
    assert isinstance(found, GraphsFound) and found.form.graph is not None
    rules = district.rules.registers
    for graph in found.graphs:
        for node in graph.nodes:
            named = [(found.form.fields[name], node.values.get(name)) for name in found.form.graph.says]
            assert sum(value is not None for _, value in named) == (node.standing is not Standing.MISSING), node.key
            for field, key in named:
                group = found.form.fields[found.form.graph.group].register
                if key is None:
                    continue
                entry = one(district, STAFF, field.register or "", str(key), LATER)
                assert isinstance(entry, Seen)
                chains = [x.id for x in rules[field.register or ""].fields.values() if x.register == group]
                assert [entry.found.values.get(name) for name in chains] == [graph.group], (node.key, key)
            before = [node.values.get(name) for name in found.form.graph.after if node.values.get(name)]
            assert sorted(map(str, before)) == sorted(node.after), "what comes before is of the same chain"


def who_may_not_see_a_register_sees_no_page_of_it(district: District) -> None:
    nobody = Person(account="")
    for kind in (PageKind.FUNNEL, PageKind.GRAPH):
        register = having(district, kind)
        for found in (
            funnel_of(district, nobody, register, Period(day=LATER), "demo"),
            graphs_of(district, nobody, register, LATER, "demo"),
        ):
            assert isinstance(found, Refusal) and found.code == "no-such-register"
    assert isinstance(graphs_of(district, STAFF, having(district, PageKind.FUNNEL), LATER, "demo"), Refusal)


def a_name_is_as_good_as_a_code(district: District) -> None:
    register = having(district, PageKind.FUNNEL)
    field = next(one for one in district.rules.registers[register].fields.values() if one.register and one.id != "unit")
    code, name = offered(district, STAFF, field.register or "")[0]
    for given, meant in ((name, code), (code, code), (name[:2], name[:2]), ("没有这个", "没有这个"), (None, None)):
        assert named(district, STAFF, {field.id: field}, {field.id: given, "x": 1}) == {field.id: meant, "x": 1}
    assert named(district, Person(account=""), {field.id: field}, {field.id: name}) == {field.id: name}


WRONG = (
    ("signed", {"state": "contract", "signed_on": "2020-03-01"}),
    ("intent-first", {"intended_on": "2020-05-01", "signed_on": "2020-04-01"}),
    ("dated-rate", {"currency": "USD", "intended": 5}),
    ("dated-rate", {"currency": "USD", "intended": 5, "rate": 65_249}),
)


def test_fields_that_do_not_go_together_are_refused_in_the_packs_words(district: District) -> None:
    register = having(district, PageKind.FUNNEL)
    form = district.rules.registers[register]

    def asked(act: Act, key: str, since: str, **values: str | int) -> Enter:
        return Enter(register=register, key=key, act=act, by=SYSTEM, since=since, values=values, population="demo")

    for n, (guard, values) in enumerate(WRONG):
        answer = district.door.submit(
            district.id, asked(Act.OPEN, "", "2020-06-01", name="虚构", **values), f"guard-{n}"
        )
        assert isinstance(answer, Refusal) and answer.detail["guard"] == guard
        said = next(one for one in form.guards if one.id == guard)
        for language in LANGUAGES:
            assert answer.message(language) == said.say.in_(language)
            assert answer.hint(language) == said.hint.in_(language)
    fine = {"name": "虚构", "currency": "USD", "rate": 65_249, "rate_on": "2020-12-31", "intended": 5}
    opened = district.door.submit(district.id, asked(Act.OPEN, "", "2020-06-01", **fine), "guard-fine")
    assert isinstance(opened, Accepted)
    later = asked(Act.CHANGE, opened.number, "2020-09-01", intended_on="2020-08-01")
    assert isinstance(district.door.submit(district.id, later, "guard-later"), Accepted)
    before = asked(Act.CHANGE, opened.number, "2020-07-01", signed_on="2020-07-01")
    answer = district.door.submit(district.id, before, "guard-before")
    assert isinstance(answer, Refusal) and answer.detail["day"] == "2020-09-01", "it would break on a later day"

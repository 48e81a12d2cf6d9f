"""Columns of a ledger that a mechanism's pack declares, their sums, and what never becomes one; on both engines."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

import openpyxl
import pytest

from bihuan.app import ledger, ledger_sheet
from bihuan.app.acts import context_of, on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.ledger_back import Preview, preview
from bihuan.app.ledger_columns import COLUMNS, Amount, At, Named
from bihuan.app.ledger_fields import WITHHELD, of_programme
from bihuan.app.ledger_sums import sums
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.core.text import Text
from bihuan.store.lists import Filter, list_cases
from tests.app.test_ledger import ABOUT, AMEI, DESK, LIU

ids = count(1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        for words in ("灯不亮", "路面坑"):
            command = Raise(
                case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
                values={"channel": "web", "area": "xiangjiang", "reachable": True}, words={"words": words},
            )  # fmt: skip
            assert isinstance(opened.door.submit(opened.id, command, f"f{next(ids)}"), Accepted)
        yield opened


SYSTEM = Person(account="system", system=True)
BUREAU = Person(account="hong", posts=(Post(duty="handler", unit="economy"),))
S17 = "investment-progress"
FACTS = ["project", "contracted", "paid", "currency", "rate"]


def reported(district: District, contracted: int, paid: int | None = None) -> str:
    """The code of a project that is in the register, with a report of its contract."""
    said = {"register": "investments", "key": "", "act": Act.OPEN, "by": SYSTEM, "since": "2020-06-01"}
    entry = Enter(values={"name": f"演示项目{contracted}", "unit": "economy"}, **said)  # type: ignore[arg-type]
    opened = district.door.submit(district.id, entry, f"f{next(ids)}")
    assert isinstance(opened, Accepted), opened
    values = {"project": opened.number, "reached": "contract", "reached_on": "2026-03-01", "contracted": contracted,
              "fair": True} | ({} if paid is None else {"paid": paid, "currency": "CNY"})  # fmt: skip
    command = Raise(case="", number="", programme=S17, step="report", by=BUREAU, values=values,
                    words={"words": "凭证只给经办人看"})  # fmt: skip
    answer = district.door.submit(district.id, command, f"f{next(ids)}")
    assert isinstance(answer, Accepted), answer
    return opened.number


def test_of_one_mechanism_its_facts_are_columns_and_its_money_is_added_up(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = reported(district, 120_000_000_050, 3_000), reported(district, 75)
    wanted = ledger.asked(district, {"programme": S17, "sort": "raised"})
    assert not any(one.field for one in ledger.asked(district, {}).offered), "of all mechanisms there are none"
    assert [one.field for one in wanted.columns if one.field] == FACTS
    assert not {"area", "class", "returns"} & {one.id for one in wanted.columns}, "what it can never fill"
    found, more = ledger.rows(district, LIU, wanted)
    named = [dict(zip([one.id for one in wanted.columns], row.values, strict=True)) for row in found]
    [shown] = [one for one in named if one["field.project"] == Named("演示项目120000000050", key)]
    assert shown["field.contracted"] == Amount(120_000_000_050, 2, Text("CNY", "CNY"))
    under = sums(district, LIU, wanted, found, whole=more is None)
    assert under is not None and (under.cases, under.all) == (2, True)
    assert {(one.title.en, one.unit.en, one.text, one.cases) for one in under.sums} == {
        ("Contracted", "CNY", "1,200,000,001.25", 2), ("This payment", "CNY", "30.00", 1)
    }  # fmt: skip
    assert sums(district, LIU, wanted, found[:1], whole=False) == under, "a page tells the sum of all pages"
    monkeypatch.setattr("bihuan.app.ledger_sums.SUMMED_MOST", 1)
    monkeypatch.setattr("bihuan.app.ledger_sums.PAGE", 1)
    part = sums(district, LIU, wanted, found[:1], whole=False)
    assert part is not None and (part.cases, part.all) == (1, False), "or says that it is of this page"
    assert sums(district, LIU, ledger.asked(district, {}), (), whole=True) is None

    made = district.door.clock()
    rows = ledger.all_rows(district, LIU, wanted, made)
    data = ledger_sheet.written(rows, wanted.columns, district.zone, "zh", ABOUT, made=made, programme=S17)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    told = [{str(head.value): cell for head, cell in zip(sheet[3], sheet[n], strict=True)} for n in (4, 5)]
    [row] = [one for one in told if one["哪个项目"].value == f"演示项目120000000050（{key}）"]
    assert row["合同投资"].value == 1_200_000_000.5
    assert row["合同投资"].number_format == '#,##0.00" CNY"'
    back = preview(district, LIU, data)
    assert isinstance(back, Preview) and not back.wrong, "the file with these columns comes back"


def test_ticks_of_another_mechanism_do_not_hide_the_facts_of_this_one(district: District) -> None:
    def fields(sent: Mapping[str, str]) -> set[str]:
        return {one.field for one in ledger.asked(district, sent, ("due", "field.nature")).columns if one.field}

    usual = set(FACTS)
    assert fields({"programme": S17, "of": "all"}) == usual == fields({"programme": S17, "of": "ten-minute-circle"})
    assert fields({"programme": S17, "of": S17}) == set() == fields({"programme": S17}), "nobody ticked one"


def test_heads_are_apart_and_nothing_private_is_a_column(district: District) -> None:
    """Also what is only planted here: a typed field of identity, and one that only an older edition calls private."""
    for programme in district.programmes():
        said = [one.title for one in (*COLUMNS, *of_programme(district, programme))]
        assert len({one.zh for one in said}) == len(said) == len({one.en for one in said})
        fields = [programme.fields[one.field] for one in of_programme(district, programme)]
        assert not any(one.private or one.masked for one in fields)
    s17 = next(one for one in district.programmes() if one.id == S17)
    hidden = replace(s17, fields={**s17.fields, "paid": replace(s17.fields["paid"], identity=True)})
    assert "paid" not in {one.field for one in of_programme(district, hidden)}
    reported(district, 75, 424_242)
    with district.door.look(district.id) as (session, ground):
        [line] = list_cases(session, ground, LIU, district.programmes(), filter_=Filter(programme=S17)).lines
    [paid] = [one for one in of_programme(district, s17) if one.field == "paid"]
    at = At(line, s17, context_of(district), district.door.clock())
    assert isinstance(paid.value(at), Amount) and paid.value(replace(at, programme=hidden)) is None
    every = tuple(f"field.{name}" for name in s17.fields)
    wanted = ledger.asked(district, {"programme": S17}, every)
    assert not {"field.words"} & {one.id for one in wanted.columns}
    assert all("凭证只给" not in str(row.values) for row in ledger.all_rows(district, LIU, wanted))


def test_of_a_confidential_case_nothing_of_its_pack_is_shown(district: District) -> None:
    circle = district.programmes()[0].id
    secret = next(code for code, one in district.rules.dictionaries["nature"].entries.items() if one.confidential)
    wanted = ledger.asked(district, {"programme": circle}, ("field.nature", "field.channel"))
    before = {row.number: row.values for row in ledger.all_rows(district, LIU, wanted)}
    number = next(iter(before))
    seen = on_case(district, LIU, number)
    assert not isinstance(seen, Refusal)
    assert all(WITHHELD not in values for values in before.values())
    values = {"category": "street_light", "nature": secret}
    command = Take(case=seen.seen.case.id, step="accept", by=DESK, values=values)
    answer = district.door.submit(district.id, command, f"f{next(ids)}")
    assert isinstance(answer, Accepted), answer
    after = {row.number: row.values for row in ledger.all_rows(district, LIU, wanted)}
    assert after[number] == (number, WITHHELD, WITHHELD) and any(WITHHELD not in values for values in after.values())

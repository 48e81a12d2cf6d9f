"""Flood duty and the registers it works with: a planned shift is manned once, what is taken out leaves the stock."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers.reading import Page, Seen, Wanted, one, page
from bihuan.app.turns import by_day, by_unit, turns
from bihuan.app.turns_sheet import sheet
from bihuan.core.commands import SYSTEM, Person, Post, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.core.text import Text
from bihuan.store import registers

COMMAND = Person(account="lai", posts=(Post(duty="command", unit="flood-command"),))
STREET = "huangjinling-street"
TEAM = Person(account="team", posts=(Post(duty="handler", unit=STREET),))
TIMES = "2026-03-02T20:00:00+08:00/2026-03-03T02:00:00+08:00"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        session = opened.door.database.connect()
        made = registers.Registers(
            accounts=[
                registers.Account(id=who.account, title=Text(who.account, who.account)) for who in (COMMAND, TEAM)
            ],
            posts=[
                registers.DatedPost(account=who.account, post=who.posts[0], since=opened.today())
                for who in (COMMAND, TEAM)
            ],
        )
        with session.transaction():
            registers.put(session, opened.id, made)
        session.close()
        yield opened


def opened(district: District, register: str, **values: Scalar) -> str:
    asked = Enter(register=register, key="", act=Act.OPEN, by=SYSTEM, since="2026-03-01", values=values)
    answer = district.door.submit(district.id, asked, f"open-{register}-{values.get('state')!a}-{values.get('name')!a}")
    assert isinstance(answer, Accepted), answer
    return answer.number


def value(district: District, register: str, key: str, name: str) -> Scalar:
    person = Person(account="keeper", posts=(Post(duty="registrar", unit="economy"),))
    seen = one(district, person, register, key, district.today())
    assert isinstance(seen, Seen)
    return seen.found.values.get(name)


def raised(district: District, programme: str, step: str, tag: str, **values: Scalar) -> Accepted | Refusal:
    command = Raise(case="", number="", programme=programme, step=step, by=COMMAND, values=values)
    return district.door.submit(district.id, command, f"raise-{tag}")


def took(district: District, who: Person, case: Accepted | Refusal, step: str, **more: object) -> Accepted | Refusal:
    assert isinstance(case, Accepted), case
    command = Take(case=case.case, step=step, by=who, **more)  # type: ignore[arg-type]
    return district.door.submit(district.id, command, f"{case.case}-{step}-{district.door.clock().isoformat()}")


def test_a_shift_of_the_register_is_manned_once_and_says_who_was_there(
    installation: Installation, district: District
) -> None:
    shift = opened(district, "shifts", unit=STREET, required=TIMES)
    wanted: dict[str, Scalar] = {"post": "城南", "area": "huangjinling", "shift": shift}
    wrong = raised(district, "flood-shift", "plan", "wrong", **wanted, required=TIMES.replace("T20", "T21"))
    assert isinstance(wrong, Refusal) and wrong.detail["guard"] == "as-planned"
    case = raised(district, "flood-shift", "plan", "right", **wanted, required=TIMES)
    again = raised(district, "flood-shift", "plan", "again", **wanted, required=TIMES)
    assert isinstance(again, Refusal) and again.code == "reserved"
    assert isinstance(took(district, COMMAND, case, "give", arguments={"unit": STREET}), Accepted)
    installation.clock.move(timedelta(hours=11, minutes=5))  # type: ignore[attr-defined]
    assert isinstance(done := took(district, TEAM, case, "sign_in"), Accepted), done
    assert value(district, "shifts", shift, "state") == "on_duty"
    assert value(district, "shifts", shift, "account") == TEAM.account, "who is there is who signed in, never typed"
    installation.clock.move(timedelta(hours=5, minutes=58))  # type: ignore[attr-defined]
    words = {"handover": "水位正常", "reason": "晚到五分钟"}
    assert isinstance(done := took(district, TEAM, case, "hand_over", words=words), Accepted), done
    assert value(district, "shifts", shift, "state") == "done"
    assert value(district, "shifts", shift, "present") == "2026-03-02T12:05:00+00:00/2026-03-02T18:03:00+00:00"
    nobody = Enter(register="shifts", key="", act=Act.OPEN, by=SYSTEM, since="2026-03-01",
                   values={"unit": STREET, "required": TIMES, "state": "done"})  # fmt: skip
    refused = district.door.submit(district.id, nobody, "nobody")
    assert isinstance(refused, Refusal) and refused.detail["guard"] == "somebody-came"
    assert "没有人到过岗" in refused.message("zh") and "补岗" in refused.hint("zh")
    assert "Nobody was there" in refused.message("en") and "fill in" in refused.hint("en")
    free = raised(district, "flood-shift", "plan", "free", post="城北", area="huangjinling", required=TIMES)
    assert isinstance(free, Accepted), "a shift that no register knows is still a shift"


def test_a_shift_that_nobody_took_ends_and_stays_unmanned(installation: Installation, district: District) -> None:
    shift = opened(district, "shifts", unit=STREET, required=TIMES)
    wanted: dict[str, Scalar] = {"post": "城南", "area": "huangjinling", "shift": shift, "required": TIMES}
    case = raised(district, "flood-shift", "plan", "missed", **wanted)
    assert isinstance(took(district, COMMAND, case, "give", arguments={"unit": STREET}), Accepted)
    installation.clock.move(timedelta(hours=14))  # type: ignore[attr-defined]
    [(_, lapsed)] = district.door.lapse_due(district.id)
    assert isinstance(lapsed, Accepted) and value(district, "shifts", shift, "state") == "unmanned"
    [programme] = [one for one in district.programmes() if one.id == "flood-shift"]
    [turn] = turns(district, COMMAND, programme)
    assert turn.gap > 0
    refused = took(district, COMMAND, case, "cancel")
    assert isinstance(refused, Refusal) and refused.code == "wrong-stage"
    ended = took(district, COMMAND, case, "unfilled", words={"reason": "路断，派不进人"})
    assert isinstance(ended, Accepted), ended
    assert value(district, "shifts", shift, "state") == "unmanned", "what was missed stays in the register"
    assert [one.gap for one in turns(district, COMMAND, programme)] == [turn.gap], "and on the roster"


def test_a_season_is_complete_however_many_turns_it_has(
    installation: Installation, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven days with one turn each that nobody took, read two at a time: none is lost, and the days add up."""
    monkeypatch.setattr("bihuan.store.paging.PAGE_MOST", 2)
    for day in range(3, 10):
        times = f"2026-03-{day:02}T20:00:00+08:00/2026-03-{day + 1:02}T02:00:00+08:00"
        made = raised(district, "flood-shift", "plan", f"day-{day}", post="城南", area="huangjinling", required=times)
        assert isinstance(took(district, COMMAND, made, "give", arguments={"unit": STREET}), Accepted)
    installation.clock.move(timedelta(days=20))  # type: ignore[attr-defined]
    district.door.lapse_due(district.id)
    [programme] = [one for one in district.programmes() if one.id == "flood-shift"]
    season = turns(district, COMMAND, programme, (date(2026, 3, 1), date(2026, 3, 31)))
    assert [one.on.day for one in by_day(season, district.zone)] == [9, 8, 7, 6, 5, 4, 3]
    assert {one.gap for one in by_day(season, district.zone)} == {360} and len(season) == 7
    week = turns(district, COMMAND, programme, (date(2026, 3, 4), date(2026, 3, 5)))
    assert [(one.turns, one.unmanned, one.gap) for one in by_day(week, district.zone)] == [(1, 1, 360)] * 2
    now = district.door.clock()
    [share] = by_unit(season, now)
    assert (share.unit, share.turns, share.required, share.present, share.gap, share.nobody) == (
        STREET, 7, 7 * 360, 0, 7 * 360, 7,
    )  # fmt: skip
    file = openpyxl.load_workbook(io.BytesIO(sheet(season, district.places().units, district.zone, now, "zh")))
    sums, each = ([[cell.value for cell in row] for row in page.iter_rows()] for page in file.worksheets)
    assert sums[1][1:] == [7, 7 * 360, 0, 7 * 360, 7]
    assert len(each) == 1 + 7 and sum(row[-1] for row in each[1:]) == 7 * 360
    assert turns(district, COMMAND, programme) == (), "the screen of now shows nothing that is long over"


OWN: dict[str, tuple[dict[str, Scalar], dict[str, Scalar]]] = {
    "investments": ({"name": "电池壳体", "unit": STREET}, {"paid_in": 100, "state": "talks"}),
    "shifts": ({"unit": STREET, "required": TIMES}, {"present": TIMES, "account": "team", "state": "on_duty"}),
    "hazard-points": (
        {"name": "低洼段", "kind": "flooding", "area": "huangjinling", "keeper": STREET},
        {"state": "cleared", "cleared_on": "2026-03-02"},
    ),
    "materials": ({"name": "支架", "keeper": STREET, "stock": 10, "measure": "套"}, {"stock": 12}),
}
"""Register → an entry of the unit's own, and what only a step or the registrar may say of it."""


def test_no_unit_writes_its_own_proof(district: District) -> None:
    for register, (entry, proof) in OWN.items():
        key = opened(district, register, **entry)
        for name, said in proof.items():
            asked = Enter(register=register, key=key, act=Act.CHANGE, by=TEAM, since="2026-03-02", values={name: said})
            refused = district.door.submit(district.id, asked, f"{register}-{name}")
            assert isinstance(refused, Refusal) and refused.code == "field-not-yours", (register, name, refused)


def guarded(district: District) -> Accepted:
    """A danger that the team guards."""
    command = Raise(
        case="", number="", programme="flood-danger", step="report", by=COMMAND,
        values={"area": "huangjinling", "danger": "road_water"}, words={"words": "积水"},
    )  # fmt: skip
    case = district.door.submit(district.id, command, "raise-danger")
    near = took(district, COMMAND, case, "send", arguments={"unit": STREET}, words={"reason": "就近"})
    assert isinstance(near, Accepted) and isinstance(case, Accepted)
    photo = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
    sign = Take(case=case.case, step="guard", by=TEAM)
    assert isinstance(done := district.door.submit(district.id, sign, "guard", photos=[photo]), Accepted), done
    return case


def moved(district: District, case: Accepted, step: str, tag: str, **values: Scalar) -> str:
    """What a movement of materials led to: nothing to say, or the condition that refused it."""
    who, words = (TEAM, {}) if step != "write_off" else (COMMAND, {"reason": "冲走，有照片"})
    asked = Take(case=case.case, step=step, by=who, values=values, words=words)
    done = district.door.submit(district.id, asked, tag)
    assert isinstance(done, Accepted) or (done.hint("zh") and done.hint("en")), done
    return "" if isinstance(done, Accepted) else str(done.detail["guard"])


def test_what_is_taken_out_leaves_the_stock_and_comes_back(district: District) -> None:
    store = opened(district, "materials", name="支架", kind="stand", keeper="municipal", stock=10, measure="套")
    pumps = opened(district, "materials", name="水泵", kind="pump", keeper="municipal", stock=5, measure="台")
    case = guarded(district)
    assert moved(district, case, "take_out", "much", stands=11, stands_from=store) == "in-stock"
    assert moved(district, case, "take_out", "nowhere", stands=4) == "in-stock", "out of no store goes nothing"
    assert moved(district, case, "take_out", "out", stands=4, stands_from=store) == ""
    assert value(district, "materials", store, "stock") == 6
    assert moved(district, case, "take_out", "pumps", pumps=2, pumps_from=pumps) == ""
    assert value(district, "materials", pumps, "stock") == 3
    assert value(district, "materials", store, "stock") == 6, "what went out before does not go out again"
    assert moved(district, case, "bring_back", "back", stands=3, condition="sound") == ""
    assert value(district, "materials", store, "stock") == 9
    assert moved(district, case, "bring_back", "two", stands=2, condition="sound") == "not-more-than-out"
    assert value(district, "materials", store, "stock") == 9, "one is still out"


def test_how_it_comes_back_is_in_the_register_and_where_to_stays(district: District) -> None:
    store = opened(district, "materials", name="支架", kind="stand", keeper="municipal", stock=10, measure="套")
    other = opened(district, "materials", name="支架二", kind="stand", keeper="municipal", stock=10, measure="套")
    nameless = opened(district, "materials", name="支架三", keeper="municipal", stock=10, measure="套")
    case = guarded(district)

    def held() -> list[Scalar]:
        return [
            value(district, "materials", store, name) for name in ("stock", "worn", "broken", "lost", "written_off")
        ]

    assert moved(district, case, "take_out", "kind", pumps=1, pumps_from=store) == "right-kind"
    assert moved(district, case, "take_out", "unknown", stands=1, stands_from=nameless) == "right-kind"
    assert moved(district, case, "take_out", "out", stands=6, stands_from=store) == ""
    assert moved(district, case, "take_out", "other", stands=1, stands_from=other) == "same-store"
    assert moved(district, case, "bring_back", "worn", stands=3, condition="worn") == ""
    assert held() == [7, 3, None, None, None]
    assert moved(district, case, "bring_back", "broken", stands=2, condition="broken") == ""
    assert moved(district, case, "bring_back", "lost", stands=1, condition="lost") == ""
    assert held() == [7, 3, 2, 1, None], "what is broken or lost is no stock"
    assert moved(district, case, "take_out", "owing", stands=1, stands_from=other) == "same-store"
    assert moved(district, case, "write_off", "much", stands=2, condition="lost") == "waits-for-it"
    assert moved(district, case, "write_off", "sound", stands=1, condition="sound") == "waits-for-it"
    assert moved(district, case, "write_off", "two", stands=2, condition="broken") == ""
    assert moved(district, case, "write_off", "one", stands=1, condition="lost") == ""
    assert held() == [7, 3, 0, 0, 3]
    assert moved(district, case, "take_out", "even", stands=1, stands_from=other) == "", "the account is even"
    assert value(district, "materials", other, "stock") == 9


def test_a_right_over_the_own_entries_narrows_no_list_of_all(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is found by a masked value would tell it of entries whose value the person may not see."""
    form = district.rules.registers["shifts"]
    name, held = "required", {one: replace(right, sees=right.sees | {"required"}) for one, right in form.rights.items()}
    fields = {**form.fields, name: replace(form.fields[name], masked=True)}
    monkeypatch.setitem(district.rules.registers, "shifts", replace(form, fields=fields, rights=held))  # type: ignore[arg-type]
    theirs = opened(district, "shifts", unit="municipal", required=TIMES)
    narrowed = Wanted(register="shifts", day=district.today(), holding={name: TIMES.replace("T20", "T19")})
    found = page(district, TEAM, narrowed)
    assert isinstance(found, Page) and [one.found.key for one in found.entries] == [theirs], "the filter is left out"
    assert all(name not in one.found.values for one in found.entries)
    searched = page(district, TEAM, replace(narrowed, holding={}, search=TIMES[:10]))
    assert isinstance(searched, Page) and searched.entries == () and searched.total == 0

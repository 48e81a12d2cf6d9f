"""What was exported imports to the same register: every register of the real pack, with invented entries."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from bihuan.app.claims import AsOf, from_district
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers import demonstrating, entering, importing, reading, sheet
from bihuan.app.registers.demonstrating import in_order
from bihuan.app.registers.pictures import FunnelFound, GraphsFound, Period, funnel_of, graphs_of
from bihuan.app.registers.rows import plain
from bihuan.app.registers.series import standing
from bihuan.core.commands import SYSTEM, Person, Post
from bihuan.core.refusals import Refusal
from bihuan.core.registers import STATE, Act, Enter, Register
from bihuan.core.text import LANGUAGES
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from bihuan.web.show import registers as show
from bihuan.web.show.funnel import funnel_view
from bihuan.web.show.graph import graphs_view
from tests.app.conftest import PACK, installed
from tests.app.registers.filling import FIRST, opening, value_of
from tests.app.registers.renamed import renamed

TOGETHER = frozenset({"guard", "field-needed", "entry-alike", "entry-circle"})
"""Refusals of what does not go together, though each field by itself is right."""
DAY = FIRST + timedelta(days=1500)


@pytest.fixture
def both(tmp_path: Path, empty_tables: Path, pack: Pack) -> Iterator[tuple[Installation, Installation]]:
    """Two installations of one pack, each with nothing in it."""
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "app.sqlite3").write_bytes(empty_tables.read_bytes())
        made.append(installed(Database("sqlite", str(folder / "app.sqlite3")), folder, pack))
    yield made[0], made[1]


def drawn(
    form: Register, district: District, known: dict[str, list[str]], dice: Random, request: str, by: Person = SYSTEM
) -> tuple[Enter, Accepted | Refusal]:
    """An entry that goes in; where guards say which fields go together, drawn again until they do."""
    for draw in range(500):
        asked = opening(form, district, known, dice, by)
        answer = district.door.submit(district.id, asked, f"{request}-{draw}")
        if not (isinstance(answer, Refusal) and answer.code in TOGETHER):
            break
    return asked, answer


def fill(district: District, dice: Random, entries: int) -> None:
    known: dict[str, list[str]] = {}
    for form in in_order(district.rules.registers.values()):
        for n in range(entries):
            asked, answer = drawn(form, district, known, dice, f"{form.id}{n}")
            assert isinstance(answer, Accepted), (form.id, answer, asked)
            key = answer.number
            known.setdefault(form.id, []).append(key)
            field = dice.choice([one for one in form.fields.values() if not one.private])
            changed = (FIRST + timedelta(days=400)).isoformat()
            value = value_of(field, district, {}, dice)
            if value is not None:
                said = {"register": form.id, "key": key, "since": changed, "values": {field.id: value}}
                district.door.submit(district.id, Enter(act=Act.CHANGE, by=SYSTEM, **said), f"{form.id}{n}c")
        ended = Enter(register=form.id, key=known[form.id][-1], act=Act.END, by=SYSTEM, since="2023-01-01")
        assert isinstance(district.door.submit(district.id, ended, f"{form.id}e"), Accepted)
        known[form.id].pop()


def exported(district: District, form: Register) -> bytes:
    data = sheet.exported(district, SYSTEM, form.id, DAY, "zh")
    assert isinstance(data, bytes)
    return data


def cells(data: bytes) -> list[list[object]]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    without = rows[0].index(sheet.SHOWN.in_("zh"))  # How many facts an entry has is told, and differs.
    rows = [row[:without] + row[without + 1 :] for row in rows]
    return [[plain(one) if isinstance(one, str) else one for one in row] for row in rows]


def imported(path: Path, form: Register, district: District, installation: Installation) -> importing.Progress:
    planned = importing.plan(path, form)
    assert isinstance(planned, importing.Plan), [one.message("en") for one in planned]
    refused: list[str] = []
    session = installation.session()
    try:
        done = importing.carry(
            planned, district, SYSTEM, session, refuse=lambda row: refused.append(row.message_en), report=lambda _: None
        )
    finally:
        session.close()
    assert refused == []
    return done


@pytest.mark.parametrize("seed", [1])
def test_every_register_goes_out_and_in_again(
    seed: int, both: tuple[Installation, Installation], tmp_path: Path
) -> None:
    with both[0].opened() as one, both[1].opened() as other:
        fill(one, Random(seed), 6)
        for form in in_order(one.rules.registers.values()):
            path = tmp_path / f"{form.id}.xlsx"
            path.write_bytes(exported(one, form))
            same = imported(path, form, one, both[0])
            assert (same.raised, same.repeated) == (0, 6), form.id
            fresh = imported(path, form, other, both[1])
            assert fresh.raised == 6
            assert cells(exported(other, form)) == cells(exported(one, form)), form.id
            assert cells(path.read_bytes()) == cells(exported(one, form))


def test_a_day_in_the_past_shows_what_held_then(both: tuple[Installation, Installation]) -> None:
    with both[0].opened() as district:
        fill(district, Random(5), 3)
        for form in in_order(district.rules.registers.values()):
            early = reading.page(district, SYSTEM, reading.Wanted(register=form.id, day=FIRST - timedelta(days=1)))
            late = reading.page(district, SYSTEM, reading.Wanted(register=form.id, day=DAY))
            assert isinstance(early, reading.Page) and isinstance(late, reading.Page)
            assert (early.total, late.total) == (0, 2), "one has ended, and none had begun"
            if form.states:
                assert all(STATE in seen.found.values for seen in late.entries)


def test_the_demonstration_of_the_pack_goes_in_whole(both: tuple[Installation, Installation]) -> None:
    wrong: list[str] = []
    session = both[0].session()
    with both[0].opened() as district:
        folder = PACK / "demo" / "entries"
        entered = demonstrating.fill(district, session, folder, lambda id, row: wrong.append(f"{id} {row.message_en}"))
        assert wrong == []
        counted = {form.id: count for form, count in reading.registers(district, SYSTEM)}
        assert set(counted) == set(district.rules.registers) and all(counted.values()), "every register shows something"
        assert entered == sum(counted.values())
    session.close()


def test_what_is_typed_belongs_to_the_population_of_the_site(both: tuple[Installation, Installation]) -> None:
    """In a demonstration visitors' entries are made up too, and stand on its faces."""
    officer = Person(account="ma", posts=(Post(duty="registrar", unit="economy"),))
    texts = {"name": "演示基金", "size": "100", "currency": "CNY", "registered_on": "2021-01-01"}
    with both[0].opened() as district:
        form = district.rules.registers["funds"]
        typed = entering.Typed(population="demo", act=Act.OPEN, key="", since="2021-01-01", texts=texts)
        book = reading.book(district, form, (), DAY)
        answer = entering.enter(district, officer, form, typed, "typed", book)
        assert isinstance(answer, Accepted)
        seen = reading.one(district, officer, form.id, answer.number, DAY)
        assert isinstance(seen, reading.Seen) and seen.found.population == "demo"


def test_every_name_of_a_register_may_be_another(both: tuple[Installation, Installation], tmp_path: Path) -> None:
    """No code knows a register, a field, a state or a right by its name: renamed, all of it runs."""
    with both[0].opened() as plain:
        rules = replace(plain.rules, registers=renamed(plain.rules.registers))
        plain.door.renew(plain.id, rules)
        district = replace(plain, rules=rules)
        fill(district, Random(4), 3)
        for form in in_order(rules.registers.values()):
            path = tmp_path / f"{form.id}.xlsx"
            path.write_bytes(exported(district, form))
            assert (imported(path, form, district, both[0]).repeated) == 3
            page = reading.page(district, SYSTEM, reading.Wanted(register=form.id, day=DAY))
            assert isinstance(page, reading.Page) and page.total == 2
            shown = show.table(page, (), reading.book(district, form, page.entries, DAY), "zh")
            assert len(shown["rows"]) == 2 and shown["heads"]
        judged = from_district(district, AsOf(moment=plain.door.clock(), day=DAY))
        assert isinstance(judged, tuple)
        assert sum(len(one.judged) for one in judged if one.register is not None) == 2, "figures, too"


def pictures(district: District) -> list[object]:
    """What funnels, graphs, series and goals count, each page made of them in both languages; no name of a pack."""
    found: list[object] = []
    for form in district.rules.registers.values():
        if form.funnel is not None:
            funnel = funnel_of(district, SYSTEM, form.id, Period(day=DAY), "live")
            assert isinstance(funnel, FunnelFound)
            assert all(len(funnel_view(funnel, {}, one).bars) == len(form.funnel.stages) for one in LANGUAGES)
            counted = funnel.funnel
            found += [(bar.keys, bar.sum) for bar in counted.bars] + list(counted.tiers) + [counted.uncounted]
            found += [(rate.counted, rate.of, rate.unknown) for rate in counted.rates]
        if form.graph is not None:
            graphs = graphs_of(district, SYSTEM, form.id, DAY, "live")
            assert isinstance(graphs, GraphsFound)
            assert all(len(graphs_view(graphs, one)[1]) == len(graphs.graphs) for one in LANGUAGES)
            found += [(one.group, [(node.key, node.standing) for node in one.nodes]) for one in graphs.graphs]
            found.append({group: [one.found.key for one in seen] for group, seen in graphs.leaders.items()})
    told = standing(district, "live", DAY)
    found += [
        (len(line.heads), [(one.key, one.breaks) for one in line.points]) for _, many in told.series for line in many
    ]
    found += [(one.key, one.reached, one.share, one.left) for _, many in told.goals for one in many]
    return found


def test_pictures_count_the_same_under_other_names(both: tuple[Installation, Installation]) -> None:
    with both[0].opened() as usual, both[1].opened() as other:
        rules = replace(other.rules, registers=renamed(other.rules.registers))
        other.door.renew(other.id, rules)
        counted = []
        for district in (usual, replace(other, rules=rules)):
            fill(district, Random(6), 5)
            counted.append(pictures(district))
        assert counted[0] == counted[1]
        assert len(counted[0]) > 20

"""The page of an entry finds every case that names it, by an index, page by page, and nothing beyond one's scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.programme import Field, FieldType, Taking
from bihuan.store import rebuild
from bihuan.store.jobs import Accepted
from bihuan.store.lists import Page, mentions
from bihuan.store.session import Database, Session
from tests.store import tiny
from tests.store.loop import ask, opened, take
from tests.store.registers import RULES, added

THING = Field(id="thing", title=tiny.text("thing"), type=FieldType.ENTRY, register="things")
MAY_NAME = {
    name: replace(
        tiny.PROGRAMME.steps[name], takes=(*tiny.PROGRAMME.steps[name].takes, Taking(field="thing", required=False))
    )
    for name in ("report", "give")
}
NAMING = replace(
    tiny.PROGRAMME, fields={**tiny.PROGRAMME.fields, "thing": THING}, steps={**tiny.PROGRAMME.steps, **MAY_NAME}
)
NAMED = replace(RULES, programmes={("small", "1"): NAMING})


@pytest.fixture
def door_(database: Database, clock: VirtualClock, tmp_path: Path) -> Iterator[Door]:
    made = Door(
        database, {tiny.DISTRICT: NAMED}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(3),
        photos=tmp_path / "photos",
    )  # fmt: skip
    yield made
    made.close()


def about(door: Door, by: str, key: str, after: tuple[str, str] | None = None, size: int = 50) -> Page:
    with door.look(tiny.DISTRICT) as (session, ground):
        return mentions(session, ground, tiny.person(by), [NAMING], "things", key, after=after, size=size)


def ids(page: Page) -> list[str]:
    return [line.case.id for line in page.lines]


def test_all_cases_about_an_entry_page_by_page_and_none_out_of_reach(
    door_: Door, clock: VirtualClock, session: Session
) -> None:
    one, other = added(door_), added(door_)
    cases = []
    for n in range(9):
        # Two at each moment, so that the order of the pages needs more than the moment.
        clock.move(timedelta(minutes=n % 2))
        key, area = (other, "n") if n == 4 else (one, "s" if n % 3 else "n")
        cases.append(opened(door_, area=area, values={"thing": key}).case)
    opened(door_, area="n")
    wanted = [case for n, case in enumerate(cases) if n != 4]
    found: list[str] = []
    after = None
    for _ in range(5):
        page = about(door_, "ann", one, after, 3)
        found, after = found + ids(page), page.after
        if after is None:
            break
    assert after is None and sorted(found) == sorted(wanted) and len(found) == 8
    assert found[0] in cases[-2:] and found[-1] in cases[:1]
    north = [case for n, case in enumerate(cases) if n % 3 == 0]
    assert sorted(ids(about(door_, "yu", one))) == sorted(north), "an area's own only"
    assert about(door_, "yu", one, None, 1).after is not None and about(door_, "yu", other).lines[0].case.id == cases[4]
    assert about(door_, "bo", one) == about(door_, "rose", one) == Page(lines=(), after=None), "not even how many"
    assert ids(about(door_, "ann", "T-9999")) == []


def test_a_case_that_names_another_entry_now_is_about_that_one_and_a_rebuild_says_the_same(
    door_: Door, session: Session
) -> None:
    one, other = added(door_), added(door_)
    case = opened(door_, area="n", values={"thing": one}).case
    assert ids(about(door_, "ann", one)) == [case]
    assert isinstance(ask(door_, take(case, "give", "ann", values={"thing": other})), Accepted)
    assert ids(about(door_, "ann", one)) == [] and ids(about(door_, "ann", other)) == [case]

    def compared() -> rebuild.Rebuilt:
        return rebuild.compare(session, tiny.DISTRICT, NAMED.of, tiny.ZONE, page=2)

    assert compared().difference is None
    session._raw.execute("DELETE FROM mention")
    difference = compared().difference
    assert difference is not None and difference.table == "mention"
    assert rebuild.rewrite(session, tiny.DISTRICT, NAMED.of, tiny.ZONE, page=2).difference is None
    assert compared().difference is None and ids(about(door_, "ann", other)) == [case]

"""The process ends at any statement, or is killed under load: nothing acknowledged is lost, nothing half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from bihuan.store.session import Database
from tests.store import crashing
from tests.store.crashing import COMMANDS, REFUSED, Injector, check, door_of, in_a_process, load, script
from tests.store.making import open_district

ALL = {id_ for batch in COMMANDS for id_, _, _ in batch} - {REFUSED}


def places(database: Database, photos: Path) -> int:
    """How many places the script passes where it could be stopped: before and after every statement."""
    open_district(database, "counting")
    injector = Injector()
    door = door_of(database, "counting", photos, injector)
    script(door, "counting", lambda _: None)
    door.close()
    return injector.places


def test_stopped_at_every_statement_in_turn(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = tmp_path / "photos"
    count = places(database, photos)
    with capsys.disabled():
        print(f"\n{database.engine}: stopped at {count} places, before and after each of {count // 2} statements")
    left = []
    for place in range(1, count + 1):
        district = f"c{place}"
        open_district(database, district)

        def work(acknowledge: crashing.Acknowledge, district: str = district, place: int = place) -> None:
            script(door_of(database, district, photos, Injector(place)), district, acknowledge)

        acknowledged = in_a_process(work)
        session = database.connect()
        left.append(len(check(session, district, photos, acknowledged)))
        # Whoever had no answer asks again under the same request ids, and everything is there once.
        door = door_of(database, district, photos)
        again: list[str] = []
        script(door, district, again.append)
        door.close()
        assert set(again) == ALL and check(session, district, photos, again) == ALL
        session.close()
    assert left == sorted(left) and set(left) == {0, 1, 4, 5}


def test_killed_under_load(database: Database, tmp_path: Path) -> None:
    open_district(database, "load")
    photos = tmp_path / "photos"
    for round_ in range(3):

        def work(acknowledge: crashing.Acknowledge, round_: int = round_) -> None:
            load(door_of(database, "load", photos), "load", acknowledge, f"r{round_}")

        acknowledged = in_a_process(work, kill_after=150)
        assert len(acknowledged) >= 150
        session = database.connect()
        check(session, "load", photos, acknowledged)
        session.close()

"""Loading packs: a deadline changed in the file alone changes the due time; old editions stay readable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District, NotLoaded, renewed
from bihuan.app.door import Accepted, Asked
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Raise, Reproject
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.app.conftest import PACK

Open = Callable[[], District]

AMEI = Person(account="amei", raiser=True)
PROMISE = 'id = "ordinary"\nbudget = "15 work_day"'


def raised(case: str) -> Raise:
    values = {"channel": "web"}
    words = {"words": "路灯不亮"}
    return Raise(case=case, number="", programme="ten-minute-circle", step="raise", by=AMEI, values=values, words=words)


def edited(folder: Path, old: str, new: str) -> Pack:
    """The pack with one place of its programme file changed, as an officer would."""
    shutil.copytree(PACK, folder)
    file = folder / "programmes" / "s01-ten-minute-circle.toml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    loaded = load_pack(folder)
    assert isinstance(loaded, Pack), loaded
    return loaded


def accepted(outcome: object) -> Accepted:
    assert isinstance(outcome, Accepted), outcome
    return outcome


@pytest.fixture
def open_(installation: Installation) -> Iterator[Callable[[], District]]:
    """Opens the district as often as a test wants; all are closed after it."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(installation.opened())


def test_a_limit_changed_in_the_file_changes_the_due_time(
    installation: Installation, open_: Open, tmp_path: Path
) -> None:
    before = open_()
    first = accepted(before.door.submit(before.id, raised("a" * 32), "one"))
    installation.load(edited(tmp_path / "edited", PROMISE, PROMISE.replace("15", "10")))
    after = open_()
    second = accepted(after.door.submit(after.id, raised("b" * 32), "two"))
    assert first.due is not None and second.due is not None
    assert first.due.astimezone(after.zone).isoformat() == "2026-03-23T17:30:00+08:00"
    assert second.due.astimezone(after.zone).isoformat() == "2026-03-16T17:30:00+08:00"


def test_an_open_case_keeps_its_promise_until_somebody_says_otherwise(
    installation: Installation, open_: Open, tmp_path: Path
) -> None:
    before = open_()
    first = accepted(before.door.submit(before.id, raised("a" * 32), "one"))
    installation.load(edited(tmp_path / "edited", PROMISE, PROMISE.replace("15", "10")))
    after = open_()
    kept = accepted(after.door.submit(after.id, Reproject(case="a" * 32, reason="looked"), "keep"))
    assert (kept.events, kept.due) == (1, first.due)
    moved = accepted(after.door.submit(after.id, Reproject(case="a" * 32, reason="新规", rules=True), "move"))
    assert moved.events == 2 and moved.due is not None and first.due is not None and moved.due < first.due


def test_registers_are_seeded_once(installation: Installation, open_: Open, pack: Pack) -> None:
    assert installation.load(pack).seeded is False
    assert open_().places().units.keys() == pack.units.keys()


def test_loading_twice_keeps_one_copy_of_each_text(installation: Installation, pack: Pack) -> None:
    installation.load(pack)
    session = installation.session()
    paths = [row[0] for row in session.rows("pack_files", (installation.district,))]
    session.close()
    assert len(paths) == len(set(paths)) == len(pack.files) + 1


def test_without_a_pack_it_says_so(tmp_path: Path, installation: Installation) -> None:
    with pytest.raises(NotLoaded):
        replace(installation, district="elsewhere").open()


def test_commands_share_a_batch_and_one_refusal_harms_no_neighbour(open_: Open) -> None:
    district = open_()
    bad = raised("c" * 32)
    asked = [
        Asked(command=raised("a" * 32), request_id="1"),
        Asked(command=Raise(**{f: getattr(bad, f) for f in bad.__slots__} | {"words": {}}), request_id="2"),
        Asked(command=raised("b" * 32), request_id="3"),
    ]
    first, second, third = district.door.submit_many(district.id, asked)
    assert isinstance(first, Accepted) and isinstance(third, Accepted)
    assert not isinstance(second, Accepted) and getattr(second, "code", "") == "field-missing"


def test_an_unacknowledged_day_ends_in_a_lapse(installation: Installation, open_: Open) -> None:
    """The jobs' way: clocks that ended have their effect, once."""
    district = open_()
    accepted(district.door.submit(district.id, raised("a" * 32), "one"))
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    clock.move(timedelta(days=40))
    lapsed = [outcome for _, outcome in district.door.lapse_due(district.id)]
    assert lapsed and all(isinstance(outcome, Accepted) for outcome in lapsed)
    assert district.door.lapse_due(district.id) == []
    assert isinstance(installation.database, Database)


def test_an_open_district_goes_over_to_a_pack_that_is_loaded_elsewhere(
    installation: Installation, open_: Open, tmp_path: Path
) -> None:
    serving = open_()
    first = accepted(serving.door.submit(serving.id, raised("a" * 32), "one"))
    assert renewed(serving) is serving
    installation.load(edited(tmp_path / "edited", PROMISE, PROMISE.replace("15", "10")))
    after = renewed(serving)
    second = accepted(after.door.submit(after.id, raised("b" * 32), "two"))
    assert after.door is serving.door and after.pack.hash != serving.pack.hash
    assert first.due is not None and second.due is not None and second.due < first.due
    assert renewed(after) is after

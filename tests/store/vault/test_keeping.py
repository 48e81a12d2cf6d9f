"""The vault of a district as a whole: wrong masters are found, keys wrapped anew, what is missing is named."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.store.jobs import Accepted
from bihuan.store.keeping import SWEEP_AGE, look_through, sweep, wrap_anew, wrong_masters
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Masters
from bihuan.store.vault.files import FileVault
from tests.store import tiny
from tests.store.loop import report

NAME = tiny.MASTERS.current
OTHER = Masters(NAME, {NAME: bytes(range(100, 132))})
NEXT = Masters("next", {"next": bytes(range(50, 82)), **tiny.MASTERS.keys})


def raised(door: Door, *photos: bytes) -> Accepted:
    done = door.submit(tiny.DISTRICT, report(), f"{len(photos)}-{door.entropy(4).hex()}", photos=photos)
    assert isinstance(done, Accepted)
    return done


def test_another_key_under_the_same_name_is_found_before_anything_is_sealed_with_it(
    door: Door, session: Session
) -> None:
    assert wrong_masters(session, tiny.DISTRICT, OTHER) == []  # Nothing is here yet.
    for _ in range(7):
        raised(door)
    assert wrong_masters(session, tiny.DISTRICT, tiny.MASTERS) == []
    assert wrong_masters(session, tiny.DISTRICT, OTHER) == [NAME]
    # A key that is not given at all is lost or forgotten, which spoils nothing that comes in.
    assert wrong_masters(session, tiny.DISTRICT, Masters("next", {"next": NEXT.keys["next"]})) == []


def test_a_damaged_key_is_no_wrong_master(door: Door, session: Session) -> None:
    raised(door)
    case = raised(door).case
    holder, wrapped = next(row for row in session.rows("case_keys", (tiny.DISTRICT, case)) if row[0] == "case")
    damaged = bytes(wrapped)[:-1] + bytes([bytes(wrapped)[-1] ^ 1])
    assert session.run("rewrap_key", (damaged, tiny.DISTRICT, case, holder, bytes(wrapped))) == 1
    assert wrong_masters(session, tiny.DISTRICT, tiny.MASTERS) == []
    photos = FileVault(Path("nowhere"), tiny.DISTRICT)
    kept = look_through(session, tiny.DISTRICT, tiny.MASTERS, photos)
    assert (kept.shut, kept.without) == (Counter({NAME: 1}), 0)
    session.run("erase_key", (tiny.DISTRICT, case, "case"))
    assert look_through(session, tiny.DISTRICT, tiny.MASTERS, photos).without == 1


def test_the_old_master_may_go_after_every_key_was_wrapped_anew(door: Door, session: Session, tmp_path: Path) -> None:
    for _ in range(3):
        raised(door)
    photos, chance = FileVault(tmp_path / "photos", tiny.DISTRICT), SeededEntropy(3)
    keys = look_through(session, tiny.DISTRICT, tiny.MASTERS, photos).keys[NAME]
    assert keys >= 3
    assert wrap_anew(session, tiny.DISTRICT, NEXT, chance) == keys
    assert wrap_anew(session, tiny.DISTRICT, NEXT, chance) == 0
    left = look_through(session, tiny.DISTRICT, Masters("next", {"next": NEXT.keys["next"]}), photos)
    assert (left.keys, left.shut.total()) == (Counter({"next": keys}), 0)


def test_a_missing_photo_is_named_and_one_that_nothing_names_goes_after_a_day(
    door: Door, session: Session, tmp_path: Path
) -> None:
    raised(door, b"one", b"two")
    photos = FileVault(tmp_path / "photos", tiny.DISTRICT)
    kept = look_through(session, tiny.DISTRICT, tiny.MASTERS, photos)
    assert (kept.photos, kept.faults) == (2, [])
    photos.put("of nobody", bytes(range(32)), b"three", tiny.START)
    assert sweep(session, tiny.DISTRICT, photos, tiny.START + SWEEP_AGE) == 0
    assert sweep(session, tiny.DISTRICT, photos, tiny.START + SWEEP_AGE + timedelta(seconds=1)) == 1
    assert look_through(session, tiny.DISTRICT, tiny.MASTERS, photos).faults == []
    gone = next(path for path in (tmp_path / "photos").glob("*/*/*") if len(path.name) == 64)
    gone.unlink()
    faults = look_through(session, tiny.DISTRICT, tiny.MASTERS, photos).faults
    assert [(fault.code, fault.where) for fault in faults] == [("file-missing", gone.name)]

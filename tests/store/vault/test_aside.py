"""Photos laid aside: opened by their secret alone, gone after an hour, and never more of them than there is room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.store.vault import aside
from bihuan.store.vault.aside import KEPT_FOR, USED_FOR, Aside
from bihuan.store.vault.crypto import Masters, masters_from_text

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SECRET, OTHER = "a" * 32, "b" * 32
PHOTOS = (b"first", b"", b"third" * 9)


@pytest.fixture
def masters() -> Masters:
    found = masters_from_text("m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    assert isinstance(found, Masters)
    return found


@pytest.fixture
def place(tmp_path: Path, masters: Masters) -> Aside:
    return Aside(tmp_path, "here", masters)


def test_the_secret_opens_them_and_nothing_else_does(place: Aside, tmp_path: Path, masters: Masters) -> None:
    assert place.put(SECRET, PHOTOS, NOW)
    assert place.get(SECRET, NOW) == PHOTOS
    assert place.get(OTHER, NOW) == () and Aside(tmp_path, "there", masters).get(SECRET, NOW) == ()
    (path,) = place.folder.iterdir()
    sealed = path.read_bytes()
    assert SECRET not in path.name and b"third" not in sealed
    path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert place.get(SECRET, NOW) == (), "damaged: as if there were none"


def test_what_is_laid_there_again_stands_instead(place: Aside) -> None:
    assert place.put(SECRET, PHOTOS, NOW) and place.put(SECRET, (b"one",), NOW)
    assert place.get(SECRET, NOW) == (b"one",)
    place.drop(SECRET)
    assert place.get(SECRET, NOW) == () and list(place.folder.iterdir()) == []


def test_after_an_hour_they_open_no_more_and_a_sweep_removes_them(place: Aside) -> None:
    place.put(SECRET, PHOTOS, NOW)
    place.put(OTHER, PHOTOS, NOW + KEPT_FOR)
    assert place.get(SECRET, NOW + KEPT_FOR) == PHOTOS and place.sweep(NOW + KEPT_FOR) == 0
    late = NOW + KEPT_FOR + timedelta(seconds=1)
    assert place.get(SECRET, late) == ()
    assert place.sweep(late) == 1 and place.get(OTHER, late) == PHOTOS


def test_once_used_they_go_soon(place: Aside) -> None:
    place.put(SECRET, PHOTOS, NOW)
    place.used(SECRET, NOW)
    assert place.get(SECRET, NOW + USED_FOR) == PHOTOS, "the second tap on the button says the same"
    assert place.get(SECRET, NOW + USED_FOR + timedelta(seconds=1)) == ()


def test_there_is_room_for_so_much_and_it_comes_back(place: Aside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "FORM_BYTES_MOST", 60)
    monkeypatch.setattr(aside, "BYTES_MOST", 200)
    assert not place.put(SECRET, (b"x" * 61,), NOW)
    assert place.put(SECRET, (b"x" * 50,), NOW) and place.put(OTHER, (b"x" * 50,), NOW)
    assert not place.put("c" * 32, (b"x" * 50,), NOW), "the sealed bytes count"
    assert place.put(SECRET, (b"y" * 50,), NOW), "one's own are replaced, not added"
    assert place.put("c" * 32, (b"x" * 50,), NOW + KEPT_FOR * 2), "what opens no more takes no room"
    monkeypatch.setattr(aside, "FILES_MOST", 1)
    assert not place.put("d" * 32, (b"x",), NOW + KEPT_FOR * 2)


def test_a_disk_that_refuses_costs_nothing_else(place: Aside) -> None:
    place.folder.parent.mkdir()
    place.folder.write_text("no folder")
    assert not place.put(SECRET, PHOTOS, NOW) and place.get(SECRET, NOW) == () and place.sweep(NOW) == 0

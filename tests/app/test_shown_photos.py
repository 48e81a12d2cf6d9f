"""Which photos of a case open to whoever holds its receipt, on both engines with the real pack: those that were chosen,
once answered, and no others. Each test lets one reason to refuse stand alone.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from PIL import Image

from bihuan.app import receipts
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.erasing import erase
from bihuan.app.evidence import photo_for_raiser
from bihuan.app.installation import Installation
from bihuan.app.receipts import Given, Held
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal

DESK = Person(account="desk-one", posts=(Post(duty="desk", unit="service-centre"),))
HAND = Person(account="hand-one", posts=(Post(duty="handler", unit="municipal"),))
CHECK = Person(account="check-one", posts=(Post(duty="checker", unit="check-team"),))
CHOSEN, KEPT = {"photos_shown": True}, {"photos_shown": False}
_colours = count(1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


class Way:
    """One matter with its receipt, taken along step by step; it remembers the photo of each step."""

    def __init__(self, district: District) -> None:
        self.district, self.photos = district, {"raise": picture()}
        command = Raise(
            case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="x"),
            values={"channel": "web", "area": "jinling-road", "category": "street_light", "nature": "assistance"},
            words={"words": "三号楼门口的路灯三天不亮"},
        )  # fmt: skip
        given = receipts.raise_matter(district, command, receipts.new_token(district), [self.photos["raise"]])
        assert isinstance(given, Given), given
        found = receipts.open_code(district, written(given.code))
        assert isinstance(found, Held)
        self.held, self.number = found, given.number
        self.take(DESK, "accept", values={"severity": "B"})
        self.take(DESK, "dispatch", arguments={"unit": "municipal"})
        self.take(HAND, "sign")
        self.take(HAND, "contact", outcome="reached")

    def take(
        self, by: Person, step: str, *, photo: bool = False, after: timedelta = timedelta(minutes=5), **more: object
    ) -> None:  # fmt: skip
        if photo:
            self.photos[step] = picture()
        command = Take(case=self.held.case, step=step, by=by, **more)  # type: ignore[arg-type]
        given = [self.photos[step]] if photo else []
        self.district.door.clock.move(after)  # type: ignore[attr-defined]
        answer = self.district.door.submit(self.district.id, command, f"{self.number}-{step}-{len(more)}", photos=given)
        assert isinstance(answer, Accepted), answer

    def finished(self, values: dict[str, bool]) -> None:
        told = {"closing_condition": "restored", **values}
        self.take(HAND, "finish", photo=True, values=told, words={"result": "灯已换好。"})

    def answered(self) -> None:
        self.take(CHECK, "check", photo=True, outcome="yes")
        self.take(DESK, "close", words={"answer": "路灯已修好。"})

    def addresses(self) -> dict[str, str]:
        """The address of each step's photo, as the office knows them."""
        seen = receipts.mine(self.district, self.held)
        assert not isinstance(seen, Refusal)
        steps = {event.n: event.step for event in seen.events}
        return {steps[photo.n]: photo.address for photo in seen.photos}

    def open_to(self, held: Held) -> set[str]:
        """The steps whose photos open with this receipt, and each as it was taken."""
        found = {step: photo_for_raiser(self.district, held, one) for step, one in self.addresses().items()}
        opened = {step: one for step, one in found.items() if not isinstance(one, Refusal)}
        assert all(one == self.photos[step] for step, one in opened.items())
        return set(opened)


def picture() -> bytes:
    """One that no other has the bytes of."""
    file, n = io.BytesIO(), next(_colours)
    Image.new("RGB", (8, 6), (n * 37 % 256, n * 71 % 256, n)).save(file, "JPEG")
    return file.getvalue()


def whole(district: District, before: dict[str, bool], after: dict[str, bool]) -> Way:
    way = Way(district)
    way.take(HAND, "on_site", photo=True, values=before)
    way.finished(after)
    way.answered()
    return way


def test_both_photos_open_once_the_matter_is_answered_and_nothing_else_of_the_case_does(district: District) -> None:
    way = Way(district)
    way.take(HAND, "on_site", photo=True, values=CHOSEN)
    way.take(HAND, "note", photo=True, words={"result": "等配件。"})
    way.finished(CHOSEN)
    assert way.open_to(way.held) == set(), "not before the answer: a check may send it back"
    way.answered()
    assert set(way.addresses()) == {"raise", "on_site", "note", "finish", "check"}
    assert way.open_to(way.held) == {"on_site", "finish"}


@pytest.mark.parametrize(
    ("before", "after", "opened"),
    [({}, {}, set()), (KEPT, KEPT, set()), (CHOSEN, KEPT, set()), ({}, CHOSEN, {"finish"}), (CHOSEN, {}, {"on_site"})],
)
def test_what_nobody_chose_stays_inside(
    district: District, before: dict[str, bool], after: dict[str, bool], opened: set[str]
) -> None:
    way = whole(district, before, after)
    assert way.open_to(way.held) == opened


def test_no_other_receipt_opens_it_and_no_guess_does(district: District) -> None:
    way, other = whole(district, CHOSEN, CHOSEN), whole(district, CHOSEN, CHOSEN)
    follower = receipts.follow(district, way.number, receipts.new_token(district))
    assert isinstance(follower, Given), follower
    follows = receipts.open_code(district, written(follower.code))
    assert isinstance(follows, Held)
    assert way.open_to(other.held) == set() and way.open_to(follows) == set()
    for guess in ("0" * 64, way.addresses()["finish"][::-1], ""):
        assert isinstance(photo_for_raiser(district, way.held, guess), Refusal)


def test_a_later_no_takes_back_what_was_chosen_also_after_the_answer(district: District) -> None:
    way = whole(district, CHOSEN, CHOSEN)
    assert way.open_to(way.held) == {"on_site", "finish"}
    way.take(DESK, "note", values=KEPT, words={"result": "拍到了车牌。"})
    assert way.open_to(way.held) == set()


def test_a_step_that_was_taken_back_shows_nothing(district: District) -> None:
    way = Way(district)
    way.take(HAND, "on_site", photo=True, values=CHOSEN)
    way.take(HAND, "undo", after=timedelta(seconds=20))
    way.finished(CHOSEN)
    way.answered()
    assert "on_site" in way.addresses() and way.open_to(way.held) == {"finish"}


def test_an_erased_case_shows_none_of_them(district: District, installation: Installation) -> None:
    way = whole(district, CHOSEN, CHOSEN)
    shown = way.addresses()["finish"]
    erase(
        district, way.number, everything=True, actor="officer", reason="期满", origin="test", photos=installation.photos
    )
    assert isinstance(photo_for_raiser(district, way.held, shown), Refusal)

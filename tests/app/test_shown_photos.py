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
from bihuan.core.evidence import seen_before
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
        """The steps whose photos open with this receipt; never is it the file that is kept."""
        found = {step: photo_for_raiser(self.district, held, one) for step, one in self.addresses().items()}
        opened = {step: one for step, one in found.items() if not isinstance(one, Refusal)}
        assert all(one != self.photos[step] for step, one in opened.items())
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


# Chosen one by one, and covered.

CHIEF = Person(account="chief-one", posts=(Post(duty="supervisor", unit="supervision"),))
OTHER = Person(account="hand-two", posts=(Post(duty="handler", unit="traffic-police"),))
HALF, CORNER = "0,0,0.5,1", "0,0,0.2,0.2"


def choose(way: Way, by: Person, *chosen: str, again: int = 0) -> Accepted | Refusal:
    """Photos by the step they came with: `finish:yes:areas`."""
    at = way.addresses()
    texts = tuple(":".join((at.get(step, step), *rest)) for step, *rest in (one.split(":") for one in chosen))
    command = Take(case=way.held.case, step="show_photos", by=by, arguments={"shown": texts})
    way.district.door.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    request = f"{way.number}-{by.account}-{len(chosen[0])}-{chosen[0][:20]}-{again}"
    return way.district.door.submit(way.district.id, command, request)


def pixels(way: Way, step: str) -> tuple[int, ...]:
    """The left upper and the right lower pixel of what opens."""
    found = photo_for_raiser(way.district, way.held, way.addresses()[step])
    assert isinstance(found, bytes)
    shown = Image.open(io.BytesIO(found)).convert("RGB")
    return *shown.getpixel((0, 0)), *shown.getpixel((shown.width - 1, shown.height - 1))  # type: ignore[misc]


def code(answer: Accepted | Refusal) -> str:
    return answer.code if isinstance(answer, Refusal) else ""


@pytest.fixture
def unchosen(district: District) -> Way:
    """Answered, and nothing shown."""
    return whole(district, {}, {})


def test_whoever_took_a_photo_shows_that_one_and_no_other(unchosen: Way) -> None:
    assert unchosen.open_to(unchosen.held) == set()
    assert code(choose(unchosen, HAND, "finish:yes:", "on_site:no:")) == ""
    assert unchosen.open_to(unchosen.held) == {"finish"}
    assert code(choose(unchosen, HAND, "finish:no:")) == "" and unchosen.open_to(unchosen.held) == set()


def test_nothing_opens_before_the_answer_whatever_was_chosen(district: District) -> None:
    way = Way(district)
    way.take(HAND, "on_site", photo=True)
    assert code(choose(way, HAND, "on_site:yes:")) == "" and way.open_to(way.held) == set()
    way.finished({})
    way.answered()
    assert way.open_to(way.held) == {"on_site"}


def test_a_part_that_is_covered_is_covered_from_then_on_and_the_photo_itself_stays(unchosen: Way) -> None:
    choose(unchosen, HAND, "finish:yes:")
    bare = pixels(unchosen, "finish")
    assert seen_again(unchosen) == set()
    choose(unchosen, HAND, "finish:yes:0,0,1,1")
    assert pixels(unchosen, "finish") != bare and pixels(unchosen, "finish")[:3] == pixels(unchosen, "finish")[3:]
    kept = unchosen.district.door.photo(unchosen.district.id, unchosen.held.case, unchosen.addresses()["finish"])
    assert kept == unchosen.photos["finish"], "evidence, for those who work on it"
    assert seen_again(unchosen) == {"finish"}, "it is said that more of it could be seen before"


def seen_again(way: Way) -> set[str]:
    seen = receipts.mine(way.district, way.held)
    assert not isinstance(seen, Refusal)
    earlier = seen_before(seen.events, seen.programme)
    return {step for step, one in way.addresses().items() if one in earlier}


@pytest.mark.parametrize("by", [CHIEF, DESK])
def test_who_sees_a_face_covers_and_hides_and_shows_nothing(unchosen: Way, by: Person) -> None:
    assert code(choose(unchosen, by, "finish:yes:")) == "photo-not-yours"
    choose(unchosen, HAND, f"finish:yes:{CORNER}")
    assert code(choose(unchosen, by, "finish:yes:")) == "photo-not-yours", "nor uncovers"
    assert code(choose(unchosen, by, f"finish:yes:{HALF}")) == ""
    assert code(choose(unchosen, by, f"finish:yes:{CORNER}", again=1)) == "photo-not-yours"
    assert code(choose(unchosen, by, f"finish:no:{HALF}")) == "" and unchosen.open_to(unchosen.held) == set()
    assert code(choose(unchosen, by, f"finish:yes:{HALF}", again=1)) == "photo-not-yours"


def test_what_is_no_photo_to_choose_is_refused_and_nothing_changes(unchosen: Way, district: District) -> None:
    choose(unchosen, HAND, f"finish:yes:{CORNER}")
    other = whole(district, {}, {})
    wrong = {
        "check:yes:": "photo-unknown", "raise:yes:": "photo-unknown", f"{'0' * 64}:yes:": "photo-unknown",
        f"{other.addresses()['finish']}:yes:": "photo-unknown", "finish:maybe:": "photo-unknown", "": "photo-unknown",
        "finish:yes:0.5,0,0.6,1": "areas-wrong", "finish:yes:" + ";".join(["0,0,0.1,0.1"] * 99): "areas-wrong",
        f"finish:yes:{CORNER}": "photos-as-they-are",
    }  # fmt: skip
    assert {one: code(choose(unchosen, HAND, one, again=9)) for one in wrong} == wrong
    assert code(choose(unchosen, HAND, "finish:yes:", "finish:no:")) == "photo-unknown", "two things of one"
    assert code(choose(unchosen, HAND, "on_site:yes:", "finish:yes:7,7,7,7")) == "areas-wrong", "whole or not at all"
    assert isinstance(choose(unchosen, OTHER, "finish:no:"), Refusal), "a unit without a part in it"
    assert unchosen.open_to(unchosen.held) == {"finish"}


def test_a_choice_that_was_taken_back_shows_nothing_and_a_no_to_all_outlasts_a_later_yes(district: District) -> None:
    way = Way(district)
    way.take(HAND, "on_site", photo=True)
    choose(way, HAND, "on_site:yes:")
    way.take(HAND, "undo", after=timedelta(seconds=20))
    way.finished({})
    way.answered()
    assert way.open_to(way.held) == set()
    choose(way, HAND, "on_site:yes:", again=1)
    way.take(DESK, "note", values=KEPT, words={"result": "拍到了车牌。"})
    assert way.open_to(way.held) == set()
    choose(way, HAND, "finish:yes:")
    assert way.open_to(way.held) == {"finish"}
    assert seen_again(way) == {"on_site"}

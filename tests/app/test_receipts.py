"""Receipts on both engines: the code is the whole capability, only its hash is kept, a form sent twice is one case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bihuan.app import receipts
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.nearby import Located, located, open_by_area, similar, suppressed
from bihuan.app.receipts import Given, Held
from bihuan.core.commands import Person, Raise, Take
from bihuan.core.geo import centre_of, to_gcj02
from bihuan.core.receipt_codes import fingerprint, written
from bihuan.core.refusals import Refusal
from bihuan.store.jobs import Accepted
from bihuan.store.receipts import Kind

WORDS = "三号楼门口的路灯三天不亮"
AREA, CATEGORY = "jinling-road", "street_light"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def asked(words: str = WORDS, **values: str) -> Raise:
    return Raise(
        case="",
        number="",
        programme="ten-minute-circle",
        step="raise",
        by=Person(account="x"),
        values={"channel": "web", "area": AREA, **values},
        words={"words": words},
    )


def given(answer: Given | Refusal) -> Given:
    assert isinstance(answer, Given), answer
    return answer


def held(district: District, code: bytes) -> Held:
    found = receipts.open_code(district, written(code))
    assert isinstance(found, Held), found
    return found


def test_a_form_sent_twice_is_one_case_with_one_code(district: District) -> None:
    token = receipts.new_token(district)
    first, again = (given(receipts.raise_matter(district, asked(), token)) for _ in range(2))
    assert first == again
    other = given(receipts.raise_matter(district, asked(), receipts.new_token(district)))
    assert other.number != first.number and other.code != first.code


def test_the_code_opens_the_own_words_and_nothing_else_does(district: District) -> None:
    mine = given(receipts.raise_matter(district, asked(), receipts.new_token(district)))
    seen = receipts.mine(district, held(district, mine.code))
    assert not isinstance(seen, Refusal) and seen.latest("words") == WORDS
    for typed in ("", "1234", written(bytes(13)), written(mine.code)[:-1], mine.number):
        assert isinstance(receipts.open_code(district, typed), Refusal)


def test_only_a_hash_is_kept(district: District) -> None:
    token = receipts.new_token(district)
    code = given(receipts.raise_matter(district, asked(), token)).code
    with district.door.readers.lend() as session:
        row = session.row("receipt_of_code", (district.id, fingerprint(code)))
        kept = [str(one) for one in session.rows("case_events", (district.id, row[0] if row else ""))]
    assert row is not None
    text = "".join([*kept, *map(str, row)])
    assert code.hex() not in text and token not in text and written(code) not in text


def test_a_refused_form_keeps_its_code_for_the_second_try(district: District) -> None:
    token = receipts.new_token(district)
    assert isinstance(receipts.raise_matter(district, asked(area="nowhere"), token), Refusal)
    assert held(district, given(receipts.raise_matter(district, asked(), token)).code).kind is Kind.RAISER


def test_a_code_of_a_form_that_was_never_sent_opens_nothing(district: District) -> None:
    token = receipts.new_token(district)
    receipts.raise_matter(district, asked(words=""), token)
    from bihuan.core.receipt_codes import code_of

    refusal = receipts.open_code(district, written(code_of(token)))
    assert isinstance(refusal, Refusal) and refusal.code == "no-such-code"


def test_a_follower_sees_no_word_and_takes_no_step(district: District) -> None:
    mine = given(receipts.raise_matter(district, asked(), receipts.new_token(district)))
    code = given(receipts.follow(district, mine.number, receipts.new_token(district))).code
    follower = held(district, code)
    assert follower.kind is Kind.FOLLOWER and receipts.number_of(district, follower) == mine.number
    assert isinstance(receipts.mine(district, follower), Refusal)
    command = Take(case="", step="withdraw", by=receipts.REPORTER)
    assert isinstance(receipts.take(district, follower, command, "t"), Refusal)
    assert isinstance(receipts.take(district, held(district, mine.code), command, "t"), Accepted)


def test_a_position_is_placed_converted_or_refused(district: District) -> None:
    rings = district.pack.boundaries
    inside = centre_of(rings[AREA])
    assert located(district, inside.written()) == located(district, f"{inside.lon:.5f},{inside.lat:.5f}")
    assert isinstance(found := located(district, inside.written()), Located) and found.area == AREA
    shifted = located(district, to_gcj02(inside).written(), "gcj02")
    assert isinstance(shifted, Located) and shifted.area == AREA

    def code(text: str, datum: str = "wgs84") -> str:
        refusal = located(district, text, datum)
        assert isinstance(refusal, Refusal), refusal
        return refusal.code

    assert code("39.9, 116.4") == "place-outside"
    assert code("gate") == code(inside.written(), "mars") == "place-unread"
    zone = next(name for name, area in district.places().areas.items() if area.parent is None)
    # South of the district's end, where a map app shows a point that lies just inside.
    edge = min(rings[zone], key=lambda corner: corner[1])
    near = to_gcj02(type(inside)(edge[0], edge[1] + 0.0004))
    assert code(near.written()) == "place-other-datum"


def test_who_is_about_to_raise_the_same_is_shown_what_is_open(district: District) -> None:
    programme = district.programmes()[0]
    numbers = [
        given(receipts.raise_matter(district, asked(category=CATEGORY), receipts.new_token(district))).number
        for _ in range(2)
    ]
    found = similar(district, programme, "live", AREA, CATEGORY)
    assert [case.number for case in found] == numbers[::-1]
    assert similar(district, programme, "live", "xiangjiang", CATEGORY) == ()
    assert similar(district, programme, "demo", AREA, CATEGORY) == similar(district, programme, "live", "", "") == ()
    counted = open_by_area(district, "live")
    assert counted.total == 2 and counted.cells[AREA] is None and counted.cells["xiangjiang"] == 0


def test_small_cells_are_suppressed_and_cannot_be_had_from_the_total() -> None:
    assert suppressed({"a": 2, "b": 4, "c": 9, "d": 0}, 5) == {"a": None, "b": None, "c": 9, "d": 0}
    assert suppressed({"a": 2, "b": 7, "c": 9}, 5) == {"a": None, "b": None, "c": 9}
    assert suppressed({"a": 5, "b": 7}, 5) == {"a": 5, "b": 7}

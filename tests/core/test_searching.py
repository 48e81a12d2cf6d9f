"""What is found where: pairs of characters, whole words, places in the text as it was written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.searching import _ideographic, folded, grams, question, snippet

TEXTS = st.text(st.sampled_from("路灯不亮小区Ａa1２ ,。ß楼"), max_size=40)


@given(TEXTS, TEXTS)
def test_what_is_found_has_every_gram_that_was_asked_for(text: str, asked: str) -> None:
    wanted = question(asked)
    if set(wanted.marks(text)) == set(wanted.parts):
        assert wanted.grams <= grams(text)


@given(TEXTS, st.data())
def test_a_stretch_of_ideographs_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    runs = [run for run in "".join(c if c in "路灯不亮小区楼" else " " for c in text).split() if len(run) > 1]
    for run in runs:
        start = data.draw(st.integers(0, len(run) - 2))
        part = run[start : data.draw(st.integers(start + 2, len(run)))]
        assert all(text[first:last] == part for first, last in question(part).marks(text)[part])


@given(TEXTS)
def test_a_snippet_is_the_text_itself(text: str) -> None:
    marks = question("路灯 a1").marks(text)
    places = [place for found in marks.values() for place in found]
    pieces = snippet(text, places)
    shown = "".join(piece.text for piece in pieces if piece.text != "…")
    assert shown in text
    assert all(folded(piece.text).text in ("路灯", "a1") for piece in pieces if piece.marked)
    assert bool(places) == any(piece.marked for piece in pieces)


def test_words_and_numbers_are_whole() -> None:
    assert not question("1380").marks("13800000000")
    assert question("1380").marks("拨打１３８０。")
    assert question("A市").marks("请a市尽快处理")
    assert not question("3栋").marks("13栋")
    assert question("GZ20260302-000001").grams == {"gz20260302", "000001"}


def test_too_short_a_question_has_nothing_to_look_up() -> None:
    assert question("灯").grams == frozenset() and question(" ，。 ").parts == ()
    assert question("灯 路灯").parts == ("灯", "路灯")


@given(st.text(max_size=30) | st.text(st.sampled_from("路灯，Ａａé…ﬁ㎡ｶﾞ _1・ー가̈"), max_size=20))
def test_the_quick_way_to_the_grams_is_the_slow_one(text: str) -> None:
    expected, run, kind = set(), "", 0
    for character in [*folded(text).text, " "]:
        now = 2 if _ideographic(character) else int(character.isalnum())
        if now != kind:
            expected |= {run[i : i + 2] for i in range(len(run) - 1)} if kind == 2 else {run} if kind else set()
            run, kind = "", now
        run += character
    assert grams(text) == expected

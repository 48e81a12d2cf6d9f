"""What a step was given: each kind of field, each kind of damage, and nothing private in the open facts."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import events as e
from bihuan.core.commands import Raise
from bihuan.core.refusals import Refusal
from tests.core.tiny_walk import AMEI, CHEN, LAO_ZHOU, Walk, at_work


def raised(**given_: Any) -> str:
    """The code of the refusal, or `ok`."""
    walk = Walk()
    command = Raise(
        case="k1", number="T-1", programme="tiny", step="tell", by=AMEI, **{"words": {"words": "车"}, **given_}
    )
    found = walk.ask(command)
    if isinstance(found, Refusal):
        assert walk.case is None
        assert "{" not in found.message("zh") + found.message("en") + found.hint("zh") + found.hint("en")
        return found.code
    return "ok"


FIT: list[tuple[str, Any, str]] = [
    ("kind", "lane", "ok"),
    ("kind", "nowhere", "field-invalid"),
    ("kind", 7, "field-invalid"),
    ("area", "c1", "ok"),
    ("area", "mars", "field-invalid"),
    ("about", "fire", "ok"),
    ("about", "old", "field-invalid"),
    ("about", "nobody", "field-invalid"),
    ("danger", True, "ok"),
    ("danger", False, "ok"),
    ("danger", 1, "field-invalid"),
    ("danger", "yes", "field-invalid"),
    ("size", 0, "ok"),
    ("size", 9, "ok"),
    ("size", 10, "field-invalid"),
    ("size", -1, "field-invalid"),
    ("size", True, "field-invalid"),
    ("size", "3", "field-invalid"),
    ("free", 2**53 - 1, "ok"),
    ("free", 2**53, "field-invalid"),
    ("free", -(2**53), "field-invalid"),
    ("free", 10**400, "field-invalid"),
    ("price", 0, "ok"),
    ("price", 2**53, "field-invalid"),
    ("on", "2021-03-02", "ok"),
    ("on", "2021-02-30", "field-invalid"),
    ("on", "2.3.2021", "field-invalid"),
    ("on", "0001-01-01", "field-invalid"),
    ("on", "9999-12-31", "field-invalid"),
    ("on", 20210302, "field-invalid"),
    ("at", "2021-03-02T08:30:00+08:00", "ok"),
    ("at", "2021-03-02T08:30:00", "field-invalid"),
    ("at", "0001-01-01T00:00:00+14:00", "field-invalid"),
    ("key", "A-1", "ok"),
    ("key", "A\n1", "field-invalid"),
    ("key", "x" * 64, "ok"),
    ("key", "x" * 65, "field-invalid"),
    ("key", "\ud800", "field-invalid"),
    ("colour", "red", "field-unknown"),
]


@pytest.mark.parametrize(("name", "value", "said"), FIT, ids=lambda part: repr(part)[:20])
def test_each_kind_of_field(name: str, value: Any, said: str) -> None:
    assert raised(values={name: value}) == said


CHARACTERS = [
    chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Cc", "Cs")
]  # fmt: skip


def test_every_control_character_is_named_with_its_place() -> None:
    for character in CHARACTERS:
        said = raised(words={"words": f"车{character}堵"})
        assert said == ("ok" if character in "\t\n\r" else "control-character"), hex(ord(character))


def test_the_place_of_a_control_character_counts_from_one() -> None:
    found = Walk().ask(Raise(case="k", number="T", programme="tiny", step="tell", by=AMEI, words={"words": "ab\x00c"}))
    assert isinstance(found, Refusal)
    assert dict(found.detail) | {"field": ""} == {"field": "", "position": "3", "character": "U+0000"}


@pytest.mark.parametrize(("length", "said"), [(1, "ok"), (50, "ok"), (51, "words-too-long")])
def test_words_have_a_length(length: int, said: str) -> None:
    assert raised(words={"words": "字" * length}) == said


@pytest.mark.parametrize(("length", "said"), [(5000, "ok"), (5001, "words-too-long")])
def test_words_without_a_limit_of_their_own_have_the_common_one(length: int, said: str) -> None:
    assert raised(words={"words": "车", "spot": "字" * length}) == said
    assert raised(words={"words": "车", "reason": "字" * length}) == said


@pytest.mark.parametrize("words", [{}, {"words": ""}, {"words": "  \n "}])
def test_a_message_without_words_is_refused(words: dict[str, str]) -> None:
    assert raised(words=words) == "field-missing"


@pytest.mark.parametrize("name", ["words", "who", "spot", "reason"])
def test_private_words_are_no_facts(name: str) -> None:
    """Among the typed facts they would stand in the open event (design, invariant 6)."""
    assert raised(values={name: "张三"}) == "field-unknown"


def test_a_fact_is_no_private_word() -> None:
    assert raised(words={"words": "车", "kind": "lane"}) == "field-unknown"


def test_an_empty_choice_is_nothing_given() -> None:
    walk = Walk().tell(values={"kind": "", "area": "", "size": 0})
    assert dict(walk.it.fields) == {"size": 0}
    assert walk.refused("put", AMEI, values={"size": ""}) == "field-missing"


def test_evidence_is_counted() -> None:
    walk = at_work()
    given_ = {"words": {"result": "清了"}}
    assert walk.refused("finish", CHEN, **given_) == "evidence-missing"
    walk.take("finish", CHEN, photos=("p1",), **given_)


def test_a_step_takes_only_its_own_fields() -> None:
    walk = Walk().tell()
    assert walk.refused("take_in", LAO_ZHOU, values={"size": 1}) == "field-unknown"
    assert walk.refused("take_in", LAO_ZHOU, words={"words": "x"}) == "field-unknown"
    walk.take("take_in", LAO_ZHOU, words={"reason": "任何步骤都可以说明理由"})


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.just("lane"), st.just("2021-01-01")
)
names = st.sampled_from(
    ["words", "who", "kind", "area", "danger", "size", "free", "on", "at", "key", "reason", "", "x"]
)


@given(st.dictionaries(names, anything), st.dictionaries(names, st.text(max_size=60)))
def test_whatever_comes_is_taken_or_refused_whole(values: dict[str, Any], words: dict[str, str]) -> None:
    walk = Walk()
    found = walk.ask(Raise(case="k1", number="T-1", programme="tiny", step="tell", by=AMEI, values=values, words=words))
    if isinstance(found, Refusal):
        assert walk.case is None
        return
    facts = {effect.name: effect.value for effect in found[0].effects if isinstance(effect, e.FieldSet)}
    assert facts == {name: value for name, value in values.items() if value != ""}
    assert not facts.keys() & {"words", "who", "spot", "reason"}

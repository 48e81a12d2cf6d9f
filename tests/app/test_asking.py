"""The canonical form of a command is the same bytes whichever encoder makes them: answers given before have to hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.app import asking
from bihuan.core.commands import Person, Take

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_SCALAR = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | _TEXT
_FORM = st.dictionaries(_TEXT, _SCALAR | st.lists(_TEXT) | st.dictionaries(_TEXT, _SCALAR))


@given(_FORM)
def test_both_encoders_write_the_same(form: dict[str, object]) -> None:
    assert asking._fast(form) == asking._encode(form).encode()


def test_a_number_beyond_every_machine_word_has_a_form_too() -> None:
    huge = Take(case="c", step="s", by=Person(account="a"), outcome="done", values={"n": 2**70}, words={})
    assert str(2**70).encode() in asking.content_of(huge)

"""Canonical bytes against an independent implementation of RFC 8785, and everything that has none."""

import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.transparency.canonical import SAFE_INTEGER, NotCanonical, b64url, canonical, from_b64url

ASCII = st.text(st.characters(max_codepoint=127), max_size=8)
SCALARS = st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | st.text(max_size=12)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ASCII, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(PLAIN)
def test_the_bytes_are_those_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value


def test_every_control_character_is_written_as_rfc_8785_writes_it():
    text = "".join(map(chr, range(0x20))) + '"\\/\x7f\u2028路灯😀'
    assert canonical({"t": text}) == rfc8785.dumps({"t": text})


def nested(depth):
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {"a": [1, {"b": 0.5}]},
        {"名": 1},
        {1: "a"},
        {None: "a"},
        SAFE_INTEGER + 1,
        -SAFE_INTEGER - 1,
        b"bytes",
        {1, 2},
        "\ud800",
        {"a": "\udfff"},
        nested(40),
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_refusal_says_where_and_not_what():
    with pytest.raises(NotCanonical, match=r"^\$\.people\[1\]: float has no canonical form$"):
        canonical({"people": ["13800138000", 1.5]})


@given(st.binary(max_size=40))
def test_base64url_round_trip(data):
    assert from_b64url(b64url(data)) == data


@pytest.mark.parametrize("text", ["AA==", "A", "AB", "+/8A", "AA AA", "路", "AAA\n"])
def test_base64url_has_one_spelling(text):
    assert from_b64url(text) is None

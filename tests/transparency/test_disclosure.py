"""The private part: what is shown can be checked, the rest can't be guessed, a replay builds the same."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.transparency.canonical import NotCanonical, canonical
from bihuan.transparency.disclosure import (
    RESERVED_NAMES,
    Prf,
    Revealed,
    case_pseudonym,
    check_disclosure,
    commit,
    commitment_of,
    digest,
    reveal,
    salt,
)
from bihuan.transparency.faults import Fault

KEYS = st.binary(min_size=32, max_size=32)
VALUES = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20)
NAMES = st.text(min_size=1, max_size=10).filter(lambda name: name not in RESERVED_NAMES)
FIELDS = st.dictionaries(NAMES, VALUES, max_size=6)
K = bytes(range(32))
TEXT = "WyJhZUtoODdBRk1KU3R1Tk90MlhZQUlRIiwgInRleHQiLCAi6Lev54Gv5LiN5LquIl0"
"""The published disclosure of the field `text`, 路灯不亮, of event 0 under the key 00 01 … 1f."""


def unpadded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@given(KEYS, st.binary(max_size=100))
def test_the_quick_hmac_is_the_hmac_of_the_standard_library(key, label):
    assert Prf(key)(label) == hmac.digest(key, label, "sha256")


def test_the_published_vector():
    commitment = commit(K, 0, {"text": "路灯不亮", "phone": "13800138000"})
    assert case_pseudonym(K) == "sJdtQNhZsf6xWW2triVfKg"
    assert unpadded(salt(K, 0, "text")) == "aeKh87AFMJStuNOt2XYAIQ"
    assert commitment.disclosures["text"] == TEXT
    assert digest(TEXT) == "S1Atd1TnPp-ouv-zWcOBTlSsMYSaZxQTAXf48xZEnmo"
    assert reveal(TEXT) == Revealed("text", "路灯不亮", "aeKh87AFMJStuNOt2XYAIQ")


def test_the_example_of_rfc_9901_is_read():
    shown = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert reveal(shown) == Revealed("family_name", "Möbius", "_26bc4LT-ac6q2KI6cBW5es")
    assert digest(shown) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"


@settings(max_examples=60)
@given(KEYS, st.integers(0, 500), FIELDS)
def test_every_field_can_be_shown_and_checked(key, n, private):
    commitment = commit(key, n, private)
    assert commitment == commit(key, n, dict(reversed(private.items())))
    for name, value in private.items():
        shown = check_disclosure(commitment.digests, commitment.x, commitment.disclosures[name])
        assert isinstance(shown, Revealed)
        assert (shown.name, shown.value) == (name, value)
        assert type(shown.value) is type(value)


@settings(max_examples=30)
@given(KEYS, FIELDS)
def test_x_is_what_the_definition_says(key, private):
    """Recomputed here with the standard library alone."""
    commitment = commit(key, 7, private)
    real = {unpadded(hashlib.sha256(text.encode()).digest()) for text in commitment.disclosures.values()}
    decoys = set(commitment.digests) - real
    expected = {unpadded(hmac.digest(key, f"decoy|7|{i}".encode(), "sha256")) for i in range(len(decoys))}
    assert decoys == expected
    plain = json.dumps(sorted(real | decoys), separators=(",", ":")).encode()
    assert commitment.x == unpadded(hashlib.sha256(plain).digest())


def test_the_number_of_fields_does_not_show():
    lengths = {count: len(commit(K, 0, {f"f{i}": i for i in range(count)}).digests) for count in range(12)}
    assert [lengths[count] for count in (0, 1, 2)] == [4, 4, 4]
    assert [lengths[count] for count in (3, 4, 5, 6)] == [8, 8, 8, 8]
    assert all(length >= count + 2 and length % 4 == 0 for count, length in lengths.items())
    assert {len(commit(K, 0, {f"f{i}": i for i in range(count)}).x) for count in range(12)} == {43}


@given(KEYS, KEYS, FIELDS)
def test_two_keys_share_nothing(one, other, private):
    if one == other:
        return
    first, second = commit(one, 0, private), commit(other, 0, private)
    assert case_pseudonym(one) != case_pseudonym(other)
    assert set(first.digests).isdisjoint(second.digests)
    assert first.x != second.x


def test_the_same_words_in_two_events_share_nothing():
    assert set(commit(K, 0, {"text": "a"}).digests).isdisjoint(commit(K, 1, {"text": "a"}).digests)


def test_a_name_with_a_bar_is_not_another_field_of_another_event():
    assert salt(K, 1, "2|a") != salt(K, 12, "a") != salt(K, 1, "a")


@settings(max_examples=60)
@given(st.integers(0, len(TEXT) - 1), st.sampled_from("AQgw_-09zZ"))
def test_a_changed_disclosure_is_refused(place, letter):
    commitment = commit(K, 0, {"text": "路灯不亮"})
    changed = TEXT[:place] + letter + TEXT[place + 1 :]
    result = check_disclosure(commitment.digests, commitment.x, changed)
    assert isinstance(result, Revealed if changed == TEXT else Fault)


def test_a_list_that_is_not_the_leaf_s_is_refused():
    commitment = commit(K, 0, {"text": "路灯不亮"})
    digests, x = list(commitment.digests), commitment.x
    for wrong in (digests[1:], sorted([*digests, "A" * 43]), ["\ud800"], []):
        assert check_disclosure(wrong, x, TEXT) == Fault("commitment-differs")
    assert check_disclosure(digests[::-1], x, TEXT) == Fault("digests-unordered")
    assert check_disclosure([digests[0], *digests], x, TEXT) == Fault("digests-unordered")
    assert check_disclosure(digests, commit(K, 1, {}).x, TEXT) == Fault("commitment-differs")
    assert check_disclosure(digests, x, commit(K, 0, {"text": "b"}).disclosures["text"]) == Fault("not-committed")


@pytest.mark.parametrize(
    "array",
    [
        '["s","n"]',
        '["s","n",1,2]',
        '{"s":1}',
        '["s","n",1.5]',
        '["s","n",NaN]',
        '["","n",1]',
        '["s","",1]',
        '["s",1,1]',
        '["s","n",{"a":1,"a":2}]',
        "[",
        "[" * 100_000,
        '["s","n",' + "9" * 5000 + "]",
    ],
    ids=lambda array: array[:20],
)
def test_a_malformed_disclosure_is_refused_even_if_committed_to(array):
    shown = unpadded(array.encode())
    digests = [digest(shown)]
    assert check_disclosure(digests, commitment_of(digests), shown) == Fault("disclosure-malformed")
    assert reveal("no base64!") == Fault("disclosure-malformed")


@pytest.mark.parametrize("private", [{"_sd": 1}, {"...": 1}, {"": 1}, {"a": 1.5}, {"a": "\ud800"}, {"\ud800": 1}])
def test_what_can_t_be_committed_to_is_refused_before_anything_is_written(private):
    with pytest.raises(NotCanonical):
        commit(K, 0, private)


def test_identity_is_salted_from_the_reporter_s_key_alone():
    """Whoever has the case's key and the list can't test a guessed number once the second key is gone."""
    own = bytes(32)
    commitment = commit(K, 0, {"text": "a"}, identity={"phone": "13800138000"}, identity_key=own)
    guesses = commit(K, 0, {"text": "a", "phone": "13800138000"})
    assert commitment.disclosures["text"] == guesses.disclosures["text"]
    assert digest(guesses.disclosures["phone"]) not in commitment.digests
    shown = check_disclosure(commitment.digests, commitment.x, commitment.disclosures["phone"])
    assert isinstance(shown, Revealed) and shown.value == "13800138000"


def test_identity_needs_a_key_of_its_own_and_names_of_its_own():
    for own in (None, K, b"short"):
        with pytest.raises(ValueError, match="key"):
            commit(K, 0, {}, identity={"phone": "1"}, identity_key=own)
    with pytest.raises(ValueError, match="identity part"):
        commit(K, 0, {"phone": "1"}, identity={"phone": "1"}, identity_key=bytes(32))


def test_a_print_out_of_a_commitment_shows_no_words():
    assert "13800138000" not in repr(commit(K, 0, {"phone": "13800138000"}))
    assert commit(K, 0, {"phone": "1"}).disclosures["phone"] not in repr(commit(K, 0, {"phone": "1"}))


def test_the_list_is_canonical_json():
    assert canonical(["a", "b"]) == b'["a","b"]'

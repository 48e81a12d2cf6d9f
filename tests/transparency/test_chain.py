"""The chain of one stream: holds as built, and names the first leaf that does not follow."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.transparency.canonical import canonical
from bihuan.transparency.chain import read_entry, verify_chain
from bihuan.transparency.disclosure import case_pseudonym
from bihuan.transparency.leaf import build_leaf, hash_text, leaf_hash
from tests.transparency.test_leaf import RAISED, K

VECTOR = [
    b'{"a":"TH","c":"sJdtQNhZsf6xWW2triVfKg","g":"road","k":"case.intake","n":0,"p":"12345","t":"2026-11-23",'
    b'"u":"GZ-TH","v":1,"x":"oXL9PaAghojavUwGMeMRCGAICwD_obiAsb65VluakfQ"}',
    b'{"c":"sJdtQNhZsf6xWW2triVfKg","h":"mxcNMb-Hhe6_EVb0PlzASUHC10tldS7MmL-t8WJl7Dk","k":"case.close","n":1,'
    b'"p":"12345","r":"solved","s":5,"t":"2026-11-24","u":"GZ-TH","v":1,'
    b'"x":"esDN1vbxKe6mjoBW-Tdai8IPfwWaswmSObwDxKddcc0"}',
]


def test_the_published_vector():
    assert [len(entry) for entry in VECTOR] == [171, 219]
    hashes = [leaf_hash(entry) for entry in VECTOR]
    assert hashes[0].hex() == "9b170d31bf8785eebf1156f43e5cc04941c2d74b65752ecc98bfadf16265ec39"
    assert hashes[1].hex() == "4a5d3a3acc994552c49403ac60b7f01ec60096c149466b00084d22135d223bc6"
    root = hashlib.sha256(b"\x01" + hashes[0] + hashes[1]).hexdigest()
    assert root == "75796764f87c73fa9159a5552ff8a64d4cc1d626289650a968db5853ecefdf88"
    assert [canonical(json.loads(entry)) for entry in VECTOR] == VECTOR
    assert verify_chain(VECTOR) is None


def chain(length, key=K):
    entries = []
    for number in range(length):
        previous = hash_text(entries[-1]) if entries else None
        facts = replace(RAISED, stream=case_pseudonym(key), number=number, previous=previous)
        entries.append(build_leaf(key, facts, {"text": f"word {number}"}).entry)
    return entries


ENTRIES = chain(5)


@pytest.mark.parametrize("length", range(6))
def test_a_chain_and_its_beginnings_hold(length):
    assert verify_chain(ENTRIES[:length]) is None


@pytest.mark.parametrize(
    ("entries", "code", "position"),
    [
        (ENTRIES[:2] + ENTRIES[3:], "wrong-number", 2),
        (ENTRIES[1:], "wrong-number", 0),
        ([*ENTRIES[:2], *ENTRIES[1:]], "wrong-number", 2),
        ([*ENTRIES[:2], *chain(3, bytes(32))[2:]], "other-stream", 2),
        ([*ENTRIES[:2], b"{}"], "other-stream", 2),
        ([b"[]"], "not-canonical", 0),
        ([b"{"], "not-canonical", 0),
        ([b"\xff"], "not-canonical", 0),
        ([b'{"a":' * 100_000], "not-canonical", 0),
        ([ENTRIES[0].replace(b'"n":0', b'"n":0,"n":0')], "not-canonical", 0),
        ([ENTRIES[0].replace(b'"n":0', b'"n":false')], "wrong-number", 0),
        ([ENTRIES[0].replace(b'"n":0', b'"n": 0')], "not-canonical", 0),
        ([ENTRIES[0].replace(b'"k"', b'"h":null,"k"')], "chain-broken", 0),
        ([ENTRIES[0].replace(b"word", b"wort").replace(b"raise", b"close"), *ENTRIES[1:]], "chain-broken", 1),
    ],
)
def test_the_first_break_is_named(entries, code, position):
    broken = verify_chain(entries)
    assert broken is not None
    assert (broken.fault.code, broken.position, broken.fault.where) == (code, position, str(position))


@settings(max_examples=80)
@given(st.integers(0, 3), st.data())
def test_a_changed_byte_anywhere_but_in_the_last_leaf_breaks_the_chain(which, data):
    place = data.draw(st.integers(0, len(ENTRIES[which]) - 1))
    flip = data.draw(st.integers(1, 255))
    changed = bytearray(ENTRIES[which])
    changed[place] ^= flip
    broken = verify_chain([*ENTRIES[:which], bytes(changed), *ENTRIES[which + 1 :]])
    assert broken is not None and broken.position in (which, which + 1)


def test_an_entry_is_read_by_its_wire_names():
    assert read_entry(VECTOR[1])["h"] == hash_text(VECTOR[0])
    assert read_entry(b" {}") is None

"""The leaf's bytes: shape, visibility, limits, and the published vectors."""

import json
from dataclasses import replace
from datetime import date

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.transparency.disclosure import case_pseudonym, check_disclosure
from bihuan.transparency.faults import FAULTS, Fault
from bihuan.transparency.leaf import Leaf, PublicFacts, build_leaf, hash_text, leaf_bytes, leaf_hash

K = bytes(range(32))
STREAM = case_pseudonym(K)
HASH = "mxcNMb-Hhe6_EVb0PlzASUHC10tldS7MmL-t8WJl7Dk"
X = "oXL9PaAghojavUwGMeMRCGAICwD_obiAsb65VluakfQ"
DAY = date(2026, 11, 23)
RAISED = PublicFacts(
    visibility="public", stream=STREAM, number=0, previous=None, recorded=DAY, verb="raise", programme="12345"
)
CLOSED = replace(
    RAISED,
    number=1,
    previous=HASH,
    verb="close",
    unit="GZ-TH",
    area="TH",
    category="路灯",
    due=date(2026, 11, 30),
    finding="closed",
    answer="yes",
    late=False,
    score=5,
)

CT_LEAVES = [
    ("", "6e340b9c"),
    ("00", "96a296d2"),
    ("10", "0298d122"),
    ("2021", "07506a85"),
    ("3031", "bc1a0643"),
    ("40414243", "4271a26b"),
    ("5051525354555657", "b08693ec"),
    ("606162636465666768696a6b6c6d6e6f", "46f6ffad"),
]


@pytest.mark.parametrize(("entry", "begins"), CT_LEAVES)
def test_the_leaf_hashes_of_certificate_transparency(entry, begins):
    assert leaf_hash(bytes.fromhex(entry)).hex().startswith(begins)


def test_the_bytes_of_a_leaf():
    assert leaf_bytes(replace(RAISED, unit="GZ-TH", area="TH", category="road"), X) == (
        b'{"a":"TH","c":"sJdtQNhZsf6xWW2triVfKg","g":"road","k":"raise","n":0,"p":"12345","t":"2026-11-23",'
        b'"u":"GZ-TH","v":1,"x":"oXL9PaAghojavUwGMeMRCGAICwD_obiAsb65VluakfQ"}'
    )
    assert json.loads(leaf_bytes(CLOSED, X)) == {
        "v": 1, "c": STREAM, "n": 1, "h": HASH, "t": "2026-11-23", "k": "close", "p": "12345", "u": "GZ-TH",
        "a": "TH", "g": "路灯", "due": "2026-11-30", "f": "closed", "r": "yes", "l": 0, "s": 5, "x": X,
    }  # fmt: skip


def test_an_opaque_leaf_says_six_things_and_commits_to_the_rest():
    leaf = build_leaf(K, replace(CLOSED, visibility="opaque"), {"text": "a"})
    assert isinstance(leaf, Leaf)
    assert set(json.loads(leaf.entry)) == {"v", "c", "n", "h", "t", "x"}
    hidden = leaf.commitment.disclosures["public.k"]
    assert check_disclosure(leaf.commitment.digests, leaf.commitment.x, hidden).value == "close"
    assert set(leaf.commitment.disclosures) == {
        "text", *(f"public.{wire}" for wire in ("k", "p", "u", "a", "g", "due", "f", "r", "l", "s"))
    }  # fmt: skip


def test_two_opaque_leaves_differ_in_nothing_but_their_randomness():
    spare = replace(RAISED, visibility="opaque", number=1, previous=HASH)
    one, other = (
        build_leaf(K, spare, {}),
        build_leaf(K, replace(CLOSED, visibility="opaque"), {"text": "a" * 999}),
    )
    assert len(one.entry) == len(other.entry)


def test_an_opaque_leaf_can_t_change_what_it_hides():
    opaque = replace(CLOSED, visibility="opaque")
    assert build_leaf(K, opaque, {}).entry != build_leaf(K, replace(opaque, late=True), {}).entry


@settings(max_examples=60)
@given(
    st.builds(
        lambda **changes: replace(CLOSED, **changes),
        unit=st.none() | st.sampled_from(["GZ-TH", "other", "潭东镇"]),
        finding=st.sampled_from(["closed", "solved", "satisfied"]),
        answer=st.none() | st.sampled_from(["yes", "no", "unreachable"]),
        late=st.none() | st.booleans(),
        score=st.none() | st.integers(1, 5),
        occurred=st.none() | st.dates(max_value=DAY),
        imported=st.booleans(),
        visibility=st.sampled_from(["public", "opaque"]),
    )
)
def test_a_leaf_is_rebuilt_byte_for_byte_and_is_rfc_8785(facts):
    leaf = build_leaf(K, facts, {"text": "路灯不亮"})
    assert leaf == build_leaf(K, facts, {"text": "路灯不亮"})
    assert leaf.entry == rfc8785.dumps(json.loads(leaf.entry))
    assert leaf.hash == leaf_hash(leaf.entry)
    assert hash_text(leaf.entry) not in leaf.entry.decode()


def test_one_fact_has_one_spelling():
    assert leaf_bytes(replace(RAISED, occurred=DAY), X) == leaf_bytes(RAISED, X)
    names = ("AAAAAAAAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBBBBBBBA")
    assert leaf_bytes(replace(CLOSED, linked=names), X) == leaf_bytes(replace(CLOSED, linked=names[::-1]), X)
    assert json.loads(leaf_bytes(replace(RAISED, occurred=date(2019, 7, 1)), X))["o"] == "2019-07-01"
    assert json.loads(leaf_bytes(replace(RAISED, imported=True), X))["i"] == 1


BAD = [
    ("c", {"stream": "13800138000"}),
    ("c", {"stream": "sJdtQNhZsf6xWW2triVfKh"}),
    ("n", {"number": -1}),
    ("h", {"previous": None}),
    ("h", {"number": 0}),
    ("h", {"previous": "abc"}),
    ("k", {"verb": "closed it"}),
    ("k", {"verb": ""}),
    ("u", {"unit": "two words"}),
    ("u", {"unit": "u" * 65}),
    ("a", {"area": "line\nbreak"}),
    ("o", {"occurred": date(2026, 11, 24)}),
    ("due", {"due": "2026-11-30"}),
    ("f", {"finding": "done"}),
    ("r", {"answer": "maybe"}),
    ("r", {"finding": None}),
    ("s", {"score": 6}),
    ("s", {"score": 0}),
    ("l", {"late": 2}),
    ("m", {"linked": ("case 17",)}),
    ("rk", {"receipt_key": HASH}),
    ("sig", {"signature": "A" * 86}),
    ("sig", {"signer": HASH, "answers": HASH}),
]


@pytest.mark.parametrize("visibility", ["public", "opaque"])
@pytest.mark.parametrize(("wire", "changes"), BAD, ids=str)
def test_a_malformed_field_is_refused_by_its_wire_name(wire, changes, visibility):
    facts = replace(CLOSED, visibility=visibility, **changes)
    assert leaf_bytes(facts, X) == Fault("bad-field", wire)


def test_the_commitment_and_the_pseudonym_have_to_be_the_key_s():
    assert leaf_bytes(RAISED, "x") == Fault("bad-field", "x")
    assert build_leaf(bytes(32), RAISED, {}) == Fault("bad-field", "c")
    assert isinstance(leaf_bytes(replace(RAISED, unit="\ud800"), X), Fault)


def test_an_entry_fits_the_two_bytes_of_its_length():
    def linked(count):
        return leaf_bytes(replace(CLOSED, linked=tuple(f"{i:021d}A" for i in range(count))), X)

    sizes = [linked(count) for count in range(2600, 2640)]
    fits = [len(entry) for entry in sizes if isinstance(entry, bytes)]
    assert max(fits) <= 65_535 < max(fits) + 25
    refused = sizes[-1]
    assert isinstance(refused, Fault) and refused.code == "leaf-too-long" and int(refused.where) > 65_535


@pytest.mark.parametrize("code", FAULTS)
def test_every_fault_speaks_both_languages(code):
    zh, en = Fault(code, "7").message("zh"), Fault(code, "7").message("en")
    assert zh != en and zh.endswith("。") and en.endswith(".") and "{" not in zh + en

"""Sealed is sealed: round trips, changed bytes, other places and keys, change of masters, silent faults."""

import base64
import hmac
import struct

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.store.vault import crypto
from bihuan.store.vault.crypto import (
    SEALED_OVERHEAD,
    VAULT_FAULTS,
    Holder,
    KeyPlace,
    Masters,
    Place,
    VaultFault,
    masters_from_text,
    new_case_key,
    open_,
    open_file,
    rewrap,
    seal,
    seal_file,
    unwrap,
    wrap,
    wrapped_with,
)

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
OLD, NEW = b"o" * 16 + b"l" * 16, b"n" * 16 + b"w" * 16
MASTERS = Masters("2026", {"2026": NEW, "2025.b": OLD})
ROW = KeyPlace("ganzhou-etdz", "20261123-0001")
FIELD = Place("ganzhou-etdz", "20261123-0001", 0, "text")
WORDS = "路灯不亮，电话13800138000".encode()


def counting():
    """A source of bytes that is no secret but never repeats."""
    state = [0]

    def random_bytes(size):
        state[0] += 1
        return hmac.digest(b"test", state[0].to_bytes(8, "big"), "sha256")[:size]

    return random_bytes


RANDOM = counting()
SEALED = seal(KEY, FIELD, WORDS, RANDOM)
WRAPPED = wrap(MASTERS, KEY, ROW, RANDOM)


@settings(max_examples=60)
@given(
    st.binary(max_size=300),
    st.text(max_size=5),
    st.text(max_size=5),
    st.integers(0, 999),
    st.text(max_size=5),
)
def test_what_is_sealed_opens_in_its_place(plaintext, district, case, number, name):
    place = Place(district, case, number, name)
    sealed = seal(KEY, place, plaintext, RANDOM)
    assert open_(KEY, place, sealed) == plaintext
    assert len(sealed) == len(plaintext) + SEALED_OVERHEAD
    assert sealed != seal(KEY, place, plaintext, RANDOM)


@pytest.mark.parametrize("place", range(len(SEALED)))
def test_any_changed_byte_of_a_sealed_text_is_refused(place):
    changed = bytearray(SEALED)
    changed[place] ^= 1
    assert open_(KEY, FIELD, bytes(changed)) == VaultFault("not-opened", str(FIELD))


@pytest.mark.parametrize("place", range(len(WRAPPED)))
def test_any_changed_byte_of_a_wrapped_key_is_refused(place):
    for flip in (1, 0x20, 0xFF):
        changed = bytearray(WRAPPED)
        changed[place] ^= flip
        assert isinstance(unwrap(MASTERS, bytes(changed), ROW), VaultFault)


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_a_text_cut_short_is_refused(length):
    assert isinstance(open_(KEY, FIELD, SEALED[:length]), VaultFault)


@pytest.mark.parametrize("length", range(len(WRAPPED)))
def test_a_key_cut_short_is_refused(length):
    assert isinstance(unwrap(MASTERS, WRAPPED[:length], ROW), VaultFault)


@pytest.mark.parametrize(
    "place",
    [
        Place("zhanggong", FIELD.case, 0, "text"),
        Place(FIELD.district, "20261123-0002", 0, "text"),
        Place(FIELD.district, FIELD.case, 1, "text"),
        Place(FIELD.district, FIELD.case, 0, "name"),
        Place(FIELD.district + "2", FIELD.case[1:], 0, "text"),
    ],
    ids=str,
)
def test_a_text_moved_to_another_place_does_not_open(place):
    assert open_(KEY, place, SEALED) == VaultFault("not-opened", str(place))


def test_neighbouring_places_do_not_run_together():
    sealed = seal(KEY, Place("a", "bc", 1, "2"), b"x", RANDOM)
    assert isinstance(open_(KEY, Place("ab", "c", 1, "2"), sealed), VaultFault)
    assert isinstance(open_(KEY, Place("a", "b", 1, "c2"), sealed), VaultFault)


@settings(max_examples=30)
@given(st.binary(min_size=32, max_size=32))
def test_another_key_does_not_open(key):
    assert open_(key, FIELD, SEALED) == (WORDS if key == KEY else VaultFault("not-opened", str(FIELD)))


def test_a_key_goes_round_under_the_current_master_and_belongs_to_its_row():
    assert unwrap(MASTERS, WRAPPED, ROW) == KEY
    assert wrapped_with(WRAPPED) == "2026"
    for row in (
        KeyPlace(ROW.district, "2"),
        KeyPlace("x", ROW.case),
        KeyPlace(ROW.district, ROW.case, Holder.REPORTER),
    ):
        assert unwrap(MASTERS, WRAPPED, row) == VaultFault("not-opened", str(row))


def test_a_master_can_be_changed_without_touching_what_is_sealed():
    before = wrap(Masters("2025.b", {"2025.b": OLD}), KEY, ROW, RANDOM)
    assert wrapped_with(before) == "2025.b"
    assert unwrap(MASTERS, before, ROW) == KEY
    after = rewrap(MASTERS, before, ROW, RANDOM)
    alone = Masters("2026", {"2026": NEW})
    assert wrapped_with(after) == "2026" and unwrap(alone, after, ROW) == KEY
    assert unwrap(alone, before, ROW) == VaultFault("master-unknown", "2025.b")
    assert rewrap(alone, before, ROW, RANDOM) == VaultFault("master-unknown", "2025.b")
    assert open_(unwrap(alone, after, ROW), FIELD, SEALED) == WORDS


def test_a_master_of_the_same_id_but_another_value_does_not_unwrap():
    assert unwrap(Masters("2026", {"2026": OLD}), WRAPPED, ROW) == VaultFault("not-opened", str(ROW))


def packed(*parts):
    return b"".join(struct.pack(">I", len(part.encode())) + part.encode() for part in parts)


def test_the_formats_are_what_they_are_said_to_be():
    """Opened here without the package, so that a backup can be read in twenty years."""
    words_key = hmac.digest(KEY, b"vault|words", "sha256")
    bound = packed("vault|words", FIELD.district, FIELD.case, "0", "text")
    assert SEALED[:1] == b"\x01"
    assert AESGCM(words_key).decrypt(SEALED[1:13], SEALED[13:], bound) == WORDS
    where = packed("vault|wrap", ROW.district, ROW.case, "case")
    assert WRAPPED[:6] == b"\x01\x042026"
    wrapping_key = hmac.digest(NEW, where, "sha256")
    assert AESGCM(wrapping_key).decrypt(WRAPPED[6:18], WRAPPED[18:], WRAPPED[:6] + where) == KEY


def test_the_labels_of_vault_and_log_never_meet():
    """Both derive from the key of the case: a salt that is shown must never be half of a sealing key."""
    labels = {value for name, value in vars(crypto).items() if name in ("_WORDS", "_FILES", "_FILE_NONCES")}
    assert len(labels) == 3
    assert all(label.startswith(b"vault|") for label in labels)


def test_files_of_one_case_repeat_and_those_of_two_cases_never_do():
    one = seal_file(KEY, "d", "c", b"photo")
    assert one == seal_file(KEY, "d", "c", b"photo") != seal_file(KEY, "d", "c", b"photo2")
    assert one != seal_file(OTHER, "d", "c", b"photo")
    assert one[1:13] != seal_file(KEY, "d", "c", b"photo2")[1:13]
    assert open_file(KEY, "d", "c", one) == b"photo"
    assert open_file(OTHER, "d", "c", one) is open_file(KEY, "d", "c2", one) is open_file(KEY, "d", "c", b"") is None


def text_of(**keys):
    return " ".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in keys.items())


def test_masters_are_read_from_one_line_the_current_one_first():
    masters = masters_from_text(text_of(k2026=NEW, k2025=OLD) + "\n")
    assert masters == Masters("k2026", {"k2026": NEW, "k2025": OLD})
    assert "nnnn" not in repr(masters) and base64.b64encode(NEW).decode() not in repr(masters)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "1"),
        (base64.b64encode(NEW).decode(), "1"),
        ("k:short", "k"),
        ("k:" + base64.b64encode(b"x" * 32).decode(), "k"),
        ("k:" + base64.b64encode(NEW[:31]).decode(), "k"),
        (text_of(k=NEW) + " " + text_of(k=OLD), "k"),
        (text_of(k=NEW) + " ключ:abc", "2"),
        ("NwNwNwNwNwNwNwNwNwNwNwNwNwNwNwNw", "1"),
    ],
)
def test_a_malformed_master_is_named_without_being_repeated(text, where):
    assert masters_from_text(text) == VaultFault("master-malformed", where)


def test_keys_of_the_wrong_size_and_a_dry_source_are_faults_of_the_program():
    for call in (
        lambda: new_case_key(lambda size: b"x"),
        lambda: seal(b"short", FIELD, b"", RANDOM),
        lambda: seal(KEY, FIELD, b"", lambda size: b""),
        lambda: wrap(MASTERS, b"short", ROW, RANDOM),
        lambda: Masters("2026", {"2025": OLD}),
        lambda: Masters("2026", {"2026": b"short"}),
        lambda: Masters("no id", {"no id": NEW}),
    ):
        with pytest.raises(ValueError, match=r"bytes|master"):
            call()
    assert new_case_key(lambda size: NEW[:size]) == NEW


@pytest.mark.parametrize("code", VAULT_FAULTS)
def test_every_fault_speaks_both_languages_and_names_the_place(code):
    fault = VaultFault(code, "d/c/0/text")
    assert fault.message("zh") != fault.message("en")
    assert fault.message("zh").endswith("。") and fault.message("en").endswith(".")

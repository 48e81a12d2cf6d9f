"""Signed notes, checkpoints, cosignatures and promises: published vectors, and whatever must not pass."""

import hashlib
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.transparency.checkpoints import (
    Checkpoint,
    Witness,
    open_checkpoint,
    read_checkpoint,
    sign,
    times,
    with_signatures,
)
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Note, Signature, Signer, read_key, read_note, verified
from bihuan.transparency.promises import Promise, give, open_promise
from tests.transparency.naive import CT_LEAVES, mth

EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
LOG_LINE = "jS1zyom9C4MVtJimyQVTWbN7xCPczFxDffr2wmEzUHAudKYPb0HNV+iLQ+vMT8fF0h84CZ59hR3j8Bv7DyxbVsEZAA0="
WITNESS_LINE = (
    "7Yw31gAAAABpUmrop0IurXVP42wbLrgt92DRCh2Ee24PzCxpLQmy6t3FgSBJVreT/gNrwVE7wNUGVZRTo9VBbTyS2lu08SRdm5F5Bw=="
)
OURS = f"""log.example.gov/cases
8
XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

— log.example.gov/cases {LOG_LINE}
— witness.example/w1 {WITNESS_LINE}
"""
LOG_KEY = "log.example.gov/cases+8d2d73ca+AZsfhHkc/HZjBFhU04netcqVRJ2HXydqg4QLBgqznPxx"
WITNESS_KEY = "witness.example/w1+ed8c37d6+BLDvac9mmAMfo6UM3ZhuGEswRR4MUnSlB9TyBI0y+MK1"
TIME = 1_767_009_000


def secret(word):
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())


LOG = Signer("log.example.gov/cases", secret("log"))
W1 = Witness("witness.example/w1", secret("w1"))
HEAD = Checkpoint("log.example.gov/cases", 8, mth(CT_LEAVES))


def key(text):
    found = read_key(text)
    assert isinstance(found, Key)
    return found


def test_the_example_of_the_specification():
    note = read_note(EXAMPLE)
    assert isinstance(note, Note) and note.written() == EXAMPLE
    assert verified(note, [key(EXAMPLE_KEY)]) == (key(EXAMPLE_KEY),)
    assert key(EXAMPLE_KEY).text == EXAMPLE_KEY


def test_our_own_vector_byte_for_byte():
    assert (LOG.key.text, W1.key.text) == (LOG_KEY, WITNESS_KEY)
    assert with_signatures(sign(HEAD, LOG), [W1.cosign(HEAD, TIME)]).written() == OURS
    opened = open_checkpoint(OURS, [key(LOG_KEY)])
    assert not isinstance(opened, Fault)
    assert opened[0] == HEAD
    assert verified(opened[1], [key(WITNESS_KEY)]) == (key(WITNESS_KEY),)
    assert times(opened[1], [key(WITNESS_KEY)]) == {"witness.example/w1": TIME}


def test_a_signature_by_an_unknown_key_is_passed_over():
    strange = Signature("who.example/x", b"\xff\0\0\0", b"sm2-sm3 or whatever comes")
    note = with_signatures(sign(HEAD, LOG), [strange])
    opened = open_checkpoint(note.written(), [key(LOG_KEY)])
    assert not isinstance(opened, Fault) and opened[1] == note


def test_a_bad_signature_by_a_known_key_makes_the_note_void():
    note = with_signatures(sign(HEAD, LOG), [replace(W1.cosign(HEAD, TIME), data=bytes(72))])
    assert verified(note, [LOG.key, W1.key]) == Fault("note-bad-signature", "witness.example/w1")
    assert verified(note, [LOG.key]) == (LOG.key,)
    short = with_signatures(sign(HEAD, LOG), [replace(W1.cosign(HEAD, TIME), data=bytes(71))])
    assert verified(short, [W1.key]) == Fault("note-bad-signature", "witness.example/w1")
    assert open_checkpoint(OURS.replace("8\n", "9\n", 1), [LOG.key]) == Fault("note-bad-signature", LOG.name)


def test_a_cosignature_is_bound_to_its_time_and_is_no_signature_of_the_log():
    line = W1.cosign(HEAD, TIME)
    later = replace(line, data=(TIME + 1).to_bytes(8, "big") + line.data[8:])
    assert verified(with_signatures(sign(HEAD, LOG), [later]), [W1.key]) == Fault("note-bad-signature", W1.name)
    alone = Note(HEAD.text, (line,))
    assert open_checkpoint(alone.written(), [LOG.key]) == Fault("not-the-log", LOG.name)


def test_a_stolen_key_is_worthless_after_the_rotation():
    older = Signer(LOG.name, secret("stolen"))
    both = sign(HEAD, LOG, older)
    assert not isinstance(open_checkpoint(both.written(), [LOG.key]), Fault)
    assert not isinstance(open_checkpoint(both.written(), [older.key]), Fault)
    forged = sign(replace(HEAD, size=9), older)
    assert open_checkpoint(forged.written(), [LOG.key]) == Fault("not-the-log", LOG.name)


@pytest.mark.parametrize(
    "written",
    [
        "", "\n", "text\n", "text\n\n", "text\n\n— a b\n", "text\n\n- a AAAAAAA=\n", "text\n\n— a AAAAAAA=",
        "te\rxt\n\n— a AAAAAAA=\n", "te\0xt\n\n— a AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", "text\n\n— a AAAA\n",
        "text\n\n— a AAAAAAA\n", b"te\xffxt\n\n\xe2\x80\x94 a AAAAAAA=\n", "text\n\n" + "— a AAAAAAA=\n" * 101,
        "x" * 1_000_000 + "\n\n— a AAAAAAA=\n",
    ],
)  # fmt: skip
def test_what_is_no_note(written):
    fault = read_note(written)
    assert isinstance(fault, Fault) and fault.code == "note-malformed"


def test_sixteen_signatures_and_more_are_read():
    note = read_note("text\n\n" + "— a AAAAAAA=\n" * 100)
    assert isinstance(note, Note) and len(note.signatures) == 100


@pytest.mark.parametrize(
    "text",
    ["", "a+b", EXAMPLE_KEY[:-1], EXAMPLE_KEY.replace("foo", "bar"), EXAMPLE_KEY.replace("530d903a", "530d903b"),
     "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "x+00000000+AQ==",
     EXAMPLE_KEY.replace("AekyeR", "/ekyeR")],
)  # fmt: skip
def test_what_is_no_key(text):
    fault = read_key(text)
    assert isinstance(fault, Fault) and fault.code == "vkey-malformed"


ROOT = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\n8\n", f"a\n08\n{ROOT}\n", f"a\n-1\n{ROOT}\n", f"a\n8\n{ROOT[:-4]}\n", f"\n8\n{ROOT}\n",
     f"a\n8\n{ROOT}", f"a\n8\n{ROOT}\n\n", f"a\n8\n{ROOT[:-2]}1=\n", f"a\n{'9' * 19}\n{ROOT}\n", "a\n8\n…\n"],
)  # fmt: skip
def test_what_is_no_checkpoint(text):
    fault = read_checkpoint(text)
    assert isinstance(fault, Fault) and fault.code == "checkpoint-malformed"


def test_extension_lines_are_kept_and_signed():
    found = read_checkpoint(f"a\n8\n{ROOT}\nmore\n")
    assert found == Checkpoint("a", 8, mth(CT_LEAVES), ("more",)) and found.text == f"a\n8\n{ROOT}\nmore\n"


PROMISE = Promise(LOG.name, hashlib.sha256(b"leaf").digest(), TIME, 3600)


def test_a_promise_comes_back_and_says_until_when():
    assert open_promise(give(PROMISE, LOG), [LOG.key]) == PROMISE
    assert PROMISE.by == TIME + 3600


def test_a_promise_that_nobody_gave():
    assert open_promise(give(PROMISE, Signer(LOG.name, secret("other"))), [LOG.key]) == Fault("not-the-log", LOG.name)
    changed = give(PROMISE, LOG).replace("3600", "3601")
    assert open_promise(changed, [LOG.key]) == Fault("note-bad-signature", LOG.name)
    assert open_promise(OURS, [LOG.key]) == Fault("promise-malformed")
    assert open_promise("nothing", [LOG.key]) == Fault("note-malformed", "—")


def test_no_promise_can_be_read_as_a_checkpoint():
    fault = open_checkpoint(give(PROMISE, LOG), [LOG.key])
    assert isinstance(fault, Fault) and fault.code == "checkpoint-malformed"

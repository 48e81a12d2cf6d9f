"""A witness grants only growth: every answer of tlog-witness, and the state that it is the answer of."""

from dataclasses import replace

import pytest

from bihuan.transparency.checkpoints import Checkpoint, sign
from bihuan.transparency.notes import Signer
from bihuan.transparency.witnessing import Granted, Refused, Remembered, decide, request
from tests.transparency.naive import CT_LEAVES, mth, proof
from tests.transparency.test_notes import LOG, secret

KNOWN = {LOG.name: [LOG.key]}
FORK = [*CT_LEAVES[:4], b"other"]


def note(entries, signer=LOG):
    return sign(Checkpoint(signer.name, len(entries), mth(entries)), signer).written()


def asked(old, entries, found=None, signer=LOG):
    found = proof(old, entries) if found is None else found
    return request(old, found, note(entries, signer)).encode()


def seen(entries):
    return {LOG.name: Remembered(len(entries), mth(entries))}


def test_growth_is_granted():
    for old in range(9):
        granted = decide(asked(old, CT_LEAVES), KNOWN, seen(CT_LEAVES[:old]))
        assert isinstance(granted, Granted) and granted.checkpoint.size == 8
    assert isinstance(decide(asked(0, CT_LEAVES), KNOWN, {}), Granted)
    assert isinstance(decide(asked(0, []), KNOWN, {}), Granted)


@pytest.mark.parametrize(
    ("body", "remembered", "status", "code"),
    [
        (asked(0, CT_LEAVES, signer=Signer("else.example", secret("log"))), {}, 404, "unknown-origin"),
        (asked(0, CT_LEAVES, signer=Signer(LOG.name, secret("thief"))), {}, 403, "not-the-log"),
        (asked(0, CT_LEAVES).replace(b"\n8\n", b"\n9\n"), {}, 403, "note-bad-signature"),
        (request(9, [], note(CT_LEAVES)).encode(), seen(CT_LEAVES), 400, "tree-shrank"),
        (asked(4, CT_LEAVES), seen(CT_LEAVES[:5]), 409, "witness-ahead"),
        (asked(0, CT_LEAVES[:7]), seen(CT_LEAVES), 409, "witness-ahead"),
        (asked(5, FORK, []), seen(CT_LEAVES[:5]), 409, "fork"),
        (asked(4, CT_LEAVES, []), seen(CT_LEAVES[:4]), 422, "proof-too-short"),
        (asked(4, [*FORK, b"more"]), seen([*CT_LEAVES[:3], b"y"]), 422, "not-consistent"),
        (asked(0, CT_LEAVES, [mth([])]), {}, 422, "proof-too-long"),
        (b"", {}, 400, "witness-request"),
        (b"\xff", {}, 400, "witness-request"),
        (b"old 01\n\n" + note(CT_LEAVES).encode(), {}, 400, "witness-request"),
        (b"old x\n\n" + note(CT_LEAVES).encode(), {}, 400, "witness-request"),
        (b"old 0\n?\n\n" + note(CT_LEAVES).encode(), {}, 400, "witness-request"),
        (b"old 0\nAAAA\n\n" + note(CT_LEAVES).encode(), {}, 400, "witness-request"),
        (asked(0, CT_LEAVES, [mth([])] * 64), {}, 400, "witness-request"),
        (b"old 0\n\nnothing", {}, 400, "note-malformed"),
    ],
)
def test_what_is_refused_and_how(body, remembered, status, code):
    answer = decide(body, KNOWN, remembered)
    assert isinstance(answer, Refused)
    assert (answer.status, answer.fault.code) == (status, code)
    assert (answer.size is not None) == (status == 409)


def test_a_checkpoint_of_the_log_that_is_none():
    text = Checkpoint(LOG.name, 8, mth(CT_LEAVES)).text.replace("\n8\n", "\n08\n")
    broken = replace(sign(Checkpoint(LOG.name, 8, mth(CT_LEAVES)), LOG), text=text)
    answer = decide(request(0, [], broken.written()).encode(), KNOWN, {})
    assert isinstance(answer, Refused) and (answer.status, answer.fault.code) == (400, "checkpoint-malformed")

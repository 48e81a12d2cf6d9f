"""Receipts and trust files: what a reporter can check alone, and every receipt that proves nothing."""

from dataclasses import replace

import pytest

from bihuan.transparency.checkpoints import Witness, sign, with_signatures
from bihuan.transparency.faults import Fault
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.receipts import HEAD as FIRST
from bihuan.transparency.receipts import Receipt, check_receipt, read_receipt
from tests.transparency.naive import CT_LEAVES, mth, path
from tests.transparency.test_notes import HEAD, LOG, LOG_KEY, OURS, TIME, WITNESS_KEY, secret

W2 = Witness("witness.example/w2", secret("w2"))
W3 = Witness("witness.example/w3", secret("w3"))
POLICY = f"""# trust
log {LOG_KEY} https://log.example.gov/cases
witness one {WITNESS_KEY} https://w1.example/   # the audit office
witness two {W2.key.text}
witness three {W3.key.text}
group most 2 one two three
quorum most
"""


def policy(text):
    found = read_policy(text)
    assert isinstance(found, Policy)
    return found


ALONE = policy(f"log {LOG_KEY}\nwitness one {WITNESS_KEY}\nquorum one\n")
RECEIPT = Receipt(3, tuple(path(3, CT_LEAVES)), OURS, CT_LEAVES[3])


def test_a_receipt_comes_back_and_proves_its_leaf():
    assert RECEIPT.written().startswith(f"{FIRST}\nextra ICE=\nindex 3\n")
    assert read_receipt(RECEIPT.written()) == RECEIPT
    checked = check_receipt(RECEIPT, ALONE)
    assert not isinstance(checked, Fault) and checked[0] == HEAD and checked[2] == CT_LEAVES[3]
    bare = replace(RECEIPT, entry=None)
    assert read_receipt(bare.written()) == bare
    assert not isinstance(check_receipt(bare, ALONE, entry=CT_LEAVES[3]), Fault)
    assert check_receipt(bare, ALONE) == Fault("receipt-malformed", "extra")


def test_a_forged_receipt_and_another_s_receipt():
    assert check_receipt(replace(RECEIPT, entry=b"never"), ALONE) == Fault("not-included", "3")
    assert check_receipt(RECEIPT, ALONE, entry=CT_LEAVES[4]) == Fault("other-leaf", "3")
    assert check_receipt(replace(RECEIPT, index=2), ALONE) == Fault("not-included", "2")
    forged = replace(RECEIPT, checkpoint=OURS.replace("jS1z", "jS1a"))
    assert check_receipt(forged, ALONE) == Fault("not-the-log", LOG.name)


@pytest.mark.parametrize(
    ("written", "where"),
    [
        ("", FIRST), (b"\xff", "UTF-8"), ("c2sp.org/tlog-proof@v2\nindex 1\n\nx", FIRST),
        (f"{FIRST}\nextra ?\nindex 1\n\nx", "extra"), (f"{FIRST}\nindex 01\n\nx", "index"),
        (f"{FIRST}\nindex -1\n\nx", "index"), (f"{FIRST}\n\nx", "index"), (f"{FIRST}\nindex 1\nAAAA\n\nx", "proof"),
        (f"{FIRST}\nindex ²\n\nx", "index"),
        (f"{FIRST}\nindex 1\n" + "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n" * 64 + "\nx", "proof"),
    ],
)  # fmt: skip
def test_what_is_no_receipt(written, where):
    assert read_receipt(written) == Fault("receipt-malformed", where)


def signed_by(*witnesses):
    return with_signatures(sign(HEAD, LOG), [one.cosign(HEAD, TIME) for one in witnesses]).written()


def test_two_of_three_witnesses_are_enough_and_one_is_not():
    trust = policy(POLICY)
    assert trust.addresses == {"one": "https://w1.example/"}
    assert not isinstance(trust.open(signed_by(W2, W3)), Fault)
    assert trust.open(OURS) == Fault("no-quorum", "1")
    assert trust.open(signed_by(W2, W2)) == Fault("no-quorum", "1")
    assert check_receipt(RECEIPT, trust) == Fault("no-quorum", "1")
    assert not isinstance(policy(f"log {LOG_KEY}\nquorum none\n").open(OURS), Fault)


def test_groups_of_groups():
    trust = policy(POLICY.replace("quorum most", "group both all most one\nquorum both"))
    assert trust.open(signed_by(W2, W3)) == Fault("no-quorum", "2")
    assert not isinstance(policy(POLICY.replace("group most 2", "group most any")).open(OURS), Fault)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "—"), (f"log {LOG_KEY}\n", "—"), ("quorum none\n", "—"), (f"log {WITNESS_KEY}\nquorum none\n", "1"),
        (f"log {LOG_KEY}\nwitness a {LOG_KEY}\nquorum a\n", "2"), (f"log {LOG_KEY}\nquorum nobody\n", "2"),
        (POLICY.replace("most 2", "most 4"), "6"), (POLICY.replace("most 2", "most 0"), "6"),
        (POLICY.replace("two three", "two two"), "6"), (POLICY.replace("two three", "two four"), "6"),
        (POLICY + "quorum one\n", "—"), (POLICY + "mirror x\n", "8"),
        (POLICY.replace("witness two", "witness one"), "4"),
    ],
)  # fmt: skip
def test_what_is_no_trust_file(text, line):
    assert read_policy(text) == Fault("policy-line", line)


def test_the_root_in_the_receipt_is_the_one_that_counts():
    other = sign(replace(HEAD, root=mth(CT_LEAVES[:7])), LOG)
    assert check_receipt(replace(RECEIPT, checkpoint=other.written()), policy(f"log {LOG_KEY}\nquorum none\n")) == (
        Fault("not-included", "3")
    )

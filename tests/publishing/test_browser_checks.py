"""The receipt page against the Python checks: the same lines for sound, damaged, forged and mixed-up receipts.

Made from generated trees and cases; Chromium checks all of them in one batch, once with its own cryptography and once
with the bundled one.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.core.receipt_codes import BYTES, written
from bihuan.transparency.canonical import b64url
from bihuan.transparency.checkpoints import Checkpoint, sign, with_signatures
from bihuan.transparency.disclosure import case_pseudonym, commit
from bihuan.transparency.leaf import hash_text, leaf_hash
from bihuan.transparency.promises import Promise, give
from bihuan.transparency.receipt_files import Line, check_file, write_file
from bihuan.transparency.receipt_key import key_hash, receipt_key, statement_of
from bihuan.transparency.receipts import Receipt
from bihuan.transparency.tiles import Growth, subtrees_of
from bihuan.transparency.tree import inclusion, root
from tests.publishing.forging import canonical
from tests.publishing.logs import LOG, ORIGIN, Three, trust_lines

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = Path(__file__).parents[2] / "bihuan" / "web" / "static" / "vendor" / "receipt-check.html"
ROUNDS, DAMAGES = 24, 14


@dataclass(frozen=True, slots=True)
class Trial:
    """One file to check, with whom to trust and which code is typed in."""

    data: bytes
    trust: str | None
    code: bytes | None


def mark(chance: random.Random, code: bytes, said: dict[str, Any]) -> dict[str, str]:
    """The reporter's signature, or one that was forged: by another receipt, over another score, for another leaf."""
    how = chance.choice(["sound"] * 5 + ["another", "changed", "moved", "rubbish"])
    key = receipt_key(code if how != "another" else bytes(BYTES))
    answers = key_hash(b"") if how == "moved" else said["h"]
    score = 6 if how == "changed" else said.get("s")
    signed = key.sign(statement_of(said["c"], answers, said["k"], said.get("f"), said.get("r"), score))
    sig = b64url(bytes(64) if how == "rubbish" else signed)
    return {"b": answers, "pk": b64url(key.public_key().public_bytes_raw()), "sig": sig}


def case(chance: random.Random, code: bytes) -> tuple[list[bytes], list[Any]]:
    """The leaves of a case of up to nine steps, some of its answers signed; and its private fields, to be shown."""
    key = chance.randbytes(32)
    stream, public = case_pseudonym(key), receipt_key(code).public_key().public_bytes_raw()
    leaves: list[bytes] = []
    shown = []
    for n in range(chance.randint(1, 9)):
        words = {"words": chance.choice(["路灯不亮", 'a "quoted" \\ word\n', "😀 é"]), "event": "00"}
        commitment = commit(key, n, words)
        said: dict[str, Any] = {"v": 1, "c": stream, "n": n, "t": "2026-03-02", "p": "small", "x": commitment.x}
        said |= {"h": hash_text(leaves[-1])} if leaves else {"rk": key_hash(public)}
        said["k"] = "raise" if not n else chance.choice("dispatch finish confirm rate dispute call_back".split())
        said |= {"f": "satisfied", "r": chance.choice(["yes", "no"])} if said["k"] in ("confirm", "call_back") else {}
        said |= {"s": chance.randint(1, 5)} if said["k"] == "rate" else {}
        if n and said["k"] in ("confirm", "rate", "dispute") and chance.random() < 0.8:
            said |= mark(chance, code, said)
        leaves.append(canonical(said))
        shown.append({"n": n, "digests": [*commitment.digests], "disclosures": [commitment.disclosures["words"]]})
    return leaves, shown


def file_of(chance: random.Random, code: bytes) -> str:
    """A sound receipt file: one case among others in a tree of any size, some of its last steps still waiting."""
    own, shown = case(chance, code)
    waiting = chance.choice([0, 0, 1, len(own)])
    entries = own[: len(own) - waiting]
    tree = [canonical({"v": 1, "other": i}) for i in range(chance.choice([0, 1, 3, 7, 40, 255, 300]))]
    for entry in entries:
        tree.insert(chance.randint(0, len(tree)), entry)
    kept: dict[object, bytes] = {}
    growth = Growth(0, kept.__getitem__)  # type: ignore[arg-type]
    for entry in tree:
        growth.append(leaf_hash(entry))
    kept.update(growth.grown())
    size = len(tree)
    subtree = subtrees_of(size, kept.__getitem__)  # type: ignore[arg-type]
    head = Checkpoint(ORIGIN, size, root(size, subtree))
    witnesses = chance.sample([*Three().by_name.values()], chance.choice([3, 3, 2, 1]))
    lines = [one.witness.cosign(head, 1_772_413_200 + chance.randint(0, 9)) for one in witnesses]
    note = with_signatures(sign(head, LOG), lines).written()

    def promised(entry: bytes) -> str:
        return give(Promise(ORIGIN, leaf_hash(entry), 1_772_413_000, 86_400), LOG)

    steps = []
    for n, entry in enumerate(own):
        if n >= len(entries):
            steps.append({"promise": promised(entry)})
            continue
        at = tree.index(entry)
        steps.append({"proof": Receipt(at, tuple(inclusion(at, size, subtree)), note, entry).written()})
    keep = shown if chance.random() < 0.5 else []
    return write_file(ORIGIN, trust_lines(Three()), promised(own[0]), steps, keep)


def damaged(chance: random.Random, text: str, other: str) -> bytes:
    """The file after somebody's hand or a bad disk was at it."""
    said, theirs = json.loads(text), json.loads(other)
    proofs = [step for step in said["steps"] if "proof" in step]
    match chance.randint(0, 9):
        case 0:
            raw = bytearray(text.encode())
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            return bytes(raw)
        case 1:
            return text.encode()[: chance.randrange(len(text))]
        case 2:
            chance.shuffle(said["steps"])
        case 3:
            said["steps"].pop(chance.randrange(len(said["steps"])))
        case 4:
            said["promise"] = theirs["promise"]
        case 5:
            said["steps"][chance.randrange(len(said["steps"]))] = theirs["steps"][0]
        case 6 if proofs:
            one = chance.choice(proofs)
            parts = one["proof"].split("\n")
            at = chance.randrange(len(parts))
            parts[at : at + 1] = chance.choice([[], [parts[at]] * 2, [parts[at][1:]], ["index 7"], [""]])
            one["proof"] = "\n".join(parts)
        case 7 if proofs:
            one = chance.choice(proofs)
            head, extra, rest = one["proof"].split("\n", 2)
            entry = bytearray(base64.b64decode(extra.removeprefix("extra ")))
            entry[chance.randrange(len(entry))] ^= 1
            one["proof"] = "\n".join((head, f"extra {base64.b64encode(entry).decode()}", rest))
        case 8 if said.get("shown"):
            one = chance.choice(said["shown"])
            one[chance.choice(["digests", "disclosures"])][0] = "WyJhIiwgImIiLCAiYyJd"
        case _:
            swaps = [("quorum 2", "quorum 3"), ("w1", "w9"), ("log", "lag"), ("quorum quorum", "quorum none")]
            said["trust"] = said["trust"].replace(*chance.choice(swaps))
    return json.dumps(said, ensure_ascii=False).encode()


def trials() -> Iterator[Trial]:
    chance = random.Random(15)
    codes = [chance.randbytes(BYTES) for _ in range(2)]
    other = file_of(chance, codes[1])
    for _ in range(ROUNDS):
        text = file_of(chance, codes[0])
        yield Trial(text.encode(), trust_lines(Three()), chance.choice([None, *codes]))
        yield Trial(text.encode(), chance.choice([None, "nonsense", "quorum none"]), None)
        proof = next((step["proof"] for step in json.loads(text)["steps"] if "proof" in step), "")
        yield Trial(proof.encode(), trust_lines(Three()), None)
        for _ in range(DAMAGES):
            yield Trial(damaged(chance, text, other), chance.choice([None, trust_lines(Three())]), None)


def plain(lines: list[Line]) -> list[list[object]]:
    return [[line.check, line.state, line.n, line.code, line.where] for line in lines]


IN_PAGE = """async (trials) => {
  const found = [];
  for (const { data, trust, code } of trials) {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    const { lines } = await bihuan.checkFile(bytes, trust, code && await bihuan.readCode(code));
    found.push(lines.map(({ check, state, n, code, where }) => [check, state, n, code, where]));
  }
  return found;
}"""
WITHOUT = "Object.defineProperty(globalThis, 'crypto', { value: undefined })"


@pytest.fixture(params=["browser", "bundled"])
def checking(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page as a file on a disk, with and without the browser's own cryptography."""
    context = browser.new_context()
    if request.param == "bundled":
        context.add_init_script(WITHOUT)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    assert page.evaluate("Boolean(globalThis.crypto)") is (request.param == "browser")
    yield page
    context.close()


@pytest.mark.browser
def test_the_browser_finds_what_python_finds(checking: Page) -> None:
    some = list(trials())
    given = [
        {"data": base64.b64encode(one.data).decode(), "trust": one.trust, "code": one.code and written(one.code)}
        for one in some
    ]
    found: list[Any] = checking.evaluate(IN_PAGE, given)
    wanted = [plain(check_file(one.data, one.trust, one.code)) for one in some]
    for one, theirs, ours in zip(some, found, wanted, strict=True):
        assert theirs == ours, one
    seen = {(check, state, code) for lines in wanted for check, state, _, code, _ in lines}
    failing = "file trust signature witnesses inclusion promise chain word shown code".split()
    assert {check for check, state, _ in seen if state == "fails"} >= set(failing), "every check meets its failure"
    words = {code for check, _, code in seen if check == "word"}
    assert words == {"", "not-signed", "other-receipt", "bad-signature", "answers-other"}

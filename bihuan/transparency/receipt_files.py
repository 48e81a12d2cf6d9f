"""The reporter's receipt file: every step of one case with its proof, and what of it holds. Reads and checks only.

JSON around the standard forms: `steps` in the order of the case, each with a C2SP tlog-proof once its leaf is in the
log and a signed promise before; the `promise` of the first second; the `trust` file of whoever gave it. It holds
leaves, which are public, and hashes; no word of the report. Only if the reporter asks for it, `shown` adds fields with
what proves them. A bare tlog-proof is a receipt of one step.

`bihuan/web/checking/` does the same in the browser; a test holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from bihuan.transparency.canonical import Json
from bihuan.transparency.chain import read_entry
from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint
from bihuan.transparency.disclosure import check_disclosure
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import hash_text, leaf_hash
from bihuan.transparency.notes import verified
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.promises import open_promise
from bihuan.transparency.receipt_key import ANSWERS, check_leaf, key_hash, receipt_key
from bihuan.transparency.receipts import HEAD, Receipt, read_receipt
from bihuan.transparency.tree import check_inclusion

KIND: Final = "bihuan receipt"
BYTES_MOST = 4_000_000
STEPS_MOST = 1_000
State = Literal["holds", "fails", "open"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. `open`: neither proven nor disproven by this file."""

    check: str
    state: State
    n: int | None = None
    """Which step it is about."""
    code: str = ""
    """Of FAULTS, where it does not hold or stays open."""
    where: str = ""
    """Witnesses as `3/3`; the name of a shown field."""


@dataclass(slots=True)
class _Proven:
    """A leaf whose place was shown."""

    entry: bytes
    fields: Mapping[str, Json]


def write_file(
    origin: str, trust: str, promise: str | None, steps: Sequence[Mapping[str, str]], shown: Sequence[Json] = ()
) -> str:
    """The file as it is handed out; `steps` hold `proof` or `promise` each."""
    said: dict[str, Any] = {"kind": KIND, "v": 1, "origin": origin, "trust": trust, "promise": promise}
    said["steps"] = [dict(step) for step in steps]
    return json.dumps(said | ({"shown": list(shown)} if shown else {}), ensure_ascii=False, indent=1) + "\n"


def check_file(written: bytes, trust: str | None = None, code: bytes | None = None) -> list[Line]:
    """What holds. `trust` is the reader's own trust file, else that of the file; `code` the receipt code, if shown."""
    said = _read(written)
    if said is None:
        return [Line("file", "fails", code="receipt-malformed")]
    policy = read_policy(said["trust"] if trust is None else trust)
    if isinstance(policy, Fault):
        return [Line("file", "holds"), Line("trust", "fails", code=policy.code)]
    lines = [Line("file", "holds"), Line("trust", "open" if trust is None else "holds")]
    proven: dict[int, _Proven] = {}
    lines += _steps(said["steps"], policy, proven)
    lines += _promise(said["promise"], policy, proven)
    lines.append(_chain(said["steps"], proven))
    lines += _words(proven, code)
    lines += _shown(said["shown"], proven)
    return lines


def holds(lines: Sequence[Line]) -> bool:
    """Whether nothing failed."""
    return all(line.state != "fails" for line in lines)


def _read(written: bytes) -> dict[str, Any] | None:
    """The parts, each of the type it should have; None for another file."""
    try:
        text = written.decode()
        bare = text.startswith(HEAD + "\n")
        said = {"kind": KIND, "v": 1, "trust": "", "steps": [{"proof": text}]} if bare else json.loads(text)
    except (ValueError, RecursionError):
        return None
    if len(written) > BYTES_MOST or not isinstance(said, dict) or said.get("kind") != KIND or said.get("v") != 1:
        return None
    steps, shown = said.get("steps"), said.get("shown", [])
    promise, trust = said.get("promise"), said.get("trust")
    right = isinstance(steps, list) and 0 < len(steps) <= STEPS_MOST and all(map(_step, steps))
    right = right and isinstance(trust, str) and (promise is None or isinstance(promise, str))
    if not right or not isinstance(shown, list) or not all(map(_shows, shown)):
        return None
    return {"trust": trust, "promise": promise, "steps": steps, "shown": shown}


def _step(step: object) -> bool:
    return isinstance(step, dict) and isinstance(step.get("proof", step.get("promise")), str)


def _shows(one: object) -> bool:
    if not isinstance(one, dict) or type(one.get("n")) is not int:
        return False
    parts = (one.get("digests"), one.get("disclosures"))
    return all(isinstance(part, list) and all(isinstance(text, str) for text in part) for part in parts)


def _steps(steps: Sequence[Mapping[str, str]], policy: Policy, proven: dict[int, _Proven]) -> Iterator[Line]:
    heads: dict[str, Checkpoint | None] = {}
    for n, step in enumerate(steps):
        if "proof" not in step:
            given = open_promise(step["promise"], policy.logs)
            wrong = isinstance(given, Fault)
            yield Line("waiting", "fails" if wrong else "open", n, given.code if isinstance(given, Fault) else "")
            continue
        receipt = read_receipt(step["proof"])
        if isinstance(receipt, Fault) or receipt.entry is None:
            yield Line("inclusion", "fails", n, "receipt-malformed")
            continue
        if receipt.checkpoint not in heads:
            yield from _head(receipt.checkpoint, policy, heads, n)
        yield _inclusion(receipt, receipt.entry, heads[receipt.checkpoint], n, proven)


def _head(written: str, policy: Policy, heads: dict[str, Checkpoint | None], n: int) -> Iterator[Line]:
    heads[written] = None
    opened = open_checkpoint(written, policy.logs)
    if isinstance(opened, Fault):
        yield Line("signature", "fails", n, opened.code)
        return
    yield Line("signature", "holds", n)
    witnesses = tuple(policy.witnesses.values())
    signed = verified(opened[1], witnesses)
    if isinstance(signed, Fault):
        yield Line("witnesses", "fails", n, signed.code)
        return
    count = f"{len(signed)}/{len(witnesses)}"
    if not policy.satisfied(set(signed)):
        yield Line("witnesses", "fails", n, "no-quorum", count)
        return
    heads[written] = opened[0]
    yield Line("witnesses", "holds" if policy.quorum else "open", n, "" if policy.quorum else "no-quorum", count)


def _inclusion(receipt: Receipt, entry: bytes, head: Checkpoint | None, n: int, proven: dict[int, _Proven]) -> Line:
    if head is None:
        return Line("inclusion", "fails", n, "no-head")
    wrong = check_inclusion(leaf_hash(entry), receipt.index, head.size, receipt.proof, head.root)
    if wrong:
        return Line("inclusion", "fails", n, wrong.code)
    fields = read_entry(entry)
    if fields is None:
        return Line("inclusion", "fails", n, "not-canonical")
    proven[n] = _Proven(entry, fields)
    return Line("inclusion", "holds", n)


def _promise(written: str | None, policy: Policy, proven: Mapping[int, _Proven]) -> Iterator[Line]:
    if written is None:
        return
    promise = open_promise(written, policy.logs)
    if isinstance(promise, Fault):
        yield Line("promise", "fails", code=promise.code)
    elif 0 not in proven:
        yield Line("promise", "open", code="not-yet")
    elif leaf_hash(proven[0].entry) != promise.leaf:
        yield Line("promise", "fails", code="other-leaf")
    else:
        yield Line("promise", "holds")


def _chain(steps: Sequence[object], proven: Mapping[int, _Proven]) -> Line:
    """Whether the leaves are those of one case, without a gap from its first on."""
    if len(steps) == 1 and 0 in proven and proven[0].fields.get("n") != 0:
        return Line("chain", "open", code="one-step")
    before: str | None = None
    for n in range(len(steps)):
        if n not in proven:
            later = any(other > n for other in proven)
            return Line("chain", "fails" if later else "open", n, "wrong-number" if later else "not-yet")
        fields = proven[n].fields
        if not isinstance(fields.get("c"), str) or fields["c"] != proven[0].fields.get("c"):
            return Line("chain", "fails", n, "other-stream")
        if type(fields.get("n")) is not int or fields["n"] != n:
            return Line("chain", "fails", n, "wrong-number")
        if fields.get("h") != before or ("h" in fields) != (n > 0):
            return Line("chain", "fails", n, "chain-broken")
        before = hash_text(proven[n].entry)
    return Line("chain", "holds")


def _words(proven: Mapping[int, _Proven], code: bytes | None) -> Iterator[Line]:
    """What was said in the reporter's name, and whether the code in the reader's hand is the one given at intake."""
    first = proven[0].fields if 0 in proven else {}
    key = first.get("rk") if first.get("n") == 0 else None
    promised = key if isinstance(key, str) else ""
    if code is not None:
        own = key_hash(receipt_key(code).public_key().public_bytes_raw())
        said = "no-receipt-key" if not promised else "" if own == promised else "other-receipt"
        yield Line("code", "open" if not promised else "fails" if said else "holds", code=said)
    for n, one in sorted(proven.items()):
        if one.fields.get("k") not in ANSWERS and "sig" not in one.fields:
            continue
        fault = check_leaf(one.fields, promised)
        unsigned = fault is not None and fault.code == "not-signed"
        state: State = "open" if unsigned else "fails" if fault else "holds"
        yield Line("word", state, n, fault.code if fault else "")


def _shown(shown: Sequence[Mapping[str, Any]], proven: Mapping[int, _Proven]) -> Iterator[Line]:
    for one in shown:
        n = one["n"]
        for disclosure in one["disclosures"]:
            if n not in proven:
                yield Line("shown", "open", n, "not-yet")
                continue
            found = check_disclosure(one["digests"], str(proven[n].fields.get("x")), disclosure)
            wrong = isinstance(found, Fault)
            where = "" if isinstance(found, Fault) else found.name
            yield Line("shown", "fails" if wrong else "holds", n, found.code if isinstance(found, Fault) else "", where)

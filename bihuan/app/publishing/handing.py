"""The receipt file as the reporter gets it: proofs of the steps that are in the log, promises for the rest.

It holds leaves, hashes and signatures, which are public, and no word of the report. `words` adds the reporter's own
words with what proves them, for somebody who wants to show them.
"""

from __future__ import annotations

from dataclasses import asdict

from bihuan.app.district import District
from bihuan.app.publishing.place import TRUST, PublicLog, trust_text
from bihuan.app.publishing.proving import leaves_of, promise_of, prove
from bihuan.app.receipts import Held, mine
from bihuan.core.refusals import Refusal
from bihuan.store.reading import Seen
from bihuan.store.showing import shown
from bihuan.transparency.canonical import Json
from bihuan.transparency.faults import Fault
from bihuan.transparency.receipt_files import write_file


def trust_of(log: PublicLog) -> str:
    """The trust file that readers are given."""
    return log.files.text(TRUST) or trust_text(log.signers)


def receipt_file(log: PublicLog, district: District, held: Held, *, words: bool = False) -> str | Refusal | Fault:
    """The file for whoever holds the code; every step that they may see."""
    seen = mine(district, held)
    if isinstance(seen, Refusal):
        return seen
    steps = []
    for leaf in leaves_of(log, held.case, seen.case.n):
        proof = prove(log, leaf.index, leaf.entry)
        if isinstance(proof, Fault) and proof.code != "not-yet":
            return proof
        if isinstance(proof, str):
            steps.append({"proof": proof})
            continue
        promise = promise_of(log, held.case, leaf.n)
        if isinstance(promise, Fault):
            return promise
        steps.append({"promise": promise})
    first = promise_of(log, held.case)
    if isinstance(first, Fault):
        return first
    return write_file(log.origin, trust_of(log), first, steps, _shown(district, held, seen) if words else ())


def _shown(district: District, held: Held, seen: Seen) -> list[Json]:
    with district.door.look(district.id) as (session, ground):
        return [asdict(one) for one in shown(session, ground, held.case, seen.programme, seen.words)]

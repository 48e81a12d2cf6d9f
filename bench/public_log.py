"""The public log: growing the tree, proofs, receipts, publishing what waits, and the verifier of strangers.

Processor time of one core, so that a busy machine changes little; publishing is measured by the clock, for it waits
for the disk.
"""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

from bench.ground import raised
from bihuan.app.district import District
from bihuan.app.door import Asked
from bihuan.app.installation import Installation
from bihuan.app.publishing import Published, export_public, publish
from bihuan.app.publishing.place import PublicLog, trust_text
from bihuan.store.integrating import Pace
from bihuan.store.logfiles import LogFiles
from bihuan.store.session import Database
from bihuan.transparency.canonical import b64url, canonical
from bihuan.transparency.declarations import FigureClaim, declaration
from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.receipts import Receipt, check_receipt
from bihuan.transparency.tiles import Growth, Tile, subtrees_of
from bihuan.transparency.tree import check_inclusion, inclusion, root
from bihuan.verifier import verify
from tests.publishing.forging import chained, publish_forged, root_of
from tests.publishing.logs import LOG, ORIGIN, Three, trust

PROOFS = 500
STEPS = ({"k": "raise", "p": "p"}, {"k": "dispatch"}, {"k": "sign"}, {"k": "finish"},
         {"k": "check", "f": "solved", "r": "yes"}, {"k": "close", "f": "closed", "r": "yes", "l": 0},
         {"k": "confirm", "f": "satisfied", "r": "yes"}, {"k": "rate", "s": 5})  # fmt: skip


def tree(leaves: int) -> Iterator[tuple[str, float]]:
    """Appends, proofs and checks a second, in a tree of so many leaves held in memory."""
    hashes = [leaf_hash(number.to_bytes(8, "big")) for number in range(min(leaves, 100_000))]
    growth, kept = Growth(0, lambda tile: b""), dict[Tile, bytes]()
    yield "leaves appended", leaves / _spent(lambda: [growth.append(hashes[n % len(hashes)]) for n in range(leaves)])
    kept.update(growth.grown())
    subtree = subtrees_of(leaves, kept.__getitem__)
    places = random.Random(1).choices(range(leaves), k=PROOFS)
    yield "inclusion proofs made", PROOFS / _spent(lambda: [inclusion(at, leaves, subtree) for at in places])
    top, proofs = root(leaves, subtree), [(at, inclusion(at, leaves, subtree)) for at in places]
    spent = _spent(lambda: [check_inclusion(hashes[at % len(hashes)], at, leaves, proof, top) for at, proof in proofs])
    yield "inclusion proofs checked", PROOFS / spent


def outside(cases: int) -> Iterator[tuple[str, float]]:
    """Receipts checked a second, with three cosignatures; entries of an export verified a second."""
    leaves = [chained(b64url(number.to_bytes(16, "big")), *STEPS) for number in range(cases)]
    entries = [leaf for case in leaves for leaf in case]
    with tempfile.TemporaryDirectory() as folder:
        publish_forged(Path(folder), entries)
        growth, kept = Growth(0, lambda tile: b""), dict[Tile, bytes]()
        for entry in entries:
            growth.append(leaf_hash(entry))
        kept.update(growth.grown())
        proof = inclusion(0, len(entries), subtrees_of(len(entries), kept.__getitem__))
        receipt = Receipt(0, tuple(proof), (Path(folder) / "checkpoint").read_text(), entries[0])
        policy = trust(Three())
        yield "receipts checked", PROOFS / _spent(lambda: [check_receipt(receipt, policy) for _ in range(PROOFS)])
        known = verify.Trust((Path(folder) / "trust").read_text())
        spent = _spent(lambda: verify.verify_export(Path(folder), known))
        yield "entries verified by verify.py", len(entries) / spent


def strangers(district: District, database: Database, events: int) -> Iterator[tuple[str, float]]:
    """An export of so many events, with a figure: made, then verified by a process of its own, which tells its memory.

    The verifier's memory is that of the child alone; making the invented log takes far more and is not measured.
    """
    leaves = [chained(b64url(number.to_bytes(16, "big")), *STEPS) for number in range(events // len(STEPS))]
    entries = [leaf for case in leaves for leaf in case]
    text = canonical(
        {"programme": "p", "population": True, "due": True, "numerator": ["==", ["name", "solved"], "yes"]}
    )
    claim = FigureClaim(
        programme="p",
        indicator="solved",
        edition="1",
        definition=hashlib.sha256(text).digest(),
        since=None,
        until=None,
        size=len(entries),
        root=root_of(entries),
        numerator=len(leaves),
        denominator=len(leaves),
        value="100.0%",
    )
    said = declaration("figure", ORIGIN, 0, None, date(2026, 3, 2), claim.fields())
    with tempfile.TemporaryDirectory() as folder:
        made, out = Path(folder) / "log", Path(folder) / "out"
        publish_forged(made, [*entries, said], (len(entries),), definitions={"p.solved.1": text})
        files, pace = LogFiles(made, Path(folder) / "state"), Pace(timedelta(hours=1), 1, timedelta(hours=1))
        log = PublicLog(district.id, database, district.door.readers, pace, files, (LOG,), trust(Three()))
        begun = perf_counter()
        if export_public(log, district, out) != len(entries) + 1:
            raise SystemExit("not exported")
        yield "export, seconds by the clock", perf_counter() - begun
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        told = "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        # Through a small shell: a child begins with the memory of who made it, and the maker of this log has much.
        run = ["sh", "-c", '"$0" -c "$1"', sys.executable, f"import verify; verify.main(['.']) and exit(1){told}"]
        done = subprocess.run(run, cwd=out, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stdout)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield "entries verified a second and core", len(entries) / spent
        yield "verifier, MB at most", int(done.stdout.split()[-1]) / 1024


def waiting(installation: Installation, district: District, leaves: int) -> tuple[float, float]:
    """Seconds by the clock and of processor time to integrate and publish so many leaves that wait, start check
    included."""
    _raise(district, "log", leaves)
    with _log(installation, district) as log:
        begun, worked = perf_counter(), process_time()
        done = publish(log, now=district.door.clock(), pace=None)
        spent = perf_counter() - begun, process_time() - worked
    if not isinstance(done, Published) or done.entered < leaves:
        raise SystemExit(f"not published: {done}")
    return spent


def beside(installation: Installation, district: District, rounds: int, each: int) -> tuple[float, float]:
    """Commands through the door for each second of processor time: alone, and with their leaves integrated and
    published by the same core. In turns, so that a busy machine tells on both."""
    alone = publishing = 0.0
    with _log(installation, district) as log:
        for number in range(-1, rounds):
            door = _spent(lambda number=number: _raise(district, f"beside{number}.", each))  # type: ignore[misc]
            begun = process_time()
            done = publish(log, now=district.door.clock(), pace=None, audited=number >= 0)
            if not isinstance(done, Published) or not done.entered:
                raise SystemExit(f"not published: {done}")
            if number >= 0:  # the first round makes everything warm
                alone, publishing = alone + door, publishing + process_time() - begun
    return rounds * each / alone, rounds * each / (alone + publishing)


def _raise(district: District, name: str, many: int) -> None:
    for start in range(0, many, 250):
        asked = [Asked(command=raised(), request_id=f"{name}{start + n}") for n in range(min(250, many - start))]
        district.door.submit_many(district.id, asked)


@contextmanager
def _log(installation: Installation, district: District) -> Iterator[PublicLog]:
    """A log of its own for the district, without witnesses."""
    policy = read_policy(trust_text((LOG,)))
    if not isinstance(policy, Policy):
        raise SystemExit(policy.message("en"))
    with tempfile.TemporaryDirectory() as folder:
        files = LogFiles(Path(folder) / "log", Path(folder) / "state")
        pace = Pace(timedelta(hours=1), 1, timedelta(hours=1))
        yield PublicLog(district.id, installation.database, district.door.readers, pace, files, (LOG,), policy)


def _spent(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun

"""What somebody with every key and every file can make: a published folder over any entries. For attacks only.

It shares no code with publishing beyond tiles, signatures and the leaf's canonical form.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bihuan.transparency.canonical import canonical
from bihuan.transparency.checkpoints import Checkpoint, sign, with_signatures
from bihuan.transparency.leaf import hash_text, leaf_hash
from bihuan.transparency.tiles import Growth, bundle_bytes, bundles_between, subtrees_of
from bihuan.transparency.tree import root
from tests.publishing.logs import LOG, ORIGIN, Three, trust_lines

DAY = 86_400
FIRST_DAY = 1_772_413_200
"""2 March 2026, 09:00 in the district."""


def publish_forged(
    folder: Path, entries: Sequence[bytes], heads: Sequence[int] = (), *, definitions: dict[str, bytes] | None = None
) -> None:
    """A folder over these entries, with a checkpoint at each of `heads`, a day apart, all witnesses colluding."""
    three = Three()
    kept: dict[object, bytes] = {}
    growth = Growth(0, kept.__getitem__)  # type: ignore[arg-type]
    heads = [*heads, len(entries)]
    start = 0
    for day, size in enumerate(heads):
        for entry in entries[start:size]:
            growth.append(leaf_hash(entry))
        for tile, data in growth.grown():
            kept[tile] = data
            _write(folder / tile.path, data)
        for bundle in bundles_between(start, size):
            _write(folder / bundle.path, bundle_bytes(entries[bundle.number * 256 :][: bundle.width]))
        start = size
        head = Checkpoint(ORIGIN, size, root(size, subtrees_of(size, kept.__getitem__)))  # type: ignore[arg-type]
        lines = [one.witness.cosign(head, FIRST_DAY + day * DAY) for one in three.by_name.values()]
        note = with_signatures(sign(head, LOG), lines).written().encode()
        _write(folder / "checkpoints" / str(size), note)
        _write(folder / "checkpoint", note)
    _write(folder / "trust", trust_lines(three).encode())
    about = {"origin": ORIGIN, "zone": "Asia/Shanghai", "within": 24, "smallest": 5}
    _write(folder / "log.json", json.dumps(about).encode())
    for name, text in (definitions or {}).items():
        _write(folder / "definitions" / f"{name}.json", text)


def chained(stream: str, *leaves: dict[str, Any]) -> list[bytes]:
    """Leaves of one stream, numbered and chained as they should be."""
    found: list[bytes] = []
    for n, said in enumerate(leaves):
        frame: dict[str, Any] = {"v": 1, "c": stream, "n": n, "t": "2026-03-02", "x": "A" * 43}
        frame |= {"h": hash_text(found[-1])} if found else {}
        found.append(canonical({**frame, **said}))
    return found


def changed(entry: bytes, **said: Any) -> bytes:
    """A leaf that says something else; None takes a field away."""
    fields = {**json.loads(entry), **said}
    return canonical({name: value for name, value in fields.items() if value is not None})


def root_of(entries: Sequence[bytes]) -> bytes:
    """The root over entries."""
    kept: dict[object, bytes] = {}
    growth = Growth(0, kept.__getitem__)  # type: ignore[arg-type]
    for entry in entries:
        growth.append(leaf_hash(entry))
    kept.update(growth.grown())
    return root(len(entries), subtrees_of(len(entries), kept.__getitem__))  # type: ignore[arg-type]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""Counts a demonstration anew from the bytes of its facts: no fold, no read model, none of the product's counting.

What may live here: the count and the hash of the log. Not: assertions.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from bihuan.store.session import Session

LAST = "~"
"""Sorts after every id."""


@dataclass(slots=True)
class Recount:
    """What the facts say."""

    raised: int = 0
    solved: int = 0
    verbs: Counter[str] = field(default_factory=Counter)
    raised_in: Counter[str] = field(default_factory=Counter)
    """Local hour of the recording (UTC, `2026-06-09T14`) and category → how many were raised."""
    satisfied: Counter[str] = field(default_factory=Counter)


def recount(session: Session, district: str, category: str) -> Recount:
    """Go through every stream; the last finding of a round counts, a new round forgets it."""
    counted = Recount()
    for events in streams(session, district):
        findings: dict[str, str] = {}
        for event in events:
            counted.verbs[event["verb"]] += 1
            for effect in event.get("effects", ()):
                match effect["is"]:
                    case "CaseOpened":
                        counted.raised += 1
                    case "RoundBegan":
                        findings.clear()
                    case "FindingMade":
                        findings[effect["kind"]] = effect["verdict"]
                    case "FieldSet" if effect["name"] == category and event["verb"] == "raise":
                        counted.raised_in[f"{event['recorded'][:13]} {effect['value']}"] += 1
        counted.solved += findings.get("solved") == "yes"
        counted.satisfied[findings.get("satisfied", "open")] += 1
    return counted


def streams(session: Session, district: str) -> Iterator[list[dict[str, Any]]]:
    """The events of each case, as they are stored."""
    found: dict[str, list[dict[str, Any]]] = {}
    for stream, _, _, body, *_ in session.rows("events_between", (district, "", LAST)):
        found.setdefault(stream, []).append(json.loads(body))
    yield from found.values()


def log_hash(session: Session, district: str) -> str:
    """One hash over the bytes of every fact in the order in which they were written."""
    rows = session.rows("events_between", (district, "", LAST))
    whole = sha256()
    for _, _, _, body, leaf, *_ in sorted(rows, key=lambda row: row[2]):
        whole.update(str(body).encode())
        whole.update(bytes(leaf))
    return whole.hexdigest()

"""Counts a demonstration from the text of its facts alone, beside the read model and its figures."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from bihuan.store.session import Session

AFTER_ALL = "~"
"""Sorts after every id."""


def recount(session: Session, district: str, cases: Collection[str]) -> tuple[int, int]:
    """How many of these cases were raised, and how many stand as solved.

    The finding of a round counts; a new round forgets it. Nothing is folded: `evolve` is what this stands beside.
    """
    raised = 0
    verdicts: dict[str, str] = {}
    for stream, _, _, body, *_ in session.rows("events_between", (district, "", AFTER_ALL)):
        if stream not in cases:
            continue
        for effect in msgspec.json.decode(body).get("effects", ()):
            if effect["is"] == "CaseOpened":
                raised += 1
            elif effect["is"] == "RoundBegan":
                verdicts.pop(stream, None)
            elif effect["is"] == "FindingMade" and effect["kind"] == "solved":
                verdicts[stream] = effect["verdict"]
    return raised, sum(verdict == "yes" for verdict in verdicts.values())

"""The reporter's signature of an answer, held against the receipt key of leaf 0 before anything is written.

A signature that does not hold refuses the command; none at all does not: the answer is then counted as unsigned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bihuan.core.case import evolve
from bihuan.core.events import Event, FindingMade
from bihuan.core.refusals import Refusal
from bihuan.store.held import Held
from bihuan.store.jobs import Job, Terms
from bihuan.store.leafing import Secrets, public_facts
from bihuan.store.session import Session
from bihuan.transparency.canonical import b64url
from bihuan.transparency.chain import read_entry
from bihuan.transparency.receipt_key import ANSWERS, check_signature


def refused(
    session: Session, district: str, job: Job, held: Held | None, events: Sequence[Event], terms: Terms
) -> Refusal | None:
    """None if there is no signature or a good one: over this very answer, to the last leaf of the case, by its key."""
    if job.signed is None:
        return None
    if held is None or held.keys is None or not events or str(events[0].verb) not in ANSWERS:
        return Refusal("signature-refused", {})
    case = evolve(held.case, events[0])
    programme = terms.programme_of(case.programme, case.edition)
    secrets = Secrets(words={}, photos=(), others={}, signed=job.signed)
    facts = public_facts(events[0], case, programme, held.keys, held.leaf_hash, secrets, None, terms.zone)
    promised = promised_key(session, district, job.case)
    return Refusal("signature-refused", {}) if promised is None or check_signature(facts, promised) else None


def marked(job: Job, events: Sequence[Event]) -> Sequence[Event]:
    """The facts, with what the answer found marked as signed where it was: the case itself knows by whose word."""
    if job.signed is None:
        return events
    effects = (replace(one, signed=True) if isinstance(one, FindingMade) else one for one in events[0].effects)
    return (replace(events[0], effects=tuple(effects)), *events[1:])


def promised_key(session: Session, district: str, case: str) -> str | None:
    """The hash of the receipt key that leaf 0 shows; None where the case was opened without one, or shows nothing."""
    row = session.row("leaf_of_event", (district, case, 0))
    said = (read_entry(bytes(row[0])) or {}).get("rk") if row else None
    return said if isinstance(said, str) else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer would stand."""

    stream: str
    last: str
    """Hash of the last leaf, as the next one carries it."""
    promised: str | None


def place_of(session: Session, district: str, case: str) -> Place | None:
    """The end of a case's chain; None if there is no such case."""
    row = session.row("last_leaf_of_case", (district, case))
    said = read_entry(bytes(row[0])) if row else None
    if row is None or said is None:
        return None
    return Place(str(said["c"]), b64url(bytes(row[1])), promised_key(session, district, case))

"""Keeping private parts no longer than the pack says: batches are proposed, reviewed by a person, then carried out.

Nothing goes without an approval, nothing before the day that was told, and nothing of a case in which something
happened meanwhile: its time starts anew. What is done to each case is `app.erasing`, with its leaf in the public log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.entropy import RandomBytes
from bihuan.app.erasing import erase
from bihuan.core.clocks import months_from
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.retention import Erases, Retention
from bihuan.store import journal, retention
from bihuan.store.journal import Act, Journal
from bihuan.store.retention import REASON_MOST, Batch, Item
from bihuan.store.session import Session

__all__ = ["Batch", "Item", "batch", "batches", "carry_out", "decide", "hold", "propose"]

AGAIN = timedelta(days=180)
"""What was refused or held out is proposed again after this time."""
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to."""

    erased: int
    restarted: int


def propose(district: District, draw: RandomBytes) -> Sequence[Batch]:
    """New batches of what has had its time today, one for each programme and kind at most."""
    made: list[Batch] = []
    for programme in district.programmes():
        for erases in Erases:
            if programme.retention and programme.retention.months(erases) is not None:
                made += _propose(district, programme, programme.retention, erases, draw)
    return tuple(made)


def _propose(
    district: District, programme: Programme, rule: Retention, erases: Erases, draw: RandomBytes
) -> Sequence[Batch]:
    now, months = district.door.clock(), rule.months(erases)
    assert months is not None
    last = last_day(rule, erases, district.today())
    before = datetime.combine(last + timedelta(days=1), time(0), district.zone)
    wanted = retention.Wanted(programme=programme.id, holder=erases, before=before, refused_after=now - AGAIN)
    with district.door.readers.lend() as session, session.transaction():
        session.row("lock_head", (district.id,))
        found = retention.due(session, district.id, wanted)
        if not found:
            return ()
        batch = Batch(
            id=draw(8).hex(), programme=programme.id, erases=erases, months=months, proposed_at=now,
            not_before=now + timedelta(days=rule.told), state="proposed",
        )  # fmt: skip
        retention.add(session, district.id, batch, found)
        _note(session, district, SYSTEM, "retention.proposed", batch.id, {"cases": str(len(found))}, now)
    return (batch,)


def last_day(rule: Retention, erases: Erases, today: date) -> date:
    """The last day on which something may have happened in a case that may go today."""
    day = months_from(today, -(rule.months(erases) or 0))
    while (rule.over_on(day, erases) or today) > today:
        day -= timedelta(days=1)
    return day


def batches(district: District) -> Sequence[Batch]:
    """Every batch, the newest first."""
    with district.door.readers.lend() as session, session.glance():
        return retention.batches(session, district.id)


def batch(district: District, id_: str) -> tuple[Batch, Sequence[Item]] | Refusal:
    """One batch with its cases."""
    with district.door.readers.lend() as session, session.glance():
        found = retention.batches(session, district.id, id_) if id_ else ()
        return (found[0], retention.items(session, district.id, id_)) if found else Refusal("no-such-batch", {})


def decide(district: District, id_: str, by: str, *, approve: bool) -> Refusal | None:
    """Approve or refuse a whole batch; what was held out stays."""
    now = district.door.clock()
    with district.door.readers.lend() as session, session.transaction() as transaction:
        if not retention.decide(session, district.id, id_, "approved" if approve else "refused", by, now):
            transaction.dropped = True
            return Refusal("batch-decided", {})
        _note(session, district, by, "retention.approved" if approve else "retention.refused", id_, {}, now)
    return None


def hold(district: District, id_: str, number: str, reason: str, by: str) -> Refusal | None:
    """Leave one case out, with a reason that names the rule or file (a court case, a complaint that goes on)."""
    found, why = batch(district, id_), reason.strip()[:REASON_MOST]
    if isinstance(found, Refusal):
        return found
    case = next((one.case for one in found[1] if one.number == number.strip()), None)
    if not why:
        return Refusal("hold-reason", {})
    if case is None:
        return Refusal("no-such-case", {"case": number})
    now = district.door.clock()
    with district.door.readers.lend() as session, session.transaction() as transaction:
        if not retention.move(session, district.id, id_, case, "held", was="waiting", reason=why):
            transaction.dropped = True
            return Refusal("batch-decided", {})
        _note(session, district, by, "retention.held", case, {"batch": id_, "reason": why}, now)
    return None


def carry_out(district: District, origin: str, photos: Path | None) -> Done:
    """Every approved batch whose day has come, case by case; stopped in the middle, it goes on where it was."""
    erased = restarted = 0
    with district.door.readers.lend() as session:
        ids = retention.ready(session, district.id, district.door.clock())
    for id_ in ids:
        found = batch(district, id_)
        assert not isinstance(found, Refusal)
        head, cases = found
        for one in cases:
            if one.state == "waiting":
                state = _erase(district, head, one, origin, photos)
                erased, restarted = erased + (state == "erased"), restarted + (state == "restarted")
        with district.door.readers.lend() as session, session.transaction():
            retention.end(session, district.id, id_)
    return Done(erased, restarted)


def _erase(district: District, head: Batch, one: Item, origin: str, photos: Path | None) -> str:
    with district.door.readers.lend() as session:
        moved_on = retention.happened_since(session, district.id, one.case, head.proposed_at)
    state = "restarted"
    if not moved_on:
        everything, actor = head.erases == Erases.CASE, head.decided_by or SYSTEM
        reason = f"retention {head.id}"
        done = erase(
            district, one.number, everything=everything, actor=actor, reason=reason, origin=origin, photos=photos
        )
        state = "gone" if isinstance(done, Refusal) else "erased"
    with district.door.readers.lend() as session, session.transaction():
        retention.move(session, district.id, head.id, one.case, state, was="waiting")
    return state


def _note(
    session: Session, district: District, by: str, kind: str, about: str, detail: dict[str, str], now: datetime
) -> None:
    act = Act(actor=by, kind=kind, about=about, detail=detail)
    journal.append(session, district.id, Journal.ADMINISTRATION, act, now)

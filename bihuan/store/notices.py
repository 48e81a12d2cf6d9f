"""Notices and their deliveries as values, from their rows and into them. What they say is made in `app.notices`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bihuan.core.case import Case
from bihuan.core.notices import CLAIM, Channel, Delivery, Quiet, Wish
from bihuan.store.projection import WAITING
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.state import case_from

RAISER = "raiser"
"""Recipient that is the one who raised the case, whose address stands in the vault."""
FOLLOWERS = "followers"
"""Audience that is whoever follows the case and left an address; the recipient is the hash of the code."""
ENTRIES = "entries"
"""Audience that is the entries of a register that the case concerns; the recipient is register and code."""
ABOUT_NO_CASE = ""
"""In place of a case, of a notice about the plan of a unit; rebuilding cases from their events leaves it alone."""
RECALLED = "recalled"
"""State of a notice whose step was taken back before anybody was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as an event ordered it."""

    id: str
    case: str
    position: int
    telling: str
    audience: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A delivery as it stands."""

    id: str
    notice: str
    case: str
    recipient: str
    channel: Channel
    state: Delivery
    due: datetime
    tries: int = 0
    fault: str = ""
    changed: datetime | None = None
    """When it came to stand so."""


def delivery_id(notice: str, recipient: str, channel: Channel) -> str:
    """The one id of a notice's way to a recipient over a channel."""
    return hashlib.sha256(f"{notice}\0{recipient}\0{channel}".encode()).hexdigest()[:40]


def waiting(session: Session, district: str, now: datetime, most: int) -> list[Notice]:
    """Notices whose deliveries are to be made now, the oldest first."""
    return [_notice(row) for row in session.rows("waiting_notices", (district, stored_moment(now), most))]


def order(session: Session, district: str, ordered: Sequence[Notice]) -> None:
    """Write notices that no event of a case orders, inside the caller's transaction with what they tell."""
    rows = [(n.id, n.case, n.position, n.telling, n.audience, stored_moment(n.created), WAITING) for n in ordered]
    session.write("add_outbox", district, rows)


def recall(session: Session, district: str, notice: str) -> None:
    """Nobody is told: the step that ordered it was taken back."""
    session.run("mark_notice", (RECALLED, district, notice))


def notice(session: Session, district: str, id_: str) -> Notice | None:
    """One notice."""
    row = session.row("notice", (district, id_))
    return None if row is None else _notice(row)


def of_case(session: Session, district: str, case: str) -> list[Notice]:
    """Every notice of a case, the oldest first."""
    return [_notice(row) for row in session.rows("notices_of_case", (district, case))]


def pass_over(session: Session, district: str, before: datetime) -> int:
    """Leave out what was ordered before that moment and never spread; says how many."""
    return session.run("pass_over_notices", (district, stored_moment(before)))


def states(session: Session, district: str, cases: Sequence[str]) -> Mapping[str, Case]:
    """The cases as they stand."""
    return {id_: case_from(state) for id_, state in session.rows("case_states", (district, session.of_many(cases)))}


def spread(session: Session, district: str, told: Sequence[str], ways: Sequence[Sent], now: datetime) -> None:
    """Keep the deliveries of some notices, inside the caller's transaction; these are then spread."""
    moment = stored_moment(now)
    rows = [
        (w.id, w.notice, w.case, w.recipient, str(w.channel), str(w.state), stored_moment(w.due), 0, w.fault, moment)
        for w in ways
    ]
    session.write("add_deliveries", district, rows)
    session.write("mark_spread", district, [(id_,) for id_ in told])


def due(session: Session, district: str, now: datetime, most: int) -> list[tuple[str, str, str, str, Channel, int]]:
    """Id, notice, case, recipient, channel and tries of what is to be sent now."""
    rows = session.rows("due_deliveries", (district, stored_moment(now), most))
    return [(id_, about, case, to, Channel(channel), tries) for id_, about, case, to, channel, tries in rows]


def claim(session: Session, district: str, id_: str, now: datetime) -> bool:
    """Take a delivery to send it; False if somebody else did."""
    moment = stored_moment(now)
    return session.run("claim_delivery", (stored_moment(now + CLAIM), moment, district, id_, moment)) == 1


def settle(
    session: Session, district: str, id_: str, state: Delivery, due_at: datetime, fault: str, now: datetime
) -> None:
    """Say how a try ended."""
    moments = stored_moment(due_at), stored_moment(now)
    session.run("settle_delivery", (str(state), moments[0], fault[:200], moments[1], district, id_))


def revive(session: Session, district: str, id_: str, now: datetime) -> bool:
    """Send a dead delivery again; False if it is not dead."""
    moment = stored_moment(now)
    return session.run("revive_delivery", (moment, moment, district, id_)) == 1


def inbox(session: Session, district: str, account: str, most: int) -> list[tuple[str, str, str, bool, datetime]]:
    """Id, notice, case, whether it is new, and when, of what an account is told on its pages; the newest first."""
    found = []
    for id_, about, case, state, created in session.rows("inbox", (district, account, most)):
        moment = read_moment(created)
        assert moment is not None
        found.append((id_, about, case, state == Delivery.WAITING, moment))
    return found


def unread(session: Session, district: str, account: str) -> int:
    """How many notices the account has not read."""
    row = session.row("inbox_unread", (district, account))
    return int(row[0]) if row else 0


def mark_read(session: Session, district: str, account: str, ids: Sequence[str], now: datetime) -> int:
    """Those of the account's own notices are read."""
    return session.run("read_inbox", (stored_moment(now), district, account, session.of_many(ids)))


def in_state(session: Session, district: str, state: Delivery, most: int) -> list[Sent]:
    """Deliveries that stand so, the latest first."""
    return [_sent(row) for row in session.rows("deliveries_in", (district, str(state), most))]


def deliveries_of(session: Session, district: str, case: str) -> list[Sent]:
    """Every delivery about a case."""
    return [_sent(row) for row in session.rows("deliveries_of_case", (district, case))]


def counts(session: Session, district: str) -> Mapping[tuple[Channel, Delivery], int]:
    """How many deliveries stand how, by channel."""
    rows = session.rows("delivery_counts", (district,))
    return {(Channel(channel), Delivery(state)): int(count) for channel, state, count in rows}


def wishes(session: Session, district: str) -> Mapping[str, Wish]:
    """What accounts chose; who chose nothing is not in it."""
    return {account: _wish(text) for account, text in session.rows("wishes", (district,))}


def keep_wish(session: Session, district: str, account: str, wish: Wish) -> None:
    """What an account chose."""
    form = {
        "language": wish.language,
        "channels": sorted(wish.channels),
        "quiet": [f"{hour:%H:%M}" for hour in (wish.quiet.since, wish.quiet.until)] if wish.quiet else None,
        "digest": f"{wish.digest:%H:%M}" if wish.digest else None,
    }
    session.write("put_wishes", district, [(account, json.dumps(form))])


def mail_of(session: Session, district: str) -> Mapping[str, str]:
    """Account → address of those who can be written to; a colleague's office address, not a reporter's."""
    return dict(session.rows("mail_of_accounts", (district,)))


def _wish(text: str) -> Wish:
    form = json.loads(text)
    quiet = form["quiet"]
    return Wish(
        language=form["language"],
        channels=frozenset(Channel(name) for name in form["channels"]),
        quiet=Quiet(*map(time.fromisoformat, quiet)) if quiet else None,
        digest=time.fromisoformat(form["digest"]) if form["digest"] else None,
    )


def _notice(row: Row) -> Notice:
    id_, case, position, telling, audience, created = row
    moment = read_moment(created)
    assert moment is not None
    return Notice(id=id_, case=case, position=position, telling=telling, audience=audience, created=moment)


def _sent(row: Row) -> Sent:
    id_, about, case, to, channel, state, due_at, tries, fault, changed = row
    moment = read_moment(due_at)
    assert moment is not None
    return Sent(
        id=id_,
        notice=about,
        case=case,
        recipient=to,
        channel=Channel(channel),
        state=Delivery(state),
        due=moment,
        tries=tries,
        fault=fault,
        changed=read_moment(changed),
    )

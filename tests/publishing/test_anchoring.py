"""Where the journals end is said in the public log: what was rewritten since, chain and all, is found out."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.publishing import PublicLog, Published, anchor, export_public, publish
from bihuan.app.publishing.anchoring import anchors
from bihuan.store.journal import START, Act, Journal, append, first_break
from bihuan.store.session import Database, Session
from bihuan.transparency.canonical import canonical
from bihuan.verifier import verify
from tests.publishing.logs import Three, district_of, public_log, trust_lines
from tests.store import tiny


@pytest.fixture
def log(database: Database, door: Door, tmp_path: Path) -> PublicLog:
    return public_log(database, door, tmp_path, Three())


def look(session: Session, clock: VirtualClock, times: int = 1) -> None:
    for n in range(times):
        act = Act(actor="ann", kind="identity.opened", about=f"case{n}", detail={"purpose": "call"})
        with session.transaction():
            append(session, tiny.DISTRICT, Journal.ACCESS, act, clock())


def say(log: PublicLog, clock: VirtualClock) -> int:
    return anchor(log, clock().astimezone(tiny.ZONE).date(), clock())


def broken(session: Session) -> int | None:
    return first_break(session, tiny.DISTRICT, Journal.ACCESS, anchors(session, tiny.DISTRICT, Journal.ACCESS))


def test_a_head_is_said_once_a_day_and_only_when_it_moved(
    log: PublicLog, session: Session, clock: VirtualClock
) -> None:
    assert say(log, clock) == 0, "an empty journal has nothing to say"
    look(session, clock, 2)
    assert (say(log, clock), say(log, clock)) == (1, 0)
    look(session, clock)
    assert say(log, clock) == 0, "the day has been said"
    clock.move(timedelta(days=1))
    assert say(log, clock) == 1
    clock.move(timedelta(days=1))
    assert say(log, clock) == 0, "nothing was opened since"
    assert [n for n, _ in anchors(session, tiny.DISTRICT, Journal.ACCESS)] == [2, 3]
    assert broken(session) is None


def rewrite(session: Session, change: int) -> None:
    """What somebody with the whole database does: another body in one place, and every later hash made to fit."""
    if session.engine == "sqlite":
        for act in ("update", "delete"):
            session._raw.execute(f"DROP TRIGGER journal_entry_no_{act}")
    mark = "?" if session.engine == "sqlite" else "%s"
    previous = START
    rows = session._raw.execute("SELECT n, body FROM journal_entry WHERE journal = 'access' ORDER BY n").fetchall()
    for n, body in rows:
        said = json.loads(body) | {"h": previous.hex()}
        said |= {"about": "another"} if n == change else {}
        text = canonical(said)
        previous = hashlib.sha256(text).digest()
        values = (text.decode(), previous, said["about"], n)
        put = f"UPDATE journal_entry SET body = {mark}, hash = {mark}, about = {mark} WHERE n = {mark}"
        session._raw.execute(put, values)
    session._raw.execute(f"UPDATE journal_head SET hash = {mark} WHERE journal = 'access'", (previous,))


def test_a_journal_that_was_rewritten_whole_is_caught_by_the_log(
    log: PublicLog, session: Session, clock: VirtualClock
) -> None:
    look(session, clock, 4)
    say(log, clock)
    rewrite(session, 2)
    assert first_break(session, tiny.DISTRICT, Journal.ACCESS) is None, "the chain alone can't know"
    assert broken(session) == 4


def test_entries_that_were_cut_off_are_missed(log: PublicLog, session: Session, clock: VirtualClock) -> None:
    look(session, clock, 3)
    say(log, clock)
    rewrite(session, 0)
    session._raw.execute("DELETE FROM journal_entry WHERE n = 3")
    session._raw.execute("UPDATE journal_head SET n = 2, hash = (SELECT hash FROM journal_entry WHERE n = 2)")
    assert first_break(session, tiny.DISTRICT, Journal.ACCESS) is None, "the chain alone can't know"
    assert broken(session) == 3


def test_strangers_verify_a_log_with_such_leaves(
    log: PublicLog, door: Door, session: Session, clock: VirtualClock, tmp_path: Path
) -> None:
    look(session, clock)
    say(log, clock)
    assert isinstance(publish(log, now=clock(), pace=None), Published)
    log.files.put("trust", trust_lines(Three()))
    assert export_public(log, district_of(door), tmp_path / "out") == 1
    report = verify.verify_export(tmp_path / "out", verify.Trust((tmp_path / "out" / "trust").read_text()))
    assert not report.lies

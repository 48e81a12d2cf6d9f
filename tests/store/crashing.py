"""A process of its own that works through the door until it is stopped, and what must hold of what it left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Asked, Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.codec import event_from
from bihuan.core.commands import Command
from bihuan.store import rebuild
from bihuan.store.jobs import Accepted
from bihuan.store.session import Database, Session
from bihuan.store.vault.files import FileVault
from tests.store import tiny
from tests.store.loop import report, take

Acknowledge = Callable[[str], None]
Work = Callable[[Acknowledge], None]

COMMANDS: tuple[tuple[tuple[str, Command, tuple[bytes, ...]], ...], ...] = (
    (("a-report", report(case="a"), (b"a photo",)),),
    (
        ("a-give", take("a", "give", "ann"), ()),
        ("b-report", report(case="b", words={"what": "积水"}), ()),
        ("a-book", take("a", "book", "ann", values={"slot": "monday"}), ()),
        ("b-book", take("b", "book", "ann", values={"slot": "monday"}), ()),
    ),
    (("a-sign", take("a", "sign", "bo"), ()),),
)
"""Three batches: a case with a photo, several cases at once with a refusal among them, and a clock that stops."""
REFUSED = "b-book"


def in_a_process(work: Work, kill_after: int | None = None) -> list[str]:
    """Fork, work there, and return what was acknowledged before it ended; killed after so many if that is given."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 70
        try:
            work(lambda request_id: _tell(writing, request_id))
            code = 0
        except BaseException as error:
            print(repr(error), file=sys.stderr)
        os._exit(code)
    os.close(writing)
    told, killed = b"", False
    while part := os.read(reading, 65_536):
        told += part
        if kill_after is not None and not killed and told.count(b"\n") >= kill_after:
            os.kill(child, signal.SIGKILL)
            killed = True
    os.close(reading)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status == (-signal.SIGKILL if killed else status if status == STOPPED else 0), status
    return told.decode().splitlines()


def _tell(pipe: int, request_id: str) -> None:
    os.write(pipe, f"{request_id}\n".encode())


STOPPED = 9
"""Exit status of a process that the injector stopped."""


class Injector:
    """Counts the places around statements and ends the process at one of them, as a power cut would."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.places = 0
        self.stop_at = stop_at

    def __call__(self, statement: str, when: str) -> None:
        self.places += 1
        if self.places == self.stop_at:
            os._exit(STOPPED)


def door_of(database: Database, district: str, photos: Path, injector: Injector | None = None) -> Door:
    return Door(
        database, {district: tiny.RULES}, masters=tiny.MASTERS, clock=VirtualClock(tiny.START),
        entropy=SeededEntropy(7), photos=photos, on_statement=injector,
    )  # fmt: skip


def script(door: Door, district: str, acknowledge: Acknowledge) -> None:
    """All COMMANDS; each is acknowledged once the door has said that it is durable."""
    for batch in COMMANDS:
        asked = [Asked(command=command, request_id=id_, photos=photos) for id_, command, photos in batch]
        for one, outcome in zip(asked, door.submit_many(district, asked), strict=True):
            if isinstance(outcome, Accepted):
                acknowledge(one.request_id)


def load(door: Door, district: str, acknowledge: Acknowledge, name: str, threads: int = 6) -> None:
    """Cases without end from several threads, until somebody kills the process."""

    def work(name: str) -> None:
        for i in range(100_000):
            case = f"{name}-{i}"
            steps = [report(case=case), take(case, "give", "ann"), take(case, "sign", "bo")]
            for n, command in enumerate(steps):
                id_ = f"{case}-{n}"
                photos = [f"photo of {case}".encode()] if n == 0 and i % 5 == 0 else []
                outcome = door.submit(district, command, id_, photos=photos)
                assert isinstance(outcome, Accepted), outcome
                acknowledge(id_)

    workers = [threading.Thread(target=work, args=(f"{name}-t{i}",)) for i in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def check(session: Session, district: str, photos: Path, acknowledged: list[str]) -> set[str]:
    """What must hold after any end; returns the requests that are there."""
    with session.transaction():
        session.row("lock_head", (district,))  # whoever died with the lock has let it go now
    events = session._raw.execute(
        f"SELECT request_id, body, stream, n FROM event WHERE district = '{district}' ORDER BY position"
    ).fetchall()
    answered = {row[0] for row in session._raw.execute(f"SELECT request_id FROM request WHERE district = '{district}'")}
    there = {row[0] for row in events}
    assert set(acknowledged) <= there, "acknowledged and lost"
    assert there == answered, "half written: events and answers differ"
    assert len(events) == len(there), "carried out twice"
    compared = rebuild.compare(session, district, tiny.RULES.of, tiny.ZONE)
    assert compared.difference is None, compared.difference
    sealed = {
        (row[0], row[1], row[2])
        for row in session._raw.execute(f"SELECT case_id, n, name FROM vault_word WHERE district = '{district}'")
    }
    vault = FileVault(photos, district)
    named: set[str] = set()
    for _, body, stream, n in events:
        event = event_from(body)
        assert {(stream, n, name) for name in (*event.words, "*digests")} <= sealed, "words without their row"
        named |= set(event.photos)
    rows = {row[0] for row in session._raw.execute(f"SELECT address FROM vault_photo WHERE district = '{district}'")}
    assert rows == named, "a photo without its row, or the other way round"
    assert [vault.check(address) for address in rows] == [None] * len(rows), "a photo that is not durable"
    vault.sweep(rows, timedelta(0), tiny.START + timedelta(seconds=1))
    assert [vault.check(address) for address in rows] == [None] * len(rows), "swept too much"
    assert vault.orphans(rows, timedelta(0), tiny.START + timedelta(seconds=1)) == ()
    return there

"""Attacks by somebody with full access to the database, to the files or to a key; each says by what it is caught.

What stands in the way is named in the message of each test: the start check, the chain, the tree, the witnesses, the
promise, the receipt key. What nothing here can catch stands in the last test, and on the public page.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.app.door import Door
from bihuan.app.publishing import PublicLog, Published, audit, promise_of, publish, receipt_of
from bihuan.store.integrating import entries
from bihuan.store.session import Database, Session
from bihuan.transparency.checkpoints import Checkpoint, sign
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.notes import Signer
from bihuan.transparency.promises import Promise, check_kept, open_promise
from tests.publishing.logs import LOG, ORIGIN, Three, fill, public_log, secret, trust
from tests.store import tiny
from tests.store.loop import go_round, opened


class Attacker:
    """Somebody who signed in to the database as its owner: no trigger and no privilege stands in the way."""

    def __init__(self, session: Session) -> None:
        self.raw = session._raw
        self.mark = "?" if session.engine == "sqlite" else "%s"
        if session.engine == "sqlite":
            for table in ("event", "log_leaf", "declaration"):
                for act in ("update", "delete"):
                    self.raw.execute(f"DROP TRIGGER {table}_no_{act}")

    def __call__(self, statement: str, *parameters: object) -> None:
        self.raw.execute(statement.replace("?", self.mark), parameters)

    def one(self, statement: str, *parameters: object) -> object:
        return self.raw.execute(statement.replace("?", self.mark), parameters).fetchone()[0]


@pytest.fixture
def three() -> Three:
    return Three()


@pytest.fixture
def log(database: Database, door: Door, tmp_path: Path, three: Three) -> PublicLog:
    """Two whole cases, published under three witnesses, and a third one begun."""
    made = public_log(database, door, tmp_path, three)
    for _ in range(2):
        go_round(door, opened(door).case)
    assert isinstance(publish(made, now=door.clock(), pace=None), Published)
    return made


@pytest.fixture
def attack(session: Session) -> Attacker:
    return Attacker(session)


def caught(log: PublicLog, door: Door) -> str:
    """What stops the log at its next start; no signature may have been made."""
    before = log.files.signed(), log.files.checkpoint()
    found = publish(log, now=door.clock(), pace=None)
    assert isinstance(found, Fault), found
    assert (log.files.signed(), log.files.checkpoint()) == before, "something was signed"
    assert "没有签名" in found.message("zh") or "拒绝签名" in found.message("zh") or found.code == "leaf-unlogged"
    return found.code


LEAF, HASH = object(), object()
"""Stand for a leaf that says another verb than the one at position 3 did, and for its hash."""


def carry_out(attack: Attacker, *statements: tuple[object, ...]) -> None:
    leaf = bytes(attack.one("SELECT leaf FROM event WHERE position = 3"))  # type: ignore[call-overload]
    mine = leaf.replace(b'"k":"sign"', b'"k":"lift"')
    filled = {LEAF: mine, HASH: leaf_hash(mine)}
    for order, *parameters in statements:
        attack(str(order), *(filled.get(one, one) for one in parameters))


Steps = tuple[str, tuple[tuple[object, ...], ...]]
MOVE_LEAF, MOVE_EVENT = (
    "UPDATE log_leaf SET idx = ? WHERE idx = ?",
    "UPDATE event SET position = ? WHERE position = ?",
)

CHANGES: dict[str, Steps] = {
    "delete an event": ("position-gap", (("DELETE FROM event WHERE position = 5",),)),
    "delete the last event": ("position-gap", (("DELETE FROM event WHERE position = 16",),)),
    "edit one": ("root-differs", (("UPDATE event SET leaf = ? WHERE position = 3", LEAF),)),
    "edit one and its hash": (
        "root-differs", (("UPDATE event SET leaf = ?, leaf_hash = ? WHERE position = 3", LEAF, HASH),)),
    "reorder two in the tree": ("root-differs", ((MOVE_LEAF, -1, 3), (MOVE_LEAF, 3, 9), (MOVE_LEAF, 9, -1))),
    "reorder two in the store": ("root-differs", ((MOVE_EVENT, -1, 3), (MOVE_EVENT, 3, 9), (MOVE_EVENT, 9, -1))),
    "insert one in the past": (
        "leaf-unlogged",
        ((
            "INSERT INTO event SELECT district, 0, 'x', 0, recorded, occurred, verb, step, programme, body, leaf,"
            " leaf_hash, request_id FROM event WHERE position = 3",
        ),),
    ),
    "drop a whole case": (
        "position-gap", (("DELETE FROM event WHERE stream = (SELECT stream FROM event WHERE position = 1)",),)),
    "drop a whole case with its places": (
        "leaf-gone",
        (
            ("DELETE FROM log_leaf WHERE position BETWEEN 1 AND 8",),
            ("DELETE FROM event WHERE position BETWEEN 1 AND 8",),
            ("UPDATE event SET position = position - 8",),
            ("UPDATE log_leaf SET position = position - 8",),
            ("UPDATE log_head SET events = 8",),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_published_is_changed_in_the_database(log: PublicLog, door: Door, attack: Attacker, name: str) -> None:
    """Caught by the start check against the last signed tree, before anything is signed."""
    code, statements = CHANGES[name]
    carry_out(attack, *statements)
    assert caught(log, door) == code


WAITING: dict[str, Steps] = {
    "delete one that waits": ("position-gap", (("DELETE FROM event WHERE position = 19",),)),
    "edit one that waits": ("stored-leaf-changed", (("UPDATE event SET leaf = ? WHERE position = 19", LEAF),)),
    "edit one that waits, and its hash": (
        "chain-broken-before", (("UPDATE event SET leaf = ?, leaf_hash = ? WHERE position = 19", LEAF, HASH),)),
    "renumber inside a case": ("chain-broken-before", (("UPDATE event SET n = 40 WHERE position = 19",),)),
    "take one out and close the gap": (
        "chain-broken-before",
        (("DELETE FROM event WHERE position = 19",), ("UPDATE event SET position = 19 WHERE position = 20",)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WAITING)
def test_what_waits_is_changed_in_the_database(log: PublicLog, door: Door, attack: Attacker, name: str) -> None:
    """Caught by the chain of the case and by the positions without a gap, when the leaf is to enter."""
    go_round(door, opened(door).case, 3)
    code, statements = WAITING[name]
    carry_out(attack, *statements)
    assert caught(log, door) == code


def test_yesterday_s_backup_is_restored(log: PublicLog, door: Door, attack: Attacker) -> None:
    """Caught by the start check: our own memory of what was signed lies outside the database."""
    attack("DELETE FROM log_leaf WHERE idx >= 8")
    attack("UPDATE log_head SET size = 8, events = 8")
    attack("DELETE FROM event WHERE position > 8")
    assert caught(log, door) == "log-rolled-back"


def test_yesterday_s_backup_of_the_whole_machine_is_restored(
    database: Database, door: Door, tmp_path: Path, three: Three, attack: Attacker
) -> None:
    """Caught by the witnesses: they have seen more than we have."""
    log = public_log(database, door, tmp_path, three)
    go_round(door, opened(door).case)
    publish(log, now=door.clock(), pace=None)
    shutil.copytree(tmp_path / "log", tmp_path / "backup")
    shutil.copytree(tmp_path / "log-state", tmp_path / "backup-state")
    go_round(door, opened(door).case)
    publish(log, now=door.clock(), pace=None)
    attack("DELETE FROM log_leaf WHERE idx >= 8")
    attack("UPDATE log_head SET size = 8, events = 8")
    attack("DELETE FROM event WHERE position > 8")
    attack("UPDATE head SET position = 8, cases = 1")
    shutil.rmtree(tmp_path / "log")
    shutil.rmtree(tmp_path / "log-state")
    (tmp_path / "backup").rename(tmp_path / "log")
    (tmp_path / "backup-state").rename(tmp_path / "log-state")
    assert audit(log) is None, "the machine alone can not know"
    found = publish(log, now=door.clock(), pace=None)
    assert isinstance(found, Fault) and (found.code, found.where) == ("log-rolled-back", "w1: 16 > 8")
    shutil.rmtree(tmp_path / "log")
    shutil.rmtree(tmp_path / "log-state")
    attack("DELETE FROM log_leaf")
    attack("DELETE FROM log_head")
    found = publish(log, now=door.clock(), pace=None)
    assert isinstance(found, Fault) and (found.code, found.where) == ("log-rolled-back", "w1: 16 > 0")


def test_two_trees_are_served_to_two_readers(log: PublicLog, door: Door, tmp_path: Path, three: Three) -> None:
    """Caught by the witnesses: none of them cosigns a second tree, so the second reader's quorum is missing."""
    other = sign(Checkpoint(ORIGIN, 16, leaf_hash(b"another tree")), LOG)
    for name in three.by_name:
        for old in (0, 8, 16):
            assert three.ask(name, f"old {old}\n\n{other.written()}")[0] == 409
    assert trust(three).open(other.written()) == Fault("no-quorum", "0")
    forked = replace(log, files=replace(log.files, public=tmp_path / "fork", state=tmp_path / "fork-state"))
    opened(door)
    assert isinstance(publish(log, now=door.clock(), pace=None), Published)
    shuffled = publish(forked, now=door.clock(), pace=None)
    assert isinstance(shuffled, Published), "the same database gives the same tree, whoever publishes it"


def test_a_stolen_key_after_the_rotation(log: PublicLog, door: Door, database: Database, tmp_path: Path) -> None:
    """Caught by the trust file, which no longer names the key, and by witnesses that know only the new one."""
    new = Signer(ORIGIN, secret("new"))
    three = Three()
    for witness in three.by_name.values():
        witness.keys = (new.key,)
    rotated = public_log(database, door, tmp_path / "rotated", three, new)
    assert isinstance(publish(rotated, now=door.clock(), pace=None), Published)
    forged = sign(Checkpoint(ORIGIN, 17, leaf_hash(b"forged")), LOG)
    assert three.ask("w1", f"old 16\n\n{forged.written()}")[0] == 403
    assert trust(three, new).open(forged.written()) == Fault("not-the-log", ORIGIN)


def test_a_malicious_witness(log: PublicLog, door: Door, three: Three) -> None:
    """It can refuse and it can sign rubbish: its line is left out, and two others are enough."""
    three.by_name["w2"].lying = True
    opened(door)
    done = publish(log, now=door.clock(), pace=None)
    assert isinstance(done, Published) and done.cosigned == 2
    assert not isinstance(trust(three).open(log.files.checkpoint() or ""), Fault)


@pytest.mark.parametrize("spoil", [lambda file: file.write_bytes(file.read_bytes()[:-1]), lambda file: file.unlink()])
def test_a_tile_is_truncated_or_taken_away(log: PublicLog, door: Door, spoil: Callable[[Path], None]) -> None:
    """Caught before the tree grows on it; readers are told as well."""
    spoil(log.files.public / "tile/0/000.p/16")
    case = opened(door).case
    assert caught(log, door) == "tile-missing"
    assert receipt_of(log, case) == Fault("tile-missing", "tile/0/000.p/16") or receipt_of(log, case).code == "not-yet"


def test_a_tile_is_changed(log: PublicLog, door: Door) -> None:
    """Caught by the tree: the tiles no longer give the root that was signed."""
    tile = log.files.public / "tile/0/000.p/16"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    opened(door)
    assert caught(log, door) == "root-differs"


def test_a_published_bundle_is_changed_before_more_comes(log: PublicLog, door: Door) -> None:
    """A full bundle is final: it is compared, never written over."""
    fill(door, 240)
    publish(log, now=door.clock(), pace=None)
    bundle = log.files.public / "tile/entries/000"
    bundle.write_bytes(b"\xff\xff" + bundle.read_bytes()[2:])
    (log.files.state / "signed").unlink()
    (log.files.public / "checkpoint").unlink()
    assert caught(log, door) == "published-file-differs"


def test_an_event_is_dropped_before_it_enters_although_it_was_promised(
    log: PublicLog, door: Door, attack: Attacker
) -> None:
    """Caught by the promise in the reporter's hand: its time is over and no cosigned tree holds the leaf."""
    written = promise_of(log, opened(door).case)
    assert isinstance(written, str)
    promise = open_promise(written, [LOG.key])
    assert isinstance(promise, Promise)
    attack("DELETE FROM event WHERE position = 17")
    attack("UPDATE head SET position = 16")
    assert isinstance(publish(log, now=door.clock(), pace=None), Published), "the log itself can not know"
    held = {leaf_hash(entry) for entry in entries_of(log, door, 16)}
    assert check_kept(promise, held, promise.by) is None, "not due yet"
    assert check_kept(promise, held, promise.by + 1) == Fault("promise-broken", ORIGIN)


def entries_of(log: PublicLog, door: Door, size: int) -> list[bytes]:
    with door.readers.lend() as session:
        found = entries(session, tiny.DISTRICT, 0, size)
    assert not isinstance(found, Fault)
    return found


def test_what_nothing_here_catches(log: PublicLog, door: Door, attack: Attacker) -> None:
    """An event that is dropped before it enters and whose promise nobody holds leaves no trace. The page says so."""
    opened(door)
    attack("DELETE FROM event WHERE position = 17")
    attack("UPDATE head SET position = 16")
    assert audit(log) is None
    assert isinstance(publish(log, now=door.clock(), pace=None), Published)

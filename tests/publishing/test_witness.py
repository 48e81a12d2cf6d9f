"""The witness as a server: it grants growth, refuses forks and rollbacks, and remembers through a restart."""

from __future__ import annotations

import hashlib
import threading
import urllib.request
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.app.publishing import Published, publish
from bihuan.app.publishing.place import trust_text
from bihuan.app.publishing.witnesses import over_http
from bihuan.app.witnessing import StateLost, WitnessDesk, open_witness
from bihuan.cli.witness import handler
from bihuan.store.session import Database
from bihuan.transparency.checkpoints import Checkpoint, sign
from bihuan.transparency.faults import Fault
from bihuan.transparency.policy import Policy, read_policy
from bihuan.transparency.witnessing import request
from tests.publishing.logs import LOG, ORIGIN, public_log
from tests.store import tiny
from tests.store.loop import opened
from tests.transparency.naive import CT_LEAVES, mth, proof


def desk(folder: Path, name: str = "w.example/court") -> WitnessDesk:
    made = open_witness(folder, name, [LOG.key], VirtualClock(tiny.START), SeededEntropy(5))
    assert isinstance(made, WitnessDesk), made
    return made


def body(old: int, entries: list[bytes]) -> str:
    note = sign(Checkpoint(ORIGIN, len(entries), mth(entries)), LOG).written()
    return request(old, proof(old, entries), note)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(desk(tmp_path / "w")))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_over_http_growth_is_cosigned_and_anything_else_refused(address: str) -> None:
    assert over_http(address, body(0, CT_LEAVES[:5]))[0] == 200
    assert over_http(address, body(5, CT_LEAVES))[0] == 200
    assert over_http(address, body(0, CT_LEAVES)) == (409, "8\n")
    fork = [*CT_LEAVES[:7], b"other"]
    assert over_http(address, body(8, fork)) == (409, "8\n"), "another tree of the same size"
    assert over_http(address, body(0, CT_LEAVES[:5])) == (409, "8\n"), "yesterday's backup"
    assert over_http(address, body(8, [*fork, b"more"]))[0] == 422
    assert over_http(address, "nonsense")[0] == 400
    assert over_http(address, "x" * 70_000)[0] == 413
    with urllib.request.urlopen(f"{address}/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint") as got:
        assert got.read().decode().startswith(f"{ORIGIN}\n8\n")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/else")


def test_a_witness_remembers_through_a_restart_and_keeps_its_key(tmp_path: Path) -> None:
    first = desk(tmp_path)
    assert first.add_checkpoint(body(0, CT_LEAVES[:5]).encode()).status == 200
    again = desk(tmp_path)
    assert again.witness.key == first.witness.key
    assert again.add_checkpoint(body(0, CT_LEAVES[:4]).encode()).status == 409
    assert (tmp_path / "witness.key").stat().st_mode & 0o077 == 0
    assert open_witness(tmp_path, "else", [LOG.key], VirtualClock(tiny.START), SeededEntropy(5)) == Fault(
        "other-witness", "w.example/court"
    )


def test_a_witness_that_cannot_read_its_memory_cosigns_nothing(tmp_path: Path) -> None:
    one = desk(tmp_path)
    one.add_checkpoint(body(0, CT_LEAVES).encode())
    next(tmp_path.glob("*.checkpoint")).write_text("half a no")
    with pytest.raises(StateLost):
        one.add_checkpoint(body(0, CT_LEAVES).encode())


def test_a_log_is_published_under_a_real_witness(address: str, database: Database, door: Door, tmp_path: Path) -> None:
    one = desk(tmp_path / "w")
    policy = read_policy(trust_text((LOG,), (f"court {one.witness.key.text} {address}",), 1))
    assert isinstance(policy, Policy)
    log = public_log(database, door, tmp_path)
    log = type(log)(log.district, database, door.readers, log.pace, log.files, (LOG,), policy)
    for size in (1, 2):
        opened(door)
        done = publish(log, now=door.clock(), pace=None)
        assert isinstance(done, Published) and (done.size, done.cosigned) == (size, 1)


def test_a_witness_without_an_address_on_the_net_is_not_asked() -> None:
    with pytest.raises(OSError, match="not an address"):
        over_http("file:///etc", "")

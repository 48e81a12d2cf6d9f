"""Two demonstrations on one machine: their witnesses stay apart, also before anybody listens."""

from __future__ import annotations

import re
import socket
from contextlib import ExitStack
from pathlib import Path

from bihuan.site.companions import NAMES, witnesses_of


def ports(home: Path, port: int) -> set[int]:
    return {int(found[1]) for said in witnesses_of(home, port) if (found := re.search(r":(\d+)/$", said))}


def test_two_demonstrations_share_no_witness(tmp_path: Path) -> None:
    """Neither listens yet, as while a district is played."""
    found = [ports(tmp_path / str(port), port) for port in (8000, 8001, 8731, 8814)]
    assert all(len(one) == len(NAMES) for one in found) and len(set().union(*found)) == len(found) * len(NAMES)
    assert 8814 not in found[3], "nor the port of the pages"


def test_a_port_that_somebody_listens_on_is_left_to_them(tmp_path: Path) -> None:
    before = ports(tmp_path / "a", 8002)
    with ExitStack() as held:
        taken = held.enter_context(socket.socket())
        taken.bind(("127.0.0.1", min(before)))
        taken.listen()
        after = ports(tmp_path / "b", 8002)
    assert len(after) == len(NAMES) and before.isdisjoint(after)

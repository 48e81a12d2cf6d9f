"""How the public log stands: for the page, the operator, and whoever wonders whether it still moves."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app.publishing.place import PublicLog
from bihuan.store.integrating import head
from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint, times
from bihuan.transparency.faults import Fault


@dataclass(frozen=True, slots=True)
class Standing:
    """The published head and what waits behind it."""

    origin: str
    published: int
    """Leaves under the published checkpoint."""
    waiting: int
    """Facts that are not under it yet."""
    checkpoint: Checkpoint | None
    written: str | None
    """The checkpoint as a note, to be shown or fetched."""
    cosigned: dict[str, int]
    """When each witness cosigned it, POSIX seconds."""


def standing(log: PublicLog) -> Standing:
    """The log as it is now."""
    with log.readers.lend() as session:
        at = head(session, log.district)
        written = (session.row("head", (log.district,)) or (0,))[0] + at.declared
    note = log.files.checkpoint()
    opened = open_checkpoint(note, (*log.keys, *log.policy.logs)) if note else Fault("not-yet")
    if isinstance(opened, Fault):
        return Standing(log.origin, 0, written, None, None, {})
    checkpoint, signed = opened
    cosigned = times(signed, log.policy.witnesses.values())
    return Standing(log.origin, checkpoint.size, written - checkpoint.size, checkpoint, note, cosigned)

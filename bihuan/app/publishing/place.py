"""Where a district's public log is: its keys, its files, its trust file, its witnesses. Opens; signs nothing."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bihuan.app.district import District
from bihuan.app.entropy import real_chance
from bihuan.app.installation import Installation
from bihuan.app.publishing.keys import KEY_FILE, read_keys
from bihuan.app.publishing.witnesses import Ask, over_http
from bihuan.store.integrating import Pace
from bihuan.store.logfiles import LogFiles
from bihuan.store.pool import Pool
from bihuan.store.session import Database
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Signer
from bihuan.transparency.policy import Policy, read_policy

TRUST = "trust"
"""The trust file's name in the public folder (C2SP tlog-policy)."""
KEY_AWAY = Fault("log-key-away", KEY_FILE)


@dataclass(frozen=True, slots=True)
class PublicLog:
    """Everything that is needed to publish one district's log and to prove from it."""

    district: str
    database: Database
    readers: Pool
    pace: Pace
    files: LogFiles
    signers: tuple[Signer, ...] = field(repr=False)
    policy: Policy
    ask: Ask = over_http
    """How a witness is asked: its address and the body of the request → status and answer."""
    chance: random.Random = field(default_factory=real_chance, repr=False)

    @property
    def origin(self) -> str:
        """The log's name."""
        return self.signers[0].name

    @property
    def keys(self) -> tuple[Key, ...]:
        """The public halves of the keys that sign now."""
        return tuple(signer.key for signer in self.signers)

    @property
    def witnesses(self) -> Mapping[str, str]:
        """Name → address of the witnesses that can be asked."""
        return self.policy.addresses


def files_of(installation: Installation) -> LogFiles:
    """The log's two folders in the installation's home."""
    return LogFiles(installation.home / "log", installation.home / "log-state", installation.database.durable)


def held_keys(installation: Installation) -> tuple[Signer, ...] | Fault:
    """The keys that sign here. A log whose key is away is not one that was never begun: a new key would sign what no
    reader trusts, and its trust file would take the place of the one that names the witnesses."""
    held = read_keys(installation.home / KEY_FILE, installation.log_key)
    never = isinstance(held, Fault) and held.code == "no-log-key"
    return KEY_AWAY if never and files_of(installation).text(TRUST) else held


def open_log(installation: Installation, district: District, *, ask: Ask = over_http) -> PublicLog | Fault:
    """The log of this installation, or why there is none."""
    files = files_of(installation)
    signers = held_keys(installation)
    if isinstance(signers, Fault):
        return signers
    policy = read_policy(files.text(TRUST) or trust_text(signers))
    if isinstance(policy, Fault):
        return policy
    said = district.pack.district.log
    pace = Pace(timedelta(minutes=said.interval), said.least, timedelta(hours=said.within))
    readers = district.door.readers
    return PublicLog(district.id, installation.database, readers, pace, files, signers, policy, ask)


def trust_text(signers: tuple[Signer, ...], witnesses: tuple[str, ...] = (), quorum: int = 0) -> str:
    """A trust file for these keys; `witnesses` are `name vkey [url]` each, of whom `quorum` must agree."""
    lines = [f"log {signer.key.text}" for signer in signers]
    lines += [f"witness {witness}" for witness in witnesses]
    if quorum:
        lines.append(f"group quorum {quorum} {' '.join(one.split()[0] for one in witnesses)}")
    return "\n".join((*lines, f"quorum {'quorum' if quorum else 'none'}")) + "\n"

"""The log's key: made, rotated, retired. It lies in a file that only its owner reads, never in the database.

One secret key a line; the first signs for good. During a rotation the older one stands below it and signs as well,
so that readers who know only one of the two can go on; `retire` takes it away.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.app.entropy import RandomBytes
from bihuan.store.logfiles import write_whole
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Signer, read_secret, secret_text

KEY_FILE = "log.key"


def new_signer(origin: str, draw: RandomBytes) -> Signer:
    """A key that nobody had before, for the log of this origin."""
    return Signer(origin, Ed25519PrivateKey.from_private_bytes(draw(32)))


def read_keys(file: Path, given: str = "") -> tuple[Signer, ...] | Fault:
    """The log's keys, the current first: from the environment (`given`) if it says any, else from the file."""
    try:
        text = given or file.read_text("ascii")
    except FileNotFoundError:
        return Fault("no-log-key", file.name)
    except UnicodeDecodeError:
        return Fault("secret-malformed")
    signers = []
    for line in text.split():
        signer = read_secret(line)
        if isinstance(signer, Fault):
            return signer
        signers.append(signer)
    if len({signer.name for signer in signers}) != 1:
        return Fault("secret-malformed") if signers else Fault("no-log-key", file.name)
    return tuple(signers)


def write_keys(file: Path, signers: Sequence[Signer]) -> None:
    """Keep the keys: whole or not at all, readable by their owner only."""
    write_whole(file, "".join(f"{secret_text(signer)}\n" for signer in signers).encode(), mode=0o600)


def others_can_read(file: Path) -> bool:
    """Whether the key file is open to others than its owner."""
    return file.exists() and bool(os.stat(file).st_mode & 0o077)

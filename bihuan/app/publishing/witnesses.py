"""Asking witnesses to cosign (C2SP tlog-witness): what is sent, and what each answer means for the log."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from bihuan.transparency.checkpoints import with_signatures
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import Key, Note, read_note, verified
from bihuan.transparency.tree import Subtree, consistency
from bihuan.transparency.witnessing import BODY_BYTES_MOST, CONFLICT, request

SECONDS = 5.0
"""How long a witness may take; the log does not stand still for one."""

Ask = Callable[[str, str], tuple[int, str]]
"""Address and body → status and answer. Raises OSError when nobody answers."""


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What one witness said: the note with its line, or why not; and how far it has seen the log."""

    note: Note
    fault: Fault | None
    seen: int


def over_http(address: str, body: str) -> tuple[int, str]:
    """POST to `<address>/add-checkpoint`. Raises OSError."""
    url = f"{address.rstrip('/')}/add-checkpoint"
    if not url.startswith(("http://", "https://")):
        raise OSError(f"not an address of a witness: {address}")
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body.encode(), method="POST"), timeout=SECONDS) as got:
            return got.status, got.read(BODY_BYTES_MOST).decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(BODY_BYTES_MOST).decode("utf-8", "replace")


def ask_witness(
    ask: Ask, name: str, address: str, key: Key, note: Note, size: int, seen: int, subtree: Subtree
) -> Witnessed:
    """Have a witness cosign the tree of `size` leaves; `seen` is the size it was last known to have.

    A witness that has seen more than we have is the one thing that must stop a log: a fault `log-rolled-back`.
    """
    status, answer = CONFLICT, ""
    for _ in range(2):
        try:
            proof = consistency(min(seen, size), size, subtree)
            status, answer = ask(address, request(min(seen, size), proof, note.written()))
        except OSError:
            return Witnessed(note, Fault("witness-unreachable", name), seen)
        if status != CONFLICT:
            break
        stated = answer.strip()
        if not stated.isascii() or not stated.isdecimal():
            return Witnessed(note, Fault("witness-refused", f"{name} 409"), seen)
        if int(stated) > size:
            return Witnessed(note, Fault("log-rolled-back", f"{name}: {stated} > {size}"), int(stated))
        if int(stated) == min(seen, size):
            return Witnessed(note, Fault("fork", stated), seen)
        seen = int(stated)
    if status != 200:
        return Witnessed(note, Fault("witness-refused", f"{name} {status}"), seen)
    lines = read_note(note.text + "\n" + answer)
    signed = verified(lines, (key,)) if isinstance(lines, Note) else lines
    if isinstance(lines, Fault) or isinstance(signed, Fault) or key not in signed:
        # A malicious witness can spoil nothing but its own line.
        return Witnessed(note, Fault("note-bad-signature", name), seen)
    own = [line for line in lines.signatures if (line.name, line.key_id) == (key.name, key.id)]
    return Witnessed(with_signatures(note, own), None, size)

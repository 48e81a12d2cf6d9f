"""Whom a reader trusts (C2SP tlog-policy): keys of the log, witnesses, and how many of them are enough.

One fact a line, read from top to bottom; `#` begins a comment.

    log <vkey> [url]
    witness <name> <vkey> [url]
    group <name> <k|any|all> <member>…
    quorum <name|none>
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint
from bihuan.transparency.faults import Fault
from bihuan.transparency.notes import COSIGNATURE, ED25519, Key, Note, read_key, verified


@dataclass(frozen=True, slots=True)
class Group:
    """At least `least` of the members, which are witnesses or groups named before."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A trust file, read."""

    logs: tuple[Key, ...]
    witnesses: Mapping[str, Key]
    """By their name in this file."""
    addresses: Mapping[str, str]
    """Where a witness can be asked, for those of which the file says it."""
    groups: Mapping[str, Group]
    quorum: str | None
    """Name of a witness or group; None asks for no witness."""

    def satisfied(self, keys: Set[Key]) -> bool:
        """Whether cosignatures by these keys are enough."""
        return self.quorum is None or self._holds(self.quorum, keys)

    def _holds(self, name: str, keys: Set[Key]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name] in keys
        group = self.groups[name]
        return sum(self._holds(member, keys) for member in group.members) >= group.least

    def open(self, written: str | bytes) -> tuple[Checkpoint, Note] | Fault:
        """A checkpoint that the log signed and enough witnesses cosigned."""
        opened = open_checkpoint(written, self.logs)
        if isinstance(opened, Fault):
            return opened
        signed = verified(opened[1], tuple(self.witnesses.values()))
        if isinstance(signed, Fault):
            return signed
        return opened if self.satisfied(set(signed)) else Fault("no-quorum", str(len(signed)))


def read_policy(text: str) -> Policy | Fault:
    """A trust file. The fault names the line that cannot be read."""
    found = _Found([], {}, {}, {}, [])
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words and not found.take(words):
            return Fault("policy-line", str(number))
    if not found.logs or len(found.quorum) != 1:
        return Fault("policy-line", "—")
    quorum = found.quorum[0]
    return Policy(
        tuple(found.logs), found.witnesses, found.addresses, found.groups, None if quorum == "none" else quorum
    )


@dataclass(slots=True)
class _Found:
    logs: list[Key]
    witnesses: dict[str, Key]
    addresses: dict[str, str]
    groups: dict[str, Group]
    quorum: list[str]

    def take(self, words: list[str]) -> bool:
        """Whether the line could be read; what it says is kept."""
        match words:
            case ["log", vkey, *address] if len(address) <= 1:
                key = read_key(vkey)
                if isinstance(key, Fault) or key.kind != ED25519:
                    return False
                self.logs.append(key)
            case ["witness", name, vkey, *address] if len(address) <= 1 and self._free(name):
                key = read_key(vkey)
                if isinstance(key, Fault) or key.kind != COSIGNATURE:
                    return False
                self.witnesses[name] = key
                self.addresses |= {name: address[0]} if address else {}
            case ["group", name, count, *members] if members and self._free(name):
                least = {"any": "1", "all": str(len(members))}.get(count, count)
                known = all(member in self.witnesses or member in self.groups for member in members)
                if not known or not least.isdecimal() or not 1 <= int(least) <= len(set(members)) == len(members):
                    return False
                self.groups[name] = Group(int(least), tuple(members))
            case ["quorum", name] if name == "none" or name in self.witnesses or name in self.groups:
                self.quorum.append(name)
            case _:
                return False
        return True

    def _free(self, name: str) -> bool:
        return name != "none" and name not in self.witnesses and name not in self.groups

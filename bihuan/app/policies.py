"""Policy documents of a pack, and what rests on each: found by what every rule names as its basis. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from bihuan.core.claims import Document
from bihuan.core.programme import Programme
from bihuan.core.registers import Register
from bihuan.core.text import Basis, Text
from bihuan.definitions.pack import Pack, Policy


@dataclass(frozen=True, slots=True)
class Resting:
    """One document with what names it."""

    policy: Policy | Document
    """A document of the list, or a printed text whose words rules rest on."""
    replaced_by: Policy | None
    in_force: bool | None
    """None: not known, or a text that was printed and never in force."""
    programmes: tuple[Programme, ...]
    registers: tuple[Register, ...]


def resting(
    pack: Pack, programmes: Iterable[Programme], registers: Iterable[Register], day: date
) -> tuple[Resting, ...]:
    """Every document, as of a day, with those of the given programmes and registers whose rules name it; and every
    printed text that one of them rests on."""
    named = [(one, frozenset(_named(one))) for one in programmes]
    kept = [(one, frozenset(_named(one))) for one in registers]

    def rest(policy: Policy | Document, after: Policy | None = None, in_force: bool | None = None) -> Resting:
        return Resting(
            policy=policy,
            replaced_by=after,
            in_force=in_force,
            programmes=tuple(one for one, documents in named if policy.id in documents),
            registers=tuple(one for one, documents in kept if policy.id in documents),
        )

    printed = (rest(one) for one in pack.documents.values())
    return (*(one for one in printed if one.programmes or one.registers),
            *(rest(one, pack.policies.get(one.replaced_by or ""), one.valid.covers(day) if one.in_force else None)
              for one in pack.policies.values()))  # fmt: skip


def titles(pack: Pack) -> Mapping[str, Text]:
    """What a basis may name: id → title."""
    printed = {id_: one.title for id_, one in pack.documents.items()}
    return printed | {id_: one.title for id_, one in pack.policies.items()}


def bases_of(pack: Pack) -> Mapping[str, Basis]:
    """What the figures of a pack rest on, by its words in Chinese: definitions that were published hold only those."""
    editions = (one for all_ in pack.programmes.values() for one in all_)
    found = (indicator.basis for programme in editions for indicator in programme.indicators)
    return {str(basis): basis for basis in found if isinstance(basis, Basis)}


def _named(value: object) -> Iterator[str]:
    """Documents that anything within a value names."""
    if isinstance(value, Basis):
        yield from value.documents
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _named(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _named(one)
    elif is_dataclass(value) and type(value).__module__.startswith("bihuan.core."):
        for field in fields(value):
            yield from _named(getattr(value, field.name))

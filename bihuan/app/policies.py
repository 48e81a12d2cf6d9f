"""Policy documents of a pack, and what rests on each: found by what every rule names as its basis. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from bihuan.core.programme import Programme
from bihuan.core.registers import Register
from bihuan.core.text import Basis
from bihuan.definitions.pack import Pack, Policy


@dataclass(frozen=True, slots=True)
class Resting:
    """One document with what names it."""

    policy: Policy
    replaced_by: Policy | None
    in_force: bool
    programmes: tuple[Programme, ...]
    registers: tuple[Register, ...]


def resting(
    pack: Pack, programmes: Iterable[Programme], registers: Iterable[Register], day: date
) -> tuple[Resting, ...]:
    """Every document, as of a day, with those of the given programmes and registers whose rules name it."""
    named = [(one, frozenset(_named(one))) for one in programmes]
    kept = [(one, frozenset(_named(one))) for one in registers]
    return tuple(
        Resting(
            policy=policy,
            replaced_by=pack.policies.get(policy.replaced_by or ""),
            in_force=policy.valid.covers(day),
            programmes=tuple(one for one, policies in named if id_ in policies),
            registers=tuple(one for one, policies in kept if id_ in policies),
        )
        for id_, policy in pack.policies.items()
    )


def bases_of(pack: Pack) -> Mapping[str, Basis]:
    """What the figures of a pack rest on, by its words in Chinese: definitions that were published hold only those."""
    editions = (one for all_ in pack.programmes.values() for one in all_)
    found = (indicator.basis for programme in editions for indicator in programme.indicators)
    return {str(basis): basis for basis in found if isinstance(basis, Basis)}


def _named(value: object) -> Iterator[str]:
    """Documents that anything within a value names."""
    if isinstance(value, Basis):
        yield from value.policies
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _named(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _named(one)
    elif is_dataclass(value) and type(value).__module__.startswith("bihuan.core."):
        for field in fields(value):
            yield from _named(getattr(value, field.name))

"""Drafts of guards, relations, pictures of a register and what is told of cases into the core's values. No holes.

May live here: plain translation. May not: judging (`check_pictures`).
"""

from __future__ import annotations

from bihuan.core.expressions import names
from bihuan.core.programme import AboutRule, CaseFunnel, CaseFunnelStage, Tell
from bihuan.core.registers import (
    AcyclicRule,
    EntryGuard,
    FunnelRate,
    FunnelRule,
    FunnelStage,
    GraphRule,
    Leaders,
    Tiers,
    UniqueRule,
)
from bihuan.definitions.reading import Draft


def guard(draft: Draft) -> EntryGuard:
    """A condition over an entry."""
    return EntryGuard(
        id=draft["id"],
        require=draft["require"].tree,
        names=names(draft["require"].tree),
        say=draft["say"],
        hint=draft["hint"],
        basis=draft["basis"],
        at=draft["at"],
    )


def unique(draft: Draft) -> UniqueRule:
    """Fields in which no two entries are alike."""
    when = draft["when"].tree if draft["when"] is not None else None
    spoken = names(when) if when is not None else frozenset()
    return UniqueRule(by=draft["by"], when=when, names=frozenset(draft["by"]) | spoken, basis=draft["basis"])


def acyclic(draft: Draft) -> AcyclicRule:
    """Fields along which there is no circle."""
    return AcyclicRule(along=draft["along"], basis=draft["basis"])


def funnel(draft: Draft | None) -> FunnelRule | None:
    """How far entries came."""
    if draft is None:
        return None
    tiers, counts = draft["tiers"], draft["counts"]
    return FunnelRule(
        meaning=draft["meaning"],
        counts=counts.tree if counts is not None else None,
        source=counts.source if counts is not None else "",
        basis=draft["basis"],
        stages={one["id"]: FunnelStage(**{key: one[key] for key in one.table.keys}) for one in draft["stage"]},
        placed=draft["placed"],
        currency=draft["currency"],
        rate=draft["rate"],
        rate_on=draft["rate_on"],
        rates={one["id"]: FunnelRate(**{key: one[key] for key in one.table.keys}) for one in draft["share"]},
        tiers=Tiers(**{key: tiers[key] for key in tiers.table.keys}) if tiers is not None else None,
        left=frozenset(draft["left"]),
        why=draft["why"],
    )


def case_funnel(draft: Draft | None) -> CaseFunnel | None:
    """How far the cases of a programme came."""
    if draft is None:
        return None
    stages = (CaseFunnelStage(**{key: one[key] for key in one.table.keys}) for one in draft["stage"])
    return CaseFunnel(meaning=draft["meaning"], basis=draft["basis"], stages={one.id: one for one in stages})


def about(draft: Draft | None) -> AboutRule | None:
    """How cases are told on the page of an entry."""
    if draft is None:
        return None
    tells = tuple(Tell(**{key: one[key] for key in one.table.keys}) for one in draft["tell"])
    return AboutRule(register=draft["register"], by=draft["by"], counts=draft["counts"], tells=tells)


def graph(draft: Draft | None) -> GraphRule | None:
    """What comes after what."""
    if draft is None:
        return None
    led = draft["leaders"]
    return GraphRule(
        group=draft["group"],
        after=draft["after"],
        missing=frozenset(draft["missing"]),
        sought=frozenset(draft["sought"]),
        says=draft["says"],
        heads=draft["heads"],
        leaders=Leaders(**{key: led[key] for key in led.table.keys}) if led is not None else None,
    )

"""The draft of a role into the core's `Role`, with those it stands in for. Nothing is judged here."""

from __future__ import annotations

from bihuan.core.programme import Role
from bihuan.definitions.reading import Draft


def stood_in(name: str, file: Draft) -> tuple[str, ...]:
    """The roles that a role stands in for, if it takes no step of its own."""
    if any(name in one["by"] for one in file["step"]):
        return ()
    return tuple(other for other, one in file["role"].items() if one["stand_in"] == name)


def role(draft: Draft, stands_in: tuple[str, ...] = ()) -> Role:
    """Who somebody may be."""
    return Role(
        id=draft.name,
        title=draft["title"],
        party=draft["party"],
        scope=draft["scope"],
        sees=frozenset(draft["sees"]),
        duty=draft["duty"] or "",
        identifies=frozenset(draft["identifies"]),
        relays=frozenset(draft["relays"]),
        seat=draft["seat"],
        stand_in=draft["stand_in"],
        stands_in=stands_in,
    )

"""What stands in a table of access: whose a route is, and what those who are let in are answered. No table here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.core.offices import Office
from bihuan.core.verbs import Party

Role = Party | Office
STAFF = frozenset(party for party in Party if party not in (Party.RAISER, Party.SYSTEM))
OFFICES = frozenset(Office)


@dataclass(frozen=True, slots=True)
class Access:
    """One route. `whose` None: a visitor may open it too."""

    whose: frozenset[Role] | None
    then: int | None = None
    """Status for those who are let in, where it is not that of test_routes.ROUTES: the example may not be theirs."""
    but: Mapping[Role, int] = field(default_factory=dict)
    """Those among them whom a policy behind the door answers otherwise."""


def of(*whose: Role, then: int | None = None, but: Mapping[Role, int] | None = None) -> Access:
    """For these alone."""
    return Access(frozenset(whose), then, but or {})


ANYBODY = Access(None)

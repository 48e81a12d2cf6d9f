"""Every check of what a pack means, in order. The list only; each check has a module of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bihuan.core.programme import Programme
from bihuan.definitions.check_clocks import check_clocks
from bihuan.definitions.check_fields import check_fields
from bihuan.definitions.check_pack import check_pack
from bihuan.definitions.check_registers import check_register
from bihuan.definitions.check_roles import check_roles
from bihuan.definitions.check_showing import check_showing
from bihuan.definitions.check_stages import check_stages
from bihuan.definitions.check_standing_in import check_standing_in
from bihuan.definitions.check_telling import check_heard
from bihuan.definitions.check_undoing import check_undoing
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft

__all__ = ["check_meaning", "check_pack", "check_register"]

CHECKS: tuple[Callable[[Draft, Programme], Iterator[Finding]], ...] = (
    check_stages,
    check_roles,
    check_standing_in,
    check_clocks,
    check_fields,
    check_undoing,
    check_showing,
    check_heard,
)
"""What is asked of each programme."""


def check_meaning(file: Draft, programme: Programme) -> Iterator[Finding]:
    """What is wrong with the meaning of one programme."""
    for check in CHECKS:
        yield from check(file, programme)

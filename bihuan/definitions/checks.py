"""Every check of what a pack means, in order: the calendar and editions first, then each programme's loop.

May live here: the list of checks. May not: the checks themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import Programme
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import Drafts
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft


def check_values(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """What is wrong with the pack as a whole."""
    yield from ()


def check_meaning(file: Draft, programme: Programme) -> Iterator[Finding]:
    """What is wrong with the meaning of one programme."""
    yield from ()

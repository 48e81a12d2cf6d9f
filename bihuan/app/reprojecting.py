"""Which cases a change of calendar or rules can touch: those that are not final. Reads, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.app.district import District
from bihuan.store.lists import open_case_pages

PAGE = 200


def open_cases(district: District) -> Iterator[list[tuple[str, int]]]:
    """Ids of open cases with how many events each has, a page at a time."""
    with district.door.readers.lend() as session:
        yield from open_case_pages(session, district.id, PAGE)

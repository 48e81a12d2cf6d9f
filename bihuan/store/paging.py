"""A list of cases gone through to its end. Narrows and orders nothing itself (`lists`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.store.lists import PAGE_MOST, Filter, Page, Sort, list_cases
from bihuan.store.reading import Ground
from bihuan.store.session import Session


def pages(
    session: Session, ground: Ground, person: Person, programmes: Sequence[Programme], filter_: Filter, sort: Sort
) -> Iterator[Page]:
    """A list page by page, each as large as a page can be."""
    after: tuple[str, str] | None = None
    while True:
        page = list_cases(
            session, ground, person, programmes, filter_=filter_, sort=sort, after=after, size=PAGE_MOST
        )
        yield page
        if (after := page.after) is None:
            return

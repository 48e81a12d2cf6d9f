"""The very cases behind a number, as the person who asks may see them: lines with the beginning of their words.

The number was counted within the person's reach, so there are as many lines; the policy decides on each all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app import figures
from bihuan.app.desk import Row, first_words
from bihuan.app.district import District
from bihuan.app.figures import Narrow, Tally
from bihuan.core.commands import Person
from bihuan.store.lists import Filter, list_cases
from bihuan.store.reading import case_of_number
from bihuan.store.searching import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A page of cases."""

    rows: tuple[Row, ...]
    after: str | None


def behind(
    district: District, person: Person, found: Tally, measure: str, list_: str, narrow: Narrow, after: str = ""
) -> Behind:
    """In the order of the counts. Raises KeyError for a measure or a list that there is not."""
    page = figures.cases(district, found, measure, list_, narrow=narrow, after=after)
    with district.door.look(district.id) as (session, ground), session.glance():
        known = (case_of_number(session, district.id, number) for number in page.numbers)
        ids = page.cases or tuple(id_ for id_ in known if id_)
        lines = list_cases(
            session, ground, person, district.programmes(), filter_=Filter(ids=ids), sort="number", size=len(ids)
        ).lines if ids else ()  # fmt: skip
        words = words_of(session, ground, lines)
    place = {id_: at for at, id_ in enumerate(ids)}
    ordered = sorted(lines, key=lambda line: place[line.case.id])
    rows = tuple(Row(line=line, words=first_words(district, line, words)) for line in ordered)
    return Behind(rows=rows, after=page.after)

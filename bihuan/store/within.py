"""Words within a list: which cases of a filter hold what was typed. Candidates come from the blind index or from the
filter, whichever is smaller; each is opened under the person's view. No page and no order is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.core.searching import Question
from bihuan.store.jobs import ordinal_of
from bihuan.store.list_numbers import numbers_some, numbers_within
from bihuan.store.lists import PAGE_MOST, Filter, list_cases
from bihuan.store.reading import Ground
from bihuan.store.searching import among, candidates, hit_of, words_of
from bihuan.store.session import Session

T = TypeVar("T")
HELD_MOST = 1_000
"""Cases that one answer holds; the newest."""
TRIED_MOST = 20_000
"""Cases that are tried against the filter, and cases of the filter that are tried against the words."""
PORTION = 2_000
OPENED_MOST = 3_000
"""Cases opened to look for the words in: each costs a key and its words, whether they stand in it or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The cases of a filter that hold every part of a question. `all`: no other does."""

    ids: tuple[str, ...]
    all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Whose list it is, what it is narrowed to, what it should hold."""

    person: Person
    programmes: Sequence[Programme]
    filter_: Filter
    question: Question


def holding(
    session: Session, ground: Ground, asked: Within, *, most: int = HELD_MOST, tried: int = TRIED_MOST,
    opened: int = OPENED_MOST,
) -> Held:
    """The newest cases, at most `most`. Complete when the words stand in at most `tried` cases or the filter leaves at
    most `tried`, and no more than `opened` of them had to be opened; else the newest of both are looked at, and the
    answer says that it is not all."""
    held: dict[str, None] = {}
    with session.glance():
        found = candidates(session, ground, asked.question, None)
        first = list(islice(found, tried + 1))
        looks = [_by_words(session, ground, asked, first[:tried])]
        complete = len(first) <= tried
        if not complete:
            rows, complete = numbers_some(session, ground, asked.person, asked.programmes, asked.filter_, tried)
            looks.append(_by_filter(session, ground, asked, rows, first))
        for look in looks:
            for some in _portions(look, PAGE_MOST):
                some, opened = some[:opened], opened - len(some)
                held |= dict.fromkeys(_holding(session, ground, asked, some))
                if len(held) > most:
                    return Held(ids=tuple(held)[:most], all=False)
                if opened < 0:
                    return Held(ids=tuple(held), all=False)
    return Held(ids=tuple(held), all=complete)


def _by_words(session: Session, ground: Ground, asked: Within, ordinals: Sequence[int]) -> Iterator[str]:
    """Candidates that pass the filter, the newest first."""
    for some in _portions(iter(ordinals), PORTION):
        ids = tuple(str(id_) for _, id_ in session.rows("search_cases", (ground.district, session.of_many(some))))
        narrow = replace(asked.filter_, ids=ids)
        rows = numbers_within(
            session, ground, asked.person, asked.programmes, narrow, sort="number", size=PORTION
        )
        yield from (id_ for id_, _ in rows)


def _by_filter(
    session: Session, ground: Ground, asked: Within, rows: Sequence[tuple[str, str]], first: Sequence[int]
) -> Iterator[str]:
    """What passes the filter and may hold the words; the first but one were tried already."""
    tried = set(first[:-1])
    left = [ordinal for _, number in rows if (ordinal := ordinal_of(number)) not in tried]
    every = among(session, ground, asked.question, left)
    yield from (id_ for id_, number in rows if ordinal_of(number) in every)


def _holding(session: Session, ground: Ground, asked: Within, ids: Sequence[str]) -> Iterator[str]:
    """Those among some that the person may see and in which the words stand where the person may read."""
    page = list_cases(
        session, ground, asked.person, asked.programmes, filter_=replace(asked.filter_, ids=tuple(ids)),
        sort="number", size=PAGE_MOST,
    )  # fmt: skip
    words = words_of(session, ground, page.lines)
    for line in page.lines:
        if hit_of(asked.question, line, words.get(line.case.id, ())) is not None:
            yield line.case.id


def _portions(every: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(every, size)):
        yield some

"""Looking for words in the cases a person may see: candidates from the blind index, each opened and looked at.

The index only narrows down. Whether a case is shown, and which of its words, says `core.access`; a word counts only
where the person may read it, so that a search tells nobody more than the pages do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.core.arguments import REASON
from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.core.searching import Piece, Question, snippet
from bihuan.core.verbs import Party
from bihuan.store.lists import PAGE_MOST, Filter, Line, list_cases
from bihuan.store.reading import Ground, Word
from bihuan.store.session import Session
from bihuan.store.tokens import BLOCK, members_of, newest_of, ways_of
from bihuan.store.vault.crypto import KeyPlace, Place, VaultFault, open_, unwrap

LOOKED_AT_MOST = 600
"""Candidates opened for one page; a search that goes on after them starts where this one stopped."""
FIRST_LOOK = 24
"""Candidates opened at first; each further look takes three times as many."""
NUMBER = "number"
"""How a hit in the case number is called among the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A case that holds everything asked for, and where."""

    line: Line
    found: tuple[tuple[str, tuple[Piece, ...]], ...]
    """Fields with the surroundings of what was found in them."""
    weight: int
    """How often it was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """One page: newest cases first. `after` is where the next page begins, None if there is none."""

    hits: tuple[Hit, ...]
    after: int | None
    looked_at: int


def search(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    question: Question,
    *,
    after: int | None = None,
    size: int = 20,
    most: int = LOOKED_AT_MOST,
) -> Hits:
    """The newest cases that hold every part of the question, among those before `after`."""
    if not question.grams:
        return Hits(hits=(), after=None, looked_at=0)
    with session.glance():
        hits: list[Hit] = []
        looked_at = 0
        for ordinals in _looks(candidates(session, ground, question, after), most):
            looked_at += len(ordinals)
            found = _verified(session, ground, person, programmes, question, ordinals)
            for ordinal in ordinals:
                if (hit := found.get(ordinal)) is not None:
                    hits.append(hit)
                if len(hits) == size:
                    return Hits(hits=tuple(hits), after=ordinal, looked_at=looked_at)
        more = ordinals[-1] if looked_at >= most else None
        return Hits(hits=tuple(hits), after=more, looked_at=looked_at)


def _looks(candidates: Iterator[int], most: int) -> Iterator[list[int]]:
    """Candidates in portions: few are opened where the first are what was looked for."""
    size, left = FIRST_LOOK, most
    portion: list[int] = []
    for ordinal in candidates:
        portion.append(ordinal)
        if len(portion) == min(size, left):
            yield portion
            left -= len(portion)
            size, portion = min(3 * size, PAGE_MOST), []
            if left <= 0:
                return
    if portion:
        yield portion


def candidates(session: Session, ground: Ground, question: Question, after: int | None) -> Iterator[int]:
    """Ordinals of the cases that have every token, the newest first."""
    district = ground.district
    row = session.row("search_newest", (district,))
    newest = -1 if row is None or row[0] is None else int(row[0])
    start = newest if after is None else min(newest, after - 1)
    ways = ways_of(ground.masters, district, question.grams)
    tail = _tail(session, district, ways)
    block, span = start // BLOCK, 2
    while block >= 0:
        first = max(0, block - span + 1)
        held = _blocks(session, district, ways, first, block, tail)
        for here in range(block, first - 1, -1):
            members = _all_of([each.get(here, 0) for each in held])
            if here == start // BLOCK:
                members &= (1 << (start % BLOCK + 1)) - 1
            yield from (here * BLOCK + place for place in newest_of(members))
        block, span = first - 1, 4 * span


def among(session: Session, ground: Ground, question: Question, ordinals: Sequence[int]) -> frozenset[int]:
    """Those of some cases that have every token; the index is read where they lie, and counted out nowhere."""
    ways = ways_of(ground.masters, ground.district, question.grams)
    tail = _tail(session, ground.district, ways)
    blocks: dict[int, int] = defaultdict(int)
    for ordinal in ordinals:
        blocks[ordinal // BLOCK] |= 1 << ordinal % BLOCK
    found: set[int] = set()
    for block, wanted in blocks.items():
        members = wanted & _all_of([each.get(block, 0) for each in _blocks(
            session, ground.district, ways, block, block, tail)])  # fmt: skip
        found.update(block * BLOCK + place for place in newest_of(members))
    return frozenset(found)


def _all_of(sets: Sequence[int]) -> int:
    """What is in all of them; the rarest first, so that most are never looked at."""
    ordered = sorted(sets, key=int.bit_count)
    members = ordered[0]
    for other in ordered[1:]:
        if not members:
            break
        members &= other
    return members


def _tail(session: Session, district: str, ways: Sequence[frozenset[int]]) -> list[dict[int, int]]:
    """For each word the places by block, as far as they are not in the blocks yet."""
    wanted = [tuple(way.to_bytes(4, "big") for way in each) for each in ways]
    found: list[dict[int, int]] = [defaultdict(int) for _ in ways]
    for ordinal, stored in session.rows("search_tail", (district,)):
        tokens, (block, place) = bytes(stored), divmod(int(ordinal), BLOCK)
        for way, places in zip(wanted, found, strict=True):
            # A token that seems to stand across two others only costs a look.
            if any(token in tokens for token in way):
                places[block] |= 1 << place
    return found


def _blocks(
    session: Session,
    district: str,
    ways: Sequence[frozenset[int]],
    first: int,
    last: int,
    tail: Sequence[dict[int, int]],
) -> list[dict[int, int]]:
    held = [dict(places) for places in tail]
    of_token: dict[int, list[int]] = defaultdict(list)
    for i, way in enumerate(ways):
        for token in way:
            of_token[token].append(i)
    for token, block, members in session.rows(
        "search_blocks", (district, session.of_many(list(of_token)), first, last)
    ):
        for i in of_token[int(token)]:
            held[i][block] = held[i].get(block, 0) | members_of(bytes(members))
    return held


def _verified(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    question: Question,
    ordinals: Sequence[int],
) -> dict[int, Hit]:
    """The candidates that the person may see and that do hold what was asked for, by ordinal."""
    ids = {
        str(id_): int(ordinal)
        for ordinal, id_ in session.rows("search_cases", (ground.district, session.of_many(list(ordinals))))
    }
    page = list_cases(
        session, ground, person, programmes, filter_=Filter(ids=tuple(ids)), sort="number", size=PAGE_MOST
    )
    words = words_of(session, ground, page.lines)
    hits = ((line, hit_of(question, line, words.get(line.case.id, ()))) for line in page.lines)
    return {ids[line.case.id]: hit for line, hit in hits if hit is not None}


def hit_of(question: Question, line: Line, words: Sequence[Word]) -> Hit | None:
    """What of the question stands in the case, in words that the line's view shows; None unless every part does."""
    texts = [(NUMBER, line.case.number), *((word.name, word.text) for word in words)]
    marked = [(name, text, question.marks(text)) for name, text in texts]
    if {part for _, _, marks in marked for part in marks} != set(question.parts):
        return None
    found = [(name, text, [place for places in marks.values() for place in places]) for name, text, marks in marked]
    return Hit(
        line=line,
        found=tuple((name, snippet(text, places)) for name, text, places in found if places),
        weight=sum(len(places) for _, _, places in found),
    )


def words_of(session: Session, ground: Ground, lines: Sequence[Line]) -> dict[str, list[Word]]:
    """The words of several cases that the lines' views show, two queries in all. What was erased has none."""
    ids = session.of_many([line.case.id for line in lines])
    keys: dict[str, bytes] = {}
    for case, wrapped in session.rows("keys_of_cases", (ground.district, ids)):
        key = unwrap(ground.masters, bytes(wrapped), KeyPlace(ground.district, case))
        if not isinstance(key, VaultFault):
            keys[case] = key
    sees = {line.case.id: _sees(line, ground) for line in lines}
    found: dict[str, list[Word]] = defaultdict(list)
    for case, n, name, sealed in session.rows("words_of_cases", (ground.district, ids)):
        if name in sees[case] and case in keys:
            plain = open_(keys[case], Place(ground.district, case, n, name), bytes(sealed))
            if not isinstance(plain, VaultFault):
                found[case].append(Word(n=n, name=name, text=plain.decode()))
    return found


def _sees(line: Line, ground: Ground) -> frozenset[str]:
    """The fields that the view shows; a reason is for colleagues (reading._words)."""
    roles = ground.programme_of(line.case.programme, line.case.edition).roles
    inside = any(roles[role].party is not Party.RAISER for role in line.view.roles)
    return line.view.sees | {REASON} if inside else line.view.sees

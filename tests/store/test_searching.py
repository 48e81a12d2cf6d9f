"""Searching beside a naive reading of everything: the same cases for every person, on both engines."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.searching import Question, question
from bihuan.store import indexing
from bihuan.store.reading import Ground, read_case
from bihuan.store.searching import search
from bihuan.store.session import Session
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, take

WORDS = ("路灯不亮", "小区东门积水", "井盖缺失A12", "Noise at 3am", "电梯停运，请尽快", "灯")
ASKED = ("路灯", "东门 积水", "井盖", "a12", "noise", "3am", "路灯 井盖", "13800000000", "灯 路灯", "没有")


def filled(door: Door, cases: int = 25) -> list[str]:
    chance = random.Random(4)
    ids = []
    for _ in range(cases):
        text = "。".join(chance.sample(WORDS, chance.randint(1, 3)))
        area = chance.choice("ns")
        case = opened(door, area=area, words={"what": text, "phone": "13800000000", "place": chance.choice(WORDS)}).case
        if chance.random() < 0.5:
            go_round(door, case, chance.randint(1, 3), worker="bo" if area == "n" else "su")
        ids.append(case)
    return ids


def naive(session: Session, ground: Ground, person: Person, asked: Question, ids: Sequence[str]) -> list[str]:
    """Every case read as its page would be, the newest first."""
    found = []
    for id_ in reversed(ids):
        seen = read_case(session, ground, person, id_)
        if isinstance(seen, Refusal):
            continue
        texts = [seen.case.number, *(word.text for word in seen.words)]
        if {part for text in texts for part in asked.marks(text)} == set(asked.parts) and asked.grams:
            found.append(seen.case.number)
    return found


def paged(session: Session, ground: Ground, person: Person, asked: Question, size: int, most: int = 600) -> list[str]:
    """All pages of a search."""
    numbers: list[str] = []
    after: int | None = None
    while True:
        page = search(session, ground, person, [tiny.PROGRAMME], asked, after=after, size=size, most=most)
        numbers += [hit.line.case.number for hit in page.hits]
        after = page.after
        if after is None:
            return numbers


def agree(door: Door, ids: Sequence[str]) -> int:
    """Whether all people find with all questions what a naive reading finds; how much that was."""
    total = 0
    with door.look(tiny.DISTRICT) as (session, ground):
        for name in ("ann", "bo", "su", "chen", "yu"):
            for asked in map(question, ASKED):
                person = tiny.person(name)
                expected = naive(session, ground, person, asked, ids)
                for size, most in ((3, 600), (50, 600), (50, 7)):
                    assert paged(session, ground, person, asked, size, most) == expected, (name, asked)
                total += len(expected)
    return total


def test_everybody_finds_what_they_may_read(door: Door) -> None:
    assert agree(door, filled(door)) > 80


def test_nothing_changes_when_rows_become_blocks(door: Door, session: Session) -> None:
    ids = filled(door)
    before = agree(door, ids)
    assert indexing.gather(session, tiny.DISTRICT, most=15, kept=5) == 15
    assert agree(door, ids) == before
    while indexing.gather(session, tiny.DISTRICT, most=25, kept=0):
        pass
    ids += filled(door, 5)
    assert session.rows("search_tail", (tiny.DISTRICT,)) and agree(door, ids) > before


def test_an_index_made_anew_answers_the_same(door: Door, session: Session) -> None:
    ids = filled(door, 20)
    before = agree(door, ids)
    with door.look(tiny.DISTRICT) as (_, ground):
        assert indexing.build(session, ground, page=7) == 20
    assert session.rows("search_tail", (tiny.DISTRICT,)) == [] and agree(door, ids) == before


def test_what_is_forgotten_leaves_no_token(door: Door, session: Session) -> None:
    first, second = opened(door, words={"what": "路灯不亮"}), opened(door, words={"what": "路灯 独一无二的井盖"})
    with door.look(tiny.DISTRICT) as (_, ground):
        for gathered in (False, True):
            if gathered:
                indexing.gather(session, tiny.DISTRICT, kept=0)
                with session.transaction():
                    indexing.forget(session, ground, second.case, second.number)
            ann, found = tiny.person("ann"), question("独一无二")
            hits = search(session, ground, ann, [tiny.PROGRAMME], found).hits
            assert len(hits) == (0 if gathered else 1)
        assert len(search(session, ground, ann, [tiny.PROGRAMME], question("路灯")).hits) == 1
        left = session._raw.execute("SELECT count(*) FROM search_block").fetchone()[0]
        with session.transaction():
            indexing.forget(session, ground, first.case, first.number)
        assert left > 0 and session._raw.execute("SELECT count(*) FROM search_block").fetchone()[0] == 0


def test_names_and_numbers_of_people_are_not_in_it(door: Door) -> None:
    opened(door, words={"what": "路灯不亮", "phone": "13900000001"})
    with door.look(tiny.DISTRICT) as (session, ground):
        page = search(session, ground, tiny.person("ann"), [tiny.PROGRAMME], question("13900000001"))
    assert page.hits == () and page.looked_at == 0


def test_a_snippet_shows_where(door: Door, clock: VirtualClock) -> None:
    case = opened(door, words={"what": "东门外的路灯已经三天不亮了"}).case
    ask(door, take(case, "give", "ann"))
    with door.look(tiny.DISTRICT) as (session, ground):
        hit = search(session, ground, tiny.person("ann"), [tiny.PROGRAMME], question("路灯")).hits[0]
    (name, pieces), *_ = hit.found
    assert name == "what" and [piece.text for piece in pieces if piece.marked] == ["路灯"]

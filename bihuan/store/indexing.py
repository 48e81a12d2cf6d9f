"""Keeping the blind index: the tokens of an event as rows, rows gathered into blocks, all of it made anew.

The writer adds one row an event (`tail_row`); gathering them into blocks is somebody else's work and changes no
answer, because a search looks at both. `gather` and `build` are the only ones that change blocks, one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from bihuan.core.case import Case
from bihuan.core.programme import Programme
from bihuan.core.searching import grams
from bihuan.store.jobs import ordinal_of
from bihuan.store.reading import Ground
from bihuan.store.session import Row, Session
from bihuan.store.tokens import BLOCK, members_of, packed, tokens_of, unpacked
from bihuan.store.vault.crypto import KeyPlace, Masters, Place, VaultFault, open_, unwrap

GATHERED = 2_048
"""Rows of the tail that become blocks in one transaction."""
TAIL_KEPT = 1_024
"""Rows that stay in the tail: gathering fewer would touch a block again and again."""

Members = dict[tuple[int, int], int]
"""Token and block → the places in it."""


def tail_row(
    masters: Masters, district: str, position: int, case: Case, words: Mapping[str, str], programme: Programme
) -> Row | None:
    """The row of an event whose words can be looked for; None without any. What names a person is left out."""
    texts = [text for name, text in words.items() if not _names_person(name, programme)]
    if case.n == 1:
        texts.append(case.number)
    if not texts:
        return None
    found: set[str] = set().union(*[grams(text) for text in texts])
    return position, ordinal_of(case.number), tokens_of(masters, district, found)


def _names_person(name: str, programme: Programme) -> bool:
    field = programme.fields.get(name)
    return field is not None and field.identity


def gather(session: Session, district: str, most: int = GATHERED, kept: int = TAIL_KEPT) -> int:
    """Move the oldest rows of the tail into blocks if it is long; how many were moved."""
    with session.transaction() as transaction:
        _lock(session, district)
        rows = session.rows("search_tail_first", (district, most + kept))
        rows = rows[: len(rows) - kept] if len(rows) > kept else []
        if not rows:
            transaction.dropped = True
            return 0
        found: Members = defaultdict(int)
        for _, ordinal, tokens in rows:
            _add(found, int(ordinal), unpacked(bytes(tokens)))
        _write(session, district, found)
        session.run("forget_tail_to", (district, rows[-1][0]))
    return len(rows)


def build(session: Session, ground: Ground, progress: Callable[[int], None] | None = None, page: int = 512) -> int:
    """Make the index anew from the vault; how many cases it holds. A search finds less until this is done."""
    district = ground.district
    with session.transaction():
        # Under the writer's lock: what is committed later brings its own row of the tail.
        session.row("lock_head", (district,))
        _lock(session, district)
        for name in ("forget_search_tail", "forget_search_blocks", "forget_search_cases"):
            session.run(name, (district,))
    done, last = 0, ""
    while rows := session.rows("search_page", (district, last, page)):
        with session.transaction():
            _lock(session, district)
            found = _found(session, ground, rows)
            session.write("add_search_cases", district, [(ordinal_of(number), id_) for id_, number, _ in rows])
            _write(session, district, found)
        done, last = done + len(rows), str(rows[-1][0])
        if progress is not None:
            progress(done)
    return done


def forget(session: Session, ground: Ground, case: str, number: str) -> None:
    """Take a case out of the index, inside the caller's transaction and before its key is deleted."""
    district, ordinal = ground.district, ordinal_of(number)
    _lock(session, district)
    key = session.row("keys_of_cases", (district, session.of_many([case])))
    found = _found(session, ground, [(case, number, key[1])]) if key else {}
    block, place = divmod(ordinal, BLOCK)
    held = _held(session, district, found)
    changed = {at: members & ~(1 << place) for at, members in held.items() if at[1] == block}
    session.write("drop_search_blocks", district, [at for at, members in changed.items() if not members])
    session.write("put_search_blocks", district, [(*at, packed(left)) for at, left in changed.items() if left])
    session.run("forget_tail_of", (district, ordinal))
    session.run("forget_search_case", (district, ordinal))


def _lock(session: Session, district: str) -> None:
    session.write("open_search", district, [(0,)])
    session.row("lock_search", (district,))
    session.run("count_search", (district,))


def _add(found: Members, ordinal: int, tokens: Iterable[int]) -> None:
    block, place = divmod(ordinal, BLOCK)
    bit = 1 << place
    for token in tokens:
        found[token, block] |= bit


def _write(session: Session, district: str, found: Mapping[tuple[int, int], int]) -> None:
    """Add places to blocks, beside those that stand there."""
    held = _held(session, district, found)
    rows = [(*at, packed(members | held.get(at, 0))) for at, members in sorted(found.items())]
    session.write("put_search_blocks", district, rows)


def _held(session: Session, district: str, wanted: Iterable[tuple[int, int]]) -> Members:
    of_block: dict[int, list[int]] = defaultdict(list)
    for token, block in wanted:
        of_block[block].append(token)
    held: Members = {}
    for block, tokens in of_block.items():
        for token, _, members in session.rows("search_blocks", (district, session.of_many(tokens), block, block)):
            held[int(token), block] = members_of(bytes(members))
    return held


def _found(session: Session, ground: Ground, rows: Iterable[Row]) -> Members:
    """The tokens of whole cases, from their sealed words."""
    keys: dict[str, bytes] = {}
    numbers: dict[str, str] = {}
    for id_, number, wrapped in rows:
        key = unwrap(ground.masters, bytes(wrapped), KeyPlace(ground.district, id_))
        if not isinstance(key, VaultFault):
            keys[id_], numbers[id_] = key, number
    texts: dict[str, set[str]] = {id_: set(grams(number)) for id_, number in numbers.items()}
    ids = session.of_many(list(keys))
    for id_, n, name, sealed in session.rows("words_of_cases", (ground.district, ids)):
        plain = None if name.startswith("*") else open_(keys[id_], Place(ground.district, id_, n, name), bytes(sealed))
        if isinstance(plain, bytes):  # what names the person is under another key and does not open
            texts[id_] |= grams(plain.decode())
    found: Members = defaultdict(int)
    for id_, words in texts.items():
        _add(found, ordinal_of(numbers[id_]), unpacked(tokens_of(ground.masters, ground.district, words)))
    return found

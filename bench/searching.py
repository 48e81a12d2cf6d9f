"""Search at size: cases with sealed words in bulk, blocks as `gather` would leave them, and the time of a page."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from time import perf_counter

from bench.ground import DESK, raised
from bihuan.app.district import District
from bihuan.app.entropy import real_entropy
from bihuan.app.ledger import asked as asked_of
from bihuan.app.ledger import rows
from bihuan.app.ledger_words import sought
from bihuan.app.searching import find
from bihuan.core.refusals import Refusal
from bihuan.core.searching import grams
from bihuan.store import projection
from bihuan.store.lists import Filter, list_cases
from bihuan.store.session import Session
from bihuan.store.tokens import BLOCK, packed, tokens_of, unpacked
from bihuan.store.vault.crypto import KeyPlace, Place, new_case_key, seal, wrap

PIECES = tuple(
    "小区 路灯 垃圾 门口 晚上 施工 噪声 停车 电梯 物业 多次反映 没有人管 东门 西侧 "
    "人行道 积水 下水道 井盖 绿化 学校 公交站 油烟 餐馆 工地 扬尘 车位 充电桩 漏水".split()
)
LEDGERS: tuple[tuple[str, dict[str, str]], ...] = (
    ("小区", {"state": "all"}), ("井盖丢失了", {"state": "all"}), ("小区", {"state": "all", "sort": "number"}),
    ("小区", {"state": "all", "category": "noise"}), ("没有这样的话", {"state": "all"}),
)  # fmt: skip
"""Words and filters of a ledger: held by a quarter of all cases, by few, by none; a filter that leaves nothing."""
ODD = "井盖丢失了"
QUESTIONS = ("小区", "路灯", "小区 路灯 垃圾", "下水道 充电桩 油烟 扬尘", ODD, "没有这样的话", "GZ20260302-000777")
"""From words that stand in a quarter of all cases to one that stands in one of two thousand, and none."""


def fill(session: Session, district: District, cases: int, page: int = BLOCK) -> None:
    """Copies of one real case under ids, numbers and words of their own; written a block at a time."""
    answer = district.door.submit(district.id, raised(), "bench-search")
    assert not isinstance(answer, Refusal), answer
    with district.door.look(district.id) as (reading, ground):
        filter_ = Filter(ids=(answer.case,))
        case = list_cases(reading, ground, DESK, district.programmes(), filter_=filter_).lines[0].case
        masters, programme = ground.masters, ground.programme_of(case.programme, case.edition)
    chance, number = random.Random(1), case.number.rpartition("-")[0]
    for start in range(2, cases + 1, page):
        rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        blocks: dict[tuple[int, int], int] = defaultdict(int)
        for ordinal in range(start, min(start + page, cases + 1)):
            one = replace(case, id=f"{ordinal:08x}" + case.id[8:], number=f"{number}-{ordinal:06d}")
            text = "，".join(chance.choices(PIECES, range(len(PIECES), 0, -1), k=8)) + (ODD * (ordinal % 2000 == 7))
            key = new_case_key(real_entropy)
            rows["put_cases"].append(projection.case_row(one, None, b"", programme, district.zone))
            rows["add_keys"].append((one.id, "case", wrap(masters, key, KeyPlace(district.id, one.id), real_entropy)))
            place = Place(district.id, one.id, 0, "words")
            rows["add_words"].append((one.id, 0, "words", seal(key, place, text.encode(), real_entropy)))
            rows["add_search_cases"].append((ordinal, one.id))
            block, at = divmod(ordinal, BLOCK)
            for token in unpacked(tokens_of(masters, district.id, grams(text) | grams(one.number))):
                blocks[token, block] |= 1 << at
        rows["put_search_blocks"] = [(*at, packed(members)) for at, members in blocks.items()]
        with session.transaction():
            for name, written in rows.items():
                session.write(name, district.id, written)
            session.run("move_head", (start + page, cases, district.id, _position(session, district)))


def _position(session: Session, district: District) -> int:
    row = session.row("lock_head", (district.id,))
    assert row is not None
    return int(row[0])


def seconds(district: District, asked: str, times: int = 9) -> tuple[int, Sequence[float]]:
    """How many were found on the first page, and how long it took each time."""
    spent = []
    hits = 0
    for _ in range(times):
        begun = perf_counter()
        page = find(district, DESK, asked)
        spent.append(perf_counter() - begun)
        hits = 0 if isinstance(page, Refusal) else len(page.hits)
    return hits, spent


def report(district: District) -> None:
    """A line for each question: hits on the page, median and worst milliseconds."""
    for asked in QUESTIONS:
        hits, spent = seconds(district, asked)
        print(f"{asked:<24} {hits:>3} hits {1000 * median(spent):7.1f} ms, worst {1000 * max(spent):7.1f}", flush=True)
    for asked, narrow in LEDGERS:
        found, spent = ledger_seconds(district, asked, narrow)
        said = f"{1000 * median(spent):.1f} ms, worst {1000 * max(spent):.1f}"
        print(f"ledger {asked} {narrow}: {found}, {said}", flush=True)


def ledger_seconds(district: District, asked: str, narrow: dict[str, str], times: int = 5) -> tuple[str, list[float]]:
    """A page of a ledger that words narrow: how many cases hold them, and how long search and page took together."""
    spent, said = [], "—"
    for _ in range(times):
        begun = perf_counter()
        found = sought(district, DESK, asked_of(district, narrow), asked)
        if not isinstance(found, Refusal):
            rows(district, DESK, found[0])
            said = f"{found[1].cases}{'' if found[1].all else ' and more'}" if found[1] else said
        spent.append(perf_counter() - begun)
    return said, spent

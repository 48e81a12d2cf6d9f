"""Every numeral of the article lies in a claim, by line and column; so does every first and most. Needs real input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from bihuan.core.claims import Document
from bihuan.definitions import Pack, load_pack

PACK = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"
NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[+/][0-9]+)?%?(?:\s*[万亿])?|[〇零一二三四五六七八九十百千万亿两双半首]+")
FIRST_OR_MOST = re.compile(r"率先|首[个单]|最[早高强具]|(?<=第)一")
DIGITS = "零一二三四五六七八九"
SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def numerals(text: str, pattern: re.Pattern[str] = NUMERAL) -> Iterator[tuple[int, int, str]]:
    """Line and column from 1, and the numeral."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in pattern.finditer(line):
            yield number, found.start() + 1, found[0]


def value_of(numeral: str) -> Fraction:
    """What a numeral is, Arabic or Chinese (千亿, 十二, 2.7亿, 95.8%, 1/5)."""
    arabic = re.fullmatch(r"([0-9.]+)(?:/([0-9]+))?(%?)\s*([万亿]?)", numeral)
    if arabic is not None:
        whole = Fraction(arabic[1]) / int(arabic[2] or 1)
        return whole / (100 if arabic[3] else 1) * SIZES.get(arabic[4], 1)
    total, digit = 0, 0
    for character in numeral.replace("两", "二").replace("双", "二").replace("首", ""):
        if character in DIGITS:
            digit = DIGITS.index(character)
        elif SIZES[character] >= 10**4:
            total, digit = ((total + digit) or 1) * SIZES[character], 0
        else:
            total, digit = total + (digit or 1) * SIZES[character], 0
    return Fraction(total + digit)


@pytest.fixture
def article(real_data: Path) -> str:
    [file] = sorted((real_data.parent / "seed").glob("*.txt"))
    return file.read_text(encoding="utf-8")


@pytest.fixture
def document() -> Document:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    [one] = pack.documents.values()
    return one


def test_numerals_are_read() -> None:
    said = "十 千亿 一百 两 双首 2.7亿 38 万 95.8% 1/5 645万".split(" ")
    assert value_of("十二") == 12 and value_of("三千五百") == 3500
    assert [value_of(one) for one in said[:4]] == [10, 10**11, 100, 2]
    assert list(numerals("共 38 万余，第一百，1+12")) == [(1, 3, "38 万"), (1, 10, "一百"), (1, 13, "1+12")]


@pytest.mark.real_data
def test_the_places_count_in_this_text(article: str, document: Document) -> None:
    assert sha256(article.encode()).hexdigest() == document.sha256
    assert len(article.splitlines()) == document.lines


@pytest.mark.real_data
@pytest.mark.parametrize("pattern", [NUMERAL, FIRST_OR_MOST], ids=["numerals", "firsts and mosts"])
def test_every_one_lies_in_a_claim(article: str, document: Document, pattern: re.Pattern[str]) -> None:
    places = {(place.line, place.column) for claim in document.claims for place in claim.places}
    found = list(numerals(article, pattern))
    missing = [f"{line}:{column} {said}" for line, column, said in found if (line, column) not in places]
    assert len(found) > 10
    assert missing == [], "in no claim:\n" + "\n".join(missing)


@pytest.mark.real_data
def test_a_claim_says_the_figure_that_stands_there(article: str, document: Document) -> None:
    """The first place of a claim with a figure is where it is printed. 1+12 is told in words, 几千万 is many."""
    printed = {(line, column): said for line, column, said in numerals(article)}
    wrong = [
        f"{claim.id} at {claim.places[0]}: {claim.printed.text} for {printed.get(place)}"
        for claim in document.claims
        for place in [(claim.places[0].line, claim.places[0].column)]
        if claim.printed is not None and claim.id not in ("reform_papers", "then_revenue", "poles")
        if place not in printed or value_of(printed[place]) != claim.printed.value
    ]
    assert wrong == []


@pytest.mark.real_data
def test_no_sentence_of_the_article_is_copied(article: str) -> None:
    """Nothing of a dozen characters or more of its text stands in the pack."""
    flat = re.sub(r"\s", "", article)
    runs = {flat[start : start + 12] for start in range(len(flat) - 11)}
    for file in (PACK / "claims").glob("*.toml"):
        said = file.read_text(encoding="utf-8")
        assert [said[at : at + 12] for at in range(len(said) - 11) if said[at : at + 12] in runs] == []

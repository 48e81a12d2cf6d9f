"""How many the article says were collected and solved stands in the demo's parameters and in the list of claims, and
nowhere else in the repository: no page, program, paper or test may know them. Nor the number after one more is solved.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.tidy.sources import ROOT, name, text_files

PARAMETERS = "districts/ganzhou-etdz/demo/parameters.toml"
ALLOWED = frozenset({PARAMETERS, "districts/ganzhou-etdz/claims/feature-2021.toml"})
_DIGITS, _WIDE = "零一二三四五六七八九", str.maketrans("０１２３４５６７８９，", "0123456789,")
_FORMAL = str.maketrans("〇两壹贰叁肆伍陆柒捌玖仟佰拾貳參陸", "零二一二三四五六七八九千百十二三六")


def numbers() -> frozenset[int]:
    """From the parameters themselves, so that they stand in no test either."""
    read = tomllib.loads((ROOT / PARAMETERS).read_text(encoding="utf-8"))
    return frozenset({read["requests"], read["solved"], read["solved"] + 1})


def in_chinese(number: int) -> str:
    """A number of four digits as it is said, if no zero ends it."""
    thousands, hundreds, tens, ones = (int(one) for one in f"{number:04}")
    said = _DIGITS[thousands] + "千"
    said += _DIGITS[hundreds] + "百" if hundreds else "零"
    return said + (_DIGITS[tens] + "十" if tens else "" if not hundreds else "零") + _DIGITS[ones]


def pattern(found: frozenset[int]) -> re.Pattern[str]:
    """Any way to write one of them: plain, with a mark between thousands, in Chinese, digit by digit."""
    ways = []
    for number in sorted(found):
        thousands, rest = divmod(number, 1000)
        ways.append(rf"(?<![0-9A-Za-z.]){thousands}[,'_\s\u2009\u202f]?{rest:03}(?![0-9A-Za-z])")
        ways += [in_chinese(number), "".join(_DIGITS[int(one)] for one in str(number))]
    return re.compile("|".join(ways))


def lines_with(text: str, sought: re.Pattern[str]) -> Iterator[int]:
    for at, line in enumerate(text.translate(_WIDE).translate(_FORMAL).splitlines(), 1):
        if sought.search(line):
            yield at


def test_the_numbers_stand_in_two_places_alone() -> None:
    sought = pattern(numbers())
    texts = {name(path): path for path in text_files()}
    assert texts.keys() >= ALLOWED
    found = {file: list(lines_with(path.read_text("utf-8", errors="replace"), sought)) for file, path in texts.items()}
    assert all(found.pop(file) for file in ALLOWED), "the allowed places hold them"
    assert {file: lines for file, lines in found.items() if lines} == {}


WRITTEN = "8765 约8765件 8,765 8，765 ８７６５ 8'765 x=8_765, 八千七百六十五 捌仟柒佰陆拾伍 八七六五 4021 四千零二十一"


@pytest.mark.parametrize("written", [*WRITTEN.split(), "8 765", "8\u202f765"])
def test_any_way_to_write_one_is_found(written: str) -> None:
    assert list(lines_with(f"a\n{written}\n", pattern(frozenset({8765, 4021})))) == [2]


@pytest.mark.parametrize("other", ["18765", "87650", "0.8765", "a8765b", "8766", "八千七百六十六"])
def test_another_number_is_not(other: str) -> None:
    assert list(lines_with(other, pattern(frozenset({8765, 4021})))) == []

"""A cited line of the article speaks of what the rule is about. Needs real input; nothing of it is copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACK = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"
CITED = re.compile(r"\{feature-2021\}((?:第\d+(?:至\d+)?行、?)+)(?:：([^；\"]+))?")
ZH = re.compile(r'zh = "([^"]*)"')
TITLED = re.compile(r"^(?:title|definition|meaning|say|hint) = ")
SHORTEST = 2
"""Characters in a row that count as the same word."""


def test_words_are_compared() -> None:
    assert same("险情", "防汛险情处置") == "险情" and same("巡查", "险情处置") == ""
    assert same("减轻社区负担", "切实减轻社区工作负担") == "减轻社区"
    rule = '[a]\ntitle = { zh = "甲", en = "a" }\nbasis = "{feature-2021}第3至4行、第9行：乙；本包读法：丙"\n'
    assert list(cited(rule)) == [([3, 4, 9], "乙", ["甲", "甲"])]


def same(one: str, other: str) -> str:
    """The longest run of characters that stands in both; empty if it is no word."""
    runs = (one[start:end] for start in range(len(one)) for end in range(start + SHORTEST, len(one) + 1))
    return max((run for run in runs if run in other), key=len, default="")


def cited(text: str) -> Iterator[tuple[list[int], str, list[str]]]:
    """Lines, the words beside them, and what the rule or its file is called."""
    of_file, of_table = "", ""
    for line in text.splitlines():
        if line.startswith("["):
            of_table = ""
        if TITLED.match(line) and (title := ZH.search(line)):
            of_file, of_table = of_file or title[1], of_table + title[1]
        for found in CITED.finditer(line):
            lines = [n for first, last in re.findall(r"第(\d+)(?:至(\d+))?行", found[1])
                     for n in range(int(first), int(last or first) + 1)]  # fmt: skip
            yield lines, found[2] or "", [one for one in (of_table, of_file) if one]


@pytest.mark.real_data
@pytest.mark.parametrize("file", sorted(PACK.rglob("*.toml")), ids=lambda one: one.stem)
def test_a_cited_line_speaks_of_what_the_rule_names(file: Path, real_data: Path) -> None:
    """Each of the words beside a place stands there in part; without words, what the rule is called does."""
    [article] = sorted((real_data.parent / "seed").glob("*.txt"))
    printed = article.read_text(encoding="utf-8").splitlines()
    wrong = []
    for lines, words, names in cited(file.read_text(encoding="utf-8")):
        said = re.sub(r"\s", "", "".join(printed[line - 1] for line in lines))
        parts = [one for one in re.split(r"[、，]", re.sub(r"（.*）", "", words)) if one]
        spoken = all(same(one, said) for one in parts) if parts else False
        if not spoken and not any(same(name, said) for name in names):
            wrong.append((lines, words, names[:1]))
    assert wrong == []

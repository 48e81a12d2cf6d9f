"""Published figures for the page: grouped by what they measure, the newest first, with what it restates. No lookup."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bihuan.app.publishing import PublishedFigure
from bihuan.core.text import Basis, Language, Text
from bihuan.transparency.canonical import b64url
from bihuan.verifier.verify import SAYS
from bihuan.web.show.figures import BY

WORDS: Mapping[str, Text] = {
    "begin": Text("正在取检查点和信任文件……", "Fetching checkpoints and trust file …"),
    "reading": Text("已核对{done}%", "{done} % checked"),
    "stopped": Text("已停止，没有得出结论。", "Stopped; nothing was concluded."),
    "failed": Text("取不到 {name}：请检查网络后再试，或下载后在本机核对。",
                   "{name} could not be fetched. Check the network and try again, or download and check at home."),
    "signed": Text("检查点由本区的日志密钥签名，{of}个见证方中有{count}个一同签名（{when}）",
                   "The checkpoint is signed with the district's log key and by {count} of {of} witnesses ({when})"),
    "alone": Text("检查点由本区的日志密钥签名；信任文件里没有列见证方",
                  "The checkpoint is signed with the district's log key; the trust file names no witnesses"),
    "root": Text("由{count}条记录重算的指纹，与每个检查点签过的一致",
                 "The fingerprint over {count} entries is the one signed, at every checkpoint"),
    "form": Text("每条记录都按规定的唯一写法写成", "Every entry is written in the one way the rules allow"),
    "chains": Text("每件事项的记录编号不缺，每条都扣住前一条",
                   "In every matter the entries are numbered without a gap, and each names the one before"),
    "days": Text("每条记录自称的日子，都落在它公开前后两个检查点之间",
                 "Every entry claims a day that fits the checkpoints it became public between"),
    "marks": Text("诉求人的签名都成立，而且都签在自己那件事项上",
                  "Every signature of a reporter holds, in the very matter it was given for"),
    "claim": Text("这个数写进了日志第{index}条，与页面上的相同",
                  "Entry {index} of the log states this figure, and the page shows the same"),
    "not-claim": Text("页面上的数与日志第{index}条不同",
                      "The page shows something else than entry {index}"),
    "head": Text("当时由前{count}条记录算出，这些记录至今没有变",
                 "It was counted from the first {count} entries, and they are the same today"),
    "definition": Text("计算用的定义，指纹与写进日志的相同",
                       "The definition it was counted by has the fingerprint that stands in the log"),
    "result": Text("重新计算：{of}件中{count}件，{rate}，与公布的相同",
                   "Counted again: {count} of {of}, {rate}, as published"),
    "cells": Text("每个写出名称的单位、区域、类别至少有{smallest}件",
                  "Every unit, place and category that is named stands for at least {smallest} cases"),
}  # fmt: skip
"""What the script in the page says of what holds, by code; the names in braces are filled in there. What does not hold
it says in the words of verify.py."""


def page_words(language: Language) -> dict[str, object]:
    """All of them in one language."""
    lies = {code: pair[language == "en"] for code, pair in SAYS.items()}
    by = {word: title.in_(language) for word, title in BY.items()}
    return {**{code: said.in_(language) for code, said in WORDS.items()}, "lies": lies, "by": by}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One published value of a figure."""

    numerator: int
    denominator: int
    rate: str
    by: tuple[tuple[Text, int], ...]
    """By whose word, where that was counted apart."""
    day: str
    size: int
    root: str
    index: int | None
    """Its place in the log; None while it waits."""
    edition: str
    hash: str
    """Of the definition, as it stands in the log."""
    definition: str | None
    """Name of the definition file, if what lies there is still that definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A figure over a period: its newest value, and those it restates."""

    id: str
    mechanism: str
    """Title of the programme."""
    title: str
    meaning: str
    basis: str
    sources: Mapping[str, str]
    since: str | None
    until: str | None
    imported: bool
    now: Shown
    before: tuple[Shown, ...]


def shown_figures(
    claimed: Iterable[PublishedFigure],
    text_of: Callable[[str], str | None],
    mechanisms: Mapping[str, str],
    bases: Mapping[str, Basis],
    language: Language,
) -> list[Group]:
    """By mechanism, in the order of `mechanisms` (titles by id); the newest period first, then as first published.

    Restated is: the same figure, the same days.
    """
    groups: dict[tuple[Any, ...], list[PublishedFigure]] = {}
    for one in claimed:
        said = one.claim
        groups.setdefault((said["p"], said["d"], said.get("from"), said.get("to"), "i" in said), []).append(one)
    found = [
        (key[0], _group(f"f{n}", mechanisms.get(key[0], key[0]), ones, text_of, bases, language))
        for n, (key, ones) in enumerate(groups.items())
    ]
    newest = sorted(found, key=lambda pair: pair[1].until or "9", reverse=True)
    places = {id_: place for place, id_ in enumerate(mechanisms)}
    return [group for _, group in sorted(newest, key=lambda pair: places.get(pair[0], len(places)))]


def _group(
    id_: str,
    mechanism: str,
    ones: list[PublishedFigure],
    text_of: Callable[[str], str | None],
    bases: Mapping[str, Basis],
    language: Language,
) -> Group:
    newest, *older = (_shown(one, text_of) for one in reversed(ones))
    said = ones[-1].claim
    text = text_of(newest.definition) if newest.definition else None
    told: dict[str, Any] = json.loads(text) if text else {}
    return Group(
        id=id_,
        mechanism=mechanism,
        title=told.get("title", {}).get(language, str(said["d"])),
        meaning=told.get("meaning", {}).get(language, ""),
        basis=bases.get(basis := told.get("basis", ""), basis),
        sources=told.get("sources", {}),
        since=_day(said.get("from")),
        until=_day(said.get("to")),
        imported="i" in said,
        now=newest,
        before=tuple(older),
    )


def _shown(one: PublishedFigure, text_of: Callable[[str], str | None]) -> Shown:
    said: dict[str, Any] = one.claim
    name = f"{said['p']}.{said['d']}.{said['e']}"
    text = text_of(name)
    same = text is not None and b64url(hashlib.sha256(text.encode()).digest()) == said["dh"]
    return Shown(
        numerator=said["num"],
        denominator=said["den"],
        rate=said["val"],
        by=tuple((title, said["by"][word]) for word, title in BY.items() if word in said.get("by", {})),
        day=said["t"],
        size=said["size"],
        root=said["root"],
        index=one.index,
        edition=said["e"],
        hash=said["dh"],
        definition=name if same else None,
    )


def _day(value: object) -> str | None:
    return str(value) if value else None

"""Places in a law, from Chinese into English: 第十三条第一款第三项 is art. 13(1)(3). Pure; nothing else lives here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.core.text import CLAUSES, READING

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_SIZES = {"十": 10, "百": 100}
_NUMBER = "[零一二三四五六七八九十百]+"
_PART = re.compile(f"第({_NUMBER})([条款项])")
_LINES = re.compile("第([0-9]+)(?:至([0-9]+))?行")
_AT = f"(?:第{_NUMBER}[条款项]|{_LINES.pattern}|[、至和])*"
_REFERENCE = re.compile(rf"^(?P<before>参照)?(?P<place>\{{[^{{}}]+\}})(?P<at>{_AT})(?P<after>（参照）)?$")


def number(text: str) -> int:
    """A Chinese whole number below a thousand."""
    total, digit = 0, 0
    for sign in text:
        if sign in _SIZES:
            total += (digit or 1) * _SIZES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def place(text: str) -> str:
    """A place in a law, such as 第三十五条、第四十四条, or lines of a printed text, such as 第94至96行."""
    text = _LINES.sub(lambda one: f"lines {one[1]}–{one[2]}" if one[2] else f"line {one[1]}", text)
    said = _PART.sub(lambda one: f"art. {number(one[1])}" if one[2] == "条" else f"({number(one[1])})", text)
    return said.replace("、", ", ").replace("和", " and ").replace("至art. ", "–").replace("至", "–")


def reference(clause: str) -> str | None:
    """A clause that names a document and a place in it and nothing more, in English; None if it says more."""
    found = _REFERENCE.match(clause.strip())
    if found is None:
        return None
    at = place(found["at"])
    like = "cf. " if found["before"] or found["after"] else ""
    return f"{like}{found['place']}" + (f", {at}" if at else "")


def in_english(words: str, known: Mapping[str, str]) -> tuple[str, bool]:
    """What a basis says in English, and whether that is all of it: clause by clause, as far as the pack says how."""
    known = {READING.zh: READING.en, **known}
    said = [_clause(words, known)]
    if said[0] is None:
        said = [_clause(clause, known) for clause in words.split(CLAUSES)]
    return "; ".join(one for one in said if one), all(said)


def _clause(clause: str, known: Mapping[str, str]) -> str | None:
    """One clause: as the pack says it, a document, or two such halves; None unless both can be said."""
    if clause in known:
        return known[clause]
    if (law := reference(clause)) is not None:
        return law
    head, colon, rest = clause.partition("：")
    if colon and (first := known.get(head) or reference(head)) and (second := _clause(rest, known)):
        return f"{first}: {second}"
    said, opened, within = clause.removesuffix("）").partition("（")
    if opened and clause.endswith("）"):
        first, second = (known.get(one) or reference(one) for one in (said, within))
        return f"{first} ({second})" if first and second else None
    return None


def lines_of(text: str) -> tuple[int, ...]:
    """The lines that a place in a printed text names, first and last of each run; none if it names no line."""
    return tuple(int(one) for found in _LINES.finditer(text) for one in found.groups() if one)

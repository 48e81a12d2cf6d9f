"""Places in a law, from Chinese into English: 第十三条第一款第三项 is art. 13(1)(3). Pure; nothing else lives here."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")}
_SIZES = {"十": 10, "百": 100}
_NUMBER = "[零一二三四五六七八九十百]+"
_PART = re.compile(f"第({_NUMBER})([条款项])")
_REFERENCE = re.compile(
    r"^(?P<before>参照)?(?P<place>\{[^{}]+\})(?P<at>(?:第%s[条款项]|[、至和])*)(?P<after>（参照）)?$" % _NUMBER  # noqa: UP031
)


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
    """A place in a law, such as 第三十五条、第四十四条."""
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
    said = [_clause(words, known)]
    if said[0] is None:
        said = [_clause(clause, known) for clause in words.split("；")]
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

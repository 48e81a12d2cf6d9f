"""The kinds of single values in a pack's files: each reads a raw TOML value into the core's value or a fault.

May live here: leaf kinds, total functions. May not: keys of a pack, or anything that needs other files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bihuan.core.clocks import Budget
from bihuan.core.clocks.kinds import MOST
from bihuan.core.expressions import Expression, Problem, parse
from bihuan.core.expressions.resolve import guess, listed
from bihuan.core.expressions.tree import Name
from bihuan.core.geo import size_of
from bihuan.core.programme import Taking
from bihuan.core.text import Basis, Text
from bihuan.core.verbs import VERDICTS
from bihuan.definitions.notation import Fault, Leaf

_NAME = re.compile(r"[^\W\d_][\w-]*")
_CHINESE = re.compile(r"[㐀-鿿]")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,8})?", re.ASCII)
_PLACE = re.compile(r"\{([^{}]+)\}")
_SESSION = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")

OPEN = "open"
"""`from = "open"`: every stage that isn't final."""
ANY_TASK = "any"


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with its text, as the file has it."""

    source: str
    tree: Expression


def misfit(expected: Text) -> Fault:
    """The fault of a value that is no such thing at all."""
    return Fault("P104", {"expected": expected})


def is_name(text: str) -> bool:
    """Whether the text can name something."""
    return _NAME.fullmatch(text) is not None


def is_word(text: str) -> bool:
    """Whether expressions can speak the name: no hyphen, no reserved word."""
    return isinstance(parse(text), Name)


def _plain(name: Text, kind: type, *, but: tuple[type, ...] = ()) -> Leaf:
    def read(raw: object) -> object:
        return raw if isinstance(raw, kind) and not isinstance(raw, but) else misfit(name)

    return Leaf(name, read)


def _string(raw: object) -> object:
    return raw if isinstance(raw, str) and raw.strip() else misfit(_STRING)


def _text(raw: object) -> object:
    if not isinstance(raw, dict):
        return misfit(_TEXT)
    for key in raw:
        if key not in ("zh", "en"):
            return Fault("P102", {"name": key, "table": _TEXT, "guess": Text("", ""), "known": "zh, en"})
    for key, language in (("zh", Text("中文", "Chinese")), ("en", Text("英文", "English"))):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            return Fault("P105", {"language": language})
    if not _CHINESE.search(raw["zh"]):
        return Fault("P106", {"words": raw["zh"]})
    return Text(raw["zh"], raw["en"])


def _name(raw: object) -> object:
    if not isinstance(raw, str):
        return misfit(_NAMED)
    return raw if is_name(raw) else Fault("P109", {"name": raw})


def _texts(raw: object) -> tuple[str, ...] | None:
    """The strings of a list, or None if it isn't one."""
    if isinstance(raw, list) and all(isinstance(one, str) and one for one in raw):
        return tuple(raw)
    return None


def _one(raw: Any) -> Collection[tuple[tuple[int, ...], str]]:
    return [((), raw)]


def _each(raw: Any) -> Collection[tuple[tuple[int, ...], str]]:
    return [((index,), one) for index, one in enumerate(raw)]


def _each_taking(raw: Any) -> Collection[tuple[tuple[int, ...], str]]:
    return [((index,), one.removesuffix("?")) for index, one in enumerate(raw)]


def _budget(raw: object) -> object:
    if not isinstance(raw, str):
        return misfit(_BUDGET)
    budget = Budget.parse(raw)
    if isinstance(budget, Budget):
        return budget
    return Fault("P108", {"problem": Text(budget.in_("zh"), budget.in_("en")), "known": ", ".join(MOST)})


def _basis(raw: object) -> object:
    """Words in Chinese, words in both languages, or a policy document with a place in it."""
    if isinstance(raw, str) and raw.strip():
        return Basis(raw, "", _places(raw))
    if not isinstance(raw, dict):
        return misfit(_BASIS)
    if set(raw) == {"zh", "en"}:
        text = _text(raw)
        return text if not isinstance(text, Text) else Basis(text.zh, text.en, _places(text.zh + text.en))
    at = _text(raw["at"]) if "at" in raw else Text("", "")
    if not set(raw) <= {"policy", "at"} or not isinstance(raw.get("policy"), str) or not isinstance(at, Text):
        return misfit(_BASIS)
    place = "{" + raw["policy"] + "}"
    return Basis(place + at.zh, f"{place}, {at.en}" if at.en else place, (raw["policy"],))


def _places(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def _formula(raw: object) -> object:
    if not isinstance(raw, str):
        return misfit(_FORMULA)
    tree = parse(raw)
    if isinstance(tree, Problem):
        return Fault("P230", {"problem": tree.message, "advice": tree.hint}, tree.position + 1)
    return Formula(raw, tree)


def _takings(raw: object) -> object:
    texts = _texts(raw)
    if texts is None:
        return misfit(_TAKINGS)
    return tuple(Taking(field=one.removesuffix("?"), required=not one.endswith("?")) for one in texts)


def _stages(raw: object) -> object:
    if raw == OPEN:
        return OPEN
    texts = _texts(raw)
    return misfit(_STAGES) if texts is None else texts


def _names(raw: object) -> object:
    texts = _texts(raw)
    return misfit(_NAMES) if texts is None else texts


def _numbers(raw: object) -> object:
    if isinstance(raw, list) and raw and all(isinstance(one, int) and not isinstance(one, bool) for one in raw):
        return tuple(raw)
    return misfit(_NUMBERS)


def _findings(raw: object) -> object:
    if isinstance(raw, dict) and all(kind in VERDICTS and verdict in VERDICTS[kind] for kind, verdict in raw.items()):
        return tuple(raw.items())
    return misfit(_FINDS)


def _dates(raw: object) -> object:
    if isinstance(raw, list) and all(_is_day(one) for one in raw):
        return frozenset(raw)
    return misfit(_DATES)


def _is_day(raw: object) -> bool:
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _sessions(raw: object) -> object:
    """Minutes of the day; what isn't possible (25:00) is judged with the calendar."""
    texts = _texts(raw)
    matches = [_SESSION.fullmatch(one) for one in texts or ()]
    if texts is None or not all(matches):
        return misfit(_SESSIONS)
    parts = [[int(part) for part in match.groups()] for match in matches if match]
    return tuple((a * 60 + b, c * 60 + d) for a, b, c, d in parts)


def _ring(raw: object) -> object:
    """Corners "114.8620 25.8840, …": at least three, degrees, not all on one line."""
    corners = [part.split() for part in raw.split(",")] if isinstance(raw, str) else []
    if len(corners) < 3 or not all(len(one) == 2 and all(map(_DEGREES.fullmatch, one)) for one in corners):
        return misfit(_RING)
    ring = tuple((float(lon), float(lat)) for lon, lat in corners)
    fits = all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring) and size_of(ring) > 0
    return ring if fits else misfit(_RING)


def one_of(kind: type[StrEnum], *also: str) -> Leaf:
    """One word of a closed set; `also` names words besides the enumeration, which stay text."""
    words = (*(str(one) for one in kind), *also)
    name = Text("以下之一：" + "、".join(words), "one of " + ", ".join(words))

    def read(raw: object) -> object:
        if not isinstance(raw, str):
            return misfit(name)
        if raw in words:
            return raw if raw in also else kind(raw)
        return _no_word(raw, words)

    return Leaf(name, read, words=words)


def some_of(kind: type[StrEnum]) -> Leaf:
    """A set of words of a closed set."""
    words = tuple(str(one) for one in kind)
    name = Text("若干：" + "、".join(words), "some of " + ", ".join(words))

    def read(raw: object) -> object:
        texts = _texts(raw)
        if texts is None:
            return misfit(name)
        wrong = [one for one in texts if one not in words]
        return _no_word(wrong[0], words) if wrong else frozenset(kind(one) for one in texts)

    return Leaf(name, read, words=words)


def _no_word(raw: str, words: Iterable[str]) -> Fault:
    known = list(words)
    return Fault("P107", {"name": raw, "guess": guess(raw, known), "known": listed(known)})


_STRING = Text("非空的文字", "text that isn't empty")
_TEXT = Text("中英两种文字 { zh = \"…\", en = \"…\" }", "words in both languages { zh = \"…\", en = \"…\" }")
_NAMED = Text("名称", "a name")
_NAMES = Text("名称的列表 [\"…\", \"…\"]", "a list of names [\"…\", \"…\"]")
_NUMBERS = Text("整数的列表 [1, 2]", "a list of whole numbers [1, 2]")
_STAGES = Text("环节的列表，或 \"open\"", "a list of stages, or \"open\"")
_TAKINGS = Text("字段的列表，可不填的在后面加 ?", "a list of fields, a ? behind those that may be left out")
_BUDGET = Text("时限，如 \"2 urgent_hour\"", "an amount of time like \"2 urgent_hour\"")
_BASIS = Text(
    "\"{文件}第…条：…\"、\"本包读法：…\"、{ zh = \"…\", en = \"…\" }，"
    "或 { policy = \"…\", at = { zh = \"第…条\", en = \"art. …\" } }",
    "\"{document}第…条：…\", \"本包读法：…\", words in both languages, "
    "or { policy = \"…\", at = { zh = \"第…条\", en = \"art. …\" } }",
)
_FORMULA = Text("条件（写成文字）", "an expression, written as text")
_FINDS = Text("认定的表 { solved = \"yes\" }", "a table of findings { solved = \"yes\" }")
_DATES = Text("日期的列表", "a list of dates")
_RING = Text(
    "边界的角点 \"经度 纬度, 经度 纬度, …\"，至少三个",
    "the corners of an outline \"lon lat, lon lat, …\", three or more",
)
_SESSIONS = Text("时段的列表 [\"08:30-12:00\"]", "a list of sessions [\"08:30-12:00\"]")

TEXT = Leaf(_TEXT, _text)
STRING = Leaf(_STRING, _string)
NAME = Leaf(_NAMED, _name, _one)
NAMES = Leaf(_NAMES, _names, _each)
STAGES = Leaf(_STAGES, _stages, lambda raw: [] if raw == OPEN else _each(raw))
TAKINGS = Leaf(_TAKINGS, _takings, _each_taking)
BUDGET = Leaf(_BUDGET, _budget)
BASIS = Leaf(_BASIS, _basis)
NUMBERS = Leaf(_NUMBERS, _numbers)
FORMULA = Leaf(_FORMULA, _formula)
FINDS = Leaf(_FINDS, _findings)
DATES = Leaf(_DATES, _dates)
RING = Leaf(_RING, _ring)
SESSIONS = Leaf(_SESSIONS, _sessions)
BOOL = _plain(Text("true 或 false", "true or false"), bool)
NUMBER = _plain(Text("整数", "a whole number"), int, but=(bool,))
DATE = _plain(Text("日期，如 2019-07-01", "a date like 2019-07-01"), date, but=(datetime,))

"""The table of functions: name → signature, what it does, words. The reference pages are made from it;
no logic here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bihuan.core.expressions import library
from bihuan.core.expressions.types import ORDERED, SPANLIKE, Basic, ListOf, Type, Value
from bihuan.core.text import Text


@dataclass(frozen=True, slots=True)
class Var:
    """A type left open, the same wherever it stands in one signature; `among` limits it."""

    name: str
    among: frozenset[Type] | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """A list of a pattern."""

    of: Pattern


Pattern = Type | Var | Many


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `optional` counts the parameters at the end that may be left out; a `strict` one
    is unknown as soon
    as an argument is, and isn't run then."""

    parameters: tuple[tuple[str, Pattern], ...]
    result: Pattern
    run: Callable[..., Value]
    about: Text
    optional: int = 0
    strict: bool = True

    def usage(self, name: str) -> str:
        """How it is written: `round(x, places)`."""
        return f"{name}({', '.join(parameter for parameter, _ in self.parameters)})"


_ANY = Var("any")
_ORDERED = Var("ordered", ORDERED)
_SCALAR = Var("scalar", ORDERED | {Basic.BOOL, Basic.TEXT})
_LEFT, _RIGHT = Var("left", SPANLIKE), Var("right", SPANLIKE)
_PART = Var("part", frozenset({Basic.TEXT, Basic.NUMBER, Basic.DATE}))
_OTHER_PART = Var("other", frozenset({Basic.TEXT, Basic.NUMBER, Basic.DATE}))
_LENGTH = Var("length", SPANLIKE | {Basic.DURATION})
_NUMBERS = ListOf(Basic.NUMBER)
_NUMBER, _TEXT, _DATE, _INSTANT = Basic.NUMBER, Basic.TEXT, Basic.DATE, Basic.INSTANT

FUNCTIONS: Mapping[str, Function] = {
    "known": Function(
        (("x", _ANY),), Basic.BOOL, library.known,
        Text("x 已知则成立；从不为未知。", "True if x is known; never unknown itself."), strict=False,
    ),
    "otherwise": Function(
        (("x", _ANY), ("instead", _ANY)), _ANY, library.otherwise,
        Text("x；x 未知时取 instead。", "x, or instead where x is unknown."), strict=False,
    ),
    "count": Function(
        (("items", Many(_ANY)),), _NUMBER, library.count,
        Text("项数。", "How many items."),
    ),
    "sum": Function(
        (("numbers", _NUMBERS),), _NUMBER, library.total,
        Text("合计；空列表为 0。sum(items, x) 合计每项的 x。",
             "The total, 0 if empty. sum(items, x) adds the x of each."),
    ),
    "min": Function(
        (("items", Many(_ORDERED)),), _ORDERED, library.least,
        Text("最小的一个；空列表为未知。", "The smallest; unknown if empty."),
    ),
    "max": Function(
        (("items", Many(_ORDERED)),), _ORDERED, library.greatest,
        Text("最大的一个；空列表为未知。", "The largest; unknown if empty."),
    ),
    "mean": Function(
        (("numbers", _NUMBERS),), _NUMBER, library.mean,
        Text("平均数；空列表为未知。", "The mean; unknown if empty."),
    ),
    "median": Function(
        (("numbers", _NUMBERS),), _NUMBER, library.median,
        Text("中位数；空列表为未知。", "The median; unknown if empty."),
    ),
    "trimmed_mean": Function(
        (("numbers", _NUMBERS),), _NUMBER, library.trimmed_mean,
        Text("去掉一个最高、一个最低后的平均数；不足三个为未知。",
             "The mean without one highest and one lowest; unknown below three."),
    ),
    "top": Function(
        (("items", Many(_ORDERED)), ("n", _NUMBER)), Many(_ORDERED), library.top,
        Text("最大的 n 个，从大到小。", "The n largest, largest first."),
    ),
    "take": Function(
        (("items", Many(_ANY)), ("n", _NUMBER)), Many(_ANY), library.take,
        Text("前 n 项；常与 rank 合用。", "The first n items; goes with rank."),
    ),
    "first": Function(
        (("items", Many(_ANY)),), _ANY, library.first,
        Text("第一项；空列表为未知。", "The first item; unknown if empty."),
    ),
    "last": Function(
        (("items", Many(_ANY)),), _ANY, library.last,
        Text("最后一项；空列表为未知。", "The last item; unknown if empty."),
    ),
    "distinct": Function(
        (("items", Many(_SCALAR)),), Many(_SCALAR), library.distinct,
        Text("去掉重复，保留先后。", "Each value once, in order."),
    ),
    "flat": Function(
        (("lists", Many(Many(_ANY))),), Many(_ANY), library.flat,
        Text("把列表的列表接成一个列表。", "The lists of a list, joined into one."),
    ),
    "share": Function(
        (("part", _NUMBER), ("whole", _NUMBER)), _NUMBER, library.share,
        Text("part 占 whole 的比例；whole 为 0 时未知。", "part divided by whole; unknown if whole is 0."),
    ),
    "round": Function(
        (("x", _NUMBER), ("places", _NUMBER)), _NUMBER, library.to_places,
        Text("四舍五入到 places 位小数，不写为整数；负数按绝对值舍入。",
             "Rounded half away from zero to places decimals (0 if left out; -12 to 12)."), optional=1,
    ),
    "abs": Function(
        (("x", _NUMBER),), _NUMBER, library.absolute,
        Text("绝对值。", "The absolute value."),
    ),
    "whole": Function(
        (("x", _NUMBER),), Basic.BOOL, library.is_whole,
        Text("是整数则成立：whole(比例 * 总数) 问这个比例能否由整数得来。",
             "True for a whole number: whole(rate * total) asks whether counts can give that rate."),
    ),
    "minutes": Function(
        (("length", _LENGTH),), _NUMBER, library.minutes,
        Text("时长、时段或时段集合计的分钟数；重叠只算一次。",
             "Minutes of a duration, a span or a set of spans; what overlaps counts once."),
    ),
    "hours": Function(
        (("length", _LENGTH),), _NUMBER, library.hours,
        Text("同 minutes，以小时计。", "As minutes, in hours."),
    ),
    "days": Function(
        (("start", _DATE), ("end", _DATE)), _NUMBER, library.days,
        Text("从 start 到 end 的天数；end 较早时为负。",
             "Days from start to end; negative if end is earlier."),
    ),
    "add_days": Function(
        (("day", _DATE), ("n", _NUMBER)), _DATE, library.add_days,
        Text("day 之后 n 个自然日。", "The date n calendar days after day."),
    ),
    "date": Function(
        (("moment", _INSTANT),), _DATE, library.day_of,
        Text("北京时间的日期。", "The date in Beijing time."),
    ),
    "year": Function(
        (("day", _DATE),), _NUMBER, library.year,
        Text("年份。", "The year."),
    ),
    "month": Function(
        (("day", _DATE),), _NUMBER, library.month,
        Text("月份，1 至 12。", "The month, 1 to 12."),
    ),
    "week": Function(
        (("day", _DATE),), _DATE, library.week,
        Text("所在那一周的星期一。", "The Monday of its week (ISO 8601)."),
    ),
    "span": Function(
        (("start", _INSTANT), ("end", _INSTANT)), Basic.SPAN, library.span,
        Text("从 start 起到 end 前；end 较早时未知。",
             "From start up to, not including, end; unknown if end is earlier."),
    ),
    "start": Function(
        (("span", Basic.SPAN),), _INSTANT, library.start,
        Text("时段的开始。", "When the span begins."),
    ),
    "end": Function(
        (("span", Basic.SPAN),), _INSTANT, library.end,
        Text("时段的结束。", "When the span ends."),
    ),
    "union": Function(
        (("left", _LEFT), ("right", _RIGHT)), Basic.SPANS, library.union,
        Text("两者之一包含的时间；也写作 +。", "Time in either; also written +."),
    ),
    "minus": Function(
        (("left", _LEFT), ("right", _RIGHT)), Basic.SPANS, library.minus,
        Text("left 中不在 right 的时间；也写作 -。", "Time of left that isn't in right; also written -."),
    ),
    "overlap": Function(
        (("left", _LEFT), ("right", _RIGHT)), Basic.SPANS, library.overlap,
        Text("两者共有的时间。", "Time in both."),
    ),
    "contains": Function(
        (("text", _TEXT), ("part", _TEXT)), Basic.BOOL, library.has_text,
        Text("文字里有 part 则成立。", "True if part occurs in the text."),
    ),
    "starts_with": Function(
        (("text", _TEXT), ("beginning", _TEXT)), Basic.BOOL, library.starts_with,
        Text("文字以 beginning 开头则成立。", "True if the text begins with beginning."),
    ),
    "join": Function(
        (("a", _PART), ("b", _OTHER_PART)), _TEXT, library.join,
        Text("两个值连成一个，中间是冒号：用作占用的键。", "Both as one text, a colon between: a key of two parts."),
    ),
    "length": Function(
        (("text", _TEXT),), _NUMBER, library.length,
        Text("字数。", "How many characters."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """A form that looks like a function but reads its second part once for every item, or names a
    register."""

    usage: str
    about: Text


FORMS: Mapping[str, Form] = {
    "where": Form("items where condition", Text(
        "条件成立的各项；有一项的条件未知，整个列表就未知。",
        "The items for which the condition is true; if it is unknown for one, the whole list is unknown.")),
    "any": Form("any(items where condition)", Text(
        "至少一项成立；即逐项用 or 相连。", "True for at least one: the conditions joined by or.")),
    "all": Form("all(items, condition)", Text(
        "每一项都成立；即逐项用 and 相连，空列表成立。",
        "True for each: the conditions joined by and, true if empty.")),
    "each": Form("each(items, x)", Text("每一项的 x。", "The x of every item.")),
    "rank": Form("rank(items, x)", Text(
        "按 x 从大到小排列，相同的保持先后；有一个 x 未知则未知。",
        "The items by falling x, ties in their order; unknown if one x is.")),
    "entries": Form("entries('register', 'field', value, day)", Text(
        "名录中 field 在 day 当日等于 value 且有效的各条目，每条可问 key 和各栏；多于一千条则未知。",
        "The entries in force on day whose field is value then; each has key and its fields. Unknown beyond 1,000.")),
    "lookup": Form("lookup('register', key, 'field', day)", Text(
        "名录中 key 这一条目的 field 在 day 当日的值；没有则未知。",
        "The field of the register's entry key as it stood on day; unknown if there is none.")),
}  # fmt: skip

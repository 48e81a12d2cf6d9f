"""What judging says, in both languages. A table of words; nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.core.text import Text

UNKNOWN_OPERAND = Text("{source}：还不能算，没有{missing}。", "{source}: can't be computed yet without {missing}.")
GIVES = Text("{filled} = {result}，刊出{printed}：{answer}。", "{filled} = {result}; printed {printed}: {answer}.")
WHOLE = Text("{inner} 是整数", "{inner} is a whole number")
HOLDS = Text("{filled}：{answer}。", "{filled}: {answer}.")
AGREES = Text("相符", "agrees")
TRUE = Text("成立", "true")
ROUNDED = Text("在四舍五入的范围内相符", "agrees within the rounding")
VAGUE = Text("不矛盾，但“余”“近”只给了一头", "no contradiction, but the figure has a bound on one side only")
FALSE = Text("不可能", "impossible")
DIFFERS = Text("对不上", "does not agree")
NONE_WHOLE = Text("；{low} 与 {high} 之间没有整数", "; no whole number lies between {low} and {high}")
UNDER_READING = Text("若理解为“{says}”：", 'Read as "{says}": ')
FROM = Text("由“{claim}”：", 'From "{claim}": ')
LACKS = Text("没有说明：{missing}。", "Not said: {missing}.")
UNCHECKED = Text("没有可以复算的算式，也没有可比对的数。", "Nothing to compute it from and nothing to compare it with.")
COMPARED = Text("要比：{whom}。", "To be compared: {whom}.")
BASES = Text("没有写明总数；能四舍五入成这个比例的最小总数：{found}。",
             "The total isn't given; the smallest that round to this rate: {found}.")  # fmt: skip
SEVERAL = Text("有{count}种理解，{left}种说得通，刊出的文字没有说是哪一种。",
               "{count} readings, {left} of them possible; the text doesn't say which.")  # fmt: skip
MISSING: Mapping[str, Text] = {
    "unit": Text("单位", "the unit"),
    "population": Text("数的是什么、总数是多少", "what is counted and out of what"),
    "period": Text("哪段时间、截至何时", "the time it is for"),
}
VERDICTS: Mapping[str, tuple[Text, Text]] = {
    "conflict": (Text("相互矛盾", "In conflict"),
                 Text("与别的数或规则对不上，或怎么理解都不可能。",
                      "It can't be true together with other figures or a rule.")),
    "comparator": (Text("缺少比较对象", "Needs a comparator"),
                   Text("说是第一、首个、率先，却没有可比的名单。",
                        "A first or a most without those it is compared with.")),
    "under": (Text("口径不明", "Under-defined"),
              Text("单位、范围、时间有没说的，或没有可以复算的依据。",
                   "Unit, range or time is left open, or there is nothing to compute it from.")),
    "derived": (Text("复算得出", "Derived"),
                Text("由别的数按算式得出，与刊出的一致。", "Computed from other figures, and as printed.")),
    "consistent": (Text("相互一致", "Consistent"),
                   Text("参与的比对都成立。", "Every comparison that it takes part in holds.")),
    "narrative": (Text("叙述", "Narrative"),
                  Text("是叙述，不是可以核对的指标；各有理由。", "Telling, not measuring; each with its reason.")),
}  # fmt: skip
"""Verdict → its name and what it means."""

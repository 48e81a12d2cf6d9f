"""Words of the findings about published figures. A table of data; no checking here. An id never changes its meaning."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.definitions.catalogue_reading import Row

CLAIMS: Mapping[str, Row] = {
    "P401": ("E", "结论不能写：“{key}”是算出来的。", "A verdict is computed, never written: remove {key}.",
             "请删去它，写上 value、formula、check 或 reading；结论用 bihuan claims 看。",
             "Say value, formula, check or reading instead; `bihuan claims` shows the verdict."),
    "P402": ("E", "“{value}”不是刊出的数。", "{value} is no figure as printed.",
             "写成文字：\"128\"、\"87.5%\"、\"12.5亿\"、\"38万\"、\"1/5\"；“余”“近”写在 rounding 里。",
             "Write it as text: \"128\", \"87.5%\", \"12.5亿\", \"1/5\"; `rounding` says over or under."),
    "P403": ("E", "位置在第 {line} 行，文件只有 {lines} 行。",
             "It stands at line {line}; the document has {lines} lines.",
             "请改正 at，或 [document] 的 lines。", "Mend `at`, or `lines` of [document]."),
    "P404": ("E", "{place} 已经属于“{other}”。", "{place} belongs to the claim {other} already.",
             "一处只属于一条：请改正 at，或把两条合并。", "A place belongs to one claim: mend `at`, or join the two."),
    "P405": ("E", "“{claim}”写了 narrative，又写了 {keys}。", "{claim} is a narrative and has {keys} too.",
             "是叙述就不核对：请只留其一。", "What only tells is not computed: keep one of them."),
    "P406": ("E", "“{claim}”没有可说的：没有 value、superlative、settles，也没有 narrative。",
             "{claim} has no value, superlative, settles or narrative.",
             "请写上刊出的数；没有刊出数的写 settles，不是指标的写 narrative。",
             "Write the figure; without one, say what would settle it, or why it is none (`narrative`)."),
    "P407": ("E", "“{name}”既是文件里的数，又是文件之外的数。", "{name} is both a claim and an operand.",
             "请给其中一个改名。", "Rename one of them."),
    "P408": ("E", "“{claim}”有算式，却没有刊出的数可比。",
             "{claim} has a formula but no value to compare it with.",
             "请写 value；只要求成立的条件写在 [[claim.check]]。",
             "Say `value`; a mere condition is a [[claim.check]]."),
    "P409": ("E", "“{claim}”的算式用到了它自己，那永远相符。",
             "The formula of {claim} uses itself, so it always agrees.",
             "请只用别的数。", "Use other figures only."),
    "P410": ("E", "刊出的数有舍入，“{what}”不能这样算。",
             "Figures are rounded, and {what} can't be computed with such.",
             "可用：加减乘除、比较、and、or、not、if、sum、min、max、count、abs、round、share、whole。",
             "Use + - * /, comparisons, and, or, not, if, sum, min, max, count, abs, round, share, whole."),
    "P411": ("E", "“{name}”只能有一个来处：value、programme、register。",
             "{name} has one source: a value, a programme or a register.",
             "规则里的、别处的数写 value；数事项写 programme、indicator；算名录写 register、formula。",
             "Another source is a value; cases are a programme and indicator, entries a register and formula."),
    "P412": ("E", "{programme} 没有指标“{name}”。", "{programme} has no indicator {name}.",
             "{guess}可用的有：{known}。", "{guess}There are: {known}."),
    "P413": ("E", "“{name}”由名录算出，却没有写怎样算（formula）。", "{name} comes from a register without a formula.",
             "例如 formula = \"count(entries)\"。", "Say how, for example formula = \"count(entries)\"."),
}  # fmt: skip

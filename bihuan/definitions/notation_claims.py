"""The notation of a document with published figures, each one a claim, and of a register that holds such. Declarations
only."""

from __future__ import annotations

from bihuan.core.claims import Part, Rounding
from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.claim_leaves import PLACES, PRINTED, VALUE
from bihuan.definitions.notation import Key, Many, Named, Table
from bihuan.definitions.notation_pack import BASIS, TITLE, name

READING = Table(
    Text("[[claim.reading]]", "[[claim.reading]]"),
    {
        "says": Key(l.TEXT, Text("这样理解。", "Read like this."), '{ zh = "…", en = "…" }', required=True),
        "check": Key(
            l.FORMULA, Text("这样理解时必须成立的。", "What must be true then."), '"covered <= projects"', required=True
        ),
    },
)

CLAIM = Table(
    Text("[[claim]]", "[[claim]]"),
    {
        "id": name("claim"),
        "at": Key(
            PLACES, Text("在文中哪里：行:列，都从 1 数起；可以几处。",
                         "Where it stands: line:column, both from 1; in one place or several."),
            '["12:3"]', required=True,
        ),
        "says": Key(
            l.TEXT,
            Text("说的是什么，用自己的话，不抄原文。",
                 "What it says, in your own words; never the text itself."),
            '{ zh = "收到的居民反映", en = "Reports received from residents" }', required=True,
        ),
        "system": Key(
            l.NAME, Text("归哪个系统：文件所说字典的条目。", "Who owns it: an entry of the document's dictionary."),
            '"S01"', required=True,
        ),
        "value": Key(
            PRINTED, Text("刊出的数，照原样写，中文数字改写成阿拉伯数字。", "The figure as printed, in Arabic digits."),
            '"12.5亿"',
        ),
        "unit": Key(l.TEXT, Text("单位；金额要带币种。", "Its unit; money with its currency."),
                    '{ zh = "元（人民币）", en = "yuan (CNY)" }'),
        "rounding": Key(
            l.one_of(Rounding),
            Text("exact 就是这个数；nearest 四舍五入；down 去尾；up 进一；over 余、多、强；under 近。",
                 "exact; nearest; down, cut off; up; over: that or more; under: nearly."),
            '"nearest"', default=Rounding.EXACT,
        ),
        "population": Key(l.TEXT, Text("数的是什么，总数是多少；没有说就不写。",
                                       "What is counted, out of what; left out if it isn't said.")),
        "period": Key(l.TEXT, Text("哪段时间，或截至何时；没有说就不写。",
                                   "When, or as of when; left out if it isn't said.")),
        "formula": Key(
            l.FORMULA, Text("由哪些数怎样算出。", "What gives its value, from other claims and operands."),
            '"solved / reports"',
        ),
        "check": Key(
            Many(Table(
                Text("[[claim.check]]", "[[claim.check]]"),
                {"that": Key(l.FORMULA, Text("必须成立的。", "What must be true."), '"solved <= reports"',
                             required=True)},
            )),
            Text("必须成立的条件。", "What must be true of it."), default=(),
        ),
        "within": Key(
            l.NAME,
            Text("它数的包含在哪一个数里：“及以上”的各档逐档包含，不能相加。",
                 "The figure that contains what this one counts: tiers “and above” are nested and never add up."),
            '"over_1bn"', refers="claim",
        ),
        "reading": Key(
            Many(READING), Text("有几种理解时，每一种。", "Where it can be understood in several ways, each of them."),
            default=(),
        ),
        "superlative": Key(
            l.TEXT, Text("首个、率先、第一：该与谁比。", "For a first or a most: with whom it would be compared.")
        ),
        "narrative": Key(
            l.TEXT, Text("不是要核对的数：为什么。", "Why it is no figure to be checked; then it has no value.")
        ),
        "settles": Key(l.TEXT, Text("拿出什么就能定下来。", "What would settle it.")),
    },
    refused={"verdict": "P401", "status": "P401", "result": "P401"},
)  # fmt: skip

OPERAND = Table(
    Text("文件之外的数", "a number from outside the document"),
    {
        "title": TITLE,
        "basis": BASIS,
        "value": Key(VALUE, Text("这个数；或者由事项、由名录算出。", "The number; or one of cases, or of a register."),
                     '"5"'),
        "programme": Key(
            l.NAME, Text("由本平台哪个机制的事项算出。", "The mechanism whose cases give it."), '"potholes"',
            refers="programme",
        ),
        "indicator": Key(l.NAME, Text("它的哪个指标。", "Which of its indicators."), '"solved_rate"'),
        "part": Key(l.one_of(Part), Text("指标的哪个数。", "Which number of it."), '"counted"', default=Part.COUNTED),
        "register": Key(
            l.NAME, Text("由本平台哪个名录的条目算出。", "The register whose entries give it."), '"investments"',
            refers="declared register",
        ),
        "formula": Key(
            l.FORMULA,
            Text("怎样由条目（entries）算出；金额和数量按元、按计量单位，不按最小单位。",
                 "How, from `entries`; amounts in whole units of their currency or measure."),
            '"count(entries where contracted >= 1000000000)"',
        ),
        "on": Key(l.DATE, Text("名录截至哪天；不写是今天。", "The register as of this day; today, if left out."),
                  "2020-12-31"),
        "cases": Key(
            l.STRING, Text("哪一类事项或条目：live、history、backlog、demo。", "Of which cases or entries."),
            '"history"', default="live",
        ),
    },
)  # fmt: skip

CLAIMS = Table(
    Text("claims/*.toml", "claims/*.toml"),
    {
        "document": Key(
            Table(
                Text("[document]", "[document]"),
                {
                    "id": name("document"),
                    "title": TITLE,
                    "issuer": Key(l.TEXT, Text("谁刊出的。", "Who published it."), required=True,
                                  example='{ zh = "…", en = "…" }'),
                    "published": Key(l.DATE, Text("刊出的日期。", "When it was published."), "2021-07-01",
                                     required=True),
                    "lines": Key(l.NUMBER, Text("原文有多少行。", "How many lines its text has."), "411",
                                 required=True),
                    "sha256": Key(l.STRING, Text("原文的 SHA-256，列号按它数。",
                                                 "Of the text that lines and columns are counted in."), default=""),
                    "systems": Key(
                        l.NAME, Text("归口系统的字典。", "The dictionary of owners."), '"system"', required=True,
                        refers="dictionary",
                    ),
                    "basis": BASIS,
                },
            ),
            Text("刊出的文件。原文不放进配置包。", "What was published. Its text is not part of the pack."),
            required=True,
        ),
        "claim": Key(Many(CLAIM), Text("文件里的每一个数。", "Every figure in it."), default=()),
        "operand": Key(
            Named(OPERAND, "operand"),
            Text("算式里用到、文件里没有的数：规则里的、别处的、本平台数出来的。",
                 "Numbers that formulas need and the document lacks: of a rule, of another source, of the cases here."),
            default={},
        ),
    },
)  # fmt: skip


def _pair(zh: str, en: str, *, required: bool = False) -> Key:
    """Fields that say one thing: the Chinese first, the English behind it."""
    return Key(l.NAMES, Text(zh, en), '["says", "says_en"]', required=required, default=(),
               refers="field")  # fmt: skip


def _field(zh: str, en: str, example: str, *, required: bool = False) -> Key:
    return Key(l.NAME, Text(zh, en), example, required=required, refers="field")


TEXT_OF = Table(
    Text("[claims.text]", "[claims.text]"),
    {
        "field": _field("哪一栏写明刊在哪份文件里：指向文件名录的条目。",
                        "The field that names the published text: an entry of the register of texts.",
                        '"publication"', required=True),
        "register": Key(l.NAME, Text("文件的名录。", "The register of published texts."), '"publications"',
                        required=True, refers="declared register"),
        "title": Key(l.NAMES, Text("文件名录里的标题：中文栏、英文栏。", "Its fields for the title: Chinese, English."),
                     '["name", "name_en"]', required=True, refers="register field"),
        "issuer": Key(l.NAMES, Text("谁刊出的：中文栏、英文栏。", "Its fields for who published it: Chinese, English."),
                      '["issuer", "issuer_en"]', required=True, refers="register field"),
        "published": Key(l.NAME, Text("刊出的日期。", "Its field for the day of publication."), '"published_on"',
                         required=True, refers="register field"),
    },
)  # fmt: skip

REGISTERED = Table(
    Text("[claims]", "[claims]"),
    {
        "text": Key(TEXT_OF, Text("刊在哪份文件里。", "In which published text."), required=True),
        "says": _pair("说的是什么：中文栏、英文栏。", "What it says, your own words: Chinese, English.", required=True),
        "place": _pair("在文件里的位置：中文栏、英文栏。", "Its place in the text: Chinese, English.", required=True),
        "system": _field("归哪个系统。", "Who owns it.", '"system"', required=True),
        "value": _field("刊出的数，照原样。", "The figure as printed.", '"value"', required=True),
        "rounding": _field(
            "怎样取舍；字典里的代码是 exact、nearest、down、up、over、under。",
            "How it was rounded; its dictionary has the codes exact, nearest, down, up, over, under.", '"rounding"'),
        "unit": _pair("单位。", "Its unit."),
        "population": _pair("数的是什么。", "What is counted."),
        "period": _pair("哪段时间。", "When, or as of when."),
        "formula": _field(
            "由哪些数怎样算出；可以用同一名录里别的条目、配置包里的数。",
            "What gives its value, from other entries by code and from figures of the pack.", '"formula"'),
        "check": _field("必须成立的条件。", "What must be true of it.", '"check"'),
        "figure": _field(
            "由平台事项数出：“机制 指标 哪个数”；只有公布的指标可以用。",
            "Counted from cases: “mechanism indicator part”; published indicators only.", '"counted"'),
        "entries": _field(
            "由名录算出：“名录: 算式”。", "Computed from a register: “register: formula”.", '"computed"'),
        "superlative": _pair("首个、率先：该与谁比。", "For a first or a most: with whom it would be compared."),
        "narrative": _pair("不是要核对的数：为什么。", "Why it is no figure to be checked."),
        "settles": _pair("拿出什么就能定下来。", "What would settle it."),
        "within": _field(
            "它包含在哪个数里：那个数的编号；不大于它，也不与它相加。",
            "The code of the figure that contains it: it is no more than that, and never added to it.", '"within"'),
        "registers": Key(
            l.NAMES,
            Text("可以由哪些名录算出；算出的数人人看得到，不写就都不可以。",
                 "Registers that may be computed with, which makes the result public; none if left out."),
            '["investments"]', default=(), refers="declared register"),
    },
)  # fmt: skip

"""The notation of what a register may have besides fields: guards, relations, a funnel, a graph. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Table
from bihuan.definitions.notation_pack import BASIS, NOTED_BASIS, TITLE, name

# ruff: noqa: E501 -- one row per key reads better than three.

MEANING = Key(l.TEXT, Text("算的是什么。", "What is counted."), required=True)

GUARD = Table(
    Text("[[guard]]", "[[guard]]"),
    {
        "id": name("guard"),
        "require": Key(
            l.FORMULA,
            Text("必须恰好为真的条件；金额按整元比较，可不填的栏写 x is unknown or …。可说各栏、key（编号）、day（按哪一天判断）、today；lookup、entries 看到的是改了以后的各名录，它们有变化的每一天都判断。",
                 "Must be exactly true, amounts in whole units, `x is unknown or …` for what may be left out. Speaks of the fields, `key` (the code), `day` (the one judged), `today`; `lookup` and `entries` see the registers as they would be, and each day on which what they saw changes is judged."),
            '"until is unknown or until >= since_on"', required=True,
        ),
        "say": Key(l.TEXT, Text("不成立时说什么。", "What is said if it isn't."), required=True),
        "hint": Key(l.TEXT, Text("可以怎么办。", "What can be done instead."), required=True),
        "at": Key(l.NAME, Text("话说在哪一栏旁边；不写说的是整条。",
                               "The field beside which it is said; about the whole entry, if left out."),
                  '"until"', refers="column"),
        "basis": BASIS,
    },
)  # fmt: skip

UNIQUE = Table(
    Text("[[unique]]", "[[unique]]"),
    {
        "by": Key(
            l.NAMES,
            Text("这几栏都相同的条目，同一天只能有一条有效；有一栏没填的不算相同。先写值最分散的一栏。",
                 "Of entries alike in all of these only one is in force on any day; what is unknown is like nothing. The field with the most different values first."),
            '["name", "data_year"]', required=True, refers="field",
        ),
        "when": Key(l.FORMULA, Text("只管哪些条目；不写都管。", "Only these entries; all, if left out."),
                    '"state == \'published\'"'),
        "basis": BASIS,
    },
)  # fmt: skip

ACYCLIC = Table(
    Text("[[acyclic]]", "[[acyclic]]"),
    {
        "along": Key(
            l.NAMES,
            Text("沿着这几栏（都指向本名录的条目）不能绕回自己，哪一天都不行。",
                 "Along these fields, which name entries of this register, none comes back to itself on any day."),
            '["after"]', required=True, refers="field",
        ),
        "basis": BASIS,
    },
)  # fmt: skip

STAGE = Table(
    Text("漏斗的一级", "a stage of a funnel"),
    {
        "id": name("funnel stage"),
        "title": TITLE,
        "meaning": MEANING,
        "states": Key(
            l.NAMES, Text("进入过其中任一状态就算到了；到了后面各级的也算到过。",
                          "Reached by whoever was in one of these states, or in one of a later stage."),
            '["contract"]', required=True, refers="state",
        ),
        "on": Key(l.NAME, Text("哪一天到的；不写、没填的按状态的日期。",
                               "The field with the day; the day of the state if left out or unknown."),
                  '"signed_on"', refers="field"),
        "amount": Key(l.NAME, Text("这一级算哪一项金额；不写只算个数。",
                                   "The money told with it; only how many, if left out."),
                      '"contracted"', refers="field"),
    },
)  # fmt: skip

RATE = Table(
    Text("漏斗的一个比率", "a rate of a funnel"),
    {
        "id": name("funnel rate"),
        "title": TITLE,
        "meaning": MEANING,
        "among": Key(l.NAME, Text("分母：到过这一级的。", "Its denominator: those that reached this stage."),
                     '"contract"', required=True, refers="funnel stage"),
        "reached": Key(l.NAME, Text("分子：其中又到过这一级的。", "Its numerator: those of them that reached this one."),
                       '"started"', refers="funnel stage"),
        "amount": Key(l.NAME, Text("或者按金额：分子是哪一栏。", "Or of money: the field on top."), '"paid_in"',
                      refers="field"),
        "over": Key(l.NAME, Text("按金额：分母是哪一栏。", "Of money: the field below."), '"contracted"',
                    refers="field"),
        "basis": BASIS,
    },
)  # fmt: skip

TIERS = Table(
    Text("[funnel.tiers]", "[funnel.tiers]"),
    {
        "among": Key(l.NAME, Text("到过哪一级的。", "Of those that reached this stage."), '"contract"', required=True,
                     refers="funnel stage"),
        "amount": Key(l.NAME, Text("按哪一项金额。", "By which amount."), '"contracted"', required=True, refers="field"),
        "least": Key(
            l.NUMBERS,
            Text("各档的下限，整元，由小到大；每一档都是“及以上”，高档包含在低档里，由金额算出。",
                 "Lower ends in whole units, ascending. Each tier is “and above” and holds the higher ones; computed."),
            "[1000000000, 5000000000]", required=True,
        ),
        "basis": BASIS,
    },
    refused={"most": "P358", "count": "P358", "upper": "P358"},
)  # fmt: skip

FUNNEL = Table(
    Text("[funnel]", "[funnel]"),
    {
        "meaning": MEANING,
        "counts": Key(l.FORMULA, Text("哪些条目算；不写都算。", "Which entries count; all, if left out."),
                      '"phase_of is unknown"'),
        "placed": Key(l.NAME, Text("按到这一级的日期归期。", "The stage whose day places an entry in a period."),
                      '"contract"', required=True, refers="funnel stage"),
        "currency": Key(l.STRING, Text("金额一律折成哪种货币。", "The currency that all amounts are told in."), '"CNY"'),
        "rate": Key(l.NAME, Text("折算汇率那一栏。", "The field with the exchange rate into it."), '"rate"',
                    refers="field"),
        "rate_on": Key(l.NAME, Text("汇率的日期那一栏；没有日期的汇率不用。",
                                    "The field with the day of the rate; without its day no rate is used."),
                       '"rate_on"', refers="field"),
        "left": Key(l.NAMES, Text("哪些状态是不再往下走了；算在最后到过的那一级，与仍在的、走下去的分开。",
                                  "States of an entry that goes no further; it left at the last stage it reached."),
                    '["dropped"]', default=(), refers="state"),
        "why": Key(l.NAME, Text("说明为什么不走了的那一栏。", "The field that says why it left."), '"dropped_for"',
                   refers="field"),
        "basis": BASIS,
        "stage": Key(Many(STAGE), Text("各级，由前到后。", "Its stages, the first first."), required=True),
        "share": Key(Many(RATE), Text("比率，分子分母都显示。", "Rates, shown with both numbers."), default=()),
        "tiers": Key(TIERS, Text("按金额分档。", "Sizes by amount.")),
    },
)  # fmt: skip

CASE_STAGE = Table(
    Text("案件漏斗的一级", "a stage of a funnel of cases"),
    {
        "id": name("funnel stage"),
        "title": TITLE,
        "meaning": MEANING,
        "stages": Key(
            l.NAMES, Text("到过其中任一环节就算进入了；到了后面各级的也算经过。",
                          "Entered by whoever came to one of these stages, or to one of a later one."),
            '["given", "handling"]', required=True, refers="stage",
        ),
    },
)  # fmt: skip

CASE_FUNNEL = Table(
    Text("[funnel]（机制）", "[funnel] of a programme"),
    {
        "meaning": MEANING,
        "basis": BASIS,
        "stage": Key(Many(CASE_STAGE), Text("各级，由前到后；一个环节只属于一级。",
                                            "Its stages, the first first; a stage of the programme is in one."),
                     required=True),
    },
)  # fmt: skip

LEADERS = Table(
    Text("[graph.leaders]", "[graph.leaders]"),
    {
        "title": TITLE,
        "register": Key(l.NAME, Text("由哪个名录的条目带头。", "The register of those that lead."), '"enterprises"',
                        required=True, refers="declared register"),
        "group": Key(l.NAME, Text("那里哪一栏写着属于谁。", "Their field that names the group."), '"chain"',
                     required=True, refers="register field"),
        "when": Key(l.NAME, Text("那里哪一栏（是否）写着带头。", "Their yes-or-no field that says they lead."),
                    '"leads_chain"', required=True, refers="register field"),
    },
)  # fmt: skip

GRAPH = Table(
    Text("[graph]", "[graph]"),
    {
        "group": Key(l.NAME, Text("属于哪一个条目，一个条目一张图。",
                                  "The field that says to which entry it belongs; one picture for each."),
                     '"chain"', required=True, refers="field"),
        "after": Key(l.NAMES, Text("接在本名录的哪个条目之后。", "Fields that name entries of this register before it."),
                     '["after"]', required=True, refers="field"),
        "missing": Key(l.NAMES, Text("哪些状态是缺口。", "States that are a gap."), '["missing"]', default=(),
                       refers="state"),
        "sought": Key(l.NAMES, Text("哪些状态是正在补的缺口。", "States of a gap that is being filled."), '["sought"]',
                      default=(), refers="state"),
        "says": Key(l.NAMES, Text("每个环节还说明什么。", "What else is told with each."), '["filled_by"]', default=(),
                    refers="field"),
        "heads": Key(l.NAMES, Text("图上方说明所属条目的哪些栏。", "Fields of the group told above its picture."),
                     '["leads"]', default=()),
        "leaders": Key(LEADERS, Text("谁带头。", "Who leads.")),
        "basis": NOTED_BASIS,
    },
)  # fmt: skip

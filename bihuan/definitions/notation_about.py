"""The notation of how cases are told on the page of an entry that they are about. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind, TaskKind, Verb
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Table
from bihuan.definitions.notation_pack import TITLE

TELL = Table(
    Text("[[about.tell]]", "[[about.tell]]"),
    {
        "title": TITLE,
        "field": Key(
            l.NAME, Text("一个字段；私密的只说有没有写。", "A field; of a private one only whether it was written."),
            '"level"', refers="field",
        ),
        "verb": Key(l.one_of(Verb), Text("或某个动作第一次是哪天。", "Or the first day of a verb."), '"contact"'),
        "outcome": Key(l.STRING, Text("这个动作的哪种结果。", "With which outcome."), '"reached"'),
        "finding": Key(l.one_of(FindingKind), Text("或一项认定。", "Or a finding."), '"satisfied"'),
        "tasks": Key(l.one_of(TaskKind), Text("或有这种任务的单位。", "Or the units with such a part."), '"assist"'),
    },
)  # fmt: skip

ABOUT = Table(
    Text("[about]", "[about]"),
    {
        "register": Key(l.NAME, Text("在哪个名录的条目上说。", "On the entries of which register."), '"firms"',
                        required=True, refers="declared register"),
        "by": Key(
            l.NAME,
            Text("哪个字段说明是哪个条目；是区域的，凡在其中、在其上下级的条目都算。",
                 "The field that names the entry, or an area: then all entries in it, below it and above it."),
            '"firm"', required=True, refers="field",
        ),
        "counts": Key(l.NAME, Text("按哪个选择分开计数；没有选的按环节。",
                                   "A choice by whose words cases are counted apart; else by stage."),
                      '"result"', refers="field"),
        "tell": Key(Many(TELL), Text("每件事项除环节外还说什么。", "What is told of each case beside its stage."),
                    default=()),
    },
)  # fmt: skip

"""The notation of cases that are raised for each entry of a register while another case runs. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Table
from bihuan.definitions.notation_pack import BASIS

FIELD = Key(l.NAME, Text("本机制的哪个字段。", "Which field of its own."), '"area"', required=True, refers="field")

FILL = Table(
    Text("[[each.fill]]", "[[each.fill]]"),
    {
        "field": FIELD,
        "entry": Key(l.NAME, Text("取自条目的哪一栏。", "Taken from this field of the entry."), '"area"'),
        "case": Key(l.NAME, Text("或取自引起它的事项的哪个字段。", "Or from this field of the case it is raised for."),
                    '"response"', refers="field elsewhere"),
    },
)  # fmt: skip

SAY = Table(
    Text("[[each.say]]", "[[each.say]]"),
    {"field": FIELD, "text": Key(l.TEXT, Text("收回时写什么。", "What taking it back says."), required=True)},
)

EACH = Table(
    Text("[each]", "[each]"),
    {
        "programme": Key(l.NAME, Text("哪个机制的事项引起它们。", "For cases of which programme."), '"flood-response"',
                         required=True, refers="programme"),
        "stages": Key(l.NAMES, Text("那件事项在哪些环节时提出。", "While these are in one of these stages."),
                      '["running"]', required=True, refers="stage elsewhere"),
        "register": Key(l.NAME, Text("对哪个名录里、那件事项区域内的条目，一条提一件。",
                                     "One for each entry of this register in the area of that case."),
                        '"hazard-points"', required=True, refers="declared register"),
        "skip": Key(l.NAMES, Text("哪些状态的条目不提。", "States of entries that are left out."), '["cleared"]',
                    default=()),
        "step": Key(l.NAME, Text("用哪一步提出，以那件事项的提出人的名义。",
                                 "The step that raises them, in the name of whoever raised that case."),
                    '"order"', required=True, refers="step"),
        "entry": Key(l.NAME, Text("哪个字段指明条目。", "The field that names the entry."), '"point"', required=True,
                     refers="field"),
        "cause": Key(l.NAME, Text("哪个字段记那件事项的编号。", "The field that holds the number of that case."),
                     '"under"', required=True, refers="field"),
        "ends": Key(l.NAME, Text("那件事项办结后，用哪一步收回还没有开始的；不写则不收回。",
                                 "The step that takes back what was not begun once that case is over."),
                    '"call_off"', refers="step"),
        "closes": Key(l.NAME, Text("那件事项办结后，用哪一步结束已经开始的；这一步的条件不许，就接着办。",
                                   "The step that closes what was begun once that case is over; it goes on where the "
                                   "guards of the step refuse."),
                      '"stand_down"', refers="step"),
        "follows": Key(l.NAMES, Text("那件事项的字段改了，用哪一步告诉正在办的；按所处环节取第一个能办的。",
                                     "The steps by which what runs learns that a field of that case has changed: the "
                                     "first that can be taken where it stands."),
                       '["regrade", "regrade_walking"]', default=(), refers="step"),
        "rises": Key(l.NAME, Text("那件事项的哪个选项升了级（选项表从低到高排），升级前已经了结的条目各再提一件；"
                                  "正在办的照办，升级后才了结的不再提。",
                                  "A choice of that case, its dictionary from low to high: when it goes up, one is "
                                  "raised again for each entry whose last one was over by then. What runs goes on; "
                                  "what ends after it stays ended."),
                     '"response"', refers="field elsewhere"),
        "basis": BASIS,
        "fill": Key(Many(FILL), Text("还填哪些字段。", "What else is filled in."), default=()),
        "say": Key(Many(SAY), Text("收回时的说明。", "Words that taking back asks for."), default=()),
    },
)  # fmt: skip

"""The notation of a notice: whom it goes to, what it says, by when. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Table

TELLING = Table(
    Text("告知", "a notice"),
    {
        "to": Key(
            l.NAME,
            Text("告知谁：角色，或 raiser、lead_unit、assist_units、joint_units、holder、followers、entries。"
                 "holder 是此刻事项在谁手上：主办单位，或这个环节等着的那一方，谁都不等时是中心。"
                 "followers 是关注者，只能填 {number}、{due}；entries 是名录里的条目，"
                 "只能填 {number}、{due}、{unit} 和公开字段。",
                 "Whom: a role, or raiser, lead_unit, assist_units, joint_units, holder, followers, entries."
                 " holder is whoever has the case then: the unit in charge, or whom its stage waits for, or the"
                 " centre where it waits for nobody. Those who only follow are told {number} and {due}, nothing else;"
                 " entries of a register those, {unit} and open fields."),
            '"raiser"', required=True, refers="recipient",
        ),
        "text": Key(
            l.TEXT,
            Text("说什么；可填 {number}、{due}、{unit}、{reason}、{holder}、{hotline}、{missed} 和字段；"
                 "{missed} 是期满的时限原定的时间。",
                 "What it says; {number}, {due}, {unit}, {reason}, {holder}, {hotline}, {missed} and fields are filled;"
                 " {missed} is the moment that passed when a clock lapsed."),
            required=True,
        ),
        "urgent": Key(
            l.BOOL, Text("是否立刻发出，不避夜间。", "Whether it goes out at once, also at night."), "true",
            default=False,
        ),
        "register": Key(
            l.NAME,
            Text("to 为 entries 时：哪个名录；它要有联系方式（contact）。",
                 "To entries: of which register; it must have a contact."),
            '"firms"', refers="register",
        ),
        "by": Key(
            l.NAME,
            Text("to 为 entries 时：哪个字段说明是哪些条目，一个条目或一个区域；区域含其上下级。",
                 "To entries: the field that says which: an entry, or an area with those in it and around it."),
            '"area"', refers="field",
        ),
        "latest": Key(
            l.NAMES,
            Text("最迟在哪些时限到期前告知；为此可以不避夜间，页面据此说是否及时。",
                 "Clocks before whose end all are told, at night if need be; pages say whether it was in time."),
            '["notice"]', default=(), refers="clock",
        ),
    },
)  # fmt: skip

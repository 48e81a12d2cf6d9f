"""The notation of policy documents: what `basis` points to. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Named, Table
from bihuan.definitions.notation_pack import UNTIL

# ruff: noqa: E501 -- one row per key reads better than three.

POLICY = Table(
    Text("政策文件", "a policy document"),
    {
        "title": Key(l.TEXT, Text("标题，不带书名号。", "Its title."), '{ zh = "消防法", en = "Fire Protection Law" }',
                     required=True),
        "issuer": Key(l.TEXT, Text("发文机关；不知道的不写。", "Who issued it; left out if not known.")),
        "number": Key(l.STRING, Text("发文字号；法律写公布令；不知道的不写，页面上说明。", "Its number; for a law the order that published it; left out if not known, which pages say."),
                      '"主席令第81号"', default=""),
        "issued": Key(l.DATE, Text("成文或公布日期；不知道的不写。", "When it was issued or published; left out if not known."), "2021-04-29"),
        "in_force": Key(l.DATE, Text("施行日期；不写则同 issued。", "In force from; `issued` if left out."), "2021-04-29"),
        "used_since": Key(l.DATE, Text("本配置包从哪一天起按它办；issued 和 in_force 都不知道时写，名录从这一天记起。", "From when this pack goes by it, for one whose `issued` and `in_force` are not known: its entry begins then."), "2019-07-01"),
        "until": UNTIL,
        "replaced_by": Key(l.NAME, Text("被哪份文件取代。", "What replaced it."), '"emergency-law-2024"',
                           refers="policy"),
    },
)  # fmt: skip

ENGLISH = Table(
    Text("[[english]]", "[[english]]"),
    {
        "zh": Key(l.STRING, Text("只用中文写的依据，整句，或分号之间的一节，或冒号后面的话，一字不差。", "A basis written in Chinese alone, or one clause of it between semicolons, or what follows its colon, exactly."),
                  '"天数没有规定"', required=True),
        "en": Key(l.STRING, Text("英文页面上怎么说。", "What it says on pages in English."), '"no rule sets the days"',
                  required=True),
    },
)  # fmt: skip

POLICIES = Table(
    Text("政策文件的文件", "the file of policy documents"),
    {
        "policy": Key(Named(POLICY, "policy"), Text("各份文件。", "The documents."), required=True),
        "english": Key(Many(ENGLISH), Text("只有中文的依据，英文怎么说。", "English for what is said in Chinese alone."),
                       default=()),
    },
)  # fmt: skip

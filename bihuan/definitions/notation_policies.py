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
        "issuer": Key(l.TEXT, Text("发文机关。", "Who issued it."), required=True),
        "number": Key(l.STRING, Text("发文字号；法律写公布令。", "Its number; for a law the order that published it."),
                      '"主席令第81号"', default=""),
        "issued": Key(l.DATE, Text("成文或公布日期。", "When it was issued or published."), "2021-04-29", required=True),
        "in_force": Key(l.DATE, Text("施行日期；不写则同 issued。", "In force from; `issued` if left out."), "2021-04-29"),
        "until": UNTIL,
        "replaced_by": Key(l.NAME, Text("被哪份文件取代。", "What replaced it."), '"emergency-law-2024"',
                           refers="policy"),
    },
)  # fmt: skip

ENGLISH = Table(
    Text("[[english]]", "[[english]]"),
    {
        "zh": Key(l.STRING, Text("只用中文写的依据，整句，或分号之间的一节，一字不差。", "A basis written in Chinese alone, or one clause of it between semicolons, exactly."),
                  '"本配置包的理解"', required=True),
        "en": Key(l.STRING, Text("英文页面上怎么说。", "What it says on pages in English."), '"this pack\'s reading"',
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

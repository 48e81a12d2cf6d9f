"""The notation of the file of public cells: what may be named together in public. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Table
from bihuan.definitions.notation_pack import BASIS, EDITION

CELLS = Table(
    Text("可公开的格子", "the file of public cells"),
    {
        "cells": Key(
            Table(Text("[cells]", "[cells]"), {"edition": EDITION, "basis": BASIS}),
            Text("由上一期件数定，新一期开始前装载（bihuan cells）；不在其中的写作“其他”。",
                 "Set by the counts of the last period, loaded before the next (bihuan cells); the rest is `other`."),
            required=True,
        ),
        "cell": Key(
            Many(
                Table(
                    Text("[[cell]]", "[[cell]]"),
                    {
                        "units": Key(
                            l.NAMES, Text("哪些承办单位；", "Units in charge;"), '["fire"]', default=(), refers="unit"
                        ),
                        "areas": Key(l.NAMES, Text("哪些区域；", "areas;"), '["hu-bian"]', default=(), refers="area"),
                        "categories": Key(l.NAMES, Text("哪些分类。", "categories."), '["garbage"]', default=()),
                    },
                )
            ),
            Text("每行是它们的所有组合；没写的那一项不点名。",
                 "Each row is every combination of them; what a row leaves out is not named."), default=(),
        ),
    },
)  # fmt: skip

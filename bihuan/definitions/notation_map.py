"""The notation of the file of outlines: where areas lie, as far as a picture of them needs. Declarations only."""

from __future__ import annotations

from bihuan.core.text import Text
from bihuan.definitions import leaves as l
from bihuan.definitions.notation import Key, Many, Table

BOUNDARIES = Table(
    Text("边界", "the file of outlines"),
    {
        "source": Key(
            Table(
                Text("来源", "the source"),
                {"title": Key(l.TEXT, Text("图上写明的来源。", "What the picture says of its source."), required=True)},
            ),
            Text("边界的来源。", "Where the outlines come from."), required=True,
        ),
        "boundary": Key(
            Many(Table(
                Text("边界", "an outline"),
                {
                    "area": Key(
                        l.NAME, Text("哪个区域。", "Of which area."), '"jinling-road"', required=True, refers="area"
                    ),
                    "ring": Key(
                        l.RING,
                        Text("角点，WGS84，经度在前。", "Corners, WGS84, longitude first."),
                        '"114.86 25.88, 114.88 25.88, 114.88 25.86"',
                        required=True,
                    ),
                },
            )),
            Text("区域的边界。", "Outlines of areas."), default=(),
        ),
    },
)  # fmt: skip

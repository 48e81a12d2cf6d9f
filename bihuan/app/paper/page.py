"""The page of GB/T 9704-2012 in numbers, and the fonts it asks for with what may stand in for each."""

from __future__ import annotations

PAPER_MM = (210.0, 297.0)
TOP_MM, LEFT_MM = 37.0, 28.0
"""天头, 订口."""
TYPE_MM = (156.0, 225.0)
"""版心: what is left for type."""
LINES, CHARACTERS = 22, 28
RED = "FF0000"
POINT_MM = 25.4 / 72

BODY_PT, TITLE_PT, SMALL_PT = 16.0, 22.0, 14.0
"""三号, 二号, 四号."""
PITCH_PT = TYPE_MM[1] / LINES / POINT_MM
"""From one line to the next."""
TRACKING_PT = TYPE_MM[0] / CHARACTERS / POINT_MM - BODY_PT
"""What is added to the width of a character so that so many fill a line; a little less than nothing."""

FONTS: dict[str, tuple[str, ...]] = {
    "title": (
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "华文中宋", "SimSun", "宋体",
        "Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体", "AR PL UMing CN",
    ),
    "body": (
        "仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋", "Noto Serif CJK SC",
        "Noto Serif SC", "Source Han Serif SC", "思源宋体", "SimSun", "AR PL UMing CN", "Noto Sans CJK SC",
    ),
    "heading": (
        "黑体", "SimHei", "STHeiti", "Heiti SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体",
        "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Serif CJK SC",
    ),
    "second": (
        "楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "Kaiti SC", "AR PL UKai CN", "Noto Serif CJK SC",
        "Noto Serif SC", "Source Han Serif SC",
    ),
    "digits": ("宋体", "SimSun", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"),
}  # fmt: skip
"""Use → families, the standard's own first. Every family here sets Chinese."""

PLAIN = ("Times New Roman", "Liberation Serif", "Noto Serif", "DejaVu Serif", "Libertinus Serif")
"""For English; the last comes with the typesetter."""

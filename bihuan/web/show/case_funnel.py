"""The funnel of a programme for reading: each stage with who entered, stands there and left, and the cases behind a
number. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from urllib.parse import urlencode

from bihuan.app.case_funnel import Funnelled
from bihuan.app.queues import Waiting
from bihuan.core.case_funnel import Bar
from bihuan.core.counting import percent
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.text import Language, Text
from bihuan.web.show import tasks
from bihuan.web.show.tasks import UNITS, Card

LISTED_MOST = 200
"""Cases listed behind one number."""
PARTS: Mapping[str, Text] = {
    "entered": Text("经过", "entered"),
    "stands": Text("停在这里", "stand here"),
    "left": Text("已离开", "left"),
    "went_on": Text("其中走到下一级", "of them went on"),
    "ended": Text("其中到此为止", "of them ended here"),
    "back": Text("其中退回前面", "of them were sent back"),
}
"""What can be counted of a stage, in the order in which it is told."""
ALWAYS = ("entered", "stands", "left")
"""What is told also where it is nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One number that opens into its cases."""

    title: str
    cases: int
    href: str
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One stage."""

    title: str
    meaning: str
    counts: tuple[Count, ...]
    width: str
    standing: str
    """Width of the part that stands there now."""
    share: str
    """How many of the first stage's came as far."""
    spent: str
    waits: str

    @property
    def entered(self) -> Count:
        """The number beside the bar."""
        return self.counts[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelView:
    """The page."""

    bars: tuple[BarView, ...]
    behind: str
    cards: tuple[Card, ...]
    further: int
    """Cases behind the number that are not listed."""
    outside: int
    more: bool


def case_funnel_view(
    found: Funnelled,
    programmes: Mapping[tuple[str, str], Programme],
    sent: Mapping[str, str],
    context: Context,
    now: datetime,
    language: Language,
) -> FunnelView:
    """Everything on the page."""
    rule = found.programme.funnel
    assert rule is not None
    first = len(found.bars[0].entered) if found.bars else 0
    stage, _, part = sent.get("show", "").partition(".")
    bar = next((one for one in found.bars if one.id == stage), None)
    cases: Sequence[str] = getattr(bar, part) if bar is not None and part in PARTS else ()
    behind = f"{rule.stages[bar.id].title.in_(language)} · {PARTS[part].in_(language)}" if bar and part in PARTS else ""
    lines = sorted((found.lines[one] for one in cases), key=lambda line: line.case.opened_at, reverse=True)
    waiting = [
        Waiting(line=line, words="", programme=programmes[line.case.programme, line.case.edition])
        for line in lines[:LISTED_MOST]
    ]
    return FunnelView(
        bars=tuple(_bar(one, found, first, sent, language) for one in found.bars),
        behind=behind,
        cards=tasks.lines(waiting, context, now, language),
        further=max(0, len(lines) - LISTED_MOST),
        outside=found.outside,
        more=found.more,
    )


def _bar(bar: Bar, found: Funnelled, first: int, sent: Mapping[str, str], language: Language) -> BarView:
    assert found.programme.funnel is not None
    stage = found.programme.funnel.stages[bar.id]
    counts = tuple(
        Count(
            title=title.in_(language),
            cases=len(getattr(bar, part)),
            href=_open(sent, f"{bar.id}.{part}"),
            shown=sent.get("show") == f"{bar.id}.{part}",
        )
        for part, title in PARTS.items()
        # All that left went one way: then that is said already.
        if part in ALWAYS or 0 < len(getattr(bar, part)) < len(bar.left)
    )
    entered = len(bar.entered)
    return BarView(
        title=stage.title.in_(language),
        meaning=stage.meaning.in_(language),
        counts=counts,
        width=_width(entered, first),
        standing=_width(len(bar.stands), first),
        share=percent(Fraction(entered, first), 1) or "" if first else "",
        spent=took(bar.spent, language),
        waits=took(bar.waits, language),
    )


def took(time: timedelta | None, language: Language) -> str:
    """A stretch of time in its two largest units; empty for none."""
    if time is None:
        return ""
    said: list[str] = []
    rest = max(time, timedelta(minutes=1))
    for size, words in UNITS:
        if (many := rest // size) > 0 and len(said) < 2:
            said.append(words.in_(language, {"n": str(many)}))
            rest -= many * size
    return ("" if language == "zh" else " ").join(said)


def _open(sent: Mapping[str, str], shown: str) -> str:
    kept = {name: sent[name] for name in ("since", "until") if sent.get(name)}
    return f"?{urlencode({**kept, 'show': shown})}#behind"


def _width(part: int, most: int) -> str:
    return f"{part / most * 100:.2f}%" if most else "0%"

"""The sentences and tables of the month's document, in both languages. What they tell was counted before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app import figures
from bihuan.app.figures import Tally
from bihuan.app.leading import Load
from bihuan.app.months import Month
from bihuan.core.counting import Counts, percent
from bihuan.core.paper import Attachment, Block, Heading, Paragraph, Table, day_of
from bihuan.core.programme import Indicator
from bihuan.core.standing import STANDING, Standing
from bihuan.core.text import Language, Text, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One programme: its month, the month before, its units."""

    now: Tally
    before: Tally
    units: tuple[Load, ...]

    def counted(self, measure: str) -> int:
        """How many cases of the month one question counts."""
        found = self.now.measures.get(measure)
        return found.counted if found else 0


TITLE = Text("关于{month}事项办理情况的通报", "Report on Matters Raised in {month} and Their Handling")
WARNING = Text("演示数据：事项均为虚构，本件不是公文", "Demonstration: made-up matters. This is no official document.")
"""On every page of a document about invented cases."""
UNIT_HEADS: tuple[tuple[Text, str], ...] = (
    (Text("主办", "Led"), "case.all"),
    (STANDING[Standing.OPEN], "case.open"),
    (STANDING[Standing.UNCONFIRMED], "case.unconfirmed"),
    (Text("已逾期", "Overdue"), "case.overdue"),
    (Text("曾超时", "Was late"), "case.unit_late"),
    (Text("被退单", "Returned"), "case.bounced"),
    (Text("返工", "Came back"), "case.came_back"),
)
NOTED: tuple[tuple[str, Text, Text], ...] = (
    ("case.overdue", Text("逾期未办", "Overdue"), Text("时限已过、仍未办结的事项", "Past their time limit and open")),
    ("case.supervised", Text("督办", "Supervision"), Text("正在督办的事项", "Under supervision")),
    ("case.bounced", Text("退单", "Returns"), Text("被退过单的事项", "Returned by a unit at least once")),
    ("case.came_back", Text("返工和重开", "Came back"), Text("核查退回或重开的事项", "Sent back or reopened")),
)
UNITS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Says:
    """The sentences, in one language."""

    language: Language
    month: Month
    population: str
    at: datetime
    address: str
    whole: bool

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def body(self, parts: Sequence[Part]) -> Iterator[Block]:
        first, last = self.month.days
        month, at = self.month.in_(self.language), f"{self.at:%Y-%m-%d %H:%M}"
        yield Paragraph(self.say(
            f"现将{month}（{first.month}月{first.day}日至{last.day}日提出的事项）办理情况通报如下。"
            f"办理状态统计至{day_of(self.at.date(), 'zh')}{self.at:%H时%M分}。",
            f"This is how the matters raised in {month} have been handled. Their state is that of {at}.",
        ))  # fmt: skip
        if self.population != "live":
            name = figures.POPULATION_NAMES.get(self.population)
            said = name.in_(self.language) if name else self.population
            yield Paragraph(self.say(f"数据范围：{said}。", f"Records: {said}."))
        if not self.whole:
            yield Paragraph(self.say(
                "本文只统计编写人职责范围内的事项，不是全区数字。",
                "Only matters within the reach of whoever made this are counted; these are not the district's figures.",
            ))  # fmt: skip
        for part in parts:
            yield from self.programme(part)
        yield from self.checking(parts)

    def programme(self, part: Part) -> Iterator[Block]:
        yield Heading(1, part.now.programme.title.in_(self.language))
        yield Heading(2, self.say("总体情况", "Overview"))
        yield Paragraph(self.overview(part))
        yield Heading(2, self.say("主要指标", "Indicators"))
        yield Paragraph(self.say(
            "各项指标及其分子、分母见下表。“未知”不作零计，也不进入分母；“—”表示没有可以计算的事项。",
            "Each indicator with its parts. Unknown is neither zero nor in the denominator; a dash: nothing to divide.",
        ))  # fmt: skip
        yield self.indicators(part)
        yield Heading(2, self.say("需要关注的问题", "What needs attention"))
        yield from self.attention(part)

    def overview(self, part: Part) -> str:
        raised, before = part.now.cases, part.before.cases
        open_, grave = part.counted("case.open"), part.counted("case.grave_open")
        closed = part.counted("case.unconfirmed")
        zh = f"本月共提出事项{raised}件（上月{before}件），其中尚未办结{open_}件，占{share(open_, raised)}"
        zh += f"；已办结未确认{closed}件"
        en = f"Matters raised: {raised} (in the month before: {before}); still open: {open_} ({share(open_, raised)});"
        en += f" closed, not confirmed: {closed}"
        if "case.grave_open" in part.now.measures:
            zh, en = f"{zh}；重大事项未办结{grave}件", f"{en}; major and open: {grave}"
        return self.say(zh + "。", en + ".")

    def indicators(self, part: Part) -> Table:
        heads = (("指标", "比率", "分子", "分母", "未知", "未到期或不在内", "口径版本"),
                 ("Indicator", "Rate", "Counted", "Of", "Unknown", "Not due or left out", "Edition"))  # fmt: skip
        return Table(
            title=self.say(f"{self.month.in_('zh')}主要指标", f"Indicators, {self.month.in_('en')}"),
            heads=heads[self.language == "en"],
            rows=tuple(
                (self.named(one), *parts_of(counts), str(counts.unknown), str(counts.not_due), one.edition)
                for one, counts in part.now.figures.values()
            ),
            widths=(24, 14, 12, 11, 13, 11, 15),
        )

    def named(self, indicator: Indicator) -> str:
        """What it is called, and that it is for the office only if it is not published."""
        title = indicator.title.in_(self.language)
        return title if indicator.published else title + self.say("（内部）", " (internal)")

    def attention(self, part: Part) -> Iterator[Block]:
        named = 0
        for measure, title, sentence in NOTED:
            n = part.counted(measure)
            if not n:
                continue
            named += 1
            yield Heading(3, f"{title.in_(self.language)}{self.say('。', '.')}")
            busiest = sorted(part.units, key=lambda load: (-load.of(measure).counted, load.id))[:UNITS_NAMED]
            held = [(load.title.in_(self.language), load.of(measure).counted) for load in busiest]
            held = [(name, count) for name, count in held if count]
            yield Paragraph(self.say(f"{sentence.zh}共{n}件，主办单位为：", f"{sentence.en}: {n}. Led by:"))
            for name, count in held:
                end = self.say("。", ".") if (name, count) == held[-1] else self.say("；", ";")
                yield Heading(4, self.say(f"{name}，{count}件{end}", f"{name}, {count}{end}"))
        if not named:
            none = self.say("本月事项没有逾期、督办、退单和返工。", "Nothing is overdue, supervised or came back.")
            yield Paragraph(none)

    def checking(self, parts: Sequence[Part]) -> Iterator[Block]:
        first, last = self.month.days
        yield Heading(1, self.say("口径与核对", "Definitions, and how to check"))
        yield Heading(2, self.say("口径", "Definitions"))
        yield Paragraph(self.say(
            "事项按提出日期归入月份。比率不存储，每次由事项逐件计算；各项指标的口径、版本和依据见附件1。",
            "A matter belongs to the month in which it was raised. No rate is stored; each is computed from the"
            " matters. The definition, edition and basis of each stand in Annex 1.",
        ))  # fmt: skip
        yield Heading(2, self.say("核对", "How to check"))
        yield Paragraph(self.say(
            f"在系统“公开指标”页选择{first.isoformat()}至{last.isoformat()}，点开每一个数字即为其逐件事项；"
            "之后状态变化的事项会使数字变化，以页面所示时间为准。",
            f"Choose {first.isoformat()} to {last.isoformat()} on the page of figures; each number opens into its"
            " very cases. Cases that moved on since then move the figures; the page says as of when it counts.",
        ))  # fmt: skip
        if self.address:
            where = f"{self.address}/?population={self.population}&since={first}&until={last}"
            yield Paragraph(self.say(f"网址：{where}", f"Address: {where}"), ragged=True)
            laws = f"{self.address}/documents/"
            told = f"依据的文件，逐件见：{laws}", f"The documents they rest on, one by one: {laws}"
            yield Paragraph(self.say(*told), ragged=True)
        position = max((part.now.position for part in parts), default=0)
        command = f"bihuan indicators --population {self.population} --since {first} --until {last}"
        yield Paragraph(self.say(f"命令：{command}", f"Command: {command}"), ragged=True)
        yield Paragraph(self.say(
            f"本文统计到第{position}条事实。对外公布的指标，任何人都可以用公开日志独立重算。",
            f"Facts up to number {position} are counted. Anyone can recompute the published indicators from the public"
            " log.",
        ))  # fmt: skip

    def attachments(self, parts: Sequence[Part]) -> Iterator[Attachment]:
        rows = [
            (self.named(one), one.meaning.in_(self.language), one.edition, said(one.basis, self.language))
            for part in parts
            for one, _ in part.now.figures.values()
        ]
        heads = (("指标", "口径", "版本", "依据"), ("Indicator", "Definition", "Edition", "Basis"))
        table = Table("", heads[self.language == "en"], tuple(rows), (20, 42, 13, 25), numbers=4)
        yield Attachment(self.say("指标口径说明", "Definitions of the indicators"), (table,))
        blocks: list[Block] = []
        # A mechanism that no unit led anything in has no table of units; one always stands.
        tables = [(part, self.units(part)) for part in parts]
        for part, table in [one for one in tables if one[1].rows] or tables[:1]:
            blocks += [Heading(1, part.now.programme.title.in_(self.language))] if len(parts) > 1 else []
            blocks.append(table)
        yield Attachment(self.say("各单位办理情况表", "Units and what they handled"), tuple(blocks))

    def units(self, part: Part) -> Table:
        rows = [
            (load.title.in_(self.language), *(str(load.of(measure).counted) for _, measure in UNIT_HEADS))
            for load in sorted(part.units, key=lambda one: (-one.of("case.all").counted, one.id))
            if load.of("case.all").counted
        ]
        heads = (self.say("主办单位", "Lead unit"), *(title.in_(self.language) for title, _ in UNIT_HEADS))
        return Table("", heads, tuple(rows), (22, 11, 11, 15, 11, 10, 10, 10))


def parts_of(counts: Counts) -> tuple[str, str, str]:
    """Rate, numerator, denominator."""
    rate = percent(counts.rate)
    return (rate, str(counts.counted), str(counts.denominator)) if rate else ("—", "—", "—")


def share(part: int, whole: int) -> str:
    """A part in per cent; a dash of nothing."""
    return percent(Counts(counted=part, rest=whole - part, unknown=0, not_due=0).rate) or "—"

"""The leader's screen as pages show it: tiles, rates with parts, load by unit, a year by month. Counts nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.app.figures import Tally
from bihuan.app.leading import Load, Month, Picture
from bihuan.core.commands import Area
from bihuan.core.counting import Counts, percent
from bihuan.core.geo import Ring
from bihuan.core.standing import STANDING, Standing
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import MONTHS
from bihuan.web.show.map import Drawn, drawn

TILES: Mapping[str, tuple[Text, bool]] = {
    "case.overdue": (Text("已逾期", "Overdue"), True),
    "case.grave_open": (Text("重大且未办结", "Major and open"), True),
    "case.unconfirmed": (STANDING[Standing.UNCONFIRMED], False),
    "case.supervised": (Text("督办中", "Under supervision"), False),
    "case.bounced": (Text("被退过单", "Returned by a unit"), False),
    "case.ping_pong": (Text("退过两次以上", "Returned twice or more"), True),
    "case.came_back": (Text("返工或重开", "Came back"), False),
}
"""Question → what the tile is called, and whether any at all is bad."""
LISTED: Mapping[str, Text] = {
    "case.open": STANDING[Standing.OPEN],
    "case.unit_late": Text("承办单位超过时限的", "The unit broke a time limit"),
}
"""Further questions that a bar, an area or a unit opens into."""
UNITS_MOST, MONTHS_MOST = 12, 24
WIDTH, HEIGHT = 100.0, 60.0
QUARTERS = ("04", "07", "10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number that opens into its cases."""

    measure: str
    title: str
    counted: int
    of: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One rate with its parts."""

    indicator: str
    title: str
    percent: str
    counted: int
    of: int
    unknown: int
    internal: bool
    """Not published: told to those who lead, not to the public."""

    @property
    def wide(self) -> float:
        """Its bar, in per cent."""
        return self.counted / self.of * 100 if self.of else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The load of one unit: open, and of those overdue; widths in per cent of the longest."""

    unit: str
    title: str
    open: int
    late: int
    wide: float
    wide_late: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One month: raised, and still open; in units of the picture."""

    month: str
    label: str
    """What stands under it: a year, or a month of each quarter; nothing under the others."""
    raised: int
    open: int
    x: float
    width: float
    top: float
    height: float
    open_top: float
    open_height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is shown of one programme."""

    id: str
    title: str
    cases: int
    tiles: tuple[Tile, ...]
    rates: tuple[Rate, ...]
    bars: tuple[Bar, ...]
    columns: tuple[Column, ...]
    again: tuple[tuple[str, str, int], ...]
    """Unit, its title, and in how many months it broke time limits."""
    whole: bool
    """Whether everything is counted, or what the person reaches."""
    map: Drawn | None
    areas: tuple[tuple[str, str, int], ...]
    """Area, its title, how many of its cases are open; most first."""

    @property
    def most(self) -> int:
        """The most that was raised in a month: what the highest column stands for."""
        return max((one.raised for one in self.columns), default=0)

    @property
    def latest(self) -> tuple[Column, ...]:
        """This month, after the one before."""
        return self.columns[-2:] if len(self.columns) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One programme in the table of all."""

    id: str
    title: str
    cases: int
    open: int
    tiles: tuple[Tile | None, ...]
    """A number for each head; None where the programme asks no such question."""
    here: bool


def total(lines: Sequence[Line]) -> Line:
    """All programmes together; a question that only some ask is the sum of those."""
    columns = zip(*(one.tiles for one in lines), strict=True)
    return Line(
        id="", title="", cases=sum(one.cases for one in lines), open=sum(one.open for one in lines), here=False,
        tiles=tuple(_sum([tile for tile in column if tile is not None]) for column in columns),
    )  # fmt: skip


def _sum(tiles: Sequence[Tile]) -> Tile | None:
    if not tiles:
        return None
    return replace(tiles[0], counted=sum(one.counted for one in tiles), of=sum(one.of for one in tiles))


def heads(language: Language) -> Sequence[str]:
    """What the numbers of a line are called."""
    return [title.in_(language) for title, _ in TILES.values()]


def line(found: Tally, opened: Tally, language: Language) -> Line:
    """One programme at less than a glance."""
    open_ = found.measures.get("case.open")
    return Line(
        id=found.programme.id,
        title=found.programme.title.in_(language),
        cases=found.cases,
        open=open_.counted if open_ else 0,
        tiles=tuple(
            _tile(name, found.measures[name], language) if name in found.measures else None for name in TILES
        ),
        here=found is opened,
    )


def screen(
    picture: Picture, areas: Mapping[str, Area], rings: Mapping[str, Ring], language: Language
) -> Screen:
    """One programme at a glance."""
    found = picture.tally
    counts: dict[str, int | None] = {id_: counts.counted for id_, counts in picture.areas.items() if id_ in areas}
    busiest = sorted(((n or 0, id_) for id_, n in counts.items() if n), key=lambda one: (-one[0], one[1]))
    return Screen(
        id=found.programme.id,
        title=found.programme.title.in_(language),
        cases=found.cases,
        tiles=tuple(_tile(name, found.measures[name], language) for name in TILES if name in found.measures),
        rates=tuple(_rates(found, language)),
        bars=tuple(_bars(picture.units, language)),
        columns=tuple(_columns(picture.months[-MONTHS_MOST:], language)),
        again=tuple((one.load.id, one.load.title.in_(language), len(one.months)) for one in picture.again),
        whole=found.within.everything,
        map=drawn(rings, areas, language, counts),
        areas=tuple((id_, areas[id_].title.in_(language), n) for n, id_ in busiest[:UNITS_MOST]),
    )


def title_of(found: Tally, measure: str) -> Text | None:
    """What the cases behind a number of the screen are headed with; None for what is no number of it."""
    if measure in TILES:
        return TILES[measure][0]
    if measure in LISTED:
        return LISTED[measure]
    figure = found.figures.get(measure)
    return figure[0].title if figure is not None else None


def _tile(name: str, counts: Counts, language: Language) -> Tile:
    title, bad = TILES[name]
    return Tile(
        measure=name,
        title=title.in_(language),
        counted=counts.counted,
        of=counts.denominator,
        late=bad and counts.counted > 0,
    )


def _rates(found: Tally, language: Language) -> Sequence[Rate]:
    return [
        Rate(
            indicator=one.id,
            title=one.title.in_(language),
            percent=percent(counts.rate) or "—",
            counted=counts.counted,
            of=counts.denominator,
            unknown=counts.unknown,
            internal=not one.published,
        )
        for one, counts in found.figures.values()
    ]


def _bars(loads: Sequence[Load], language: Language) -> Sequence[Bar]:
    busy = [load for load in loads if load.of("case.open").counted][:UNITS_MOST]
    most = max((load.of("case.open").counted for load in busy), default=1)
    return [
        Bar(
            unit=load.id,
            title=load.title.in_(language),
            open=load.of("case.open").counted,
            late=load.of("case.overdue").counted,
            wide=round(WIDTH * load.of("case.open").counted / most, 1),
            wide_late=round(WIDTH * load.of("case.overdue").counted / most, 1),
        )
        for load in busy
    ]


def _columns(months: Sequence[Month], language: Language) -> Sequence[Column]:
    most = max((month.raised for month in months), default=1) or 1
    step = WIDTH / max(len(months), 1)
    return [
        Column(
            month=month.month,
            label=_label(month.month, language),
            raised=month.raised,
            open=month.open,
            x=round(step * place + step * 0.15, 2),
            width=round(step * 0.7, 2),
            top=round(HEIGHT * (1 - month.raised / most), 2),
            height=round(HEIGHT * month.raised / most, 2),
            open_top=round(HEIGHT * (1 - month.open / most), 2),
            open_height=round(HEIGHT * month.open / most, 2),
        )
        for place, month in enumerate(months)
    ]


def _label(month: str, language: Language) -> str:
    """What stands under a month of the picture ("2026-04")."""
    year, number = month.split("-")
    if number == "01":
        return year
    if number not in QUARTERS:
        return ""
    return f"{int(number)}月" if language == "zh" else MONTHS[int(number) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One list of a number: what it is called, how long it is."""

    id: str
    title: Text
    count: int


def lists(counts: Counts) -> tuple[Tab, ...]:
    """The lists that the parts of a rate open into."""
    long = {"counted": counts.counted, "rest": counts.rest, "all": counts.denominator, "unknown": counts.unknown}
    return tuple(Tab(id=id_, title=PARTS[id_], count=n) for id_, n in long.items())


PARTS: Mapping[str, Text] = {
    "counted": Text("计入（分子）", "Counted (numerator)"),
    "rest": Text("不计入", "Not counted"),
    "all": Text("分母", "Denominator"),
    "unknown": Text("未知", "Unknown"),
}

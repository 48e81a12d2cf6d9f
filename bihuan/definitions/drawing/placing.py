"""Where everything of a picture stands: cards in a column for each phase, lines in lanes between the columns.

Lines to one place share a lane and run together like roads; a line that passes a column takes a lane above all cards.
May live here: geometry in pixels, integers only, so that the same file gives the same picture. May not: looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bihuan.definitions.drawing.cards import Card, Row, Sheet

WIDTH = 244
PAD = 10
HEADER = 30
CHIP = 19
ROW = 34
LINE = 15
GAP = 22
LANE = 9
GUTTER = 30
MARGIN = 28
TITLE = 64
PHASE = 34
BUS = 8
ENTER = 15
"""How far below its top a card is entered."""


class Kind(StrEnum):
    """What a line means for the case."""

    ON = "on"
    BACK = "back"
    END = "end"


Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One way from a row to a card."""

    points: tuple[Point, ...]
    kind: Kind
    dashed: bool
    quiet: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A card in its place."""

    card: Card
    x: int
    y: int
    height: int
    stays: tuple[str, ...]
    """Its steps without movement, broken into lines."""

    def row_y(self, index: int) -> int:
        """The middle of a row."""
        return self.y + HEADER + CHIP * len(self.card.clocks) + ROW * index + ROW // 2


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture with everything in its place."""

    sheet: Sheet
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    columns: tuple[int, ...]
    """The left edge of each column; the first is for cases coming in."""
    top: int
    """Where the cards begin."""
    always: tuple[str, ...]
    width: int
    height: int


def width_of(text: str, size: int) -> int:
    """About how wide a text is: Chinese characters are square, others about half as wide."""
    return sum(size if ord(character) > 0x2E80 else (size * 10) // 19 for character in text)


def wrapped(parts: tuple[str, ...], mark: str, room: int, size: int) -> tuple[str, ...]:
    """Phrases set as lines no wider than the room; broken between phrases, or else between words or characters."""
    lines: list[str] = []
    current = ""
    for index, part in enumerate(parts):
        piece = part + (mark if index < len(parts) - 1 else "")
        whole = width_of(piece.rstrip(), size) <= room
        for bit in (piece,) if whole else _BREAKS.findall(piece):
            if current and width_of((current + bit).rstrip(), size) > room:
                lines.append(current.rstrip())
                current = ""
            current += bit
    return (*lines, current.rstrip()) if current else tuple(lines)


_BREAKS = re.compile(r"[!-~]+ *|.")
"""A word of Latin letters with the space behind it, or one Chinese character."""


def place(sheet: Sheet) -> Placed:
    """The sheet laid out."""
    routes = _routes(sheet)
    buses = list(dict.fromkeys(route.target for route in routes if route.far))
    lanes = _lanes(sheet, routes)
    columns, width = _columns(sheet, lanes)
    top = TITLE + PHASE + BUS * len(buses) + GAP
    boxes = _boxes(sheet, columns, top)
    by_id = {box.card.id: box for box in boxes}
    bus_y = {target: TITLE + PHASE + BUS * (index + 1) for index, target in enumerate(buses)}
    lines = tuple(_line(route, by_id, columns, lanes, bus_y) for route in routes)
    mark = "、" if sheet.language == "zh" else ", "
    label = width_of(sheet.notes["always"], 12)
    always = wrapped(sheet.always, mark, width - 2 * MARGIN - label, 12)
    bottom = max(box.y + box.height for box in boxes)
    height = bottom + GAP + LINE * len(always) + 64
    return Placed(sheet, boxes, lines, columns, top, always, width, height)


@dataclass(frozen=True, slots=True)
class _Route:
    """A line before it has a place: which columns it goes between and by which gutters."""

    source: str
    row: int
    target: str
    kind: Kind
    from_column: int
    to_column: int
    dashed: bool
    quiet: bool

    @property
    def far(self) -> bool:
        """Whether it passes a column."""
        return self.to_column > self.from_column + 1 or self.to_column < self.from_column - 1

    @property
    def out(self) -> int:
        """The gutter it leaves by: number g lies right of column g."""
        return self.from_column - 1 if self.to_column < self.from_column else self.from_column

    @property
    def into(self) -> int:
        """The gutter it comes in by."""
        return self.to_column - 1 if self.to_column > self.from_column else self.to_column

    @property
    def arriving(self) -> _Lane:
        """Its last lane: gutter, side of the gutter (0 left), target, looks. Lines alike share it."""
        return (self.into, 2 if self.to_column > self.from_column else 0, self.target, self.looks)

    @property
    def leaving(self) -> _Lane:
        """Its first lane, for a line that passes a column."""
        return (self.out, 1, self.target, self.looks)

    @property
    def looks(self) -> str:
        """Lines that look different don't share a lane."""
        return f"{self.kind}{self.dashed}"


_Lane = tuple[int, int, str, str]


def _routes(sheet: Sheet) -> list[_Route]:
    cards = {card.id: (index, card) for index, card in enumerate(sheet.cards)}
    found: list[_Route] = []
    for index, card in enumerate(sheet.cards):
        for position, row in enumerate(card.rows):
            place, target = cards[row.target]
            found.append(_route(card, index, position, row, target, place))
    return found


def _route(card: Card, index: int, position: int, row: Row, target: Card, place: int) -> _Route:
    back = target.phase < card.phase or (target.phase == card.phase and place < index)
    kind = Kind.BACK if back else Kind.END if target.final else Kind.ON
    return _Route(card.id, position, target.id, kind, card.phase, target.phase, row.dashed, row.quiet)


def _lanes(sheet: Sheet, routes: list[_Route]) -> dict[_Lane, int]:
    """Each lane's number in its gutter, from the left."""
    order = {card.id: index for index, card in enumerate(sheet.cards)}
    wanted = {route.arriving for route in routes} | {route.leaving for route in routes if route.far}
    numbered: dict[_Lane, int] = {}
    used: dict[int, int] = {}
    for lane in sorted(wanted, key=lambda lane: (lane[0], lane[1], order[lane[2]], lane[3])):
        numbered[lane] = used.get(lane[0], 0)
        used[lane[0]] = numbered[lane] + 1
    return numbered


def _columns(sheet: Sheet, lanes: dict[_Lane, int]) -> tuple[tuple[int, ...], int]:
    """The left edge of each column, and the width of the whole."""
    x, edges = MARGIN, []
    for column in range(len(sheet.phases) + 1):
        edges.append(x)
        count = sum(1 for lane in lanes if lane[0] == column)
        x += WIDTH + (GUTTER + LANE * count if column < len(sheet.phases) or count else 0)
    return tuple(edges), x + MARGIN


def _boxes(sheet: Sheet, columns: tuple[int, ...], top: int) -> tuple[Box, ...]:
    mark = "、" if sheet.language == "zh" else ", "
    below = [top] * len(columns)
    boxes: list[Box] = []
    for card in sheet.cards:
        first = sheet.notes["stays"]
        stays = wrapped((first + card.stays[0], *card.stays[1:]), mark, WIDTH - 2 * PAD, 11) if card.stays else ()
        extra = LINE * len(stays) + (8 if stays else 0)
        height = HEADER + CHIP * len(card.clocks) + ROW * len(card.rows) + extra + (4 if card.rows or stays else 0)
        boxes.append(Box(card, columns[card.phase], below[card.phase], height, stays))
        below[card.phase] += height + GAP
    return tuple(boxes)


def _line(
    route: _Route,
    boxes: dict[str, Box],
    columns: tuple[int, ...],
    lanes: dict[_Lane, int],
    bus_y: dict[str, int],
) -> Line:
    source, target = boxes[route.source], boxes[route.target]
    backwards = route.to_column < route.from_column
    start = (source.x if backwards else source.x + WIDTH, source.row_y(route.row))
    ahead = route.to_column > route.from_column
    end = (target.x if ahead else target.x + WIDTH, target.y + ENTER)

    def lane_x(lane: _Lane) -> int:
        return columns[lane[0]] + WIDTH + GUTTER // 2 + LANE * lanes[lane]

    x = lane_x(route.arriving)
    points: tuple[Point, ...]
    if not route.far:
        points = (start, (x, start[1]), (x, end[1]), end)
    else:
        first, y = lane_x(route.leaving), bus_y[route.target]
        points = (start, (first, start[1]), (first, y), (x, y), (x, end[1]), end)
    return Line(points, route.kind, route.dashed, route.quiet)

"""Graphs of a register for reading: a picture of each that lies or stands, and the same as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from bihuan.app.registers.pictures import GraphsFound
from bihuan.core.registers import Register
from bihuan.core.registers.graph import Graph, Node, Standing
from bihuan.core.text import Language, Text
from bihuan.web.show.registers import entry_address, headline, reference, said

HIGH, ALONG, EDGE, LINES = 62, 40, 4, 2
"""How high a box is, the gap to the next layer and the empty edge, in units of the picture; most lines of a name."""


@dataclass(frozen=True, slots=True)
class Size:
    """A box of one way of drawing."""

    wide: int
    beside: int
    """The gap to the box beside it."""
    signs: int
    """How wide a line of its name is, a Han character being two."""
    small: int
    """The same of the line in small type."""


LYING, STANDING = Size(148, 14, 18, 22), Size(108, 10, 13, 15)
"""At a desk; on a phone, where three stand beside each other on 360 points."""

STANDINGS: Mapping[Standing, Text] = {
    Standing.PRESENT: Text("已有", "in place"),
    Standing.SOUGHT: Text("正在补", "being sought"),
    Standing.MISSING: Text("缺", "missing"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """One entry in a picture."""

    x: int
    y: int
    wide: int
    lines: tuple[tuple[int, str], ...]
    """Height and words of each line."""
    note: str
    kind: str
    href: str
    """The page of the entry."""

    @property
    def middle(self) -> int:
        """Where its words are centred, from its left edge."""
        return self.wide // 2


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and the arrows between them."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A title with a value, and the page that it leads to."""

    title: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in the table."""

    name: str
    href: str
    after: str
    standing: str
    kind: str
    says: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphView:
    """One graph."""

    id: str
    title: str
    href: str
    heads: tuple[Said, ...]
    standing: Picture
    """Layers one below the other, for a phone."""
    lying: Picture
    """Layers side by side, for a desk."""
    rows: tuple[Row, ...]
    gaps: int


def graphs_view(found: GraphsFound, language: Language) -> tuple[tuple[str, ...], tuple[GraphView, ...]]:
    """The titles of what is told of each entry, and every graph."""
    rule = found.form.graph
    assert rule is not None
    columns = tuple(found.form.fields[name].title.in_(language) for name in rule.says)
    return columns, tuple(_graph(found, graph, language) for graph in found.graphs)


def _graph(found: GraphsFound, graph: Graph, language: Language) -> GraphView:
    form, rule, group = found.form, found.form.graph, found.groups.get(graph.group)
    assert rule is not None
    known = group.fields if group is not None else ()
    heads = tuple(
        Said(field.title.in_(language), said(group, field, found.group_book, language),
             reference(field, group.found.values.get(field.id)))
        for name in rule.heads for field in known if group is not None and field.id == name
    )  # fmt: skip
    boxes = {node.key: (*_words(found, node, language), entry_address(form, node.key)) for node in graph.nodes}
    return GraphView(
        id=graph.group,
        title=headline(group) if group is not None else graph.group,
        href=entry_address(group.form, graph.group) if group is not None else "",
        heads=tuple(one for one in heads if one.text) + _led(found, graph.group, language),
        standing=_picture(graph, boxes, lying=False),
        lying=_picture(graph, boxes, lying=True),
        rows=tuple(_row(found, form, node, language) for node in graph.nodes),
        gaps=len(graph.gaps),
    )


def _led(found: GraphsFound, group: str, language: Language) -> tuple[Said, ...]:
    rule = found.form.graph
    if rule is None or rule.leaders is None:
        return ()
    title = rule.leaders.title.in_(language)
    return tuple(
        Said(title, headline(one), entry_address(one.form, one.found.key)) for one in found.leaders.get(group, ())
    )


def _words(found: GraphsFound, node: Node, language: Language) -> tuple[str, str]:
    """What stands in a box: its name, and who fills it or that nobody does."""
    rule = found.form.graph
    assert rule is not None
    seen = found.seen[node.key]
    for name in rule.says:
        called = found.book.titles.get((found.form.fields[name].register or "", str(node.values.get(name))))
        if called and node.standing is not Standing.MISSING:
            return headline(seen), called
    return headline(seen), STANDINGS[node.standing].in_(language)


def _row(found: GraphsFound, form: Register, node: Node, language: Language) -> Row:
    assert form.graph is not None
    seen = found.seen[node.key]
    says = tuple(
        Said(
            form.fields[name].title.in_(language),
            said(seen, form.fields[name], found.book, language),
            reference(form.fields[name], node.values.get(name)),
        )
        for name in form.graph.says
    )
    comma = Text("、", ", ").in_(language)
    after = comma.join(headline(found.seen[key]) for key in node.after)
    state = form.states.get(str(node.values.get("state")))
    standing = state.title if state is not None else STANDINGS[node.standing]
    return Row(headline(seen), entry_address(form, node.key), after, standing.in_(language), node.standing, says)


def _picture(graph: Graph, words: Mapping[str, tuple[str, str, str]], *, lying: bool) -> Picture:
    size = LYING if lying else STANDING
    step = (size.wide + ALONG, HIGH + size.beside) if lying else (HIGH + ALONG, size.wide + size.beside)
    corners: dict[str, tuple[int, int]] = {}
    for node in graph.nodes:
        along, beside = EDGE + node.layer * step[0], EDGE + node.place * step[1]
        corners[node.key] = (along, beside) if lying else (beside, along)
    boxes = tuple(_box(corners[node.key], words[node.key], node.standing, size) for node in graph.nodes)
    arrows = tuple(
        _arrow(corners[before], corners[node.key], size.wide, lying=lying)
        for node in graph.nodes
        for before in node.after
    )
    width = max((x for x, _ in corners.values()), default=0) + size.wide + EDGE
    height = max((y for _, y in corners.values()), default=0) + HIGH + EDGE
    return Picture(width, height, boxes, arrows)


def _box(corner: tuple[int, int], words: tuple[str, str, str], standing: Standing, size: Size) -> Box:
    name, note, href = words
    lines = _lines(name, LINES, size.signs)
    first = 22 if len(lines) > 1 else 27
    placed = tuple((corner[1] + first + index * 16, line) for index, line in enumerate(lines))
    return Box(corner[0], corner[1], size.wide, placed, _lines(note, 1, size.small)[0], standing, href)


def _arrow(start: tuple[int, int], end: tuple[int, int], wide: int, *, lying: bool) -> str:
    """From the far side of one box to the near side of the next, with a bend between."""
    if lying:
        x, y, u, v = start[0] + wide, start[1] + HIGH // 2, end[0] - 3, end[1] + HIGH // 2
        middle = (x + u) // 2
        return f"M{x} {y} C{middle} {y} {middle} {v} {u} {v} m-5 -4 l5 4 l-5 4"
    x, y, u, v = start[0] + wide // 2, start[1] + HIGH, end[0] + wide // 2, end[1] - 3
    middle = (y + v) // 2
    return f"M{x} {y} C{x} {middle} {u} {middle} {u} {v} m-4 -5 l4 5 l4 -5"


def _lines(text: str, most: int, signs: int) -> tuple[str, ...]:
    """Words cut to the width of a box; a Han character is as wide as two letters."""
    if all(ord(sign) < 0x2E80 for sign in text):
        lines = wrap(text, signs) or [text]
    else:
        lines, line, width = [], "", 0
        for sign in text:
            step = 2 if ord(sign) >= 0x2E80 else 1
            if width + step > signs:
                lines, line, width = [*lines, line], "", 0
            line, width = line + sign, width + step
        lines.append(line)
    if len(lines) > most:
        last = lines[most - 1]
        kept = signs // 2 if ord(last[0]) >= 0x2E80 else signs
        lines = [*lines[: most - 1], f"{last[: kept - 1]}…"]
    return tuple(lines)

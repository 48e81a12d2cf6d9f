"""How a picture looks: SVG with its own style, light and dark. No content and no geometry beyond small offsets."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from bihuan.core.verbs import Party
from bihuan.definitions.drawing.placing import (
    CHIP,
    HEADER,
    LINE,
    MARGIN,
    PAD,
    PHASE,
    ROW,
    TITLE,
    WIDTH,
    Box,
    Line,
    Placed,
    Point,
    width_of,
)

_STYLE = """
:root{--paper:#fbfaf7;--card:#fff;--edge:#d9d4c8;--ink:#22262b;--soft:#6d7178;--phase:#ece7dc;--on:#2f6f9f;
--back:#b9651b;--end:#8b9099;--final:#f1eee6;--chip:#eef4f8;--raiser:#8a4fa3;--centre:#2f6f9f;--handler:#2f8f5b;
--checker:#c08a12;--supervisor:#b5443c;--leader:#7a2e2a;--system:#8b9099}
@media (prefers-color-scheme:dark){:root{--paper:#15181c;--card:#1e2329;--edge:#39414b;--ink:#e6e8ea;--soft:#9aa3ad;
--phase:#262c33;--on:#6cb2e4;--back:#e79a55;--end:#7d8792;--final:#191d22;--chip:#22303b;--raiser:#c495da;
--centre:#6cb2e4;--handler:#66c592;--checker:#e2b54f;--supervisor:#ea8a81;--leader:#d8a09c;--system:#7d8792}}
text{font-family:"Noto Sans CJK SC","Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif;fill:var(--ink)}
.title{font-size:20px;font-weight:700}.soft{fill:var(--soft)}.s10{font-size:10px}.s11{font-size:11px}.s12{font-size:12px}
.s13{font-size:13px}.b{font-weight:600}.card{fill:var(--card);stroke:var(--edge)}.final{fill:var(--final);stroke:var(--edge)}
.rule{stroke:var(--edge)}.phase{fill:var(--phase)}.chip{fill:var(--chip)}.window{stroke:var(--on);stroke-dasharray:3 2}
.line{fill:none;stroke-width:1.6;stroke-linejoin:round}.on{stroke:var(--on)}.back{stroke:var(--back)}.end{stroke:var(--end)}
.thin{stroke-width:1}.dashed{stroke-dasharray:5 4}.quiet{opacity:.45}
.tip-on{fill:var(--on)}.tip-back{fill:var(--back)}.tip-end{fill:var(--end)}
""".strip()

_RADIUS = 6


def render(placed: Placed) -> str:
    """The document."""
    sheet = placed.sheet
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{placed.width}" height="{placed.height}" '
        f'viewBox="0 0 {placed.width} {placed.height}" role="img" lang="{sheet.language}">'
    )
    parts = [head, f"<title>{escape(sheet.title)}</title>", f"<style>{_STYLE}{_parties()}</style>"]
    parts.append(f'<rect width="{placed.width}" height="{placed.height}" fill="var(--paper)"/>')
    parts.append(_text(MARGIN, 34, sheet.title, "title"))
    parts.append(_text(MARGIN, 52, sheet.subtitle, "s11 soft"))
    parts += _phases(placed)
    parts += _lines(placed.lines)
    for box in placed.boxes:
        parts += _card(box)
    parts += _legend(placed)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _parties() -> str:
    return "".join(f".p-{party}{{fill:var(--{party})}}" for party in Party)


def _text(x: int, y: int, words: str, style: str) -> str:
    return f'<text x="{x}" y="{y}" class="{style}">{escape(words)}</text>'


def _phases(placed: Placed) -> Iterator[str]:
    """A band above each column, numbered in the order people see."""
    for index, (x, words) in enumerate(zip(placed.columns[1:], placed.sheet.phases, strict=True), 1):
        yield f'<rect x="{x}" y="{TITLE}" width="{WIDTH}" height="{PHASE - 10}" rx="12" class="phase"/>'
        yield _text(x + 14, TITLE + 17, f"{index}  {words}", "s13 b")


def _lines(lines: tuple[Line, ...]) -> Iterator[str]:
    """Lines under the cards; those of the past first, so that the living ones stay on top."""
    for line in sorted(lines, key=lambda line: (not line.quiet, line.kind != "end")):
        looks = f"line {line.kind}{' dashed' if line.dashed else ''}{' quiet' if line.quiet else ''}"
        yield f'<path d="{_path(line.points)}" class="{looks}"/>'
        yield _tip(line)


def _path(points: tuple[Point, ...]) -> str:
    """Straight stretches with rounded corners."""
    kept = [points[0]] + [b for a, b in pairwise(points) if a != b]
    path = [f"M{kept[0][0]} {kept[0][1]}"]
    for before, corner, after in zip(kept, kept[1:], kept[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        path.append(f"L{near[0]} {near[1]}Q{corner[0]} {corner[1]} {far[0]} {far[1]}")
    return "".join(path) + f"L{kept[-1][0]} {kept[-1][1]}"


def _towards(corner: Point, other: Point) -> Point:
    """The point on the way from a corner where its curve begins."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    reach = min(_RADIUS, (abs(dx) + abs(dy)) // 2)
    return (corner[0] + (dx > 0) * reach - (dx < 0) * reach, corner[1] + (dy > 0) * reach - (dy < 0) * reach)


def _tip(line: Line) -> str:
    (before, _), (x, y) = line.points[-2:]
    side = -7 if before < x else 7
    shape = f"M{x} {y}L{x + side} {y - 4}L{x + side} {y + 4}Z"
    return f'<path d="{shape}" class="tip-{line.kind}{" quiet" if line.quiet else ""}"/>'


def _card(box: Box) -> Iterator[str]:
    card, x = box.card, box.x
    style = "final" if card.final else "card"
    yield f'<rect x="{x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="9" class="{style}"/>'
    if card.final:
        yield (
            f'<rect x="{x + 3}" y="{box.y + 3}" width="{WIDTH - 6}" height="{box.height - 6}" rx="7" '
            'fill="none" class="rule"/>'
        )
    yield _text(x + PAD + 2, box.y + 20, card.title, "s13 b")
    y = box.y + HEADER
    for words, window in card.clocks:
        width = min(WIDTH - 2 * PAD, width_of(words, 10) + 24)
        yield (
            f'<rect x="{x + PAD}" y="{y - 1}" width="{width}" height="15" rx="7" '
            f'class="chip{" window" if window else ""}"/>'
        )
        yield _clock_face(x + PAD + 8, y + 6)
        yield _text(x + PAD + 16, y + 10, _cut(words, WIDTH - 2 * PAD - 20, 10), "s10 soft")
        y += CHIP
    for index, row in enumerate(card.rows):
        top = y + ROW * index
        quiet = " quiet" if row.quiet else ""
        yield f'<path d="M{x} {top}H{x + WIDTH}" class="rule"/>'
        yield f'<rect x="{x + PAD - 2}" y="{top + 7}" width="3" height="{ROW - 14}" rx="1" class="p-{row.party}"/>'
        yield _text(x + PAD + 8, top + 15, _cut(row.words, WIDTH - 2 * PAD - 8, 12), f"s12{quiet}")
        yield _text(x + PAD + 8, top + 28, _cut(row.about, WIDTH - 2 * PAD - 8, 10), f"s10 soft{quiet}")
    y += ROW * len(card.rows)
    if box.stays:
        yield f'<path d="M{x} {y}H{x + WIDTH}" class="rule"/>'
    for index, words in enumerate(box.stays):
        yield _text(x + PAD, y + 16 + LINE * index, words, "s11 soft")


def _clock_face(x: int, y: int) -> str:
    face = f"M{x} {y - 2.5}V{y}H{x + 2}M{x - 4} {y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0"
    return f'<path d="{face}" class="line on thin"/>'


def _cut(words: str, room: int, size: int) -> str:
    """The words, cut where they don't fit."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def _legend(placed: Placed) -> Iterator[str]:
    """What is possible everywhere, whose step is which colour, and what the lines mean."""
    notes = placed.sheet.notes
    y = placed.height - 52 - LINE * len(placed.always)
    x = MARGIN + width_of(notes["always"], 12)
    if placed.always:
        yield _text(MARGIN, y, notes["always"], "s12 b")
    for index, words in enumerate(placed.always):
        yield _text(x, y + LINE * index, words, "s12 soft")
    y = placed.height - 26
    x = MARGIN
    for party, words in placed.sheet.parties:
        yield f'<rect x="{x}" y="{y - 10}" width="4" height="12" rx="1" class="p-{party}"/>'
        yield _text(x + 10, y, words, "s12 soft")
        x += width_of(words, 12) + 34
    for style, key in (("line on dashed", "lapse"), ("line back", "back")):
        yield f'<path d="M{x} {y - 4}h28" class="{style}"/>'
        yield _text(x + 36, y, notes[key], "s12 soft")
        x += width_of(notes[key], 12) + 64
    yield f'<rect x="{x}" y="{y - 12}" width="26" height="15" rx="7" class="chip window"/>'
    yield _clock_face(x + 9, y - 4)
    yield _text(x + 34, y, notes["window"], "s12 soft")
    yield _text(x + 62 + width_of(notes["window"], 12), y, notes["differs"], "s12 soft")

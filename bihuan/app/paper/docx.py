"""A document as a Word file: fonts by name with what may stand in for them, the grid of lines and characters."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime

from docx import Document as new_document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bihuan.app.paper import page, word_parts
from bihuan.core import paper
from bihuan.core.text import Language

CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
)  # fmt: skip
LEVEL_FONTS = ("heading", "second", "body", "body")
TWIPS = 20
IMPRINT = (0.62, 0.38)
"""Shares of a line: who had it printed, and when."""


def written(document: paper.Document, at: datetime) -> bytes:
    """The file; the same for the same document and moment but for the clock of the archive inside."""
    word = new_document()
    _page(word, document.language)
    word_parts.stand_ins(word, {names[0]: names[1:] for names in page.FONTS.values()})
    core = word.core_properties
    core.title, core.author, core.language = document.title, document.issuer, document.language
    core.created = core.modified = at.replace(tzinfo=None)
    core.comments = ""
    if document.warning:
        word_parts.heads(word, document.warning, page.FONTS["heading"][0], page.SMALL_PT, page.RED)
    _Setter(word, document).set()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _page(word: Word, language: Language) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(page.PAPER_MM[0]), Mm(page.PAPER_MM[1])
    section.top_margin, section.left_margin = Mm(page.TOP_MM), Mm(page.LEFT_MM)
    section.right_margin = Mm(page.PAPER_MM[0] - page.LEFT_MM - page.TYPE_MM[0])
    section.bottom_margin = Mm(page.PAPER_MM[1] - page.TOP_MM - page.TYPE_MM[1])
    section.footer_distance = Mm(24)
    word_parts.grid(section, round(page.PITCH_PT * TWIPS))
    word_parts.page_numbers(word, page.FONTS["digits"][0], page.SMALL_PT)
    normal = word.styles["Normal"]
    word_parts.fonts(normal.element, page.FONTS["body"][0], language)
    normal.font.size = Pt(page.BODY_PT)
    if language == "zh":
        # Downwards: a line that is a hair too long has one character less.
        word_parts.tracked(normal.element, math.floor(page.TRACKING_PT * TWIPS))
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(page.PITCH_PT)
    form.space_before = form.space_after = Pt(0)


class _Setter:
    """Sets one document from its head to its imprint."""

    def __init__(self, word: Word, document: paper.Document) -> None:
        self.word, self.document, self.spoken = word, document, document.language

    def set(self) -> None:
        """Everything, in the order of the standard."""
        self._head()
        self._title(self.document.title)
        if self.document.recipients:
            self._line("")
            self._line(self.document.recipients)
        self._blocks(self.document.body)
        self._announced()
        self._signature()
        for n, one in enumerate(self.document.attachments, 1):
            mark = self._line(paper.attachment_mark(self.document, n), font="heading")
            mark.paragraph_format.page_break_before = True
            self._line("")
            self._title(one.title)
            self._line("")
            self._blocks(one.blocks)
            # At the foot of a full page even a thin line would take a page of its own.
            if isinstance(one.blocks[-1], paper.Table):
                self.word.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
        self._imprint()

    def _head(self) -> None:
        mark = self.document.mark
        wide = max(20, min(44, 440 // max(len(mark), 1))) if self.spoken == "zh" else 20
        shown = self._line(mark, font="title", size=float(wide), align=CENTRE)
        shown.paragraph_format.space_before = Mm(35)
        shown.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        for run in shown.runs:
            run.font.color.rgb = RGBColor.from_string(page.RED)
        self._line("")
        number = self._line(self.document.number, align=CENTRE)
        word_parts.rule(number, page.RED, eighths=12, space=11)
        self._line("")

    def _title(self, text: str) -> None:
        shown = self._line(text, font="title", size=page.TITLE_PT, align=CENTRE)
        shown.paragraph_format.line_spacing = Pt(32)

    def _blocks(self, blocks: Sequence[paper.Block]) -> None:
        for block in paper.numbered(blocks, self.spoken):
            match block:
                case paper.Numbered(level=level, text=text):
                    shown = self._line(text, font=LEVEL_FONTS[level - 1], indent=True)
                    if level < paper.LEVELS_MOST:
                        word_parts.outline(shown, level)
                        shown.paragraph_format.keep_with_next = True
                case paper.Paragraph(text=text, ragged=ragged):
                    self._line(text, indent=True, align=LEFT if ragged else BOTH)
                case paper.Table():
                    self._table(block)

    def _table(self, table: paper.Table) -> None:
        if table.title:
            shown = self._line(table.title, font="heading", size=12, align=CENTRE)
            shown.paragraph_format.keep_with_next = True
        grid = self.word.add_table(rows=0, cols=len(table.heads))
        grid.style = "Table Grid"
        grid.autofit = False
        whole = sum(table.widths)
        for y, row in enumerate((table.heads, *table.rows)):
            cells = grid.add_row().cells
            for x, text in enumerate(row):
                cells[x].width = Mm(page.TYPE_MM[0] * table.widths[x] / whole)
                align = CENTRE if y == 0 else RIGHT if x >= table.numbers else LEFT
                within = cells[x].paragraphs[0]
                within.alignment = align
                within.paragraph_format.line_spacing = Pt(16)
                word_parts.off_the_grid(within)
                self._run(within, text, "heading" if y == 0 else "body", 10.5)
        # Word reads the widths of cells, LibreOffice those of columns.
        for x, share in enumerate(table.widths):
            grid.columns[x].width = Mm(page.TYPE_MM[0] * share / whole)
        word_parts.repeats_head(grid)
        self._line("").paragraph_format.line_spacing = Pt(10)

    def _announced(self) -> None:
        if self.document.attachments:
            self._line("")
        for one in paper.attachment_names(self.document):
            self._line(one, indent=True)

    def _signature(self) -> None:
        self._line("").paragraph_format.keep_with_next = True
        self._line("").paragraph_format.keep_with_next = True
        day = paper.day_of(self.document.signed, self.spoken)
        for text, inside in ((self.document.issuer, 2), (day, 4)):
            shown = self._line(text, align=RIGHT)
            shown.paragraph_format.right_indent = Pt(page.BODY_PT * inside)
            shown.paragraph_format.keep_with_next = text != day

    def _imprint(self) -> None:
        day = paper.day_of(self.document.signed, self.spoken)
        printed = paper.PRINTED.in_(self.spoken, {"day": day})
        copies = self.document.copies and paper.COPIES.in_(self.spoken) + self.document.copies
        rows = ([(copies,)] if copies else []) + [(self.document.issuer, printed)]
        grid = self.word.add_table(rows=0, cols=2)
        grid.autofit = False
        for row in rows:
            cells = grid.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[1])
            for x, text in enumerate(row):
                within = cells[x].paragraphs[0]
                within.alignment = RIGHT if x else LEFT
                within.paragraph_format.line_spacing = Pt(22)
                word_parts.off_the_grid(within)
                self._run(within, text, "body", page.SMALL_PT)
                cells[x].width = Mm(page.TYPE_MM[0] * IMPRINT[x]) if len(row) > 1 else Mm(page.TYPE_MM[0])
        for x, share in enumerate(IMPRINT):
            grid.columns[x].width = Mm(page.TYPE_MM[0] * share)
        word_parts.at_the_foot(grid, thick=8, thin=6)
        # A table that floats hangs on the paragraph after it.
        self._line("").paragraph_format.line_spacing = Pt(1)

    def _line(
        self, text: str, *, font: str = "body", size: float = page.BODY_PT,
        align: WD_ALIGN_PARAGRAPH = LEFT, indent: bool = False,
    ) -> Paragraph:  # fmt: skip
        shown = self.word.add_paragraph()
        shown.alignment = align
        if indent:
            word_parts.two_characters_in(shown)
        if text:
            self._run(shown, text, font, size)
        return shown

    def _run(self, shown: Paragraph, text: str, font: str, size: float) -> Run:
        run = shown.add_run(text)
        run.font.size = Pt(size)
        word_parts.fonts(run._element, page.FONTS[font][0], self.spoken)
        return run



"""What the library for Word files has no words for: grids, fields, borders, stand-ins for fonts. Knows no document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from bihuan.core.text import Language

LATIN = "Times New Roman"


def _element(name: str, **attributes: object) -> Any:
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def grid(section: Section, line_twips: int) -> None:
    """So many lines a page. A grid of characters is no way to so many a line: LibreOffice gives a character that is a
    hair wider than its cell two cells; `tracked` says it without one."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(_element("docGrid", type="lines", linePitch=line_twips))


def tracked(element: Any, twips: int) -> None:
    """What is added to the width of each character of a style."""
    properties = element.get_or_add_rPr()
    size = properties.find(qn("w:sz"))
    made = _element("spacing", val=twips)
    properties.append(made) if size is None else size.addprevious(made)


def off_the_grid(paragraph: Paragraph) -> None:
    """Lines of a table stand by their own height."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        _element("snapToGrid", val=0), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def fonts(element: Any, chinese: str, language: Language) -> None:
    """The font of a run or style: Chinese by name, Latin letters in the usual serif unless the text is Chinese."""
    properties = element.get_or_add_rPr()
    found = properties.find(qn("w:rFonts"))
    if found is None:
        found = _element("rFonts")
        properties.insert(0, found)
    latin = LATIN if language == "en" else chinese
    for key, value in (("eastAsia", chinese), ("ascii", latin), ("hAnsi", latin), ("hint", "eastAsia")):
        found.set(qn(f"w:{key}"), value)


def stand_ins(word: Word, names: Mapping[str, Sequence[str]]) -> None:
    """Say in the table of fonts what a machine without one of them may take instead."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/></w:font>'
        for name, others in names.items()
    )
    for part in word.part.package.iter_parts():
        if str(part.partname).endswith("fontTable.xml"):
            part._blob = part.blob.replace(b"</w:fonts>", rows.encode() + b"</w:fonts>")


def page_numbers(word: Word, font: str, size: float) -> None:
    """— 1 — outside: to the right on odd pages, to the left on even ones, a character in from the edge."""
    section = word.sections[0]
    word.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        shown = footer.paragraphs[0]
        shown._p.get_or_add_pPr().append(_element("jc", val=side))
        edge = {"right": "right_indent", "left": "left_indent"}[side]
        setattr(shown.paragraph_format, edge, Pt(size))
        for piece in ("— ", None, " —"):
            run = shown.add_run(piece or "")
            run.font.size = Pt(size)
            fonts(run._element, font, "zh")
            if piece is None:
                _field(run._element, "PAGE")


def heads(word: Word, text: str, font: str, size: float, colour: str) -> None:
    """One line at the top of every page."""
    section = word.sections[0]
    for header in (section.header, section.even_page_header):
        shown = header.paragraphs[0]
        shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = shown.add_run(text)
        run.font.size, run.font.color.rgb = Pt(size), RGBColor.from_string(colour)
        fonts(run._element, font, "zh")


def _field(run: Any, code: str) -> None:
    run.append(_element("fldChar", fldCharType="begin"))
    instruction = _element("instrText")
    instruction.text = code
    run.append(instruction)
    run.append(_element("fldChar", fldCharType="separate"))
    shown = _element("t")
    shown.text = "1"
    run.append(shown)
    run.append(_element("fldChar", fldCharType="end"))


def rule(paragraph: Paragraph, colour: str, *, eighths: int, space: int) -> None:
    """A line below a paragraph, so many eighths of a point thick."""
    borders = _element("pBdr")
    borders.append(_element("bottom", val="single", sz=eighths, space=space, color=colour))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def two_characters_in(paragraph: Paragraph) -> None:
    """The first line begins two characters in, whatever the size."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), "632")


def outline(paragraph: Paragraph, level: int) -> None:
    """Make it a heading for whoever moves through the document by headings; its look stays."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(_element("outlineLvl", val=level - 1), "w:rPr", "w:sectPr")


def repeats_head(table: Table) -> None:
    """The first row again on each page; no row is broken."""
    for y, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if y == 0:
            properties.append(_element("tblHeader"))


def at_the_foot(table: Table, *, thick: int, thin: int) -> None:
    """Put the table at the foot of the page where it stands: thick rules outside, thin ones between."""
    properties = table._tbl.tblPr
    place = parse_xml(
        f'<w:tblpPr {nsdecls("w")} w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="margin"'
        ' w:tblpXSpec="left" w:tblpYSpec="bottom"/>'
    )
    lines = parse_xml(
        f'<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="{thick}"/><w:bottom w:val="single" w:sz="{thick}"/>'
        f'<w:insideH w:val="single" w:sz="{thin}"/></w:tblBorders>'
    )
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, place)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:
        layout.addprevious(lines)
    else:
        properties.append(lines)

"""The month as a document, read back as other programs see it: order, page, numbers equal to an independent count."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document as read_word
from docx.oxml.ns import qn
from docx.shared import Mm

from bihuan.app import figures, leading, monthly, months, papers
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.months import Month
from bihuan.app.paper import docx, page, pdf
from bihuan.app.reaching import reach_of
from bihuan.core.access import view
from bihuan.core.commands import Person, Post
from bihuan.core.counting import percent
from bihuan.core.indicators import Facts, measure
from bihuan.core.paper import Document, Heading, Numbered, Paragraph, chinese, numbered
from bihuan.core.reach import EVERYTHING, Reach
from bihuan.core.refusals import Refusal
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from bihuan.store.state import case_from
from tests.app.conftest import installed
from tests.web.lively import Play

AT = datetime(2026, 5, 6, 3, 0, tzinfo=UTC)
MONTH = Month(2026, 4)
TYPED = monthly.Typed(number="012", address="https://bihuan.example")
CHEN = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))


def played(installation: Installation, cases: int) -> Iterator[District]:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    with installation.opened() as opened:
        Play(opened, clock, seed=11, population="live").run(cases, AT - timedelta(minutes=1))
        clock.move_to(AT)
        yield opened


@pytest.fixture(scope="module")
def district(empty_tables: Path, pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """Some forty cases from March to May."""
    folder = tmp_path_factory.mktemp("papers")
    copied = shutil.copy(empty_tables, folder / "app.sqlite3")
    yield from played(installed(Database("sqlite", str(copied)), folder, pack), 40)


@pytest.fixture
def on_each_engine(installation: Installation) -> Iterator[District]:
    """A few cases, once on each engine."""
    yield from played(installation, 12)


def rows_of(district: District) -> list[Facts]:
    return list(figures.facts_of(district, district.programmes()[0]))


def made(district: District, language: str = "zh", within: Reach = EVERYTHING) -> Document:
    found = monthly.document(district, MONTH, "live", within, language, TYPED)  # type: ignore[arg-type]
    assert isinstance(found, Document), found
    return found


def texts(data: bytes) -> list[str]:
    """The text of each page."""
    return [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(data)]


def flat(text: str) -> str:
    return "".join(text.split())


def test_the_table_of_figures_is_what_the_facts_say(district: District) -> None:
    programme, rows = district.programmes()[0], rows_of(district)
    since, until = MONTH.days
    levels = {unit.id: unit.level for unit in district.places().units.values()}
    word = read_word(io.BytesIO(docx.written(made(district), AT)))
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    expected = []
    for one in programme.indicators:
        found = measure(one, rows, population="live", as_of=AT, since=since, until=until, levels=levels, types={})
        n, of = len(found.numerator), len(found.numerator) + len(found.rest)
        parts = [percent(found.counts.rate) or "", str(n), str(of)] if of else ["—"] * 3
        title = one.title.zh + ("" if one.published else "（内部）")
        expected.append([title, *parts, str(len(found.unknown)), str(found.counts.not_due), one.edition])
    assert table[1:] == expected and any(row[2] not in ("—", "0") for row in expected)
    april = [row for row in rows if "2026-04-01" <= str(row["raised_on"]) <= "2026-04-30"]
    march = [row for row in rows if "2026-03-01" <= str(row["raised_on"]) <= "2026-03-31"]
    under_way = [row for row in april if not row["final"]]
    open_ = sum(row["closed"] != "yes" for row in under_way)
    unconfirmed = sum(row["closed"] == "yes" and row["satisfied"] != "yes" for row in under_way)
    assert unconfirmed, "closed and not confirmed is open no more"
    said = f"本月共提出事项{len(april)}件（上月{len(march)}件），其中尚未办结{open_}件"
    waiting = f"；已办结未确认{unconfirmed}件；"
    (overview,) = [one.text for one in word.paragraphs if one.text.startswith(said)]
    assert april and march and waiting in overview
    units = {row.cells[0].text: row.cells[1].text for row in word.tables[2].rows[1:]}
    led = {unit.title.zh: sum(row["lead"] == unit.id for row in april) for unit in district.places().units.values()}
    assert units == {title: str(n) for title, n in led.items() if n}


def test_the_elements_stand_in_the_order_of_the_standard(district: District) -> None:
    document = made(district)
    word = read_word(io.BytesIO(docx.written(document, AT)))
    lines = [one.text for one in word.paragraphs]
    pages = texts(bytes(pdf_of(document)))
    for text in ("\n".join(lines), "".join(pages)):
        places = [flat(text).rindex(flat(one)) for one in (
            "赣州经济技术开发区管理委员会办公室文件", "赣经开办字〔2026〕12号", "关于2026年4月事项办理情况的通报",
            "各镇（街道、管理处），区直（驻区）各单位：", "一、10分钟为民服务圈", "（一）总体情况", "（二）主要指标",
            "二、口径与核对", "https://bihuan.example/?population=live", "https://bihuan.example/documents/",
            "附件：1.指标口径说明", "2.各单位办理情况表", "2026年5月6日",
        )]  # fmt: skip
        assert places == sorted(places)
    last, tail = flat(pages[-1]), [cell.text for cell in word.tables[-1]._cells]
    assert last.index("抄送：") < last.index("2026年5月6日印发")
    assert tail[0].startswith("抄送：") and tail[-1] == "2026年5月6日印发"
    assert [f"—{n}—" in flat(one) for n, one in enumerate(pages, 1)] == [True] * len(pages)
    assert flat(pages[-2] + pages[-1]).index("附件2") >= 0


def pdf_of(document: Document) -> bytes:
    found = pdf.written(document, AT)
    assert not isinstance(found, Refusal), found.message("en")
    # What sets it is gone with its process, and with it the 200 MB that it would hold on to.
    assert "typst" not in sys.modules
    return found


def test_the_page_of_the_word_file(district: District) -> None:
    data = docx.written(made(district), AT)
    word = read_word(io.BytesIO(data))
    section = word.sections[0]
    wide = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    high = section.page_height - section.top_margin - section.bottom_margin  # type: ignore[operator]
    assert (round(wide / Mm(1)), round(high / Mm(1))) == (156, 225)
    assert round(section.top_margin / Mm(1)) == 37 and round(section.left_margin / Mm(1)) == 28  # type: ignore[operator]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None and grid.get(qn("w:type")) == "lines"
    assert abs(int(grid.get(qn("w:linePitch"))) / 20 * 22 * 25.4 / 72 - 225) < 0.5
    tracking = word.styles["Normal"].element.rPr.find(qn("w:spacing"))
    line = (16 + int(tracking.get(qn("w:val"))) / 20) * 28 * 25.4 / 72
    assert 155.5 < line <= 156, "28 characters fill a line and fit it"
    with ZipFile(io.BytesIO(data)) as parts:
        fonts, body = parts.read("word/fontTable.xml").decode(), parts.read("word/document.xml").decode()
        footers = [parts.read(name).decode() for name in parts.namelist() if "footer" in name and "rels" not in name]
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong_GB2312,仿宋' in fonts
    assert 'w:eastAsia="仿宋_GB2312"' in body and 'w:eastAsia="方正小标宋简体"' in body and "w:tblHeader" in body
    assert len(footers) == 2 and all("PAGE" in one and "— " in one for one in footers)


def test_the_page_of_the_pdf_holds_22_lines_of_28_characters() -> None:
    long = Paragraph("闭环" * 1_000)
    document = Document(
        language="zh", issuer="办公室", mark="办公室文件", number="〔2026〕1号", title="通报", recipients="各单位：",
        body=(Heading(1, "甲"), long, long), attachments=(), signed=date(2026, 5, 6), copies="",
    )  # fmt: skip
    read = pypdfium2.PdfDocument(pdf_of(document))
    one = read[1]
    assert [round(side / 72 * 25.4) for side in one.get_size()] == [210, 297]
    found = one.get_textpage()
    places = [found.get_charbox(n) for n in range(found.count_chars())]
    said = found.get_text_range()
    boxes = [box for box, letter in zip(places, said, strict=False) if letter in "闭环"]
    lines: dict[int, int] = {}
    for box in boxes:
        lines[round(box[1] / page.PITCH_PT)] = lines.get(round(box[1] / page.PITCH_PT), 0) + 1
    assert len(lines) == 22 and set(lines.values()) == {28}
    mm = 72 / 25.4
    assert min(box[0] for box in boxes) >= 28 * mm and max(box[2] for box in boxes) <= (28 + 156) * mm + 1
    assert max(box[3] for box in boxes) <= (297 - 37) * mm + 1.5 and min(box[1] for box in boxes) >= 35 * mm - 0.5


def test_english_stands_in_the_same_order(district: District) -> None:
    document = made(district, "en")
    text = flat("".join(texts(pdf_of(document))))
    order = ("General Office, Ganzhou ETDZ", "Report on Matters Raised in April 2026", "I. Ten-minute service circle",
             "A. Overview", "II. Definitions", "Annexes: 1.", "6 May 2026", "Annex 2")  # fmt: skip
    assert [text.index(flat(one)) for one in order] == sorted(text.index(flat(one)) for one in order)
    assert read_word(io.BytesIO(docx.written(document, AT))).tables


@pytest.mark.parametrize("language", ["zh", "en"])
def test_invented_cases_are_marked_on_every_page(district: District, language: str) -> None:
    document = monthly.document(district, MONTH, "demo", EVERYTHING, language, TYPED)  # type: ignore[arg-type]
    assert isinstance(document, Document) and document.warning
    pages = texts(pdf_of(document))
    assert len(pages) > 1 and all(flat(document.warning) in flat(one) for one in pages)
    section = read_word(io.BytesIO(docx.written(document, AT))).sections[0]
    for head in (section.header, section.even_page_header):
        assert [one.text for one in head.paragraphs] == [document.warning]
    file = papers.month(district, str(MONTH), "docx", "demo", EVERYTHING, language, TYPED)  # type: ignore[arg-type]
    assert isinstance(file, papers.Made) and "demo" in file.name
    assert not made(district, language).warning


def test_what_is_typed_is_text_and_never_markup(district: District) -> None:
    wild = '#panic("x") *a* $1$ \\ <w:p/> @b'
    typed = monthly.Typed(number="7; drop", recipients=wild, copies=wild)
    document = monthly.document(district, MONTH, "live", EVERYTHING, "zh", typed)
    assert isinstance(document, Document) and document.number == "赣经开办字〔2026〕7号"
    assert flat('#panic("x")*a*$1$') in flat(texts(pdf_of(document))[0])
    assert wild in "\n".join(one.text for one in read_word(io.BytesIO(docx.written(document, AT))).paragraphs)


def test_without_a_chinese_font_the_word_file_is_offered(district: District) -> None:
    refused = pdf.written(made(district), AT, frozenset({"DejaVu Sans"}))
    assert isinstance(refused, Refusal) and refused.code == "no-font-for-chinese" and "DOCX" in refused.hint("zh")
    assert isinstance(pdf.written(made(district, "en"), AT, frozenset()), bytes)


def test_the_same_document_is_the_same_file(district: District) -> None:
    assert pdf_of(made(district)) == pdf_of(made(district))


def test_a_month_that_is_none(district: District) -> None:
    for typed in ("2026-13", "2026", "abcd-01", "2026-06", "0026-01", "２０２６-01", "2026-0x"):
        assert isinstance(months.month_of(district, typed), Refusal), typed
        assert isinstance(papers.month(district, typed, "docx", "live", EVERYTHING, "zh", TYPED), Refusal)
    assert months.month_of(district, "") == MONTH and months.month_of(district, "2026-05") == Month(2026, 5)
    assert Month(2026, 1).before == Month(2025, 12) and str(MONTH) == "2026-04"


def test_whoever_reaches_a_part_counts_that_part(on_each_engine: District) -> None:
    district = on_each_engine
    within, programme = reach_of(district, CHEN), district.programmes()[0]
    assert within == Reach(False, frozenset(), frozenset({"municipal"}), frozenset({"municipal"}))
    with district.door.readers.lend() as session:
        stored = [case_from(row[0]) for row in session.composed(["list_cases"], [district.id])]
    seen = [one for one in stored if not isinstance(view(CHEN, one, programme, district.places()), Refusal)]
    assert 0 < len(seen) < len(stored)
    found = figures.tally(district, programme, "live", as_of=district.door.clock(), within=within)
    assert not isinstance(found, Refusal) and found.cases == len(seen)
    picture = leading.picture(district, found)
    assert sum(month.raised for month in picture.months) == len(seen)
    assert sum(load.of("case.all").counted for load in picture.units) == len(seen)
    listed = list(figures.numbers(district, picture.tally, "case.all", "counted"))
    assert sorted(listed) == sorted(one.number for one in seen)
    said = [one.text for one in made(district, within=within).body if isinstance(one, Paragraph)]
    assert "不是全区数字" in "".join(said)


def test_numbers_of_headings() -> None:
    blocks = [Heading(n, "x") for n in (1, 2, 2, 3, 4, 4, 3, 1, 2)]
    zh = [one.text for one in numbered(blocks, "zh") if isinstance(one, Numbered)]
    assert zh == ["一、x", "（一）x", "（二）x", "1.x", "（1）x", "（2）x", "2.x", "二、x", "（一）x"]
    en = [one.text for one in numbered(blocks, "en") if isinstance(one, Numbered)]
    assert en == ["I. x", "A. x", "B. x", "1. x", "(1) x", "(2) x", "2. x", "II. x", "A. x"]
    assert [chinese(n) for n in (1, 10, 11, 20, 99)] == ["一", "十", "十一", "二十", "九十九"]



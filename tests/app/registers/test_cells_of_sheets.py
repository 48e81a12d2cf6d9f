"""Every value that an entry may have, in a cell and back: by property, for every field of every pack."""

from __future__ import annotations

import io
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.app.imports.cells import as_text
from bihuan.app.imports.raw import Layout, Limits
from bihuan.app.imports.tables import open_table
from bihuan.app.registers.rows import alike
from bihuan.app.registers.telling import Book, read, written
from bihuan.core.access import Places
from bihuan.core.amounts import LARGEST
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.text import LANGUAGES
from bihuan.definitions import read_folder
from bihuan.definitions.load import load_texts
from bihuan.definitions.pack import Pack
from tests.app.conftest import PACK
from tests.definitions.cases import PACKS

SHAPES = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "in_memory": True}
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
AWKWARD = st.sampled_from(
    [
        "007",
        "1" * 30,
        "=1+1",
        "-1",
        "+8",
        "@x",
        "'0",
        "1E5",
        "TRUE",
        "是",
        "#N/A",
        "2021-07-01",
        "44378",
        "1,000",
        "_x000D_",
    ]
)
LINES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t\r"), min_size=1, max_size=40
)
WORDS = AWKWARD | st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs")), min_size=1, max_size=40)


@cache
def packs() -> list[Pack]:
    found = []
    for folder in sorted((*PACK.parent.iterdir(), *PACKS.iterdir())):
        texts = read_folder(folder)
        assert isinstance(texts, dict)
        pack = load_texts(texts)
        assert isinstance(pack, Pack)
        found.append(pack)
    return found


def fields() -> list[tuple[Pack, Field]]:
    return [(pack, field) for pack in packs() for form in pack.registers.values() for field in form.fields.values()]


FIELDS = st.deferred(lambda: st.sampled_from(fields()))


def book_of(pack: Pack) -> Book:
    places = Places(areas=dict(pack.areas), units=dict(pack.units))
    return Book(zone=ZoneInfo("Asia/Shanghai"), dictionaries=pack.dictionaries, places=places, titles={})


@st.composite
def values(draw: st.DrawFn, pack: Pack, field: Field) -> Scalar:
    """A value that the door would take, whatever other fields say."""
    amounts = st.integers(-LARGEST if field.least is None else field.least, field.most or LARGEST)
    match field.type:
        case FieldType.CHOICE:
            return draw(st.sampled_from(sorted(pack.dictionaries[field.dictionary or ""].entries)))
        case FieldType.UNIT:
            return draw(st.sampled_from(sorted(pack.units)))
        case FieldType.AREA:
            return draw(st.sampled_from(sorted(pack.areas)))
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            return draw(amounts)
        case FieldType.DATE:
            return draw(DAYS).isoformat()
        case FieldType.INSTANT:
            return f"{draw(DAYS)}T08:30:00+08:00"
        case FieldType.INTERVAL:
            day = draw(DAYS)
            return f"{day}T20:00:00+08:00/{day + timedelta(days=1)}T08:00:00+08:00"
        case FieldType.YES_NO:
            return draw(st.booleans())
        case FieldType.POINT:
            return f"{draw(st.integers(-179, 179))}.8620,{draw(st.integers(-89, 89))}.88400000"
        case FieldType.WORDS | FieldType.PLACE:
            return draw(AWKWARD | LINES)
        case _:
            return draw(WORDS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cells") / "cells.xlsx"


def through(path: Path, rows: list[list[Any]]) -> list[list[Any]]:
    """What comes back out of a workbook when this is written into it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SHAPES)
    page = book.add_worksheet()
    page.write_string(0, 0, "列")
    for n, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            (page.write_number if isinstance(value, int) else page.write_string)(n, at, value)
        page.write_string(n, len(row), "|")
    book.close()
    path.write_bytes(out.getvalue())
    table = open_table(path, Layout(), Limits())
    found = list(table.rows(0))  # type: ignore[union-attr]
    table.close()  # type: ignore[union-attr]
    assert [row.marks for row in found] == [{}] * len(rows), "nothing is taken for a formula, an error, a merged cell"
    return [list(row.cells) for row in found]


@settings(max_examples=40)
@given(st.data())
def test_a_value_of_any_field_comes_back_as_it_was(path: Path, data: st.DataObject) -> None:
    """A row of many fields at once: one workbook costs more than fifty cells."""
    drawn = [data.draw(FIELDS) for _ in range(25)]
    meant = [(pack, field, data.draw(values(pack, field))) for pack, field in drawn]
    for language in LANGUAGES:
        cells = [[written(field, value, book_of(pack), language)] for pack, field, value in meant]
        for (pack, field, value), (cell, *_) in zip(meant, through(path, cells), strict=True):
            text = as_text(cell).strip()
            assert alike(value, read(field, text, book_of(pack)), text), (field.id, value, cell)  # type: ignore[arg-type]


@settings(max_examples=200)
@given(FIELDS, st.data())
def test_another_value_is_never_taken_for_the_same(one: tuple[Pack, Field], data: st.DataObject) -> None:
    pack, field = one
    value, other = data.draw(values(pack, field)), data.draw(values(pack, field))
    text = str(written(field, other, book_of(pack), "zh")).strip()
    same = alike(value, read(field, text, book_of(pack)), text)  # type: ignore[arg-type]
    plain = [str(one).replace("\r\n", "\n").replace("\r", "\n").strip() for one in (value, other)]
    assert same == (plain[0] == plain[1])

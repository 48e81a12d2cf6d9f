"""200,000 rows: streamed with bounded memory, resumed without reading again what is in."""

from __future__ import annotations

import tracemalloc
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bihuan.app.imports import Accepted, Mapping, Reading, open_reading, read_mapping
from bihuan.app.imports.xlsx_strings import strings_of

ROWS = 200_000
WORDS = "东路口的路灯三天没亮" * 5


@pytest.fixture(scope="module")
def narrow() -> Mapping:
    found = read_mapping('source = "large"\nidentity = ["编号"]\n[columns]\nwords = "内容"\n')
    assert isinstance(found, Mapping)
    return found


@pytest.fixture(scope="module")
def large_csv(tmp_path_factory: Any) -> Path:
    path: Path = tmp_path_factory.mktemp("large") / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("编号,内容\n")
        file.writelines(f"{number},{WORDS}\n" for number in range(2, ROWS + 2))
    return path


def reading_of(path: Path, mapping: Mapping, now: Any) -> Reading:
    reading = open_reading(path, mapping, now)
    assert isinstance(reading, Reading)
    return reading


def test_every_row_of_a_large_file_is_read_once(large_csv: Path, narrow: Mapping, now: Any) -> None:
    count = 0
    for expected, item in enumerate(reading_of(large_csv, narrow, now).rows(), 2):
        assert isinstance(item, Accepted) and item.row == expected and item.record.key == f"large:{expected}"
        count += 1
    assert count == ROWS


def test_resuming_skips_what_is_in(large_csv: Path, narrow: Mapping, now: Any) -> None:
    rows = list(reading_of(large_csv, narrow, now).rows(start_after=ROWS - 2))
    assert [item.row for item in rows] == [ROWS - 1, ROWS, ROWS + 1]


def test_memory_does_not_grow_with_the_file(large_csv: Path, narrow: Mapping, now: Any) -> None:
    tracemalloc.start()
    reading = reading_of(large_csv, narrow, now)
    rows = reading.rows()
    peaks = []
    for _ in range(2):
        assert len([None for _ in islice(rows, 2_000)]) == 2_000
        peaks.append(tracemalloc.get_traced_memory()[1])
    reading.close()
    tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1 << 20
    assert peaks[1] < 12 << 20


def test_a_workbook_of_many_rows(tmp_path: Path, narrow: Mapping, now: Any) -> None:
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "内容"])
        for number in range(1, 20_001):
            sheet.write_row(number, 0, [number + 1, WORDS])
    reading = reading_of(path, narrow, now)
    assert reading.facts.last_row == 20_001
    assert [item.row for item in reading.rows()] == list(range(2, 20_002))


def test_the_strings_of_a_large_workbook_lie_on_disk() -> None:
    """A string for each of 200,000 rows: some bytes a string in memory, and every one is found again."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    table = BytesIO()
    table.write(f'<sst xmlns="{main}">'.encode())
    table.writelines(f"<si><t>{WORDS}{number}</t></si>".encode() for number in range(ROWS))
    table.write(b"<si><r><t>two</t></r><r><t> runs</t></r></si></sst>")
    table.seek(0)
    tracemalloc.start()
    strings = strings_of(table)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20, f"{peak >> 20} MB for {table.tell() >> 20} MB of strings"
    assert len(strings) == ROWS + 1
    assert [strings[at] for at in (0, 123_456, ROWS - 1)] == [f"{WORDS}{at}" for at in (0, 123_456, ROWS - 1)]
    assert strings[ROWS] == "two runs"
    with pytest.raises(IndexError):
        strings[ROWS + 1]

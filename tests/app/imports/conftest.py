"""Small samples of our own for the import's reading half: a mapping, CSV files and workbooks made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bihuan.app.imports import Limits, Mapping, Problem, Reading, open_reading, read_mapping

NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
SAMPLE = """
source = "sample"
identity = ["编号"]
required = ["words"]
history = true
[columns]
source_id = "编号"
title = "标题"
words = ["内容", "内容描述"]
occurred_at = "时间"
replied_at = "答复时间"
likes = "点赞"
category_label = "分类"
[constants]
channel = "hotline"
[values]
unlisted = "refuse"
[values.category_label]
"噪声" = "noise"
"道路" = "road"
"""
HEADER = ("编号", "标题", "内容", "时间", "答复时间", "点赞", "分类")


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def sample() -> str:
    return SAMPLE


@pytest.fixture(scope="session")
def mapping() -> Mapping:
    found = read_mapping(SAMPLE)
    assert isinstance(found, Mapping), found
    return found


Read = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Open and read to the end; a file that cannot be read gives its problems."""

    def run(path: Path, mapping: Mapping, limits: Limits | None = None, start_after: int = 0) -> list[Any]:
        reading = open_reading(path, mapping, NOW, limits)
        if not isinstance(reading, Reading):
            assert all(isinstance(problem, Problem) for problem in reading) and reading
            return list(reading)
        return list(reading.rows(start_after))

    return run


@pytest.fixture(scope="session")
def row() -> Callable[..., list[Any]]:
    """A sound row under HEADER with some cells replaced by name."""

    def build(**changed: Any) -> list[Any]:
        sound: dict[str, Any] = {
            "编号": "17", "标题": "路灯不亮", "内容": "东路口的路灯三天没亮", "时间": "2019/2/28 11:25:05",
            "答复时间": "", "点赞": "3", "分类": "道路",
        }  # fmt: skip
        return list({**sound, **changed}.values())

    return build


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """A workbook of the given rows; `change` may alter the sheet before it is saved."""

    def build(*rows: list[Any], header: tuple[str, ...] = HEADER, change: Any = None) -> Path:
        book = openpyxl.Workbook()
        for line in (list(header), *rows):
            book.active.append(line)
        if change:
            change(book.active)
        path = tmp_path / "sample.xlsx"
        book.save(path)
        return path

    return build


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """A CSV file of the given rows, or of the given bytes."""

    def build(*rows: list[Any], data: bytes | None = None, encoding: str = "utf-8-sig", header: Any = HEADER) -> Path:
        import csv
        import io

        text = io.StringIO()
        csv.writer(text).writerows([header, *rows])
        path = tmp_path / "sample.csv"
        path.write_bytes(text.getvalue().encode(encoding) if data is None else data)
        return path

    return build

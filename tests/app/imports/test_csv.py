"""CSV: what is written comes back, broken files lose nothing silently, rows are counted as a person counts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.imports import Accepted, Limits, Mapping, Refused
from bihuan.app.imports.csv_table import find_encoding

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), min_size=1).map(
    lambda text: f"字{text}"
)


@given(rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), encoding=st.sampled_from(["utf-8", "gb18030"]))
def test_what_is_written_comes_back(
    rows: list[tuple[str, str]], encoding: str, tmp_path_factory: Any, read: Any, sample: str, mapping: Mapping
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
    for number, (title, words) in enumerate(rows):
        writer.writerow([number, title, words, "", "", "", ""])
    path.write_bytes(text.getvalue().encode(encoding))
    found = read(path, mapping)
    assert all(isinstance(item, Accepted) for item in found), found
    assert [(item.record.title, item.record.words) for item in found] == [
        (title.strip(), words) for title, words in rows
    ]
    assert [item.record.key for item in found] == [f"sample:{number}" for number in range(len(rows))]
    for cut in range(len(rows) + 1):
        assert read(path, mapping, start_after=cut + 1) == found[cut:]


def test_row_and_line_differ_after_a_quoted_line_break(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = csv_file(row(内容="一\n二\n三"), row(编号="18"), [], row(编号="19", 内容=""))
    first, second, third = read(path, mapping)
    assert [(item.row, item.line) for item in (first, second, third)] == [(2, 2), (3, 5), (5, 7)]
    assert isinstance(third, Refused) and third.problems[0].code == "words-missing"


def test_one_bad_byte_refuses_one_row_and_names_it(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = csv_file(*(row(编号=str(number)) for number in range(20)))
    data = path.read_bytes().replace("东路口的路灯".encode(), b"\xe4\xb8\xff" + "路口的路灯".encode(), 1)
    found = read(csv_file(data=data), mapping)
    assert [type(item) for item in found] == [Refused] + [Accepted] * 19
    problem = found[0].problems[0]
    assert problem.code == "undecodable" and problem.place == "内容"
    assert (problem.detail["position"], problem.detail["byte"]) == (1, "0xE4")


def test_broken_utf8_without_a_mark_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号,内容\n1,路灯不亮路灯不亮\n".encode() + b"\xc4\xe3")
    assert find_encoding(path) == "utf-8-sig"
    path.write_bytes("编号,内容\n1,路灯不亮路灯不亮\n".encode("gb18030"))
    assert find_encoding(path) == "gb18030"
    for short in ("虚构企业61", "企业", "虚构路1号"):  # Half of its bytes can be read as UTF-8.
        path.write_bytes(f"{short},2021-01-04\n".encode("gb18030"))
        assert find_encoding(path) == "gb18030", short
    path.write_bytes("café au lait\n".encode() + b"\xff")
    assert find_encoding(path) == "utf-8-sig", "no text of GB18030 has that byte"
    path.write_bytes(b"id,words\n1,plain\n")
    assert find_encoding(path) == "utf-8-sig"


def test_a_bad_byte_in_gb18030_is_refused_too(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    data = csv_file(row(), row(编号="18"), encoding="gb18030").read_bytes()
    cut = data.replace("三天".encode("gb18030"), b"\xff" + "三天".encode("gb18030"), 1)
    found = read(csv_file(data=cut), mapping)
    assert found[0].problems[0].code == "undecodable" and "gb18030" in found[0].problems[0].message("zh")
    assert isinstance(found[1], Accepted)


def test_nul_and_other_control_characters_cost_their_row_only(
    csv_file: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    found = read(csv_file(row(标题="求\x00助"), row(编号="18", 内容="一\x0b二"), row(编号="19")), mapping)
    assert [item.problems[0].detail["name"] for item in found[:2]] == ["U+0000 NUL", "U+000B VT"]
    assert isinstance(found[2], Accepted)


def test_a_wrong_number_of_columns(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    found = read(csv_file(row()[:-1], [*row(), "多"], row()), mapping)
    assert [item.problems[0].code for item in found[:2]] == ["column-count"] * 2
    assert found[0].cells == tuple(row()[:-1]) and isinstance(found[2], Accepted)


def test_a_misplaced_quotation_mark_keeps_its_text(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    data = csv_file(row(), row(编号="18")).read_bytes()
    bad = data.replace(b"17,", b'"17"x,', 1)
    found = read(csv_file(data=bad), mapping)
    assert found[0].problems[0].code == "csv-quote" and found[0].cells[0].startswith('"17"x,路灯')
    assert isinstance(found[1], Accepted)


def test_an_open_quotation_mark_stops_and_says_where(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    data = csv_file(row(), row(编号="18"), row(编号="19")).read_bytes().replace(b"18,", b'18,"', 1)
    found = read(csv_file(data=data), mapping)
    assert isinstance(found[0], Accepted) and len(found) == 2
    assert found[1].stops and found[1].problems[0].code == "csv-quote-open"
    assert "3" in found[1].problems[0].message("zh")


def test_a_message_far_beyond_the_limit_costs_its_row_only(
    csv_file: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    found = read(csv_file(row(内容="字" * 200_001), row(编号="18", 内容="字" * 20_000)), mapping)
    assert found[0].problems[0].detail == {"length": 200_001, "limit": 20_000}
    assert isinstance(found[1], Accepted)


def test_a_line_without_end_stops(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    found = read(csv_file(row(), row(内容="字" * 600)), mapping, Limits(line=500))
    assert isinstance(found[0], Accepted)
    assert found[1].stops and found[1].problems[0].code == "line-too-long"


def test_more_rows_than_allowed_stop(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    found = read(csv_file(row(编号="1"), row(编号="2"), row(编号="3")), mapping, Limits(rows=2))
    assert [type(item) for item in found] == [Accepted, Accepted, Refused]
    assert found[2].stops and found[2].problems[0].code == "too-many-rows"


@given(body=st.binary(max_size=200) | st.text('编号,"\n\r标题内容时间0/-x\0', max_size=200).map(str.encode))
def test_no_bytes_escape_as_an_exception(body: bytes, tmp_path_factory: Any, read: Any, mapping: Mapping) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes("编号,标题,内容,时间,答复时间,点赞,分类\n".encode("utf-8-sig") + body)
    found = read(path, mapping)
    assert all(isinstance(item, Accepted | Refused) for item in found)
    assert [item.row for item in found] == sorted({item.row for item in found})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WHOLE_FILES: list[tuple[str, bytes, str]] = [
    ("a.csv", b"", "file-empty"),
    ("a.csv", b"\xef\xbb\xbf\r\n", "file-empty"),
    ("a.csv", b"PK\x03\x04rest", "file-not-its-suffix"),
    ("a.csv", b"<html><table>", "file-not-its-suffix"),
    ("a.csv", "编号\t内容".encode("utf-16"), "file-encoding"),
    ("a.csv", "编号;内容\n".encode(), "column-missing"),
    ("a.csv", b'"open', "csv-quote-open"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-suffix"),
    ("a", b"x", "file-suffix"),
    ("a.xlsx", "编号,内容\n".encode(), "file-not-its-suffix"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "file-not-its-suffix"),
    ("a.xlsx", OLE + b"\0" * 9000 + "EncryptedPackage".encode("utf-16-le"), "file-password"),
    ("a.xlsx", b"PK\x03\x04cut short", "file-damaged"),
]


@pytest.mark.parametrize(("name", "data", "code"), WHOLE_FILES)
def test_a_file_that_cannot_be_read(
    name: str, data: bytes, code: str, tmp_path: Path, read: Any, mapping: Mapping
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = read(path, mapping)
    assert code in {problem.code for problem in found}


def test_a_file_that_is_not_there(tmp_path: Path, read: Any, mapping: Mapping) -> None:
    assert read(tmp_path / "none.csv", mapping)[0].code == "file-missing"


def header_problems(header: list[str], csv_file: Callable[..., Path], read: Any, mapping: Mapping) -> list[Any]:
    return [(problem.code, problem.detail.get("near")) for problem in read(csv_file(header=header), mapping)]


def test_headers_are_judged_whole(csv_file: Any, read: Any, mapping: Mapping) -> None:
    renamed = ["编号", "标题", "内容", "留言时间", "答复时间", "点赞", "分类"]
    assert header_problems(renamed, csv_file, read, mapping) == [("column-missing", "留言时间")]
    twice = ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类", "时间"]
    assert header_problems(twice, csv_file, read, mapping)[0][0] == "column-twice"
    both = ["编号", "标题", "内容", "内容描述", "时间", "答复时间", "点赞", "分类"]
    assert header_problems(both, csv_file, read, mapping)[0][0] == "column-two-names"
    alias = ["编号", " 标题 ", "内容描述", "时间", "答复时间", "点赞", "分类"]
    assert header_problems(alias, csv_file, read, mapping) == []

"""Files that are not what they should be, sent to a page: told in both languages with the way out, nothing changed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from random import Random
from urllib.parse import quote

import openpyxl
import pytest

from bihuan.app.registers.uploading import ROWS_MOST
from tests.app.registers.filling import credit_code
from tests.web.signing import Client
from tests.web.systems.conftest import Running

HEADS = ("统一社会信用代码", "设立日期", "名称", "主体类型", "注册资本", "币种")
PAGE = "/registers/enterprises/import"


@pytest.fixture(scope="module")
def registrar(running: Running) -> Client:
    return Client(running.site, running.staff["registrar"])


def firm(n: int, **changed: str) -> list[str]:
    said = dict(zip(HEADS, (credit_code(Random(n)), "2021-01-04", f"虚构上传{n}", "企业", "", ""), strict=True))
    return list({**said, **changed}.values())


def book(*rows: Sequence[str], merged: str = "") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sent(client: Client, data: bytes, language: str) -> tuple[int, str]:
    client.post("/display", {"language": language, "next": PAGE})
    return client.upload(PAGE, data)


def entries(client: Client) -> str:
    """How many entries the register says it has."""
    body = client.get("/registers/enterprises?q=" + quote("虚构上传"))[1]
    found = re.search(r'<b class="number">\D*(\d+)', body)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (book(("信用代码", *HEADS[1:]), firm(1)),
         ("“信用代码”不是这个名录的列", "最接近的是“统一社会信用代码”", "is none of this register", "The nearest is")),
        (book(HEADS, firm(2), firm(3), merged="C2:C3"),
         ("合并区域 C2:C3", "取消合并", "merged range C2:C3", "Unmerge it")),
        (book(HEADS, firm(4, 注册资本="1000")),
         ("没有“币种”", "请一并填写“币种”", "has an amount and no", "Fill in “Currency” as well")),
        (book(HEADS, firm(5, 统一社会信用代码="91990000000000000X")),
         ("校验码不符", "多半是抄错了一位", "the last place does not check", "most likely one place is mistyped")),
        (b"MZ" + bytes(200), ("不是工作簿", "另存为 .xlsx", "no workbook", "save as .xlsx")),
        (book(HEADS, *([firm(6)] * (ROWS_MOST + 1))),
         ("没有导入任何内容", "bihuan register import", "nothing was done", "at the command line")),
    ],
    ids=["renamed column", "merged cells", "money without currency", "wrong check digit", "no workbook", "too many"],
)  # fmt: skip
def test_a_file_that_is_not_right(registrar: Client, data: bytes, said: tuple[str, str, str, str]) -> None:
    before = entries(registrar)
    for language, words in (("zh-hans", said[:2]), ("en", said[2:])):
        status, body = sent(registrar, data, language)
        told = body[body.index("<main") :]
        assert status == 422 and [one for one in words if one not in told] == [], told[:3000]
    assert entries(registrar) == before


def test_what_is_refused_is_told_by_kind_and_comes_back_as_a_sheet_to_be_mended(registrar: Client) -> None:
    rows = [firm(40), *(firm(n, 主体类型="某种") for n in range(41, 48)), firm(48, 注册资本="1000")]
    status, body = sent(registrar, book(HEADS, *rows), "zh-hans")
    kinds = body[body.index('id="kinds"') : body.index('id="refused"')]
    assert status == 422 and "被拒的行什么都没有写入" in kinds
    assert re.findall(r'scope="row">(.*?)</th><td[^>]*class="number"[^>]*>(.*?)</td><td[^>]*>(.*?)</td>', kinds) == [
        ("主体类型", "7", "3、4、5、6、7 …"), ("注册资本", "1", "10"),
    ]  # fmt: skip
    packed = re.search(r'name="marked" value="([^"]+)"', body)
    assert packed is not None
    kept = registrar.file(PAGE, {"marked": packed[1]})
    sheet = openpyxl.load_workbook(io.BytesIO(kept)).worksheets[0]
    assert (sheet.max_row, [one.value for one in sheet[1]][: len(HEADS)]) == (9, list(HEADS))
    for line in sheet.iter_rows(min_row=2):
        line[3].value, line[4].value = "企业", ""
    out = io.BytesIO()
    sheet.parent.save(out)
    status, body = sent(registrar, out.getvalue(), "zh-hans")
    assert status == 200 and "新增或变更 8" in body and 'id="kinds"' not in body

    other = PAGE.replace("enterprises", "publications")
    for page, text in ((other, packed[1]), (PAGE, packed[1][:-3]), (PAGE, "")):
        status, body = registrar.post(page, {"marked": text})
        assert status == 422 and "请重新上传文件" in body, "of another register, or not made here"

"""The supervisor's page: the ledger, reminding many at once, Excel out and back; axe on every look of it."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from bihuan.app.ledger_sums import Sum, Sums
from bihuan.core.text import Text
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account, open_accounts, sign_in
from tests.web.test_browser import AXE, DESK

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOOKS = (
    (DESK, "zh-CN", "dark"),
    (DESK, "en-GB", "light"),
    ({"width": 800, "height": 1100}, "zh-CN", "light"),
    ({"width": 390, "height": 844}, "en-GB", "light"),
)


@pytest.fixture(scope="module")
def liu(site: Site) -> Staff:
    return open_account(site, "liu.du", "supervisor", "committee")


def numbers(body: str) -> list[str]:
    return re.findall(r'name="chosen" value="([^"]+)"', body)


def test_filters_columns_and_nonsense(site: Site, liu: Staff) -> None:
    client = Client(site, liu)
    every = numbers(client.get("/supervisor?state=all")[1])
    still = numbers(client.get("/supervisor")[1])
    # Other tests of the session raise matters at this site too, and a page shows fifty.
    assert len(every) >= 30 and still
    _, body = client.get("/supervisor?column=late&sort=number")
    assert body.split("</thead>")[0].count('role="columnheader" scope="col"') == 3
    assert 'id="burden"' in body and 'id="again"' in body and re.search(r"\d+ \(\d+%\)", body)
    for wild in ("sort=x&after=1&after=2", "since=9999-12-31&until=9999-12-31", "stage=a%00b", "supervised=-1",
                 "after=a%00&after=b&sort=number", "column=nothing"):  # fmt: skip
        assert client.get(f"/supervisor?{wild}")[0] == 200, wild


def filled(data: bytes, cells: dict[tuple[int, int], object]) -> bytes:
    """The file after somebody typed into it; columns are counted from the right, the last is 0."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for (row, back), value in cells.items():
        sheet.cell(row=row, column=sheet.max_column - back).value = value  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_excel_out_filled_in_looked_at_and_confirmed(site: Site, liu: Staff) -> None:
    client = Client(site, liu)
    data = client.bytes("/supervisor/ledger.xlsx")
    number = str(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B4"].value)
    status, body = client.upload("/supervisor/back", filled(data, {(4, 2): "是", (5, 1): "九", (6, 3): "改过"}))
    assert status == 200 and number in body and "现在还没有办理" in body
    assert "只能填：一级督办、二级督办、三级督办" in body and "改过" in body and "没有采用" in body
    (changes,) = re.findall(r'name="changes" value="([^"]+)"', body)
    status, done = client.post("/supervisor/back/confirmed", {"changes": changes})
    assert status == 422 and number in done.split('id="done"')[1] and "九" in done.split('id="done"')[0]
    (kept,) = re.findall(r'name="rows" value="([^"]+)"', done)
    file = openpyxl.load_workbook(io.BytesIO(client.file("/supervisor/refused.xlsx", {"rows": kept}))).worksheets[0]
    assert {"九", "改过"} <= {str(row[4].value) for row in file.iter_rows(min_row=2)}
    assert client.upload("/supervisor/back", data)[0] == 200
    assert client.upload("/supervisor/back", b"nothing")[0] == 422


def test_a_preview_is_for_whoever_saw_it(site: Site, liu: Staff) -> None:
    """Neither made up nor taken over from another; nothing is done then."""
    client, other = Client(site, liu), Client(site, open_account(site, "liu.er", "supervisor", "committee"))
    data = client.bytes("/supervisor/ledger.xlsx")
    body = client.upload("/supervisor/back", filled(data, {(4, 2): "是"}))[1]
    (changes,) = re.findall(r'name="changes" value="([^"]+)"', body)
    for who, sent in ((other, changes), (client, changes[:-3]), (client, "")):
        status, answer = who.post("/supervisor/back/confirmed", {"changes": sent})
        assert status == 422 and "请重新上传文件" in answer
    assert client.post("/supervisor/refused.xlsx", {"rows": "made up"})[0] == 200


def test_words_that_leave_in_a_file_leave_an_entry(site: Site, liu: Staff) -> None:
    client, audit = Client(site, liu), Client(site, open_account(site, "shen.ji", "office.audit", "committee"))
    client.bytes("/supervisor/ledger.xlsx?column=unit")
    entry = "导出含诉求内容的台账"
    assert entry not in "".join(audit.get("/audit?kind=words.exported")[1].split("<tbody")[1:]), "among the entries"
    sheet = openpyxl.load_workbook(io.BytesIO(client.bytes("/supervisor/ledger.xlsx?column=asks"))).worksheets[0]
    assert sheet["C3"].value == "诉求内容" and any(sheet[f"C{n}"].value for n in range(4, 9))
    body = audit.get("/audit?kind=words.exported")[1]
    assert entry in body and "诉求内容、地点或答复" in body
    shown = client.get("/supervisor?column=asks&column=reply")[1]
    assert "答复" in shown.split("<tbody")[0]


def test_each_tile_opens_as_many_rows(site: Site, liu: Staff) -> None:
    client = Client(site, liu)
    body = client.get("/supervisor")[1]
    tiles = re.findall(r'<span class="figure">(\d+)</span><a href="[?]([^"#]+)#ledger"', body)
    assert len(tiles) == 8
    for count, query in tiles:
        assert len(numbers(client.get("/supervisor?" + query.replace("&amp;", "&"))[1])) == min(int(count), 50), query


def test_a_view_is_kept_shown_in_the_sheet_and_deleted(site: Site, liu: Staff) -> None:
    client = Client(site, liu)
    sent = {"title": "只看<编号>", "unit": "committee", "query": "state=all&sort=number&column=number&after=1&after=2"}
    assert client.raw("/supervisor/views", sent)[0] == 403, "without the token of a form"
    status, body = client.post("/supervisor/views", sent)
    assert status == 200 and "只看&lt;编号&gt;" in body
    query = re.findall(r'href="[?]([^"#]+)#ledger" aria-current="true"', body)[0]
    id_ = re.findall(r"views/([\w-]+)", body)[0]
    sheet = openpyxl.load_workbook(io.BytesIO(client.bytes("/supervisor/ledger.xlsx?" + query.replace("&amp;", "&"))))
    assert [str(one.value) for one in sheet.worksheets[0][3]][:3] == ["序号", "编号", "催办"]
    colleague = Client(site, open_account(site, "wang.du", "supervisor", "committee"))
    assert "只看&lt;编号&gt;" in colleague.get("/supervisor")[1]
    assert colleague.post(f"/supervisor/views/{id_}", {"do": "delete"})[0] == 404
    assert "只看&lt;编号&gt;" not in client.post(f"/supervisor/views/{id_}", {"do": "delete"})[1]
    assert client.post("/supervisor/views", {"title": "", "query": ""})[0] == 422


def test_the_facts_of_one_mechanism_are_columns_on_the_page_and_in_the_sheet(site: Site, liu: Staff) -> None:
    """What is private is none of them, whatever an address asks for; ticks of all mechanisms hide none of them."""
    client = Client(site, liu)
    asked = f"/supervisor?state=all&programme={site.programme}"
    assert 'value="field.' not in client.get("/supervisor?state=all")[1]
    body = client.get(asked)[1]
    offered = re.findall(r'name="column" value="(field[.][^"]+)"( checked)?', body)
    assert any(on for _, on in offered) and not all(on for _, on in offered)
    assert f'name="of" value="{site.programme}"' in body
    ticked = client.get(f"{asked}&of=all&column=due")[1]
    assert re.findall(r'name="column" value="(field[.][^"]+)" checked', ticked) == [one for one, on in offered if on]
    every = "".join(f"&column=field.{name}" for name in ("phone", "name", "words", "place", "address", "contact"))
    sheet = openpyxl.load_workbook(io.BytesIO(client.bytes(f"/supervisor/ledger.xlsx{asked[11:]}{every}")))
    assert [str(one.value) for one in sheet.worksheets[0][3]][:3] == ["序号", "编号", "催办"], "none of them is there"
    chosen = "".join(f"&column={one}" for one, _ in offered)
    data = client.bytes(f"/supervisor/ledger.xlsx{asked[11:]}{chosen}")
    assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].max_column == len(offered) + 5
    assert client.upload("/supervisor/back", data)[0] == 200, "and the file with them comes back"


def test_words_are_kept_with_filters_in_pages_views_and_the_sheet(site: Site, liu: Staff) -> None:
    """Two characters narrow the ledger; what is too short is said on the page, with nothing else lost."""
    client = Client(site, liu)
    asked = f"state=all&sort=number&programme={site.programme}&q="
    every = numbers(client.get(f"/supervisor?{asked}")[1])
    found = client.get(f"/supervisor?{asked}{every[0]}")[1]
    assert numbers(found) == [every[0]] and 'id="sought"' in found and "：1 件" in found
    sheet = openpyxl.load_workbook(io.BytesIO(client.bytes(f"/supervisor/ledger.xlsx?{asked}{every[0]}"))).worksheets[0]
    assert sheet.max_row == 4 and sheet["B4"].value == every[0]
    kept = client.post("/supervisor/views", {"title": "含一个编号", "query": f"{asked}{every[0]}"})[1]
    (query,) = re.findall(r'href="[?]([^"#]+)#ledger" aria-current="true"', kept)
    assert f"q={every[0]}" in query
    assert numbers(client.get("/supervisor?" + query.replace("&amp;", "&"))[1]) == [every[0]]
    (id_,) = re.findall(r"supervisor/views/([\w-]+)", kept)
    client.post(f"/supervisor/views/{id_}", {"do": "delete"})
    many = client.get("/supervisor?state=all&sort=number&q=%E8%B7%AF%E7%81%AF")[1]
    following = re.findall(r'rel="next" href="[?]([^"]+)"', many)
    assert all("q=%E8%B7%AF%E7%81%AF" in one for one in following)
    status, short = client.get("/supervisor?state=all&class=grave&q=%E7%81%AF")
    assert status == 422 and 'role="alert"' in short and 'value="灯"' in short and 'value="grave" selected' in short


def test_a_centre_finds_the_ledger_of_its_own_mechanisms(site: Site) -> None:
    """In the bar, with columns and sheet; no case and no filter of another mechanism, no act it may not do."""
    rows = [("led.desk", "desk", "service-centre"), ("led.cmd", "command", "flood-command")]
    desk, command = open_accounts(site, rows)
    status, body = (client := Client(site, desk)).get("/ledger?state=all&sort=number")
    assert status == 200 and '<a href="/ledger" aria-current="page"' in body and numbers(body)
    assert client.get("/supervisor")[0] == 403
    status, body = (own := Client(site, command)).get("/ledger?state=all&sort=number")
    assert status == 200 and site.programme not in body and site.number not in body
    forced = own.get(f"/ledger?state=all&programme={site.programme}&unit=&q=")[1]
    assert numbers(forced) == [] and 'value="field.' not in forced
    data = own.bytes(f"/supervisor/ledger.xlsx?programme={site.programme}&state=all")
    assert openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].max_row == 3
    refused = own.post("/supervisor/act", {"chosen": site.number, "level": "3", "request": "x"})
    assert refused[0] == 422 and site.number in refused[1] and 'href="/ledger"' in refused[1]
    kept = own.post("/supervisor/views", {"title": "值守", "query": "state=all"})[1]
    assert "值守" in kept and '<a href="/ledger" aria-current="page"' in kept


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "合计：到位资金"), ("en", "Total: Paid in")])
@pytest.mark.parametrize("whole", [True, False])
def test_what_is_added_up_is_said(language: str, said: str, whole: bool) -> None:
    found = Sum(Text("到位资金", "Paid in"), Text("CNY", "CNY"), "1,234.50", 3)
    with override(language):
        body = render_to_string("web/supervisor/sums.html", {"sums": Sums(50, whole, (found,))})
    assert said in body and "1,234.50 CNY" in body and "50" in body
    assert ("全部" in body or "every case" in body) is whole
    assert ("本页 50" in body or "this page alone" in body) is not whole


@pytest.mark.browser
def test_chosen_rows_are_reminded(site: Site, browser: Browser, liu: Staff) -> None:
    page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(page, site, liu)
    page.goto(site.base + "/supervisor")
    page.locator("select[name=sort]").select_option("number")
    page.locator(".toolbar button.ink").click()
    page.wait_for_url("**sort=number**")
    boxes = page.locator("input[name=chosen]").all()
    chosen = {box.get_attribute("value") for box in boxes}
    for box in boxes:
        box.check()
    page.locator("form[action$=act] button").click()
    page.wait_for_url("**/supervisor/act")
    done = set(page.locator("#done + ul a").all_inner_texts())
    refused = set(page.locator("tbody th").all_inner_texts())
    # Not every stage can be reminded; each row is answered for, once.
    assert done and done | refused == chosen and not done & refused
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS[-2:], ids=["tablet", "phone"])
def test_a_file_is_looked_through_before_it_acts(
    site: Site, browser: Browser, liu: Staff, size: dict[str, int], language: str, scheme: str
) -> None:
    """With something to do, something that went on, something that cannot be: nothing is wide, axe is content."""
    client = Client(site, liu)
    data = client.bytes("/supervisor/ledger.xlsx?sort=number")
    number = str(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]["B4"].value)
    client.post("/supervisor/act", {"chosen": number, "level": "", "request": f"went-on-{language}"})
    typed = filled(data, {(4, 2): "是", (5, 2): "是", (6, 1): "九", (7, 4): "改过"})
    context = browser.new_context(viewport=size, locale=language, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site, liu)
    page.goto(site.base + "/supervisor")
    page.locator("input[name=file]").set_input_files({"name": "a.xlsx", "mimeType": "", "buffer": typed})
    page.locator("form[action$=back] button").click()
    page.locator("#wrong").wait_for()
    page.locator("#stale").wait_for()
    page.add_script_tag(path=str(AXE))
    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    violations: list[Any] = page.evaluate("options => axe.run(document, options)", wanted)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    page.locator("button[form=confirm]").click()
    page.locator("#done").wait_for()
    assert number not in page.locator("#done + ul, #done + p").inner_text(), "nobody ticked it"
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations] == [] and not wide


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS, ids=["dark", "desk", "tablet", "phone"])
def test_axe_finds_nothing(
    site: Site, browser: Browser, liu: Staff, size: dict[str, int], language: str, scheme: str
) -> None:
    context = browser.new_context(viewport=size, locale=language, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site, liu)
    page.goto(site.base + f"/supervisor?state=all&programme={site.programme}&q={site.number}")
    page.add_script_tag(path=str(AXE))
    wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    violations: list[Any] = page.evaluate("options => axe.run(document, options)", wanted)["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:160]) for one in violations] == [] and not wide

"""S21: a figure of one's own report is typed into the register, judged, corrected, and its verdict turns: phone and
desk, Chinese and English."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.web.at_work import Enters, Worker
from tests.web.systems.conftest import Running

pytestmark = pytest.mark.browser

FIGURES, TEXTS = "/registers/published-figures", "/registers/publications"
LIST = {"v-says": "通报清单上的事项", "v-says_en": "Items of the bulletin's list", "v-value": "221"}
RATE = {
    "v-says": "通报里跑一次的比例", "v-says_en": "Share of the bulletin with one visit", "v-value": "95.82%",
    "v-rounding": "nearest", "v-condition": "whole(notice_rate * notice_list)",
}  # fmt: skip


def opens(registrar: Worker, key: str, said: Mapping[str, str], text: str) -> str:
    registrar.see(f"{FIGURES}/act?act=open")
    given = {"key": key, "v-publication": text, "v-place": "第1页", "v-system": "S10", "since": "2021-07-05"}
    return registrar.send("main form.form", given | dict(said))


def changes(registrar: Worker, act: str, said: Mapping[str, str]) -> str:
    registrar.see(f"{FIGURES}/act?act={act}&key=notice_rate")
    return registrar.send("main form.form", said)


def verdict(visitor: Worker, named: str, query: str = "") -> str:
    visitor.see(f"/claims/{query}")
    own = visitor.page.locator(".claim").filter(has=visitor.page.locator("h3", has_text=named))
    return own.locator(".tag").inner_text()


def test_a_figure_entered_on_the_page_is_judged_and_turns_when_it_is_corrected(
    running: Running, enters: Enters, tmp_path: Path
) -> None:
    registrar, visitor = enters("registrar"), enters("leader")
    registrar.see(f"{TEXTS}/act?act=open")
    named = {"v-name": "本区通报", "v-name_en": "Our bulletin", "v-issuer": "管委会", "v-published_on": "2021-07-05"}
    registrar.send("main form.form", {**named, "since": "2021-07-05"})
    text = registrar.page.url.rpartition("key=")[2].partition("&")[0]
    opens(registrar, "notice_list", LIST, text)
    refused = opens(registrar, "notice_rate", {**RATE, "v-condition": "whole(notice_rate * notice_lst)"}, text)
    assert "character 21: notice_lst is no figure that is registered" in refused
    assert registrar.typed("main form.form", "v-value") == "95.82%", "what was typed is still there"
    registrar.speaks("zh-hans")
    refused = opens(registrar, "notice_rate", {**RATE, "v-condition": "whole(notice_rate *)"}, text)
    assert "第20个字起看不懂" in refused
    registrar.speaks("en")
    said = opens(registrar, "notice_rate", RATE, text)
    assert "In conflict" in said and "no whole number lies between" in said, "the page of the entry says so at once"
    assert verdict(visitor, RATE["v-says_en"]) == "In conflict"
    assert "Kept by the officers in Published figures" in visitor.page.locator("main").inner_text()
    visitor.clean()
    changes(registrar, "change", {"v-value": "95.48%", "since": "2021-08-01"})
    assert verdict(visitor, RATE["v-says_en"]) == "Consistent", "211 of 221"
    assert verdict(visitor, RATE["v-says_en"], "?on=2021-07-20") == "In conflict", "that day shows its own"
    visitor.clean()
    wrong = {"v-value": "95.02%", "since": "2021-07-05", "reason": "抄错了"}
    said = changes(registrar, "correct", wrong)
    assert "On 2021-07-05 “" in said and "said something else than what was shown" in said, "that day is shown first"
    assert {name: registrar.typed("main form.form", name) for name in wrong} == wrong, "with what was typed kept"
    assert verdict(visitor, RATE["v-says_en"], "?on=2021-07-20") == "In conflict", "nothing is corrected yet"
    registrar.send("main form.form", {})
    assert verdict(visitor, RATE["v-says_en"], "?on=2021-07-20") == "Consistent", "210 of 221: it was never so"
    visitor.speaks("zh-hans")
    assert verdict(visitor, RATE["v-says"]) == "相互一致"
    assert "由工作人员登记在 刊出数字名录" in visitor.page.locator("main").inner_text()
    visitor.clean()
    visitor.speaks("en")
    _excel(registrar, tmp_path)
    told = running.run("claims", "--district", "--lang", "en")
    assert "Our bulletin" in told and "[notice_rate]" in told
    assert "[notice_rate]" not in running.run("claims", "--district", "--on", "2021-07-01"), "not yet registered then"


def _excel(registrar: Worker, tmp_path: Path) -> None:
    """What goes out comes in again and changes nothing; with a column of verdicts it is refused, and says why."""
    registrar.see(FIGURES)
    with registrar.page.expect_download() as download:
        registrar.page.locator("a[href*='sheet.xlsx']").first.click()
    data = io.BytesIO(download.value.path().read_bytes())
    rows = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    typed = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(typed) as workbook:
        sheet = workbook.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, [str(cell) for cell in row] + ["verdict" if n == 0 else "Consistent"])
    said = _sends(registrar, typed)
    assert "verdicts are computed here, and nobody types one" in said and "Remove the column" in said
    said = _sends(registrar, download.value.path(), "figures.xlsx")
    assert "New or changed: 0." in said and "Refused: 0." in said


def _sends(registrar: Worker, path: Path, name: str = "") -> str:
    registrar.see(f"{FIGURES}/import")
    file = {"name": name or path.name, "mimeType": "application/octet-stream", "buffer": path.read_bytes()}
    registrar.page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    with registrar.waits():
        registrar.page.locator("main form button").last.click()
    return registrar.page.locator("main").inner_text()


def test_a_basis_leads_to_the_register_s_entry_of_its_document(running: Running, enters: Enters) -> None:
    running.run("register", "documents")
    assert "entered 0, corrected 0" in running.run("register", "documents"), "once is enough"
    visitor = enters("leader")
    visitor.see(f"/programmes/{running.site.programme}")
    bases = {str(one.get_attribute("href")) for one in visitor.page.locator("a[href^='/documents/#']").all()}
    visitor.see("/documents/")
    cards = [visitor.page.locator(f"[id='{place.partition('#')[2]}']") for place in sorted(bases)]
    printed = [one for one in cards if one.get_by_text("printed text", exact=True).count()]
    # A text that was printed is no policy document: it is kept with its figures, and leads to them.
    led = [one.get_by_role("link", name="its figures, checked").count() for one in printed]
    assert printed and led == [1] * len(printed)
    card = next(one for one in cards if one not in printed)
    named = card.locator("h2").inner_text()
    with visitor.waits():
        card.locator("a", has_text="the entry and its history").click()
    shown = visitor.page.locator("main").inner_text()
    assert "Issued on" in shown and named in shown and "History" in shown
    visitor.clean()

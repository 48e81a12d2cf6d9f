"""Registers on pages: what a visitor sees and what not, an entry added, changed, corrected, ended, a file uploaded."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from tests.web.conftest import Site
from tests.web.signing import Client, open_account
from tests.web.test_routes import got


@pytest.fixture(scope="module")
def registrar(site: Site) -> Client:
    return Client(site, open_account(site, "registrar-1", "registrar", "economy"))


@pytest.fixture(scope="module")
def colleague(site: Site) -> Client:
    return Client(site, open_account(site, "colleague-1", "handler", "gas"))


def listed(body: str) -> set[str]:
    return set(re.findall(r'href="/registers/([a-z-]+)"', body))


def test_who_sees_which_registers(site: Site, registrar: Client, colleague: Client) -> None:
    visitor, staff = listed(got(site, "/registers/")[2]), listed(colleague.get("/registers/")[1])
    assert visitor and visitor < staff, "the public ones, and more for those who work here"
    assert listed(registrar.get("/registers/")[1]) == staff
    hidden = next(iter(staff - visitor))
    assert got(site, f"/registers/{hidden}")[0] == 404
    assert got(site, f"/registers/{hidden}/sheet.xlsx")[0] == 404
    assert got(site, f"/registers/{hidden}/pick?q=")[2] == '{"entries": []}', "nothing to choose from, nothing told"


def token(body: str) -> str:
    found = re.search(r'name="request" value="([^"]+)"', body)
    assert found
    return found[1]


def test_a_life_of_an_entry_by_forms(site: Site, registrar: Client, colleague: Client) -> None:
    base = f"/registers/{site.register}"
    body = registrar.get(f"{base}/act?act=open")[1]
    names = re.findall(r'name="(v-[a-z_]+)"', body)
    names += ["key"] if 'name="key"' in body else []
    assert len(names) > 2
    empty = {"act": "open", "request": token(body), "since": "2021-01-05", **dict.fromkeys(names, "")}
    status, body = registrar.post(f"{base}/act", empty)
    assert status == 422 and 'role="alert"' in body, "what is missing is said"
    beside = set(re.findall(r'aria-invalid="true" aria-describedby="(?:[^" ]+ )*e-([a-z_-]+)', body))
    assert len(beside) > 1 and beside == set(re.findall(r'<li><a href="#f-([a-z_-]+)">', body)), "each, and on top"
    filled = {**empty, "request": token(body), **{name: _fitting(name, body) for name in names}}
    status, body = registrar.post(f"{base}/act", filled)
    assert status == 200 and "<h1>虚构条目" in body, body[body.find("alert") : body.find("alert") + 300]
    key = re.search(r'name="key" value="([^"]+)"', body)
    assert key
    entry = f"{base}/entry?key={key[1]}"
    assert "虚构条目" in got(site, entry)[2], "a public register is public"
    assert f"{base}/act?act=change" in body and f"{base}/act?act=change" not in colleague.get(entry)[1]
    form = registrar.get(f"{base}/act?act=change&key={key[1]}")[1]
    seen = re.search(r'name="seen" value="(\d+)"', form)
    assert seen
    title = next(name for name in names if f'name="{name}" value="虚构条目' in form)
    sent = {"act": "change", "key": key[1], "seen": seen[1], "since": "2022-02-02", title: "改了的条目"}
    status, body = registrar.post(f"{base}/act", {**sent, "request": token(form)})
    assert status == 200 and "<h1>改了的条目" in body
    assert "<h1>虚构条目" in got(site, f"{entry}&on=2022-02-01")[2]
    status, body = registrar.post(f"{base}/act", {**sent, title: "又改", "request": "stale-1"})
    assert status == 409 and "又改" in body, "somebody else was quicker: what was typed is still there"
    wrong = {"act": "correct", "key": key[1], "since": "2022-02-02", title: "更正"}
    status, body = registrar.post(f"{base}/act", wrong)
    assert status == 422, "a correction needs its reason"
    assert colleague.post(f"{base}/act", sent)[0] == 403
    status, body = registrar.post(f"{base}/act", {"act": "end", "key": key[1], "since": "2023-01-01"})
    assert status == 200 and 'class="state late"' in body
    assert key[1] not in got(site, base)[2] and key[1] in got(site, f"{base}?ended=1")[2]


def hidden(body: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', body)
    assert found, name
    return found[1]


def field(body: str, name: str) -> str:
    """What an input holds."""
    found = re.search(rf'<input[^>]*id="f-{name}"[^>]*>', body)
    assert found, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_two_on_one_form_and_a_past_that_was_wrong(site: Site, registrar: Client) -> None:
    """What one leaves alone stays as the other changed it; what both changed is told beside the field; a form that is
    about another day shows that day first, so that a past can be corrected to what holds today."""
    base = "/registers/funds"
    filled = {"v-name": "演示基金", "v-size": "100", "v-currency": "CNY", "v-registered_on": "2021-01-01"}
    opened = {"act": "open", "request": "funds-1", "since": "2021-01-05", **filled}
    status, body = registrar.post(f"{base}/act", opened)
    assert status == 200
    key = hidden(body, "key")

    def form(act: str) -> dict[str, str]:
        body = registrar.get(f"{base}/act?act={act}&key={key}")[1]
        about = {name: hidden(body, name) for name in ("seen", "of", "request")}
        return {**filled, **about, "act": act, "key": key, "reason": "抄错"}

    def sent(said: dict[str, str]) -> tuple[int, str]:
        return registrar.post(f"{base}/act", said)

    mine, theirs = form("change"), form("change")
    assert sent({**theirs, "since": "2022-02-02", "v-name": "他人改的"})[0] == 200
    status, body = sent({**mine, "since": "2022-03-03", "v-size": "200"})
    assert status == 200 and "<h1>他人改的" in body and "200" in body, "the other's name was not turned back"
    both = {**mine, "since": "2022-04-04", "v-name": "我改的"}
    status, body = sent(both)
    assert status == 409 and "他人改的" in body and 'value="我改的"' in body and "e-v-name" in body
    again = {name: hidden(body, name) for name in ("seen", "of", "request")}
    assert sent({**both, **again, "v-size": "200"})[0] == 200, "seen, and sent again: mine holds"

    wrong = {**form("correct"), "v-name": "我改的", "v-size": "200.00"}
    status, body = sent({**wrong, "since": "2021-01-05"})
    assert status == 422, "that day is shown first"
    assert (field(body, "v-size"), field(body, "v-name")) == ("100.00", "演示基金")
    again = {name: hidden(body, name) for name in ("seen", "of", "request")}
    assert again["of"] == "2021-01-05"
    assert sent({**wrong, **again, "since": "2021-01-05", "v-name": "演示基金"})[0] == 200
    past = registrar.get(f"{base}/entry?key={key}&on=2021-06-01")[1]
    assert "200" in past and "<h1>演示基金" in past, "the size was corrected to today's, the name stayed as it was"


def _fitting(name: str, body: str) -> str:
    """A value that the input takes, told from its kind."""
    select = re.search(rf'<select id="f-{name}".*?</select>', body, re.DOTALL)
    if select:
        return next(code for code in re.findall(r'option value="([^"]*)"', select[0]) if code)
    kind = re.search(rf'<input type="(\w+)" id="f-{name}"', body)
    if kind and kind[1] == "date":
        return "2021-01-04"
    return "2020" if re.search(rf'<input type="text" inputmode="decimal" id="f-{name}"', body) else "虚构条目"


def test_a_search_and_a_list_keep_to_the_day(site: Site) -> None:
    base = f"/registers/{site.register}"
    status, _, body = got(site, f"{base}?q=nowhere&on=2021-01-01&known=2021-01-01&state=x&column=zz")
    assert status == 200 and 'class="empty"' in body
    assert got(site, f"{base}?on=never&after=%00&q=%25")[0] == 200
    assert got(site, f"{base}/entry?key=%00")[0] == 404


def test_a_list_is_kept_under_a_name(site: Site, registrar: Client, colleague: Client) -> None:
    base = f"/registers/{site.register}"
    body = registrar.get(f"{base}?q=abc&on=2021-01-01&ended=1")[1]
    here = re.search(r'name="query" value="([^"]+)"', body)
    assert here and f"{base}/views" not in got(site, base)[2], "a visitor keeps nothing"
    sent = {"title": "我的<名录>", "query": here[1].replace("&amp;", "&"), "unit": ""}
    status, body = registrar.post(f"{base}/views", sent)
    assert status == 200 and "我的&lt;名录&gt;" in body and 'value="abc"' in body and 'aria-current="true"' in body
    assert "我的&lt;名录&gt;" not in colleague.get(base)[1]
    assert "我的&lt;名录&gt;" not in registrar.get("/registers/")[1]
    view = re.search(rf"{base}/views/([\w-]+)", body)
    assert view and colleague.post(f"{base}/views/{view[1]}", {"do": "delete"})[0] == 404
    assert "我的&lt;名录&gt;" not in registrar.post(f"{base}/views/{view[1]}", {"do": "delete"})[1]


def test_a_file_that_is_none_is_told(site: Site, registrar: Client, colleague: Client) -> None:
    status, body = registrar.get(f"/registers/{site.register}/import")
    assert status == 200 and 'type="file"' in body
    assert colleague.get(f"/registers/{site.register}/import")[0] == 403




def test_two_amounts_without_a_currency_are_told_at_once_each_beside_itself(registrar: Client) -> None:
    sent = {"act": "open", "request": "two-amounts", "since": "2021-01-05", "v-name": "两笔没写币种", "state": "talks"}
    status, body = registrar.post("/registers/investments/act", {**sent, "v-intended": "5", "v-contracted": "7"})
    beside = re.findall(r'aria-invalid="true" aria-describedby="(?:[^" ]+ )*e-v-([a-z_]+)', body)
    assert (status, beside) == (422, ["intended", "contracted"])


def test_a_currency_of_no_amount_is_not_shown(registrar: Client) -> None:
    """Where no amount is entered, neither the page nor the list shows in which currency it would be."""
    base, told = "/registers/investments", {"state": "talks", "v-currency": "CNY"}
    said = {"act": "open", "since": "2021-01-05", **told}
    pages = [
        registrar.post(f"{base}/act", {**said, "request": f"idle-{bool(amount)}", "v-name": name, "v-intended": amount})
        for name, amount in (("金额未定项目", ""), ("金额已定项目", "100"))
    ]
    assert [status for status, _ in pages] == [200, 200]
    facts = [body.partition("<dl")[2].partition("</section>")[0] for _, body in pages]
    assert "币种" not in facts[0] and "币种" in facts[1]
    asked = [f"{base}?q={quote(name)}&column=name&column=currency" for name in ("金额未定", "金额已定")]
    rows = [registrar.get(one)[1] for one in asked]
    lists = [body.partition("<tbody")[2].partition("</tbody>")[0] for body in rows]
    assert ["项目" in one for one in lists] == [True, True]
    assert ["人民币" in one for one in lists] == [False, True], lists

"""The leader's screen over the real server: every number opens into its cases, and axe finds nothing."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bihuan.core.programme import Programme, Visibility
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from tests.web.conftest import PACK, Site
from tests.web.signing import Client, Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


LOADED = load_pack(PACK)
assert isinstance(LOADED, Pack)
PROGRAMMES = tuple(editions[-1] for editions in LOADED.programmes.values())


def leads(programme: Programme) -> bool:
    return any(role.duty == "leader" for role in programme.roles.values())


@pytest.fixture(scope="module")
def leader(site: Site) -> Staff:
    return open_account(site, "one-leader", "leader", "committee")


def lines(body: str) -> list[str]:
    return re.findall(r'id="row-([^"]+)"', body)


def every(client: Client, path: str) -> list[str]:
    """The lines of all pages of a list."""
    body = client.get(path)[1]
    more = re.search(r'rel="next" href="([^"]+)"', body)
    return lines(body) + (every(client, path.partition("?")[0] + unescape(more[1])) if more else [])


def test_a_number_opens_into_as_many_cases(site: Site, leader: Staff) -> None:
    client = Client(site, leader)
    status, body = client.get("/leader")
    assert status == 200
    opened = dict(re.findall(r'href="([^"]+/cases[?]measure=[^"]+)">(\d+)</a>', body))
    asked = " ".join(opened)
    for part in ("case.overdue", "list=counted", "list=all", "unit=", "area="):
        assert part in asked, part
    for address, count in opened.items():
        status, listed = client.get(address.replace("&amp;", "&"))
        numbers = lines(listed)
        assert status == 200 and len(set(numbers)) == min(int(count), 50), address
        assert all(client.get(f"/work/cases/{number}")[0] == 200 for number in numbers[:1])
    for measure in ("nothing", "case.all"):
        assert client.get(f"/leader/{site.programme}/cases?measure={measure}")[0] == 404
    assert client.get(f"/leader/{site.programme}/cases?measure=case.overdue&list=no")[0] == 404
    assert client.get(f"/leader/{site.programme}/cases?measure=case.overdue&after=%00")[0] == 200


def test_figures_open_to_those_with_a_part_in_it_whether_public_or_not(site: Site, leader: Staff) -> None:
    client, visitor = Client(site, leader), Client(site)
    rows = [(one.id, one.visibility is Visibility.PUBLIC, leads(one)) for one in PROGRAMMES]
    assert {(public, leads_) for _, public, leads_ in rows} >= {(True, True), (False, True), (False, False)}
    for name, public, leads_ in rows:
        assert visitor.get(f"/programmes/{name}")[0] == (200 if public else 404), name
        shown = client.get(f"/leader/{name}/cases?measure=case.overdue")[0]
        assert shown == (200 if leads_ else 404), name


def test_the_parts_of_a_rate_are_lists_that_add_up(site: Site, leader: Staff) -> None:
    client, parts = Client(site, leader), {}
    for name in ("counted", "rest", "all"):
        parts[name] = set(every(client, f"/leader/{site.programme}/cases?measure=solve_rate&list={name}"))
    assert parts["counted"] and parts["rest"] and parts["counted"] | parts["rest"] == parts["all"]


def test_lists_are_narrowed_by_what_the_pack_marks(site: Site, leader: Staff) -> None:
    """Every word of a marked field is a choice, its lists are parts of the whole, and each case in one says so."""
    client, base = Client(site, leader), f"/leader/{site.programme}/cases?measure=solve_rate&list=all"
    body = client.get(base)[1]
    whole, programme, some = every(client, base), PROGRAMMES[0], set()
    assert programme.id == site.programme and whole
    for field in (one for one in programme.fields.values() if one.filters):
        codes = LOADED.dictionaries[field.dictionary or ""].entries
        assert f'name="is.{field.id}"' in body
        found = {code: every(client, f"{base}&is.{field.id}={code}") for code in codes}
        together = [number for numbers in found.values() for number in numbers]
        assert len(together) == len(set(together)) and set(together) <= set(whole)
        some |= {field.id} if together else set()
        for code, numbers in found.items():
            for number in numbers[:2]:
                assert codes[code].title.zh in client.get(f"/work/cases/{number}")[1], (field.id, code, number)
    assert some, "no case of the site says any of it"
    assert every(client, f"{base}&is.nothing=x&area=nowhere&after=") == whole
    for query in ("", "&programme=" + programme.id):
        waiting = client.get("/leader/waiting/level-3?" + query)[1]
        assert 'name="programme"' in waiting and f'name="is.{field.id}"' in waiting


def test_what_is_late_in_spite_of_supervision_waits_for_the_leader(site: Site, leader: Staff) -> None:
    client = Client(site, leader)
    late = client.get(f"/leader/{site.programme}/cases?measure=case.overdue")[1]
    number = lines(late)[0]
    chief = Client(site, open_account(site, "one-supervisor", "supervisor", "supervision-office"))
    before = len(lines(client.get("/leader/waiting/level-3")[1]))
    status, body = chief.post("/supervisor/act", {"chosen": number, "level": "2", "request": "waits-1"})
    assert status == 200 and number in body
    listed = lines(client.get("/leader/waiting/level-3")[1])
    assert number in listed and len(listed) == before + 1
    assert re.search(r'waiting/level-3">' + str(before + 1) + "<", client.get("/leader")[1])
    assert client.get("/leader/waiting/level-1")[0] == 404


def test_the_month_is_a_file(site: Site, leader: Staff) -> None:
    client = Client(site, leader)
    body = client.get("/leader/month")[1]
    assert 'type="month"' in body and 'value="pdf"' in body
    this = re.findall(r'max="(\d{4}-\d\d)"', body)[0]
    for form, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        data = client.bytes(f"/leader/month/file?form={form}&month={this}&number=7&recipients=%E7%94%B2")
        assert data.startswith(head)
    assert client.get("/leader/month/file?form=pdf&month=2999-01")[0] == 422
    assert client.get("/leader/month/file?form=exe")[0] == 404


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_on_a_phone_and_at_a_desk(
    site: Site, browser: Browser, leader: Staff, language: str
) -> None:
    for size in ({"width": 390, "height": 800}, {"width": 1280, "height": 900}):
        context = browser.new_context(viewport=size, locale=language, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        sign_in(page, site, leader)
        opened = f"/leader/{site.programme}/cases?measure=solve_rate&list=all"
        for path in ("/leader", opened, "/leader/waiting/level-3", "/leader/month"):
            page.goto(site.base + path)
            page.add_script_tag(path=str(AXE))
            wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
            found = page.evaluate("options => axe.run(document, options)", wanted)["violations"]
            assert [(path, one["id"], [node["html"][:90] for node in one["nodes"]][:2]) for one in found] == []
            assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        context.close()


def test_a_page_that_is_not_for_a_post_says_whose_it_is(site: Site, leader: Staff) -> None:
    client = Client(site, leader)
    for path, duty in (("/admin/accounts", "系统管理员"), ("/security/people", "安全管理员"), ("/desk", "派单")):
        status, body = client.get(path)
        assert status == 403 and duty in body and "centre" not in body, path

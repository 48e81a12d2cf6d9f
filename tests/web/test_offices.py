"""The three administrators and the data-protection officer at work, through their pages and a plain client."""

from __future__ import annotations

import html
import io
import json
import re
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from bihuan.app.clock import real_clock
from bihuan.store.retention import Batch, Item, add
from bihuan.store.session import Database
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account

OFFICES = ("system", "security", "audit", "privacy")


@pytest.fixture(scope="module")
def offices(site: Site) -> Mapping[str, Client]:
    """One client for each office."""
    return {one: Client(site, open_account(site, f"the-{one}", f"office.{one}", "committee")) for one in OFFICES}


def password_on(body: str, name: str) -> str:
    found = re.search(rf"<dd>{re.escape(name)}</dd></div><div><dt>[^<]*</dt><dd><code>(\w+)</code>", body)
    assert found is not None, body[:2000]
    return found[1]


def account_of(client: Client, name: str, base: str = "/admin/accounts") -> str:
    found = re.search(rf'href="{base}/(\w+)">{re.escape(name)}</a>', client.get(f"{base}?q={name}")[1])
    assert found is not None
    return found[1]


def xlsx(*rows: Sequence[str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_one_opens_another_grants_the_third_reads_of_both(site: Site, offices: Mapping[str, Client]) -> None:
    system, security, audit = (offices[one] for one in ("system", "security", "audit"))
    status, body = system.post("/admin/accounts", {"act": "open", "name": "lin.hua", "zh": "林华", "en": "Lin Hua"})
    assert status == 200 and "林华" in body
    staff = Staff("lin.hua", password_on(body, "lin.hua"))
    assert "lin.hua" not in re.findall(r"<code>(\S+)</code>", system.get("/admin/accounts")[1])
    account = account_of(system, "lin.hua")
    given = {"act": "grant", "duty": "handler", "unit": "municipal", "areas": "", "since": "2026-01-01", "until": ""}
    assert system.post(f"/security/people/{account}", given)[0] == 403
    assert security.post("/admin/accounts", {"act": "open", "name": "own", "zh": "自己"})[0] == 403
    status, body = security.post(f"/security/people/{account}", given)
    assert status == 200 and "municipal" not in body.split("<form")[0]
    newcomer = Client(site)
    assert 'name="again"' in newcomer.post("/sign-in", {"username": staff.name, "password": staff.password})[1]
    log = audit.get(f"/audit?about={account}&check=1")[1]
    for words in ("开设账号", "授予岗位", "哈希链完整", "；单位：公用服务中心；起：2026-01-01"):
        assert words in log, words
    assert "林华" in log and staff.password not in log
    exported = audit.get(f"/audit/export?about={account}")[1]
    assert exported.count(account) >= 4 and "林华" not in exported.split("\n")[1].split(",")[7]
    assert "导出日志" in audit.get("/audit?kind=journal.exported")[1]


def test_the_three_stay_three(offices: Mapping[str, Client]) -> None:
    security = offices["security"]
    system_one, own = (account_of(security, name, "/security/people") for name in ("the-system", "the-security"))
    base = {"act": "grant", "unit": "committee", "areas": "", "since": "2026-01-01", "until": ""}
    status, body = security.post(f"/security/people/{system_one}", {**base, "duty": "office.audit"})
    assert status == 409 and "三个人分别担任" in body
    status, body = security.post(f"/security/people/{own}", {**base, "duty": "handler"})
    assert status == 403 and "自己的账号" in body
    # Data protection is apart from none of the three by law; the pack may still say so.
    assert security.post(f"/security/people/{system_one}", {**base, "duty": "office.privacy"})[0] == 200


def test_whoever_is_closed_is_out_at_once_and_comes_back(site: Site, offices: Mapping[str, Client]) -> None:
    system, staff = offices["system"], open_account(site, "leaver", "handler", "municipal")
    client, account = Client(site, staff), account_of(system, "leaver")
    assert "/sign-out" in client.get("/work")[1]
    assert system.post(f"/admin/accounts/{account}", {"act": "close"})[0] == 200
    assert 'name="password"' in client.get("/work")[1]
    assert client.post("/sign-in", {"username": staff.name, "password": staff.password})[0] == 403
    assert system.post(f"/admin/accounts/{account}", {"act": "reopen"})[0] == 200
    assert "/sign-out" in Client(site, staff).get("/work")[1]
    status, body = system.post(f"/admin/accounts/{account}", {"act": "reset"})
    assert status == 200 and password_on(body, "leaver") != staff.password
    assert client.post("/sign-in", {"username": staff.name, "password": staff.password})[0] == 403


def test_a_refused_form_keeps_what_was_typed(offices: Mapping[str, Client]) -> None:
    status, body = offices["system"].post("/admin/accounts", {"act": "open", "name": "the-audit", "zh": "重名的人"})
    assert status == 409 and 'value="重名的人"' in body and 'role="alert"' in body


def test_a_unit_changes_from_a_day_on_and_its_past_stays(offices: Mapping[str, Client]) -> None:
    system = offices["system"]
    first = {"act": "change", "id": "night-team", "zh": "夜间队", "en": "Night team", "level": "station",
             "parent": "committee", "areas": "", "since": "2026-01-01"}  # fmt: skip
    assert system.post("/admin/units", first)[0] == 200
    status, body = system.post("/admin/units/night-team", {**first, "zh": "夜间应急队", "since": "2026-06-01"})
    assert status == 200 and "夜间队" in body and "夜间应急队" in body and "2026-05-31" in body
    assert system.post("/admin/units/night-team", {**first, "since": "2026-03-01"})[0] == 409
    assert system.post("/admin/units/night-team", {"act": "end", "until": "2026-12-31"})[0] == 200
    status, body = system.post("/admin/units/municipal", {"act": "end", "until": "2026-12-31"})
    assert status == 409 and "岗位" in body
    area = {"act": "change", "id": "new-area", "zh": "新区域", "en": "New", "parent": ""}
    assert system.post("/admin/areas", area)[0] == 200
    log = offices["audit"].get("/audit?about=night-team")[1]
    assert "原中文名：夜间队" in log and "was.zh" not in log and "层级：" in log and "变更单位" in log


def rows_on(body: str) -> str:
    """What the page carries of a file that was looked through."""
    found = re.search(r'name="rows" value="([^"]+)"', body)
    assert found is not None, body[:2000]
    return html.unescape(found[1])


def test_a_sheet_is_looked_through_and_its_good_rows_taken(site: Site, offices: Mapping[str, Client]) -> None:
    system, security = offices["system"], offices["security"]
    mixed = xlsx(["登录名", "姓名"], ["good.one", "好人"], ["坏 名", "坏"], ["good.one", "重复"], ["no-name", ""],
                 ["the-audit", "在用的登录名"], ["good.two", "王"])  # fmt: skip
    status, body = system.upload("/admin/import", mixed, act="import")
    assert status == 422 and "不能导入的有 4 行" in body and "已有账号" in body and "导入这 2 行" in body
    assert "good.one" not in system.get("/admin/accounts")[1], "nothing is done before it is said"
    taken = {"act": "take", "rows": rows_on(body)}
    assert security.post("/admin/import", taken)[0] == 403
    status, headers, body = system.full("/admin/import", taken)
    assert status == 200 and "新增 2 行" in body and "no-store" in headers["Cache-Control"]
    assert password_on(body, "good.two") != password_on(body, "good.one") and "/sign-in</dd>" in body
    assert "<code>" not in system.get("/admin/accounts")[1]
    newcomer = Client(site).post("/sign-in", {"username": "good.one", "password": password_on(body, "good.one")})
    assert 'name="again"' in newcomer[1], "good for once, then a new one is asked for"
    heads = ["登录名", "职责", "单位", "区域", "开始日期", "截止日期"]
    post = ["good.one", "handler", "municipal", "", "2026-01-01", ""]
    status, body = security.upload("/security/import", xlsx(heads, post, ["good.two", "wizard", "x", "", "soon"]))
    assert status == 422 and "2026-01-31" in body
    assert "municipal" not in body.split('id="t-preview"')[1].split("<form")[0], "a choice is said in words"
    assert security.post("/security/import", {"act": "take", "rows": rows_on(body)})[0] == 200
    for hostile in (b"", b"PK\x03\x04 no", b"%PDF-1.4", xlsx(["何"], ["x"]), xlsx(heads)):
        assert system.upload("/admin/import", hostile)[0] == 422


def test_each_office_changes_by_its_sheets_what_is_its_own_alone(site: Site, offices: Mapping[str, Client]) -> None:
    """No sheet smuggles in what another office keeps, neither by its columns nor by a page made up."""
    system, security, audit = (offices[one] for one in ("system", "security", "audit"))
    open_account(site, "smuggled", "handler", "municipal")
    heads = ["登录名", "姓名", "职责", "单位", "开始日期"]
    smuggling = ["smug.two", "带岗", "office.audit", "committee", "2026-01-01"]
    status, body = system.upload("/admin/import", xlsx(heads, smuggling))
    assert status == 422 and "没有“职责”这一列" in body and 'name="rows"' not in body
    row = {"name": "smug.three", "zh": "带岗", "en": "", "outside": "", "duty": "office.audit", "unit": "committee",
           "since": "2026-01-01", "posts": "office.audit"}  # fmt: skip
    assert system.post("/admin/import", {"act": "take", "rows": json.dumps([[2, row]])})[0] == 200
    account = account_of(security, "smug.three", "/security/people")
    assert "审计管理员" not in security.get(f"/security/people/{account}")[1].split("<form")[0], "an account, no post"
    own = {"name": "the-security", "duty": "handler", "unit": "municipal", "since": "2026-01-01"}
    both = {**own, "name": "the-system", "duty": "office.audit"}
    before = security.bytes("/security/posts.xlsx")
    for client, status in ((security, 200), (system, 403), (audit, 403)):
        taken = {"act": "take", "rows": json.dumps([[2, own], [3, both]])}
        assert client.post("/security/import", taken)[0] == status
    after = security.bytes("/security/posts.xlsx")
    assert sheet_rows(after) == sheet_rows(before), "neither to oneself nor two offices for one"
    unit = [[2, {"id": "not-mine", "zh": "不归我", "en": "Not mine", "level": "station", "since": "2026-01-01"}]]
    for client in (security, audit):
        assert client.post("/admin/sheets/units", {"act": "take", "rows": json.dumps(unit)})[0] == 403
    assert "不归我" not in system.get("/admin/units")[1]
    for path in ("accounts", "units", "areas"):
        assert security.get(f"/admin/sheets/{path}.xlsx")[0] == 403 == audit.get(f"/admin/sheets/{path}.xlsx")[0]
    assert system.get("/security/posts.xlsx")[0] == 403 and system.get("/admin/sheets/posts.xlsx")[0] == 404


def sheet_rows(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def test_what_a_page_exports_it_takes_back_unchanged(offices: Mapping[str, Client]) -> None:
    for office, out, into in (
        ("system", "/admin/sheets/units.xlsx", "/admin/sheets/units"),
        ("system", "/admin/sheets/areas.xlsx", "/admin/sheets/areas"),
        ("system", "/admin/sheets/accounts.xlsx", "/admin/import"),
        ("security", "/security/posts.xlsx", "/security/import"),
    ):
        data = offices[office].bytes(out)
        status, body = offices[office].upload(into, data)
        assert status == 200 and "不变" in body and 'name="rows"' not in body, (out, "nothing to take")


def test_an_identity_is_opened_for_a_purpose_and_kept_by_no_cache(site: Site, offices: Mapping[str, Client]) -> None:
    desk = Client(site, open_account(site, "asker", "desk", "committee"))
    status, body = desk.get(f"/identity/{site.number}")
    assert status == 200 and 'name="purpose"' in body and "watermark" not in body
    status, body = desk.post(f"/identity/{site.number}", {"act": "open", "words": "要问清是哪一处"})
    assert status == 422 and "要问清是哪一处" in body
    sent = {"act": "open", "purpose": "verify", "words": "要问清是哪一处"}
    status, headers, body = desk.full(f"/identity/{site.number}", sent)
    assert status == 200 and 'class="watermark"' in body and body.count("asker · ") >= 2
    assert "no-store" in headers["Cache-Control"]
    seen = offices["privacy"].get("/privacy/openings")[1]
    assert "要问清是哪一处" in seen and site.number in seen and "asker" in seen
    log = offices["audit"].get("/audit?journal=access")[1]
    assert "要问清" not in log and "purpose" not in log.split("<tbody")[1] and f"编号：{site.number}；" in log
    handler = Client(site, open_account(site, "elsewhere", "leader", "committee"))
    assert handler.get(f"/identity/{site.number}")[0] == 403
    assert desk.get("/identity/GZ20990101-000001")[0] == 404


def test_what_others_did_with_an_account_is_told_to_its_owner(site: Site, offices: Mapping[str, Client]) -> None:
    staff = open_account(site, "connected", "handler", "municipal")
    owner = Client(site, staff)
    before = owner.get("/work/account")[1]
    assert "关联单点登录" not in before
    address = f"/admin/accounts/{account_of(offices['system'], 'connected')}"
    offices["system"].post(address, {"act": "connect", "outside": "somebody-else"})
    body = owner.get("/work/account")[1]
    assert "关联单点登录" in body and "请告诉安全管理员" in body


def test_sessions_are_listed_and_ended(site: Site) -> None:
    staff = open_account(site, "two-places", "handler", "municipal")
    here, there = Client(site, staff), Client(site, staff)
    body = here.get("/work/account")[1]
    ids = re.findall(r'name="session" value="(\w+)"', body)
    assert len(ids) == 2
    for one in ids:
        here.post("/work/account", {"act": "end", "session": one})
    assert "/sign-out" in here.get("/work/account")[1] and 'name="password"' in there.get("/work/account")[1]
    wrong = {"act": "password", "old": "wrong", "new": "a bench under lamp 3", "again": "a bench under lamp 3"}
    assert here.post("/work/account", wrong)[0] == 422
    assert here.post("/work/account", {**wrong, "old": staff.password})[0] == 200
    assert "/sign-out" in here.get("/work/account")[1]
    assert "/sign-out" in Client(site, Staff(staff.name, "a bench under lamp 3")).get("/work")[1]


def test_the_public_pages_say_nothing_of_an_account(site: Site) -> None:
    with urllib.request.urlopen(site.base + "/", timeout=20) as answer:
        assert "the-system" not in answer.read().decode()


def test_what_has_had_its_time_is_reviewed_case_by_case(site: Site, offices: Mapping[str, Client]) -> None:
    privacy, now = offices["privacy"], real_clock()
    assert "没有到期的内容" in privacy.get("/privacy/retention")[1]
    database = Database("sqlite", site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///"))
    one = Batch(
        id="b" * 16, programme=site.programme, erases="reporter", months=12, proposed_at=now,
        not_before=now + timedelta(days=14), state="proposed",
    )  # fmt: skip
    session = database.connect()
    with session.transaction():
        add(session, "ganzhou-etdz", one, [Item(case="c" * 32, number=site.number, ended_at=now)])
    session.close()
    assert "等您审查" in privacy.get("/privacy/retention")[1]
    page = f"/privacy/retention/{one.id}"
    status, body = privacy.post(page, {"act": "hold", "number": site.number, "reason": ""})
    assert status == 422 and "请写依据的文号" in body
    status, body = privacy.post(page, {"act": "hold", "number": site.number, "reason": "诉讼未结"})
    assert status == 200 and "诉讼未结" in body
    assert re.search(r'<a href="/documents/#[a-z-]+">《[^<]*个人信息保护法》</a>', body), "to its document"
    status, body = privacy.post(page, {"act": "approve"})
    assert status == 200 and "已批准" in body and 'value="approve"' not in body
    assert privacy.post(page, {"act": "refuse"})[0] == 409
    assert privacy.get("/privacy/retention/nothing")[0] == 404
    assert offices["audit"].post(page, {"act": "approve"})[0] == 403
    assert "批准清理批次" in offices["audit"].get("/audit")[1]

"""Every address in one table: what it answers in both languages, and with which headers. An unlisted one fails."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Mapping

import django
import pytest
from django.urls import get_resolver

from tests.web.conftest import Site

ROUTES: Mapping[str, tuple[str, int]] = {
    "home": ("/", 200),
    "find": ("/find?number={number}", 200),
    "figure_named": ("/figures/solve_rate", 200),
    "figure": ("/figures/{programme}/solve_rate", 200),
    "published": ("/log/", 200),
    "log_export": ("/log/export.tar", 404),
    "log_file": ("/log/checkpoint", 404),
    "waiting": ("/waiting/{programme}/all", 200),
    "case": ("/cases/{number}", 200),
    "report": ("/report", 200),
    "report_form": ("/report/{programme}", 200),
    "by_number": ("/reports/{number}", 200),
    "near": ("/report/{programme}/near", 204),
    "follow": ("/follow/{number}", 405),
    "track": ("/r/", 200),
    "enter_code": ("/r/enter", 405),
    "receipt": ("/r/receipt", 200),
    "follower_told": ("/r/told", 405),
    "forget_code": ("/r/forget", 405),
    "drop_code": ("/r/drop", 405),
    "check_receipt": ("/r/check", 200),
    "proofs": ("/r/proofs", 404),
    "receipt_file": ("/r/file", 404),
    "trust": ("/r/trust", 404),
    "reporter_photo": ("/r/photos/" + "0" * 64, 404),
    "raise_again": ("/r/again", 200),
    "reporter_step": ("/r/step/any", 200),
    "scan": ("/r/0000-0000-0000-0000-0000-0000", 422),
    "map": ("/map", 200),
    "outlines": ("/map/areas.geojson", 200),
    "programmes": ("/programmes/", 200),
    "claims": ("/claims/", 200),
    "policies": ("/documents/", 200),
    "standing": ("/standing/", 200),
    "programme": ("/programmes/{programme}", 200),
    "picture": ("/programmes/{programme}/picture.svg", 200),
    "display": ("/display", 405),
    "look": ("/look", 404),
    "health": ("/health", 200),
    "sign_in": ("/sign-in", 200),
    "second": ("/sign-in/second", 405),
    "enrol": ("/sign-in/enrol", 405),
    "codes_kept": ("/sign-in/codes", 405),
    "change": ("/sign-in/password", 405),
    "openid_connect_login": ("/sign-in/with/district", 404),
    "openid_connect_callback": ("/sign-in/with/district/back", 404),
    "admin_accounts": ("/admin/accounts", 200),
    "admin_account": ("/admin/accounts/0000", 200),
    "admin_import": ("/admin/import", 200),
    "admin_template": ("/admin/import/template.xlsx", 200),
    "admin_sheet": ("/admin/sheets/units", 200),
    "admin_sheet_file": ("/admin/sheets/units.xlsx", 200),
    "admin_units": ("/admin/units", 200),
    "admin_unit": ("/admin/units/committee", 200),
    "admin_areas": ("/admin/areas", 200),
    "security_people": ("/security/people", 200),
    "security_person": ("/security/people/0000", 200),
    "security_import": ("/security/import", 200),
    "security_posts_file": ("/security/posts.xlsx", 200),
    "security_template": ("/security/import/template.xlsx", 200),
    "audit": ("/audit", 200),
    "audit_export": ("/audit/export", 200),
    "own_account": ("/work/account", 200),
    "identity": ("/identity/{number}", 200),
    "openings": ("/privacy/openings", 200),
    "retention": ("/privacy/retention", 200),
    "retention_batch": ("/privacy/retention/0000", 200),
    "sign_out": ("/sign-out", 405),
    "work": ("/work", 200),
    "tasks": ("/work/tasks", 200),
    "offline_script": ("/work/offline.js", 200),
    "duty": ("/work/duty", 200),
    "tonight": ("/work/tonight", 200),
    "raised": ("/work/raised", 200),
    "checks": ("/work/checks", 200),
    "record": ("/work/cases/{number}", 200),
    "step": ("/work/cases/{number}/steps/nothing", 405),
    "case_photos": ("/work/cases/{number}/photos", 200),
    "case_photo": ("/work/cases/{number}/photos/" + "0" * 64, 200),
    "enter": ("/work/enter", 200),
    "enter_one": ("/work/enter/flood-danger", 200),
    "screens": ("/screens", 200),
    "screen_board": ("/screens/flood-danger/board", 200),
    "screen_funnel": ("/screens/enterprise-requests/funnel", 200),
    "screen_roster": ("/screens/flood-shift/roster", 200),
    "desk": ("/desk", 200),
    "desk_live": ("/desk/live", 200),
    "desk_map": ("/desk/map", 200),
    "desk_search": ("/desk/search?q=x", 200),
    "desk_intake": ("/desk/intake", 200),
    "desk_case": ("/desk/cases/{number}", 200),
    "desk_code": ("/desk/cases/{number}/code", 200),
    "desk_tie": ("/desk/cases/{number}/tie", 405),
    "desk_cluster": ("/desk/clusters/{number}", 200),
    "desk_shift": ("/desk/shift", 200),
    "desk_draws": ("/desk/draws", 200),
    "draws": ("/draws", 200),
    "supervisor": ("/supervisor", 200),
    "ledger": ("/ledger", 200),
    "supervisor_act": ("/supervisor/act", 405),
    "ledger_file": ("/supervisor/ledger.xlsx", 200),
    "ledger_back": ("/supervisor/back", 405),
    "ledger_confirmed": ("/supervisor/back/confirmed", 405),
    "ledger_refused": ("/supervisor/refused.xlsx", 405),
    "view_saved": ("/supervisor/views", 405),
    "view_changed": ("/supervisor/views/x", 405),
    "leader": ("/leader", 200),
    "leader_cases": ("/leader/{programme}/cases?measure=case.overdue", 200),
    "leader_waits": ("/leader/waiting/level-3", 200),
    "month": ("/leader/month", 200),
    "month_file": ("/leader/month/file?form=pdf", 200),
    "registers": ("/registers/", 200),
    "register": ("/registers/{register}", 200),
    "register_file": ("/registers/{register}/sheet.xlsx", 200),
    "register_view_saved": ("/registers/{register}/views", 405),
    "register_view_changed": ("/registers/{register}/views/x", 405),
    "register_pick": ("/registers/{register}/pick?q=x", 200),
    "register_funnel": ("/registers/{register}/funnel", 404),
    "register_graph": ("/registers/{register}/graph", 404),
    "entry": ("/registers/{register}/entry?key=none", 404),
    "register_act": ("/registers/{register}/act?act=open", 403),
    "register_import": ("/registers/{register}/import", 403),
    "notices": ("/work/notices", 200),
    "notice_wishes": ("/work/notices/wishes", 200),
    "deliveries": ("/work/notices/deliveries", 200),
}
"""What a visitor is answered; a page of those who signed in leads to the sign-in, which answers 200."""


def got(site: Site, path: str, language: str = "zh-CN") -> tuple[int, Mapping[str, str], str]:
    request = urllib.request.Request(site.base + path, headers={"Accept-Language": language})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def test_every_address_is_in_the_table() -> None:
    django.setup()
    named = {pattern.name for outer in get_resolver().url_patterns for pattern in outer.url_patterns}
    assert named == set(ROUTES)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", ROUTES)
def test_each_answers(site: Site, name: str, language: str) -> None:
    path, status = ROUTES[name]
    address = path.format(number=site.number, programme=site.programme, register=site.register)
    found, headers, body = got(site, address, language)
    assert found == status, body[:400]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert "style=" not in body or name == "picture"
    assert len(body) < 150_000
    if body and headers["Content-Type"].startswith("text/html"):
        assert f'lang="{"zh" if language == "zh-CN" else "en"}' in body


@pytest.mark.parametrize(
    "path", ["/nothing", "/cases/GZ99999999-000000", "/cases/%00", "/figures/nothing", "/programmes/x"]
)
def test_what_is_not_there_says_so_with_a_way_out(site: Site, path: str) -> None:
    status, _, body = got(site, path)
    assert status == 404 and "/report" in body


def test_a_public_case_shows_no_words_and_no_names(site: Site) -> None:
    for language in ("zh-CN", "en"):
        _, _, body = got(site, f"/cases/{site.number}", language)
        assert "somebody<" not in body and "已到现场办理" not in body


def test_a_printed_text_says_on_what_its_figures_are_read(site: Site) -> None:
    """The basis of the text itself, in both languages, beside who keeps its figures."""
    for language, said in (("zh-CN", "本包读法：报上只有文字"), ("en", "This pack&#x27;s reading: the newspaper")):
        assert said in got(site, "/claims/", language)[2]


def test_the_case_page_explains_its_deadline(site: Site) -> None:
    _, _, body = got(site, f"/cases/{site.number}")
    assert "个工作日" in body or "小时" in body

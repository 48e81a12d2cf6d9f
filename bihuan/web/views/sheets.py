"""Sheets of the administrators in and out. A sheet is its office's alone: what the others keep, it cannot change."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app.administration.people_sheets import ACCOUNTS, POSTS
from bihuan.app.administration.place_sheets import AREAS_SHEET, UNITS
from bihuan.app.administration.sheets import Sheet, exported, plan, take
from bihuan.app.administration.tables import BYTES_MOST
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.web.reading import language
from bihuan.web.show.sheets import Around, sheet_page
from bihuan.web.signed import only
from bihuan.web.views.administration import page
from bihuan.web.views.administration import sheet as file

FIRST = Text("上传后先逐行查看，确认才导入。", "A file is looked through row by row first, and taken when you say so.")
AROUND: Mapping[str, Around] = {
    "accounts": Around(
        back=("/admin/accounts", Text("账号", "Accounts")), template="/admin/import/template.xlsx",
        out="/admin/sheets/accounts.xlsx",
        lead=Text(f"一行一个账号，不含岗位。{FIRST.zh}", f"One account a row, without posts. {FIRST.en}"),
    ),
    "units": Around(
        back=("/admin/units", Text("单位", "Units")), template="/admin/sheets/units.xlsx?empty=1",
        out="/admin/sheets/units.xlsx",
        lead=Text(f"一行是一个单位的一段时期：变更写成从某天起的新一行，文件里没有的不动。{FIRST.zh}",
                  "A row is a unit for a time: a change is a new row from a day on; what is not in the file stays."
                  f" {FIRST.en}"),
    ),
    "areas": Around(
        back=("/admin/areas", Text("区域", "Areas")), template="/admin/sheets/areas.xlsx?empty=1",
        out="/admin/sheets/areas.xlsx",
        lead=Text(f"一行一个区域，文件里没有的不动。{FIRST.zh}",
                  f"One area a row; what is not in the file stays. {FIRST.en}"),
    ),
    "posts": Around(
        back=("/security/people", Text("岗位与权限", "Posts and who holds them")),
        template="/security/import/template.xlsx", out="/security/posts.xlsx",
        lead=Text(f"一行一个岗位，授予已有的账号；免去岗位就填截止日期，文件里没有的不动。{FIRST.zh}",
                  "One post a row, for accounts that exist; a post ends by its last day; what is not in the file stays."
                  f" {FIRST.en}"),
    ),
}  # fmt: skip
OF_SYSTEM: Mapping[str, Sheet] = {one.id: one for one in (ACCOUNTS, UNITS, AREAS_SHEET)}


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def import_accounts(request: HttpRequest) -> HttpResponse:
    """Accounts; the passwords drawn are shown once, as slips to hand over."""
    return _taken_in(request, ACCOUNTS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def import_places(request: HttpRequest, sheet: str) -> HttpResponse:
    """Units or areas."""
    if sheet not in OF_SYSTEM:
        raise Http404
    return _taken_in(request, OF_SYSTEM[sheet])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SECURITY)
def import_posts(request: HttpRequest) -> HttpResponse:
    """Posts."""
    return _taken_in(request, POSTS)


def _taken_in(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """One act: look a file through, or take what was looked through."""
    district, by = request.services.district, request.signed.person.account
    around, choices = AROUND[sheet.id], sheet.choices(district)
    if request.method != "POST":
        return page(request, sheet_page(sheet, around, choices))
    if request.POST.get("act") == "take":
        done = take(sheet, district, by, request.POST.get("rows", ""))
        if isinstance(done, Refusal):
            return page(request, sheet_page(sheet, around, choices, refused=[done]), 422)
        return page(request, sheet_page(sheet, around, choices, taken=done))
    sent = request.FILES.get("file")
    found = plan(sheet, district, by, sent.read(BYTES_MOST + 1) if sent else b"")
    if refused := [one for one in found if isinstance(one, Refusal)]:
        return page(request, sheet_page(sheet, around, choices, refused=refused), 422)
    lines = [one for one in found if not isinstance(one, Refusal)]
    status = 422 if any(one.wrong for one in lines) else 200
    return page(request, sheet_page(sheet, around, choices, lines=lines), status)


@require_safe
@only(Office.SYSTEM)
def accounts_template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in."""
    return file(exported(ACCOUNTS, request.services.district, language(), empty=True), "accounts.xlsx")


@never_cache
@require_safe
@only(Office.SYSTEM)
def system_file(request: HttpRequest, sheet: str) -> HttpResponse:
    """What stands, as a sheet that can be sent back; never a password."""
    if sheet not in OF_SYSTEM:
        raise Http404
    data = exported(OF_SYSTEM[sheet], request.services.district, language(), empty="empty" in request.GET)
    return file(data, f"{sheet}-{request.services.district.today()}.xlsx")


@require_safe
@only(Office.SECURITY)
def posts_template(request: HttpRequest) -> HttpResponse:
    """The sheet to fill in, with every code that may be written."""
    return file(exported(POSTS, request.services.district, language(), empty=True), "posts.xlsx")


@never_cache
@require_safe
@only(Office.SECURITY)
def posts_file(request: HttpRequest) -> HttpResponse:
    """Who holds which post, as a sheet that can be sent back."""
    district = request.services.district
    return file(exported(POSTS, district, language()), f"posts-{district.today()}.xlsx")

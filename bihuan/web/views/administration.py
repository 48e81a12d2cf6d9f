"""The system administrator's pages: accounts, units, areas, import. Each sends one act, named in a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.app.administration import accounts, places
from bihuan.app.administration.posts import duties
from bihuan.app.administration.sheets import Password
from bihuan.app.people import Opened
from bihuan.core.commands import Area, Unit
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.web.answers import status_of
from bihuan.web.reading import language
from bihuan.web.show import administering as show
from bihuan.web.show.office import Page
from bihuan.web.signed import only

SAVED = Text("已保存，并记入审计日志。", "Saved, and written into the audit log.")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page(request: HttpRequest, office: Page, status: int = 200) -> HttpResponse:
    """A page of an office; one that shows a password is kept by nobody."""
    spoken = language()
    refused = office.refusal and (office.refusal.message(spoken), office.refusal.hint(spoken))
    code = status_of(office.refusal) if office.refusal else status
    shown = {"office": office, "refusal": refused, "sign_in": request.build_absolute_uri(reverse("sign_in"))}
    response = render(request, "web/office/page.html", shown, status=code)
    response["Cache-Control"] = "no-store"
    return response


def day(typed: str, otherwise: date) -> date:
    """A day as typed; the other one if it is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return otherwise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def all_accounts(request: HttpRequest) -> HttpResponse:
    """Everybody; a new account shows its password once."""
    district, sent = request.services.district, request.POST.dict() or request.GET.dict()
    found: Opened | Refusal | None = None
    if request.method == "POST":
        title = _title(sent)
        outside = sent.get("outside", "").strip()
        found = accounts.open_for(district, _by(request), sent.get("name", "").strip(), title, outside)
    slip = Password(sent["name"].strip(), _title(sent), found.password) if isinstance(found, Opened) else None
    refusal = found if isinstance(found, Refusal) else None
    return page(request, show.accounts_page(accounts.accounts(district), sent, refusal, slip))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def one_account(request: HttpRequest, account: str) -> HttpResponse:
    """One account and one act."""
    district, sent = request.services.district, request.POST.dict()
    done = _act_on_account(district, _by(request), account, sent) if request.method == "POST" else None
    known = accounts.account(district, account)
    if isinstance(known, Refusal):
        raise Http404
    refusal, password = (done if isinstance(done, Refusal) else None), (done if isinstance(done, str) else None)
    told = SAVED if request.method == "POST" and refusal is None else None
    titles = duties(district)
    posts = [titles.get(one.post.duty, one.post.duty) for one in known.posts]
    return page(request, show.account_page(known, posts, refusal, told, password))


def _act_on_account(district: Any, by: str, account: str, sent: Mapping[str, str]) -> Refusal | str | None:
    match sent.get("act"):
        case "close" | "reopen" as act:
            return accounts.set_active(district, by, account, act == "reopen")
        case "reset":
            return accounts.reset(district, by, account)
        case "rename":
            return accounts.rename(district, by, account, _title(sent))
        case "connect":
            return accounts.connect(district, by, account, sent.get("outside", "").strip())
        case _:
            return Refusal("not-known", {"what": sent.get("act", "")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def all_units(request: HttpRequest) -> HttpResponse:
    """Every unit, and a new one."""
    house, sent = request.services, request.POST.dict()
    refusal = places.change_unit(house.district, _by(request), _unit(request)) if sent else None
    if sent and refusal is None:
        return redirect("admin_unit", sent["id"].strip())
    today = house.district.today()
    return page(request, show.units_page(house.district.places(), house.levels, today, refusal, sent))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def one_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """One unit: change it from a day on, or end it."""
    house, sent, today = request.services, request.POST.dict(), request.services.district.today()
    refusal = None
    if sent.get("act") == "end":
        refusal = places.end_unit(house.district, _by(request), unit, day(sent.get("until", ""), today))
    elif sent:
        refusal = places.change_unit(house.district, _by(request), _unit(request, unit))
    rows = [one for one in places.units(house.district) if one.id == unit]
    if not rows:
        raise Http404
    told = SAVED if sent and refusal is None else None
    shown = sent if refusal else {}
    left = places.left_behind(house.district, rows[-1])
    return page(request, show.unit_page(rows, house.district.places(), house.levels, today, refusal, told, shown, left))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM)
def all_areas(request: HttpRequest) -> HttpResponse:
    """Areas: add or change one."""
    district, sent = request.services.district, request.POST.dict()
    refusal = None
    if sent:
        parent = sent.get("parent") or None
        wanted = Area(id=sent.get("id", "").strip(), title=_title(sent, strict=True), parent=parent)
        refusal = places.change_area(district, _by(request), wanted)
    told = SAVED if sent and refusal is None else None
    return page(request, show.areas_page(district.places(), refusal, told, sent if refusal else {}))


def sheet(data: bytes, name: str) -> HttpResponse:
    """An Excel file to keep."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _by(request: HttpRequest) -> str:
    return request.signed.person.account


def _title(sent: Mapping[str, str], *, strict: bool = False) -> Text:
    zh, en = sent.get("zh", "").strip(), sent.get("en", "").strip()
    return Text(zh, en if strict else en or zh)


def _unit(request: HttpRequest, id: str = "") -> Unit:
    sent = request.POST
    return Unit(
        id=id or sent.get("id", "").strip(),
        title=_title(sent.dict(), strict=True),
        level=sent.get("level", ""),
        parent=sent.get("parent") or None,
        areas=frozenset(sent.get("areas", "").split()),
        since=day(sent.get("since", ""), request.services.district.today()),
    )

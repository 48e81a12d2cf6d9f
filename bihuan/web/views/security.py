"""The security administrator's pages: posts, locks, second factors, sessions; and everybody's own account."""

from __future__ import annotations

from datetime import date

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app import factors, signing
from bihuan.app.administration import accounts, posts
from bihuan.app.district import District
from bihuan.app.journals import done_to
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.web.reading import language
from bihuan.web.show import securing as show
from bihuan.web.signed import STAFF, only
from bihuan.web.views.administration import SAVED, day, page


@never_cache
@require_safe
@only(Office.SECURITY)
def all_people(request: HttpRequest) -> HttpResponse:
    """Who holds which post."""
    district = request.services.district
    known, duties = accounts.accounts(district), posts.duties(district)
    return page(request, show.people_page(known, duties, district.places(), district.today(), request.GET.dict()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SECURITY)
def one_person(request: HttpRequest, account: str) -> HttpResponse:
    """One person and one act."""
    district, sent = request.services.district, request.POST.dict()
    refusal = _act(district, request.signed.person.account, account, sent) if sent else None
    known = accounts.account(district, account)
    if isinstance(known, Refusal):
        raise Http404
    who = accounts.sign_in_of(district, account)
    office = show.person_page(
        known, posts.duties(district), district.places(), district.today(), signing.sittings(who) if who else (),
        district.zone, language(), refusal, SAVED if sent and refusal is None else None, sent if refusal else {},
    )  # fmt: skip
    return page(request, office)


def _act(district: District, by: str, account: str, sent: dict[str, str]) -> Refusal | None:
    today = district.today()
    since = day(sent.get("since", ""), today)
    until = day(sent["until"], date.min) if sent.get("until") else None
    given = posts.post(account, sent.get("duty", ""), sent.get("unit", ""), sent.get("areas", ""), since, until)
    match sent.get("act"):
        case "grant":
            return posts.grant(district, by, given)
        case "end":
            return posts.end_post(district, by, given, today)
        case "lift":
            return posts.lift(district, by, account)
        case "factor":
            return posts.take_factor(district, by, account)
        case "sessions":
            return posts.end_sessions(district, by, account)
        case _:
            return Refusal("not-known", {"what": sent.get("act", "")})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(*STAFF, *Office)
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own password, second factor and sessions."""
    district, who, sent = request.services.district, request.user, request.POST
    wrong, told = [], None
    if sent.get("act") == "password":
        old, new, again = (sent.get(name, "") for name in ("old", "new", "again"))
        wrong = [*signing.change_password(district, who, old, new, again)]
        if not wrong:
            update_session_auth_hash(request, who)
            signing.moved(who, request.session.session_key or "")
    elif sent.get("act") == "end":
        signing.end(district, who, who.account, sent.get("session", "") or "-", but=request.session.session_key or "")
    told = SAVED if sent and not wrong else None
    office = show.own_page(
        request.signed.title, factors.has_factor(who), signing.sittings(who), done_to(district, who.account),
        district.zone, language(), wrong, told,
    )  # fmt: skip
    return page(request, office, 429 if "locked" in wrong else 422 if wrong else 200)

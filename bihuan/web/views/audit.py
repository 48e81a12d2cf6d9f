"""The audit administrator's page with its export, and the data-protection officer's. Both read; neither changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bihuan.app import journal_words
from bihuan.app.administration.accounts import titles
from bihuan.app.district import District
from bihuan.app.imports.refused import safe_cell
from bihuan.app.journals import KINDS, Act, Journal, Wanted, acts, note, sound
from bihuan.app.openings import case_by_number, openings, purposes
from bihuan.core.offices import Office
from bihuan.web.reading import language
from bihuan.web.show import auditing as show
from bihuan.web.show.dates import period
from bihuan.web.signed import only
from bihuan.web.views.administration import page

EXPORT_MOST = 100_000


@never_cache
@require_safe
@only(Office.AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    """Every act of administration and every sign-in; or every identity opened, without the reasons."""
    district, sent = request.services.district, request.GET.dict()
    which = Journal.ACCESS if sent.get("journal") == "access" else Journal.ADMINISTRATION
    found, names = acts(district, which, wanted(district, sent, show.PAGE))
    broken = sound(district, which) if "check" in sent else None
    detail = journal_words.words(district, names)
    told = show.Told(journal_words.about(district, names), lambda one: detail(one, language()))
    return page(request, show.audit_page(found, names, told, which, sent, district.zone, broken))


@never_cache
@require_safe
@only(Office.AUDIT)
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file, each entry with the bytes that its hash was made of; that it was taken is an entry too."""
    district, sent = request.services.district, request.GET.dict()
    which = Journal.ACCESS if sent.get("journal") == "access" else Journal.ADMINISTRATION
    found, names = acts(district, which, wanted(district, sent, EXPORT_MOST))
    by = request.signed.person.account
    note(district, Act(actor=by, kind="journal.exported", about=str(which), detail={"rows": str(len(found))}))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["n", "at", "actor", "name", "kind", "what", "about", "body", "sha256"])
    for one in found:
        name, kind = names.get(one.actor), KINDS.get(one.kind)
        words = [name.in_(language()) if name else "", kind.in_(language()) if kind else ""]
        row = [one.n, one.at.isoformat(), one.actor, words[0], one.kind, words[1], one.about, one.body, one.hash.hex()]
        # No cell that a spreadsheet would take for a formula (CWE-1236).
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{which}.csv"'
    return response


@never_cache
@require_safe
@only(Office.PRIVACY)
def opened(request: HttpRequest) -> HttpResponse:
    """Every opening of an identity."""
    district, sent = request.services.district, request.GET.dict()
    asked = wanted(district, sent, show.PAGE)
    if sent.get("number"):
        asked = replace(asked, about=case_by_number(district, sent["number"].strip()) or "-")
    found = openings(district, asked, sent.get("purpose", ""), show.PAGE)
    words, names = purposes(district), titles(district)
    return page(request, show.openings_page(found, words, names, sent, district.zone, language()))


def wanted(district: District, sent: Mapping[str, str], most: int) -> Wanted:
    """Which entries are asked for; what cannot be read filters nothing."""
    days = period(sent.get("since", ""), sent.get("until", ""))
    since = datetime.combine(days.since, time(0), district.zone).astimezone(UTC) if days.since else Wanted().since
    last = days.until + timedelta(days=1) if days.until else None
    before = datetime.combine(last, time(0), district.zone).astimezone(UTC) if last else Wanted().before
    after = int(sent["after"]) if sent.get("after", "").isdecimal() and len(sent["after"]) < 18 else Wanted().after
    text = {name: sent.get(name, "").strip()[:128] for name in ("actor", "kind", "about")}
    return Wanted(since=since, before=before, after=after, most=most, **text)

"""Registers as pages: which there are, one as a list, one entry with its history. Who may see what, the app decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bihuan.app.district import District
from bihuan.app.ledger_views import of_register
from bihuan.app.registers import reading, referring, sheet
from bihuan.app.registers.about import in_its_area
from bihuan.app.registers.totals import Total, totals
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Register
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import register_entry as entry_page
from bihuan.web.show import registers as show
from bihuan.web.show.about import sections
from bihuan.web.show.claims import of_entry
from bihuan.web.signed import current
from bihuan.web.supervising import views_of
from bihuan.web.views.administration import sheet as file

NOBODY = Person(account="")
"""A visitor: sees what is public and may do nothing."""


def person_of(request: HttpRequest) -> Person:
    """Who looks."""
    found = current(request)
    return found.person if found else NOBODY


@never_cache
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The registers that this person may see."""
    found = reading.registers(request.services.district, person_of(request))
    return render(request, "web/registers/all.html", {"registers": found})


@never_cache
@require_safe
def register(request: HttpRequest, register: str) -> HttpResponse:
    """One register: searched, narrowed, as of a day, page by page."""
    district, person, spoken = request.services.district, person_of(request), language()
    found = reading.seen_register(district, person, register)
    if isinstance(found, Refusal):
        return refused(request, found)
    form, held = found
    asked = show.asked(form, request.GET.dict(), request.GET.getlist("column"), district.today())
    wanted = reading.knowing(district, asked.wanted, asked.known)
    page = reading.page(district, person, wanted)
    if isinstance(page, Refusal):
        return refused(request, page)
    book = reading.book(district, form, page.entries, asked.day)
    names = asked.columns or reading.columns(form, held)
    shown = {
        "form": form, "found": page, "asked": asked, "filters": show.filters(form, book, asked.sent, spoken),
        "columns": show.offered(form, held, names, spoken), **show.table(page, names, book, spoken),
        "totals": show.totals(_totals(district, person, wanted, names, form), form, book, spoken),
        "adds": Act.OPEN in held.by, "query": show.query(asked.sent, asked.columns),
        "more": show.query(asked.sent, asked.columns, after=page.after) if page.after else "",
    }  # fmt: skip
    return render(request, "web/registers/list.html", shown | _views(request, form, asked))


def _totals(
    district: District, person: Person, wanted: reading.Wanted, names: Sequence[str], form: Register
) -> Sequence[Total]:
    """The sums of amounts; none of a series, whose points are the same thing at different times."""
    return () if form.series else totals(district, person, wanted, names) or ()


def _views(request: HttpRequest, form: Register, asked: show.Asked) -> dict[str, object]:
    """The views that somebody who is signed in keeps of this list."""
    who, base = current(request), reverse("register_view_saved", args=(form.id,))
    if who is None:
        return {}
    here = show.query(asked.sent, sorted(set(asked.columns)))
    return views_of(request, who, here, of_register(form.id)) | {"save": base, "base": base, "anchor": ""}


@never_cache
@require_safe
def register_file(request: HttpRequest, register: str) -> HttpResponse:
    """The register as an Excel file, as of a day."""
    district = request.services.district
    found = reading.seen_register(district, person_of(request), register)
    if isinstance(found, Refusal):
        return refused(request, found)
    asked = show.asked(found[0], request.GET.dict(), (), district.today())
    data = sheet.exported(district, person_of(request), register, asked.day, language())
    return refused(request, data) if isinstance(data, Refusal) else file(data, f"{register}-{asked.day}.xlsx")


@never_cache
@require_safe
def entry(request: HttpRequest, register: str) -> HttpResponse:
    """One entry as of a day, with what refers to it and its whole history."""
    district, person, spoken = request.services.district, person_of(request), language()
    day, known = show.days(request.GET.dict(), district.today())
    seen = reading.one(district, person, register, request.GET.get("key", ""), day, reading.known_at(district, known))
    if isinstance(seen, Refusal):
        return refused(request, seen)
    book = reading.book(district, seen.form, [seen], day)
    others = referring.referring(district, person, seen, day)
    begins = entry_page.begins(request.GET.get("cases", ""))
    facts = entry_page.facts(seen, book, spoken)
    shown = {
        "seen": seen, "headline": show.headline(seen), "day": day,
        "filled": [one for one in facts if one.text], "empty": [one for one in facts if not one.text],
        "known": known, "tags": entry_page.standing(seen, spoken), "acts": entry_page.acts(seen, spoken),
        "history": entry_page.history(seen, book, spoken, referring.numbers(district, person, seen)),
        "referring": entry_page.referring(others, seen.found.key, day, spoken),
        "paged": begins, "today": district.today(), **_cases(request, seen, begins),
    }  # fmt: skip
    return render(request, "web/registers/entry.html", shown | _figure(request, seen, day, known))


def _cases(request: HttpRequest, seen: reading.Seen, begins: tuple[str, str] | None) -> dict[str, object]:
    """The cases that name an entry, and the newest of the area in which it lies."""
    house, person, spoken = request.services, person_of(request), language()
    cases = referring.cases_about(house.district, person, seen, house.now(), begins)
    around = () if begins else in_its_area(house.district, person, seen, house.now())
    whole = begins is None and cases.after is None
    told = sections(cases.groups, house.district.zone, spoken, whole=whole)
    return {"cases": cases, "told": (*told, *sections(around, house.district.zone, spoken, whole=False))}


def _figure(request: HttpRequest, seen: reading.Seen, day: date, known: date | None) -> dict[str, object]:
    """What can be said of an entry that is a published figure, as of a day."""
    house = request.services
    if seen.form.claims is None:
        return {}
    found = house.published(day if day < house.district.today() else None, known)
    row, number = of_entry(found, seen.form.id, seen.found.key, house.context().dictionaries, language())
    return {"claim": row, "counted": number}

"""What the names and codes of a form that is kept may mean: by the pack, and by the address that it goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from bihuan.app import acts, callers
from bihuan.app.acts import OnCase
from bihuan.app.administration.posts import duties
from bihuan.core.commands import Person
from bihuan.core.programme import Field, Programme
from bihuan.web.house import House
from bihuan.web.show.kept import Vocabulary


def vocabulary(house: House, person: Person | None, path: str, fields: Sequence[tuple[str, str]]) -> Vocabulary:
    """Of a form on its way to a path; a case is looked at only as far as the person may see it."""
    about = _about(path)
    on = acts.on_case(house.district, person, about["number"]) if person and "number" in about else None
    if isinstance(on, OnCase):
        return of_case(house, on, about.get("step", ""))
    named = about.get("programme") or dict(fields).get("programme", "")
    programmes = [one for one in house.district.programmes() if one.id == named] or house.district.programmes()
    register = house.district.rules.registers.get(about.get("register", ""))
    known = register.fields if register else _fields(programmes)
    step = next((one for each in programmes for one in each.steps.values() if one.id == about.get("step")), None)
    return Vocabulary(fields=known, step=step, **_words(house))


def of_case(house: House, on: OnCase, step: str) -> Vocabulary:
    """Of a step of a case."""
    programme = on.seen.programme
    return Vocabulary(fields=programme.fields, step=programme.steps.get(step), **_words(house))


def _about(path: str) -> Mapping[str, str]:
    try:
        return resolve(urlsplit(path).path).kwargs
    except Resolver404:
        return {}


def _fields(programmes: Sequence[Programme]) -> Mapping[str, Field]:
    """Of the first programme that has a field of that name."""
    return {name: one for programme in reversed(programmes) for name, one in programme.fields.items()}


def _words(house: House) -> Mapping[str, Any]:
    places, rules = house.district.places(), house.district.rules
    purposes = {code: entry.title for code, entry in callers.known_purposes(house.district).items()}
    others = {**house.levels, **duties(house.district), **purposes}
    return {"dictionaries": rules.dictionaries, "units": places.units, "areas": places.areas, "others": others}

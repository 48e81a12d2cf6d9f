"""`{% identity_of number %}`: the way to who raised a case, for those who may open it or call the person."""

from __future__ import annotations

from typing import Any

from django import template

from bihuan.app.identity import what_opens
from bihuan.app.openings import case_by_number
from bihuan.core.refusals import Refusal
from bihuan.web.signed import current

register = template.Library()


@register.inclusion_tag("web/identity/button.html", takes_context=True)
def identity_of(context: dict[str, Any], number: str) -> dict[str, object]:
    """A button that leads to the question why; nothing at all for whom there is nothing to open."""
    request = context["request"]
    signed = current(request)
    if signed is None:
        return {"may": None}
    district = request.services.district
    allowed = what_opens(district, signed.person, case_by_number(district, number) or "-")
    return {"may": None if isinstance(allowed, Refusal) else allowed.opens, "number": number}

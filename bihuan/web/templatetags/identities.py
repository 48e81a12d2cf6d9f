"""`{% identity_of case_id number %}`: the way to who raised a case, for those who may open it or call them."""

from __future__ import annotations

from typing import Any

from django import template

from bihuan.app.identity import what_opens
from bihuan.core.refusals import Refusal
from bihuan.web.signed import current

register = template.Library()


@register.inclusion_tag("web/identity/button.html", takes_context=True)
def identity_of(context: dict[str, Any], case: str, number: str) -> dict[str, object]:
    """A button that leads to the question why; nothing at all for whom there is nothing to open."""
    request = context["request"]
    signed = current(request)
    if signed is None:
        return {"may": None}
    allowed = what_opens(request.services.district, signed.person, case)
    return {"may": None if isinstance(allowed, Refusal) else allowed.opens, "number": number}

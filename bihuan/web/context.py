"""What every page knows: whose pages they are, how the person reads, where we are. Also for error pages, so it
asks nothing that could fail."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import HttpRequest

from bihuan.app.notices.reading import unread
from bihuan.web import aside
from bihuan.web.house import House
from bihuan.web.reading import language, large
from bihuan.web.signed import current
from bihuan.web.workplaces import places_of


def page(request: HttpRequest) -> dict[str, object]:
    """Names for templates."""
    house: House | None = getattr(request, "services", None)
    spoken = language()
    match = getattr(request, "resolver_match", None)
    signed = current(request) if house is not None and hasattr(request, "user") else None
    return {
        "page": {
            "language": spoken,
            "html_language": "zh-Hans" if spoken == "zh" else "en",
            "other_language": "en" if spoken == "zh" else "zh-hans",
            "large": large(request),
            "district": house.title.in_(spoken) if house else "",
            "short": house.short.in_(spoken) if house else "",
            "phone": house.phone if house else "",
            "demo": settings.DEMO,
            "here": match.url_name if match else "",
            "path": request.get_full_path(),
            "signed": signed,
            "places": places_of(signed),
            # Asked only by pages with a form: reading the files of a request that was cut off can fail.
            "photos_again": partial(_photos_again, request),
            "aside": aside.of(request),
            "unread": unread(house.district, signed.person.account) if house and signed else 0,
        }
    }


def _photos_again(request: HttpRequest) -> bool:
    """Whether files came with what is shown again and do not lie aside: no page can put them back into an input."""
    return aside.of(request) is None and bool(request.FILES or request.META.get("bihuan.dropped"))

"""Every address of the pages; tests/web/test_routes.py holds them against the list of what it tests."""

from __future__ import annotations

from django.urls import register_converter

from bihuan.web import converters

register_converter(converters.Number, "number")
register_converter(converters.Id, "id")
register_converter(converters.Address, "address")

from bihuan.web.addresses import (  # noqa: E402
    desk,
    leader,
    notices,
    people,
    privacy,
    public,
    registers,
    resident,
    screens,
    supervisor,
    worker,
)

AREAS = (public, resident, worker, screens, desk, supervisor, leader, people, privacy, notices, registers)
urlpatterns = [pattern for area in AREAS for pattern in area.urlpatterns]

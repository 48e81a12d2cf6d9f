"""Addresses of the desk pages."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import desk, desk_code, desk_intake, desk_map, desk_tools

urlpatterns = [
    path("desk", desk.home, name="desk"),
    path("desk/live", desk.live, name="desk_live"),
    path("desk/map", desk_map.open_map, name="desk_map"),
    path("desk/search", desk.search, name="desk_search"),
    path("desk/intake", desk_intake.intake, name="desk_intake"),
    path("desk/cases/<number:number>", desk.case, name="desk_case"),
    path("desk/cases/<number:number>/code", desk_code.code, name="desk_code"),
    path("desk/cases/<number:number>/tie", desk_tools.tie, name="desk_tie"),
    path("desk/clusters/<number:number>", desk_tools.cluster, name="desk_cluster"),
    path("desk/shift", desk_tools.shift, name="desk_shift"),
    path("desk/draws", desk_tools.draws_, name="desk_draws"),
    path("draws", desk_tools.public_draws, name="draws"),
]

"""Addresses of the registers."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import ledger_views, register_changes, register_pages, registers

urlpatterns = [
    path("registers/", registers.registers, name="registers"),
    path("registers/<id:register>", registers.register, name="register"),
    path("registers/<id:register>/sheet.xlsx", registers.register_file, name="register_file"),
    path("registers/<id:register>/views", ledger_views.register_view_saved, name="register_view_saved"),
    path("registers/<id:register>/views/<slug:view>", ledger_views.register_view_changed, name="register_view_changed"),
    path("registers/<id:register>/pick", register_pages.pick, name="register_pick"),
    path("registers/<id:register>/funnel", register_pages.funnel, name="register_funnel"),
    path("registers/<id:register>/graph", register_pages.graph, name="register_graph"),
    path("registers/<id:register>/entry", registers.entry, name="entry"),
    path("registers/<id:register>/act", register_changes.register_act, name="register_act"),
    path("registers/<id:register>/import", register_changes.register_import, name="register_import"),
]

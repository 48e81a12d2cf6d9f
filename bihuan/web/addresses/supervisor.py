"""Addresses of the supervisor pages and of the ledger."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import ledger, ledger_views, supervisor

urlpatterns = [
    path("supervisor", supervisor.supervisor, name="supervisor"),
    path("ledger", supervisor.plain_ledger, name="ledger"),
    path("supervisor/act", supervisor.supervisor_act, name="supervisor_act"),
    path("supervisor/ledger.xlsx", ledger.ledger_file, name="ledger_file"),
    path("supervisor/back", ledger.ledger_back, name="ledger_back"),
    path("supervisor/back/confirmed", ledger.ledger_confirmed, name="ledger_confirmed"),
    path("supervisor/refused.xlsx", ledger.ledger_refused, name="ledger_refused"),
    path("supervisor/views", ledger_views.view_saved, name="view_saved"),
    path("supervisor/views/<slug:view>", ledger_views.view_changed, name="view_changed"),
]

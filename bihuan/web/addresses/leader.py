"""Addresses of the leader pages."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import leader, month

urlpatterns = [
    path("leader", leader.leader, name="leader"),
    path("leader/waiting/<slug:reason>", leader.waits, name="leader_waits"),
    path("leader/month", month.month, name="month"),
    path("leader/month/file", month.month_file, name="month_file"),
    path("leader/<id:programme>/cases", leader.behind, name="leader_cases"),
]

"""Addresses of the leader pages."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import leader

urlpatterns = [
    path("leader", leader.leader, name="leader"),
    path("leader/<id:programme>/cases", leader.behind, name="leader_cases"),
]

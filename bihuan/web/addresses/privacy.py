"""Addresses of identities opened for a purpose, and of the data-protection officer."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import audit, identity, retention

urlpatterns = [
    path("identity/<number:number>", identity.identity, name="identity"),
    path("privacy/openings", audit.opened, name="openings"),
    path("privacy/retention", retention.batches, name="retention"),
    path("privacy/retention/<slug:batch>", retention.batch, name="retention_batch"),
]

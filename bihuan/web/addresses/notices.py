"""Addresses of what people are told, how they wish to be told, and how notices went."""

from __future__ import annotations

from django.urls import path

from bihuan.web.views import notices

urlpatterns = [
    path("work/notices", notices.inbox, name="notices"),
    path("work/notices/wishes", notices.wishes, name="notice_wishes"),
    path("work/notices/deliveries", notices.deliveries, name="deliveries"),
]

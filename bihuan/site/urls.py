"""The addresses of a site: those of the pages, and who answers when something is wrong."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("bihuan.web.urls"))]

handler400 = "bihuan.web.views.house_keeping.bad_request"
handler403 = "bihuan.web.views.house_keeping.forbidden"
handler404 = "bihuan.web.views.house_keeping.not_found"
handler500 = "bihuan.web.views.house_keeping.server_error"

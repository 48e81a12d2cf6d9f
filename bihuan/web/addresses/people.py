"""Addresses of signing in, and of the administrators."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from bihuan.web.views import work

urlpatterns = [
    path("sign-in", LoginView.as_view(template_name="web/people/sign_in.html"), name="sign_in"),
    path("work", work.work, name="work"),
    path("sign-out", LogoutView.as_view(), name="sign_out"),
]

"""Addresses of signing in, of one's own account, and of the administrators."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.urls import path

from bihuan.web.views import signing, work

urlpatterns = [
    path("sign-in", signing.sign_in, name="sign_in"),
    path("sign-in/second", signing.second, name="second"),
    path("sign-in/enrol", signing.enrol, name="enrol"),
    path("sign-in/codes", signing.codes_kept, name="codes_kept"),
    path("sign-in/password", signing.change, name="change"),
    path("sign-in/with/<slug:provider_id>", login, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back", callback, name="openid_connect_callback"),
    path("work", work.work, name="work"),
    path("sign-out", signing.sign_out, name="sign_out"),
]

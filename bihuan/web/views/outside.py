"""The way to the district's single sign-on and back. django-allauth does the dance; what else is checked is here.

Added to what it checks (state, PKCE, issuer, audience, expiry): the nonce that ties an ID token to the question
(OpenID Connect Core 1.0, section 3.1.2.1), the signature even of a token fetched directly (an office's own network may
know no TLS), and that both answers name the same person (section 5.3.2). Nobody gets an account or a right here.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app import signing
from bihuan.app.entropy import real_entropy
from bihuan.core.refusals import Refusal
from bihuan.web import carrying
from bihuan.web.answers import refused
from bihuan.web.views.signing import LEAVING, half_in

NONCE = "nonce"
ODD = (OAuth2Error, LookupError, TypeError, ValueError)
"""What reading an answer that fits nothing ends with."""


class SignOn(OpenIDConnectOAuth2Adapter):
    """The district's identity provider."""

    def get_access_token_data(self, *rest: object, **more: object) -> dict:
        """The tokens; saying that they were not fetched here is how the signature of the ID token is checked."""
        data = super().get_access_token_data(*rest, **more)
        self.did_fetch_access_token = False
        return data


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider, with a question that fits one answer. What was typed here waits in the session (POST)."""
    sent = request.POST if request.method == "POST" else request.GET
    along = {"next_url": sent.get("next", "")[:500] or None, "kept": sent.get(carrying.FIELD, "")}

    def go(adapter: SignOn) -> HttpResponse:
        nonce = real_entropy(16).hex()
        there = adapter.get_provider().redirect(
            request, AuthProcess.LOGIN, auth_params={"nonce": nonce}, nonce=nonce, **along
        )
        if request.method == "GET":
            return there
        # A form may lead to no other host (the policy, form-action); a page may.
        return render(request, "web/people/leaving.html", {"there": there["Location"], "outside": settings.OIDC_TITLE})

    return _asked(request, provider_id, go)


@never_cache
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider with a code, a refusal, or something made up."""

    def come(adapter: SignOn) -> HttpResponse:
        response = OAuth2CallbackView.adapter_view(adapter)(request)
        if response.status_code < 300 or response.status_code == 302:
            request.session[LEAVING] = adapter.openid_config.get("end_session_endpoint", "")
        return response

    return _asked(request, provider_id, come)


def _asked(request: HttpRequest, provider_id: str, ask: Callable[[SignOn], HttpResponse]) -> HttpResponse:
    try:
        return ask(SignOn(request, provider_id))
    except SocialApp.DoesNotExist as none:
        raise Http404 from none
    except OSError:  # What requests raises is one: no way there, no answer in time, or a fault there.
        return refused(request, Refusal("sign-on-away", {}))
    except ODD:
        return refused(request, Refusal("sign-on-failed", {}))


def came_back(request: HttpRequest, userinfo: dict, token: dict, state: dict) -> HttpResponse:
    """Whom the provider proved, once everything fits: on to the second factor or in; or why not."""
    fits = (
        bool(state.get(NONCE))
        and hmac.compare_digest(str(token.get(NONCE, "")), str(state[NONCE]))
        and userinfo.get("sub", token.get("sub")) == token.get("sub")
    )
    if not fits:
        return refused(request, Refusal("sign-on-failed", {}))
    name = str({**userinfo, **token}.get(settings.OIDC_CLAIM) or "")
    who = signing.outside(request.services.district, name)
    if isinstance(who, Refusal):
        return refused(request, who)
    return half_in(request, who, state.get("next") or "", state.get("kept") or "")

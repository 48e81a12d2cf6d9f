"""Where django-allauth asks us: how secrets of authenticators are kept, and who it is that a single sign-on proved."""

from __future__ import annotations

import base64
import hashlib
import hmac

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from bihuan.app.installation import masters_of
from bihuan.core.refusals import Refusal
from bihuan.web.answers import refused
from bihuan.web.views.outside import came_back

LABEL = b"bihuan|second factor"


class Factors(DefaultMFAAdapter):
    """Secrets of authenticators are encrypted under the vault's master keys, so that a stolen table signs nobody in."""

    def encrypt(self, text: str) -> str:
        """Under the current master."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under whichever master is known."""
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    masters = masters_of(settings.VAULT_KEYS)
    names = sorted(masters.keys, key=lambda name: name != masters.current)
    keys = (hmac.digest(masters.keys[name], LABEL, hashlib.sha256) for name in names)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class Outside(DefaultSocialAccountAdapter):
    """The single sign-on proves a person and opens no account: who is not connected stays outside."""

    def pre_social_login(self, request: HttpRequest, sociallogin: object) -> None:
        """The dance is done: from here on it is our way in, second factor and all."""
        account = getattr(sociallogin, "account", None)
        data = getattr(account, "extra_data", {}) or {}
        state = getattr(sociallogin, "state", {}) or {}
        raise ImmediateHttpResponse(came_back(request, data.get("userinfo", {}), data.get("id_token", {}), state))

    def on_authentication_error(self, request: HttpRequest, *rest: object, **more: object) -> None:
        """Refused or given up there, or the answer does not fit the question."""
        away = isinstance(more.get("exception"), OSError)
        raise ImmediateHttpResponse(refused(request, Refusal("sign-on-away" if away else "sign-on-failed", {})))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never: accounts are opened by the system administrator."""
        return False

"""Settings that guard the way in: passwords, sessions, tokens, second factor, single sign-on. Part of `settings`."""

from __future__ import annotations

import os

SECURE = os.environ.get("BIHUAN_HTTPS", "").lower() in ("1", "true", "yes")
RELAXED = frozenset(os.environ.get("BIHUAN_RELAX", "").replace(",", " ").split())
"""Guards that a rehearsal does without: `second-factor`, `limits`. Never in service; the start says so."""
PROXIES = int(os.environ.get("BIHUAN_PROXIES", "0"))
"""How many proxies of one's own stand before the service: which entry of X-Forwarded-For is to be believed."""

AUTH_USER_MODEL = "people.SignIn"
# Argon2id (RFC 9106) first; the second is what Django verifies old entries with, never what it writes.
PASSWORD_HASHERS = [
    "bihuan.site.hashing.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_RULES = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _RULES + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _RULES + "UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("name", "email")}},
    {"NAME": _RULES + "CommonPasswordValidator"},
    {"NAME": _RULES + "NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/work"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_HTTPONLY = True
# Lax, not Strict: a link in a notice leads to the case, not to the sign-in page.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "bihuan.web.views.house_keeping.forbidden"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

# django-allauth: authenticators and the OpenID Connect dance are its; accounts and pages are ours.
MFA_ADAPTER = "bihuan.site.adapters.Factors"
MFA_RECOVERY_CODE_DIGITS = 10
# A clock that is half a minute off still fits.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "bihuan.site.adapters.Outside"
# A link, not a form: the policy lets no form lead to another host, and `state` guards the way back.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
OIDC_SERVER = os.environ.get("BIHUAN_OIDC_SERVER", "")
"""Address of the district's single sign-on (OpenID Connect discovery); without it there is none."""
OIDC_CLAIM = os.environ.get("BIHUAN_OIDC_CLAIM", "sub")
"""The claim that names a person for good; accounts are connected by it."""
OIDC_TITLE = os.environ.get("BIHUAN_OIDC_TITLE", "统一身份认证") if OIDC_SERVER else ""
OIDC_CLIENT = os.environ.get("BIHUAN_OIDC_CLIENT", "")
_OIDC = {
    "provider_id": "district",
    "name": OIDC_TITLE,
    "client_id": OIDC_CLIENT,
    "secret": os.environ.get("BIHUAN_OIDC_SECRET", ""),
    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC] if OIDC_SERVER else []}}

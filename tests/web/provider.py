"""An identity provider for tests: django-allauth's own, in a process of its own on loopback. No part of Bihuan.

Run as a program: `provider.py FOLDER PORT CALLBACK HOME`. It knows the people below and one client.
"""

from __future__ import annotations

import socketserver
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET, PASSWORD = "bihuan", "a-secret-of-the-rehearsal", "a long rehearsed password"
PEOPLE = ("known", "stranger", "office")


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    """One thread a request: the site asks it while a browser waits."""

    daemon_threads = True


class Silent(WSGIRequestHandler):
    """Writes no lines."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _settings(folder: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from django.conf import settings

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="the provider of the rehearsal",
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
            "allauth", "allauth.account", "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        SESSION_COOKIE_NAME="provider",
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "password1*"],
        ACCOUNT_RATE_LIMITS=False,
        LOGIN_URL="account_login",
        IDP_OIDC_PRIVATE_KEY=key.decode(),
        ROOT_URLCONF="__main__",
        USE_TZ=True,
    )  # fmt: skip


def _people(callback: str, home: str) -> None:
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model

    for name in PEOPLE:
        get_user_model().objects.create_user(name, password=PASSWORD)
    client = Client(id=CLIENT, name="Bihuan", scopes="openid\nprofile\nemail", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris([callback])
    client.set_post_logout_redirect_uris([home])
    client.save()


def _main(folder: str, port: str, callback: str, home: str) -> None:
    _settings(Path(folder))
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    globals()["urlpatterns"] = [
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    ]
    call_command("migrate", verbosity=0)
    _people(callback, home)
    make_server("127.0.0.1", int(port), get_wsgi_application(), Threaded, Silent).serve_forever()


if __name__ == "__main__":
    _main(*sys.argv[1:])

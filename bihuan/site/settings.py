"""Django settings: the only module that reads the environment. No rule of any programme may stand here."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bihuan.site.guarding import *  # noqa: F403 -- Django reads settings from one module's names.

BASE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("BIHUAN_HOME", "var")).resolve()
"""Where an installation keeps its database, photos and logs; never inside the package."""


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _database(address: str) -> dict[str, object]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name` (or `?host=/socket/folder`)."""
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or str(HOME / "bihuan.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: an acknowledged command survives a power cut (log.md: NORMAL may lose it and equivocate).
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgresql", "postgres"):
        query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", "") or parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise SystemExit(
        f"BIHUAN_DATABASE: '{parts.scheme}' is unknown; use sqlite:///… or postgresql://…"
        f" / 数据库类型“{parts.scheme}”不认识，请用 sqlite:///… 或 postgresql://…"
    )


DEBUG = False
SECRET_KEY = os.environ.get("BIHUAN_SECRET_KEY", "")
VAULT_KEYS = os.environ.get("BIHUAN_VAULT_KEYS", "")
"""`id:base64` pairs, the current one first; wraps the key of each case. Without it nothing private can be read."""
LOG_KEY = os.environ.get("BIHUAN_LOG_KEY", "")
"""Secret key of the public log, if it is not to lie in the file `log.key` of HOME."""
DISTRICT = os.environ.get("BIHUAN_DISTRICT", "ganzhou-etdz")
ALLOWED_HOSTS = os.environ.get("BIHUAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DEMO = _flag("BIHUAN_DEMO")
"""Marks every page as a demonstration."""
CHANNELS = os.environ.get("BIHUAN_CHANNELS", "")
"""File that names the gateways for mail, messages and robots; secrets in it are names of variables."""
BRIDGE = os.environ.get("BIHUAN_BRIDGE", "")
"""Number of the switchboard that connects relayed calls; without it pages send the caller to the desk."""
ENVIRONMENT = dict(os.environ)
"""For those names; read nowhere else."""

DATABASES = {"default": _database(os.environ.get("BIHUAN_DATABASE", "sqlite:///"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "bihuan.store",
    "bihuan.store.people",
    "bihuan.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bihuan.web.middleware.OutOfCircle",
    "bihuan.web.middleware.ContentPolicy",
    "bihuan.web.middleware.Sessions",
    "bihuan.web.middleware.Language",
    "bihuan.web.middleware.Reloaded",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bihuan.site.attach.Services",
]
ROOT_URLCONF = "bihuan.site.urls"
WSGI_APPLICATION = "bihuan.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "bihuan.web.context.page",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["bihuan.web.uploads.Measured", "bihuan.web.uploads.Kept"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"pages": {"()": "bihuan.site.log_lines.PagesOnly"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["pages"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""Composition: from settings to an installation, and from its district to the house that pages ask. No rule here."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.app.installation import Installation, masters_of
from bihuan.app.notices.gateways import read_gateways
from bihuan.site.house import PublicHouse
from bihuan.store.session import Database


@cache
def services() -> Installation:
    """What this process is given to work with. Raises BadKeys without usable keys for the vault."""
    return Installation(
        database=Database.of_settings(settings.DATABASES["default"]),
        district=settings.DISTRICT,
        masters=masters_of(settings.VAULT_KEYS),
        photos=settings.HOME / "photos",
        gateways=read_gateways(_channels(), settings.ENVIRONMENT, settings.HOME / "told"),
        home=settings.HOME,
        log_key=settings.LOG_KEY,
    )


def _channels() -> str:
    """The operator's file of gateways; a demonstration writes all messages into files."""
    if settings.CHANNELS:
        return Path(settings.CHANNELS).read_text("utf-8")
    return '[email]\nurl = "file"\n[sms]\nurl = "file"\n' if settings.DEMO else ""


_opening = threading.Lock()
_opened: list[PublicHouse] = []


def house() -> PublicHouse:
    """The district, opened with the first request. Raises NotLoaded before a pack is loaded; then tries again."""
    if not _opened:
        with _opening:
            if not _opened:
                _opened.append(PublicHouse(services().open(), demo=settings.DEMO))
    return _opened[0]

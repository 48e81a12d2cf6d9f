"""Composition: from settings to an installation, and from its district to the house that pages ask. No rule here."""

from __future__ import annotations

import threading
from functools import cache

from django.conf import settings

from bihuan.app.installation import Installation, masters_of
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
    )


_opening = threading.Lock()
_opened: list[PublicHouse] = []


def house() -> PublicHouse:
    """The district, opened with the first request. Raises NotLoaded before a pack is loaded; then tries again."""
    if not _opened:
        with _opening:
            if not _opened:
                _opened.append(PublicHouse(services().open(), demo=settings.DEMO))
    return _opened[0]

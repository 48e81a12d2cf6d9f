"""Composition: from settings to an installation, and from its district to the house that pages ask. No rule here."""

from __future__ import annotations

import logging
import threading
from functools import cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from bihuan.app.district import District, renewed
from bihuan.app.installation import Installation, masters_of
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.publishing import PublicLog, open_log
from bihuan.app.relay import FileRelay, bridge_of
from bihuan.site.house import PublicHouse
from bihuan.store.session import Database
from bihuan.transparency.faults import Fault


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


def relay() -> FileRelay:
    """The exchange: until a district names its own, a file that somebody at the counter dials from."""
    return FileRelay(settings.HOME / "relay" / "calls.jsonl")


def public_log(district: District) -> PublicLog | Fault:
    """The public log of the district, for pages: promises, receipts, figures, how it stands. A fault without a key."""
    return open_log(services(), district)


LOOK_SECONDS = 2.0
"""How long a pack that was loaded elsewhere may stay unnoticed."""

_log = logging.getLogger(__name__)


_opening = threading.Lock()
_opened: list[PublicHouse] = []


class _Looking:
    """When this process looks again for another pack, and what it said about the last one."""

    again = 0.0
    refused = ""


def house() -> PublicHouse:
    """The district, opened with the first request and renewed when another pack is loaded. Raises NotLoaded before
    the first is, and then tries again."""
    if not _opened:
        with _opening:
            if not _opened:
                bridge = bridge_of(settings.BRIDGE)
                made = PublicHouse(services().open(), demo=settings.DEMO, relay=relay(), log=public_log, bridge=bridge)
                _opened.append(made)
    if monotonic() >= _Looking.again and _opening.acquire(blocking=False):
        try:
            _Looking.again = monotonic() + LOOK_SECONDS
            _opened[0] = _renewed(_opened[0])
        finally:
            _opening.release()
    return _opened[0]


def _renewed(house: PublicHouse) -> PublicHouse:
    try:
        district = renewed(house.district)
    except ValueError as fault:
        # A pack of a newer program: what is open goes on under the rules it knows.
        if str(fault) != _Looking.refused:
            _log.error("the pack in force is not taken over: %s", fault)
            _Looking.refused = str(fault)
        return house
    return house if district is house.district else PublicHouse(
        district, demo=house.demo, relay=house.relay, log=public_log, bridge=house.bridge
    )

"""The district of these tests, with sign-ins in the same database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections

from bihuan.app.district import District
from bihuan.app.installation import Installation
from tests.store.making import settings_of


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """The district, with Django's own connection led to the same database."""
    before = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = {**before, "OPTIONS": {}, **settings_of(installation.database)}
    del connections["default"]
    with installation.opened() as opened:
        yield opened
    connections["default"].close()
    connections.databases["default"] = before
    del connections["default"]



"""Which edition is in force: of those that cover the day the one that began last, whatever it is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.rules import Rules
from bihuan.core.programme import Validity
from tests.core.tiny import TINY

EDITIONS = {
    "z-first": Validity(since=date(2019, 7, 1), until=date(2021, 5, 10)),
    "m-second": Validity(since=date(2020, 1, 1), until=date(2021, 5, 11)),
    "a-third": Validity(since=date(2021, 5, 11)),
}
RULES = Rules(
    zone=ZoneInfo("Asia/Shanghai"),
    programmes={(TINY.id, name): replace(TINY, edition=name, valid=valid) for name, valid in EDITIONS.items()},
)


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2019, 6, 30), None),
        (date(2019, 7, 1), "z-first"),
        (date(2019, 12, 31), "z-first"),
        (date(2020, 1, 1), "m-second"),
        (date(2021, 5, 10), "m-second"),
        (date(2021, 5, 11), "a-third"),
        (date(2031, 1, 1), "a-third"),
    ],
)
def test_the_edition_that_began_last_is_in_force(day: date, edition: str | None) -> None:
    found = RULES.current(TINY.id, day)
    assert (found and found.edition) == edition
    for name in EDITIONS:
        assert RULES.of(TINY.id, name).edition == name, "an open case keeps its own"

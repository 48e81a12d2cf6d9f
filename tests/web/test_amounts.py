"""Money of a case as a form takes it and a refusal says it: in the unit people write, kept in the smallest part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bihuan.core.decide.filling import _range, wrong_value
from bihuan.core.programme import Field, FieldType
from bihuan.core.text import Text
from bihuan.web.show import typed
from tests.core.tiny_walk import DISTRICT

PAID = Field(
    id="paid", title=Text("到位", "Paid in"), type=FieldType.MONEY, currency="CNY", decimals=2, least=0, most=10_000
)


def test_what_is_typed_in_yuan_is_kept_in_fen() -> None:
    assert typed.value_of(PAID, "12.5") == 1250
    assert typed.value_of(PAID, "十二") == "十二", "what can't be read stays as it was typed"


def test_a_refusal_speaks_in_the_unit_that_was_typed() -> None:
    day = date(2026, 3, 2)
    assert wrong_value(PAID, 10_000, DISTRICT, day) is None
    found = wrong_value(PAID, 10_001, DISTRICT, day)
    assert found is not None
    assert found.message("en") == "“Paid in” can't be 100.01."
    assert found.hint("zh") == "应为：最多 2 位小数的数，0.00 至 100.00。"
    assert _range(replace(PAID, most=None)).en == "a number with at most 2 decimals, 0.00 or more"

"""Why a date slipped, as whoever raised the matter is told: never an empty reason where one was given."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.notices.reading import told_to_raiser
from bihuan.core.commands import Take
from bihuan.core.text import Text
from tests.app.test_notices import DESK, HANDLER, dispatched, district

__all__ = ["district"]

OWN, ASKED = "备件要从外地调来。", "经核，备件确需外地调运。"


def taken(district: District, step: str, **more: object) -> None:
    case = more.pop("case")
    answer = district.door.submit(district.id, Take(case=str(case), step=step, **more), step)  # type: ignore[arg-type]
    assert isinstance(answer, Accepted), answer


@pytest.mark.parametrize(("words", "told"), [({"reason": ASKED}, ASKED), ({}, OWN)], ids=["desk's", "unit's"])
def test_an_extension_is_told_with_its_reason(district: District, words: dict[str, str], told: str) -> None:
    case = dispatched(district).case
    taken(district, "sign", case=case, by=HANDLER)
    taken(district, "ask_extension", case=case, by=HANDLER, words={"reason": OWN}, arguments={"amount": "2 work_day"})
    taken(district, "decide_extension", case=case, by=DESK, outcome="granted", words=words)
    assert told in told_to_raiser(district, case, "zh")[0].text


def test_a_standstill_is_told_with_the_lawful_reason_in_the_readers_language(district: District) -> None:
    case = dispatched(district).case
    taken(district, "sign", case=case, by=HANDLER)
    reasons = district.rules.dictionaries["standstill"].entries
    code, entry = next(iter(reasons.items()))
    taken(district, "ask_standstill", case=case, by=HANDLER, arguments={"reason": code})
    taken(district, "decide_standstill", case=case, by=DESK, outcome="granted", words={"reason": "同意。"})
    for language in ("zh", "en"):
        assert entry.title.in_(language) in told_to_raiser(district, case, language)[0].text


def test_a_word_of_another_dictionary_with_the_same_code_is_not_told(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = district.rules.dictionaries
    code, ground = next(iter(books["standstill"].entries.items()))
    before = next(book for name, book in books.items() if name != "standstill")
    assert list(books.values()).index(before) < list(books).index("standstill")
    monkeypatch.setitem(cast(Any, before.entries), code, replace(ground, title=Text("别的", "something else")))
    case = dispatched(district).case
    taken(district, "sign", case=case, by=HANDLER)
    taken(district, "ask_standstill", case=case, by=HANDLER, arguments={"reason": code})
    taken(district, "decide_standstill", case=case, by=DESK, outcome="granted", words={"reason": "同意。"})
    said = told_to_raiser(district, case, "en")[0].text
    assert ground.title.en in said and "something else" not in said

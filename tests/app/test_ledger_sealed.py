"""Words as columns of a ledger: for whoever reads them, never identity, nothing of what is confidential."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bihuan.app import ledger
from bihuan.app.acts import on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.journals import Journal, Wanted, acts
from bihuan.app.ledger_columns import COLUMNS, WITHHELD, Value
from bihuan.app.ledger_sealed import SHOWN_MOST, UNREAD
from bihuan.app.ledger_words import note_taken
from bihuan.core.commands import Person, Raise, Take
from bihuan.core.refusals import Refusal
from tests.app.test_desk import CHECKER
from tests.app.test_ledger import AMEI, DESK, LIU, ids

THREE = ("asks", "where", "reply")
SAID = ("灯不亮", "长" * (SHOWN_MOST + 50), "噪声")


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """Three matters with a place and a name."""
    with installation.opened() as opened:
        for words in SAID:
            command = Raise(
                case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
                values={"channel": "web", "area": "xiangjiang", "reachable": True},
                words={"words": words, "place": "西门", "name": "李阿梅", "phone": "13800000000"},
            )  # fmt: skip
            assert isinstance(opened.door.submit(opened.id, command, f"s{next(ids)}"), Accepted)
        yield opened


def shown(district: District, who: Person, columns: tuple[str, ...] = THREE) -> dict[str, tuple[Value, ...]]:
    """Number → the cells of all cases, the newest first."""
    wanted = ledger.asked(district, {"sort": "number", "state": "all"}, columns)
    return {row.number: row.values[1:] for row in ledger.all_rows(district, who, wanted)}


def taken(district: District, number: str, step: str, values: dict[str, str], words: dict[str, str]) -> None:
    seen = on_case(district, DESK, number)
    assert not isinstance(seen, Refusal)
    command = Take(case=seen.seen.case.id, step=step, by=DESK, values=values, words=words)  # type: ignore[arg-type]
    assert isinstance(district.door.submit(district.id, command, f"s{next(ids)}"), Accepted)


def test_what_is_asked_where_and_the_last_answer(district: District) -> None:
    noise, long, lamp = shown(district, LIU)
    taken(district, noise, "reject", {"not_accepted": "outside"}, {"answer": "请向邻区反映"})
    found = shown(district, LIU)
    assert found[noise] == ("噪声", "西门", "请向邻区反映") and found[lamp] == ("灯不亮", "西门", None)
    assert len(str(found[long][0])) == SHOWN_MOST and str(found[long][0]).endswith("…")
    assert not set(THREE) & {one.id for one in ledger.asked(district, {}).columns}, "only if somebody chooses them"


def test_who_does_not_read_a_field_is_told_so(district: District) -> None:
    """The checker of this pack reads no answer: no blank that would look like none was given."""
    number = next(iter(shown(district, LIU)))
    taken(district, number, "reject", {"not_accepted": "outside"}, {"answer": "请向邻区反映"})
    assert shown(district, CHECKER)[number] == ("噪声", "西门", UNREAD)


def test_identity_is_in_no_column_and_nothing_of_what_is_confidential(district: District) -> None:
    every = tuple(one.id for one in COLUMNS)
    told = str(shown(district, LIU, every))
    assert "西门" in told and "李阿梅" not in told and "13800000000" not in told
    secret = next(code for code, one in district.rules.dictionaries["nature"].entries.items() if one.confidential)
    number = next(iter(shown(district, LIU)))
    taken(district, number, "accept", {"category": "street_light", "nature": secret}, {})
    assert shown(district, LIU)[number] == (WITHHELD,) * 3


def test_a_file_with_words_leaves_an_entry_and_names_no_case(district: District) -> None:
    def entries() -> list[dict[str, str]]:
        found, _ = acts(district, Journal.ADMINISTRATION, Wanted(kind="words.exported"))
        return [dict(one.detail) for one in found]

    for columns in (("unit",), THREE):
        note_taken(district, LIU, ledger.asked(district, {}, columns).columns, 3)
    assert entries() == [{"what": "words", "rows": "3"}]
    note_taken(district, LIU, ledger.asked(district, {}, THREE).columns, 0)
    assert len(entries()) == 1, "an empty file takes nothing away"

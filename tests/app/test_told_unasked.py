"""Told, not asked, on both engines with the real pack: of a date that passed, of a reminder, of what was added."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.lapsing import lapse_all
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.reading import inbox, told_to_raiser
from bihuan.app.notices.sending import tell
from bihuan.core.commands import Person, Take
from bihuan.core.text import LANGUAGES
from tests.app.test_followers import ALL_GATES, FRIEND, followed
from tests.app.test_notices import DESK, HANDLER, SECRET, dispatched, district, raised, sent
from tests.app.test_reasons_told import OWN, taken

__all__ = ["district"]

REPORTER = Person(account="public", raiser=True)
FAR = timedelta(days=60)
"""Later than any promise of an ordinary matter, extended or not."""


def let_pass(district: District) -> None:
    clock = district.door.clock
    assert isinstance(clock, VirtualClock)
    clock.move(FAR)
    lapse_all(district)


def slipped(district: District, case: str, language: str) -> list[str]:
    word = {"zh": "已经逾期", "en": "is late"}[language]
    return [one.text for one in told_to_raiser(district, case, language) if word in one.text]  # type: ignore[arg-type]


def test_a_missed_promise_is_told_once_with_who_has_it_and_whom_to_call(district: District) -> None:
    case = raised(district).case
    due = told_to_raiser(district, case, "zh")[0].text.partition("最迟")[2].partition("前给您")[0]
    for _ in range(2):  # Time goes on; that it passed is told no second time.
        let_pass(district)
    for language in LANGUAGES:
        (text,) = slipped(district, case, language)
        assert "12345" in text and "{" not in text and "—" not in text
    assert due in slipped(district, case, "zh")[0] and "派单台" in slipped(district, case, "zh")[0]
    assert "none has been given" in slipped(district, case, "en")[0]


def test_it_names_the_unit_and_why_more_time_was_granted(district: District) -> None:
    case = dispatched(district).case
    taken(district, "sign", case=case, by=HANDLER)
    taken(district, "ask_extension", case=case, by=HANDLER, words={"reason": OWN}, arguments={"amount": "2 work_day"})
    taken(district, "decide_extension", case=case, by=DESK, outcome="granted")
    let_pass(district)
    (text,) = slipped(district, case, "zh")
    assert OWN in text
    assert district.pack.units["municipal"].title.zh in text


def test_who_follows_is_told_that_the_date_passed(district: District, tmp_path: Path) -> None:
    case = raised(district)
    followed(district, case.number, FRIEND)
    clock = district.door.clock
    assert isinstance(clock, VirtualClock)
    gateways = read_gateways(ALL_GATES, {}, tmp_path)
    for _ in range(24):
        clock.move(timedelta(days=1))
        lapse_all(district)
        tell(district, gateways, clock())
    for to in (FRIEND, SECRET):
        late = [one["body"] for one in sent(tmp_path, "sms") if one["to"] == to and "期" in one["body"]]
        assert sum("逾期" in body or "按期" in body for body in late) == 1, late


@pytest.mark.parametrize(("step", "words"), [("remind", {}), ("add", {"words": "对面那盏也不亮。"})])
def test_whoever_has_the_matter_is_told(district: District, tmp_path: Path, step: str, words: dict[str, str]) -> None:
    """Before it is given to a unit that is the desk; then the unit, and the desk no more."""
    gateways = read_gateways("", {}, tmp_path)

    def told(person: Person) -> int:
        tell(district, gateways, district.door.clock())
        return len(inbox(district, person, "zh"))

    first = raised(district).case
    assert told(DESK) == 0
    taken(district, step, case=first, by=REPORTER, words=words)
    assert told(DESK) == 1 and told(HANDLER) == 0
    for text in (one.text for one in inbox(district, DESK, "zh")):
        assert "对面" not in text
    taken(district, "accept", case=first, by=DESK, values={"nature": "assistance", "severity": "B"})
    taken(district, "dispatch", case=first, by=DESK, arguments={"unit": "municipal"})
    before = told(HANDLER)
    again = {"words": "还有一盏。"} if words else {}
    answer = district.door.submit(district.id, Take(case=first, step=step, by=REPORTER, words=again), f"{step}-again")
    assert isinstance(answer, Accepted), answer
    assert told(HANDLER) == before + 1 and told(DESK) == 1

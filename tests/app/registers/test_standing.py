"""A row of the catalogue may ask who is on shift now: the page suggests what the door then says, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bihuan.app import acts
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter

REGISTRAR = Person(account="r", posts=(Post(duty="registrar", unit="economy"),))
COMMAND = Person(account="lai", posts=(Post(duty="command", unit="flood-command"),))
SINCE = "2026-03-01"
NOW = "2026-03-02T08:00:00+08:00/2026-03-02T14:00:00+08:00"
OVER = "2026-03-02T02:00:00+08:00/2026-03-02T08:00:00+08:00"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def test_a_danger_goes_to_the_unit_whose_shift_stands_there_now(district: District) -> None:
    numbers = count()

    def entered(register: str, key: str = "", **values: object) -> str:
        act = Act.CHANGE if key else Act.OPEN
        said = Enter(register=register, key=key, act=act, by=REGISTRAR, since=SINCE, values=values)  # type: ignore[arg-type]
        answer = district.door.submit(district.id, said, f"e{next(numbers)}")
        assert isinstance(answer, Accepted), answer
        return answer.number

    def sent(area: str) -> tuple[str, str, str]:
        """What the page suggests (rule and unit), and which unit the door gives it to."""
        values = {"area": area, "danger": "collapse"}
        raising = Raise(case="", number="", programme="flood-danger", step="report", by=COMMAND, values=values,
                        words={"words": "路面塌陷。"})  # fmt: skip
        danger = district.door.submit(district.id, raising, f"d{next(numbers)}")
        assert isinstance(danger, Accepted), danger
        on = acts.on_case(district, COMMAND, danger.number)
        assert not isinstance(on, Refusal)
        [routed] = [one.routed for one in on.acts if one.step.id == "send"]
        assert routed is not None
        taken = Take(case=danger.case, step="send", by=COMMAND)
        assert isinstance(district.door.submit(district.id, taken, f"s{next(numbers)}"), Accepted)
        now = acts.on_case(district, COMMAND, danger.number)
        assert not isinstance(now, Refusal) and now.seen.case.lead is not None
        return routed.rule, routed.unit, now.seen.case.lead.unit

    street = ("street", "huangjinling-street", "huangjinling-street")
    shift = ("on-shift", "municipal", "municipal")
    assert sent("huangjinling") == street, "nobody is on shift"
    here, there = (
        entered("hazard-points", name="低洼段", kind="flooding", area=area, keeper="municipal")
        for area in ("huangjinling", "panlong")
    )
    entered("shifts", unit="municipal", place=here, required=OVER)
    entered("shifts", unit="municipal", place=there, required=NOW)
    assert sent("huangjinling") == street, "another hour, another place"
    turn = entered("shifts", unit="municipal", place=here, required=NOW)
    assert sent("huangjinling") == shift, "planned"
    entered("shifts", turn, state="on_duty")
    assert sent("huangjinling") == shift, "signed in"
    entered("shifts", turn, state="done", present=NOW)
    assert sent("huangjinling") == street, "handed over"

"""A board on which nothing stands tells what is in force, when something last happened, whose turn it is and comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bihuan.app.acts import context_of
from bihuan.app.calm import calm
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Post, Raise
from bihuan.core.events import Scalar
from bihuan.web.show.calm import calm_view

COMMAND = Person(account="lai", posts=(Post(duty="command", unit="committee"),))
STRANGER = Person(account="nobody")


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def raised(district: District, programme: str, step: str, values: dict[str, Scalar]) -> str:
    asked = Raise(case="", number="", programme=programme, step=step, by=COMMAND, values=values)
    answer = district.door.submit(district.id, asked, f"{programme}-{len(values)}-{values.get('required', '')}")
    assert isinstance(answer, Accepted), answer
    return answer.number


def test_a_quiet_board_tells_what_is_in_force_and_who_comes(installation: Installation, district: District) -> None:
    board = next(one for one in district.programmes() if one.id == "flood-danger")
    nothing = calm(district, COMMAND, board)
    assert nothing.heard is None and nothing.now == () and nothing.next is None and nothing.rostered
    assert [one.lines for one in nothing.watched] == [(), ()], "what has a roster is told as turns"
    number = raised(district, "flood-response", "raise", {"area": "huangjinling", "response": "three"})
    now = district.door.clock()
    hours = [now + timedelta(hours=one) for one in (-1, 2, 10)]
    shifts = [
        raised(district, "flood-shift", "plan",
               {"post": "防指", "area": "huangjinling", "response": "three",
                "required": f"{begins.isoformat()}/{ends.isoformat()}"})
        for begins, ends in ((hours[0], hours[1]), (hours[1], hours[2]))
    ]  # fmt: skip
    told = calm(district, COMMAND, board)
    assert [line.case.number for one in told.watched for line in one.lines] == [number]
    assert told.heard is not None and told.heard[1] == number
    assert [one.line.case.number for one in told.now] == shifts[:1]
    assert told.next is not None and told.next.line.case.number == shifts[1]
    for language in ("zh", "en"):
        view = calm_view(told, context_of(district), now, language)
        assert view.now[0].what == "防指" and view.next is not None and view.next.number == shifts[1]
        assert [len(group.cards) for group in view.groups] == [1, 0]
    unseen = calm(district, STRANGER, board)
    assert unseen.heard is None and unseen.next is None and not any(one.lines for one in unseen.watched)

"""A refusal says whom to ask: duties in words, never the name of a right or the code of a side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bihuan.app.administration.posts import duties
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.registers import entering, reading
from bihuan.app.registers.entering import Typed
from bihuan.app.who_may import in_register, on_sides
from bihuan.core.commands import Person, Post
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act
from bihuan.core.verbs import Party


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def test_every_side_and_office_is_named_by_its_duties(district: District) -> None:
    known = duties(district)
    for side in (Party.CENTRE, Party.HANDLER, Party.CHECKER, Party.SUPERVISOR, Party.LEADER, *Office):
        said = on_sides(district, {side})
        assert said is not None and any(title.zh in said.zh and title.en in said.en for title in known.values()), side
        assert str(side) not in said.zh


def test_whoever_a_register_refuses_is_told_whose_post_may(district: District) -> None:
    stranger = Person(account="guest", posts=(Post(duty="caller", unit="check-team"),))
    asked = 0
    for form in district.rules.registers.values():
        may = {right.duty for right in form.rights.values() if Act.OPEN in right.may}
        if not may or "caller" in {right.duty for right in form.rights.values()}:
            continue
        said = in_register(district, form, Act.OPEN)
        assert said is not None and all(district.pack.duties[duty].zh in said.zh for duty in sorted(may)[:8])
        typed = Typed(population="live", act=Act.OPEN, key="X-1", since="2026-03-01", texts={})
        book = reading.book(district, form, [], district.today())
        answer = entering.enter(district, stranger, form, typed, f"w{asked}", book)
        if isinstance(answer, Refusal) and answer.code == "register-not-yours":
            asked += 1
            assert said.zh in answer.hint("zh") and said.en in answer.hint("en")
    assert asked

"""A funnel of cases counts those raised on the days it is asked for; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bihuan.app.case_funnel import funnelled
from bihuan.app.clock import VirtualClock
from bihuan.app.installation import Installation
from bihuan.core.programme import CaseFunnel, CaseFunnelStage
from bihuan.core.text import Text
from tests.app.test_desk import DESK, raised


def test_a_funnel_counts_the_cases_of_its_days(installation: Installation) -> None:
    with installation.opened() as district:
        clock = district.door.clock
        assert isinstance(clock, VirtualClock)
        programme = next(one for one in district.programmes() if one.id == "ten-minute-circle")
        title = Text("提出", "Raised")
        stage = CaseFunnelStage(id="in", title=title, meaning=title, stages=(programme.start,))
        asked = replace(programme, funnel=CaseFunnel(meaning=title, basis="", stages={"in": stage}))
        raised(district)
        first = district.today()
        clock.move(timedelta(days=1))
        raised(district)
        raised(district)
        second = first + timedelta(days=1)

        def counted(since: date | None, until: date | None) -> int:
            return len(funnelled(district, DESK, asked, "live", since, until, clock()).bars[0].entered)

        assert (counted(None, None), counted(first, second)) == (3, 3)
        assert (counted(first, first), counted(second, None), counted(None, first)) == (1, 2, 1)

"""The district of the tiny programme, its people, and one case walked by hand.

May live here: registers, the cast, and `Walk` with the usual starts of a test.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.core import commands as c
from bihuan.core import events as e
from bihuan.core import programme as p
from bihuan.core.case import Case, evolve
from bihuan.core.decide import Context, Other, decide
from bihuan.core.refusals import Refusal
from tests.core.calendar_cn import CN
from tests.core.tiny import TINY
from tests.core.tiny_parts import dictionary, text

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2021, 3, 1, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in Shanghai, in office hours."""



LONG_AGO = date(2000, 1, 1)


def unit(id_: str, level: str, parent: str | None, areas: str, until: date | None = None) -> c.Unit:
    places = frozenset(areas.split())
    return c.Unit(id=id_, title=text(id_), level=level, parent=parent, areas=places, since=LONG_AGO, until=until)


UNITS = {
    one.id: one
    for one in (
        unit("centre", "zone", None, "zone"),
        unit("fire", "department", "centre", "zone"),
        unit("roads", "department", "centre", "zone"),
        unit("street", "street", "centre", "s"),
        unit("c1", "community", "street", "c1"),
        unit("c2", "community", "street", "c2"),
        unit("old", "department", None, "", date(2020, 1, 1)),
    )
}
AREAS = {
    "zone": c.Area(id="zone", title=text("zone"), parent=None),
    "s": c.Area(id="s", title=text("s"), parent="zone"),
    "c1": c.Area(id="c1", title=text("c1"), parent="s"),
    "c2": c.Area(id="c2", title=text("c2"), parent="s"),
    "s2": c.Area(id="s2", title=text("s2"), parent="zone"),
}
DISTRICT = Context(
    zone=ZONE,
    calendars={"cn": CN},
    dictionaries={
        "kinds": dictionary("kinds", "lane", "road", "noise", "rest"),
        "lawful": dictionary("lawful", "expertise", "hearing"),
    },
    units=UNITS,
    areas=AREAS,
    others={"other": Other(id="other", number="T-2", final=False)},
)


def person(duty: str, unit: str = "centre", *, account: str = "", areas: str = "") -> c.Person:
    post = c.Post(duty=duty, unit=unit, areas=frozenset(areas.split()))
    return c.Person(account=account or f"{duty}-{unit}", posts=(post,))


AMEI = c.Person(account="amei", raiser=True)
LAO_ZHOU = person("desk", account="lao-zhou")
CHEN = person("hand", "fire", account="chen")
LIN = person("hand", "roads", account="lin")
XIAO_WU = person("eye", account="xiao-wu")
BOSS = person("boss", account="liu")
CHIEF = person("chief", account="director-liu")


@dataclass
class Walk:
    """One case walked by hand: each accepted command moves it, each refusal leaves it as it was."""

    programme: p.Programme = TINY
    context: Context = DISTRICT
    now: datetime = NOON
    case: Case | None = None
    events: list[e.Event] = field(default_factory=list)

    def ask(self, command: c.Command) -> tuple[e.Event, ...] | Refusal:
        """What the core says, carried out if it says yes."""
        context = replace(self.context, stream=lambda: self.events)
        found = decide(self.case, command, self.programme, context, self.now)
        if not isinstance(found, Refusal):
            for event in found:
                self.case = evolve(self.case, event)
                self.events.append(event)
        return found

    def tell(self, by: c.Person = AMEI, step: str = "tell", words: Any = None, **more: Any) -> Walk:
        given = {"words": "车堵在消防通道"} if words is None else words
        command = c.Raise(case="k1", number="T-1", programme="tiny", step=step, by=by, words=given, **more)
        found = self.ask(command)
        assert not isinstance(found, Refusal), found
        return self

    def take(self, step: str, by: c.Person, outcome: str = "done", **more: Any) -> Walk:
        found = self.try_(step, by, outcome, **more)
        assert not isinstance(found, Refusal), (found, found.message("en"))
        return self

    def try_(self, step: str, by: c.Person, outcome: str = "done", **more: Any) -> tuple[e.Event, ...] | Refusal:
        return self.ask(c.Take(case="k1", step=step, by=by, outcome=outcome, **more))

    def refused(self, step: str, by: c.Person, outcome: str = "done", **more: Any) -> str:
        before = self.case
        found = self.try_(step, by, outcome, **more)
        assert isinstance(found, Refusal), found
        assert self.case is before
        return found.code

    def lapse(self, clock: str) -> Walk:
        found = self.ask(c.Lapse(case="k1", clock=clock))
        assert not isinstance(found, Refusal), found
        return self

    def wait(self, **much: int) -> Walk:
        self.now += timedelta(**much)
        return self

    @property
    def it(self) -> Case:
        assert self.case is not None
        return self.case


def programme(**changes: Any) -> p.Programme:
    """The tiny programme with other parts."""
    return replace(TINY, **changes)


def with_step(changed: p.Step) -> p.Programme:
    return programme(steps={**TINY.steps, changed.id: changed})


def sent(kind: str = "lane", area: str = "c1", **more: Any) -> Walk:
    """A case that is with its unit, not signed for yet."""
    walk = Walk(**more).tell(values={"kind": kind, "area": area})
    return walk.take("take_in", LAO_ZHOU).take("send", LAO_ZHOU)


def at_work(**more: Any) -> Walk:
    """A case that the fire brigade leads and has signed for; roads assist."""
    return sent(**more).take("get", CHEN)


def looked_at(**more: Any) -> Walk:
    """A case whose lead says it is finished."""
    return at_work(**more).take("finish", CHEN, words={"result": "清了"}, photos=("p1",))


def answered(**more: Any) -> Walk:
    """A case closed by the desk, waiting for the one who raised it."""
    return looked_at(**more).take("look", XIAO_WU, "yes").take("close", LAO_ZHOU)

"""A small programme as values: one order goes to a unit, which may sign, return, finish and ask for an exemption.

Step names are chosen to collide with the grammar's own words (`return`, `rework`), because a pack may do that.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.core import commands as c
from bihuan.core.calendars import Calendar
from bihuan.core.case import Case, evolve
from bihuan.core.clocks import Budget
from bihuan.core.decide import Context, decide
from bihuan.core.programme import (
    Clock,
    Limit,
    Move,
    Programme,
    Role,
    Route,
    Scope,
    Stage,
    Step,
    Telling,
    Validity,
    Visibility,
)
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import Party, RequestKind, TaskKind, Verb

START = datetime(2021, 7, 1, 1, tzinfo=UTC)
ALWAYS = Validity(since=date(2000, 1, 1))
NAME = Text("名", "name")
TITLES = {"sign": Text("签", "sign"), "return": Text("退", "return")}


def step(id_: str, verb: Verb, by: str, from_: str, to: str | None = None, **more: object) -> Step:
    moves = more.pop("moves", None) or {"done": Move(to=to)}
    title = TITLES.get(id_, NAME)
    return Step(id=id_, verb=verb, title=title, by=(by,), from_=tuple(from_.split()), moves=moves, **more)  # type: ignore[arg-type]


STEPS = (
    step("raise", Verb.RAISE, "reporter", "", "new"),
    step("give", Verb.DISPATCH, "desk", "new", moves={"done": Move(to="given", starts=("handling", "window"))}),
    step("sign", Verb.SIGN, "handler", "given", "work", task=TaskKind.LEAD),
    step("return", Verb.RETURN, "handler", "given work", "disputed", task=TaskKind.LEAD, within="window"),
    step("judge", Verb.ARBITRATE, "boss", "disputed", moves={"upheld": Move(to="given"), "moved": Move(to="given")}),
    step(
        "finish",
        Verb.FINISH,
        "handler",
        "work",
        task=TaskKind.LEAD,
        moves={"done": Move(to="done", stops=("handling",))},
    ),
    step("excuse", Verb.EXEMPT, "handler", "work done", task=TaskKind.LEAD, clock="handling"),
    step(
        "answer",
        Verb.DECIDE,
        "boss",
        "work done",
        request=RequestKind.EXEMPTION,
        moves={"granted": Move(), "refused": Move()},
    ),
    step("more", Verb.EXTEND, "handler", "work", task=TaskKind.LEAD, clock="handling", times=1),
    step(
        "more_or_not",
        Verb.DECIDE,
        "boss",
        "work",
        request=RequestKind.EXTENSION,
        moves={"granted": Move(), "refused": Move()},
    ),
    step("rework", Verb.CHECK, "checker", "done", moves={"yes": Move(to="end"), "no": Move(to="work")}),
)


def role(id_: str, party: Party, scope: Scope) -> Role:
    return Role(id=id_, title=NAME, party=party, scope=scope, duty=id_)


def clock(id_: str, budget: str, *, window: bool = False) -> Clock:
    amount = Budget.parse(budget)
    assert isinstance(amount, Budget)
    limit = Limit(id="all", when=None, source="", budget=amount, basis="rule", valid=ALWAYS)
    return Clock(
        id=id_,
        title=NAME,
        owner=Party.HANDLER,
        calendar="cal",
        limits=(limit,),
        lapse=None,
        tasks=frozenset({TaskKind.LEAD}),
        window=window,
    )


PROGRAMME = Programme(
    id="orders",
    code="T01",
    title=NAME,
    edition="1",
    valid=ALWAYS,
    basis="rule",
    visibility=Visibility.PUBLIC,
    start="new",
    place_field=None,
    category_field=None,
    accused_field=None,
    supervision_levels=1,
    outward={"all": NAME},
    fields={},
    stages={
        id_: Stage(id=id_, title=NAME, outward="all", final=id_ == "end")
        for id_ in ("new", "given", "disputed", "work", "done", "end")
    },
    roles={
        "reporter": role("reporter", Party.RAISER, Scope.RAISER),
        "desk": role("desk", Party.CENTRE, Scope.DISTRICT),
        "handler": role("handler", Party.HANDLER, Scope.UNIT),
        "checker": role("checker", Party.CHECKER, Scope.DISTRICT),
        "boss": role("boss", Party.SUPERVISOR, Scope.DISTRICT),
    },
    steps={one.id: one for one in STEPS},
    clocks={
        "handling": clock("handling", "2 urgent_hour"),
        "window": clock("window", "1 urgent_hour", window=True),
    },
    lists={},
    routes=(Route(id="all", when=None, source="", unit="east", level=None, assist=(), basis="rule", valid=ALWAYS),),
    tellings={"none": Telling(id="none", to="raiser", text=NAME)},
    indicators=(),
    dictionaries={},
)

UNITS = {
    id_: c.Unit(id=id_, title=NAME, level="unit", parent=None, areas=frozenset(), since=date(2000, 1, 1))
    for id_ in ("east", "west", "centre")
}
CONTEXT = Context(
    zone=ZoneInfo("Asia/Shanghai"),
    calendars={"cal": Calendar(id="cal", edition="1", zone="Asia/Shanghai", hours=(), years={})},
    dictionaries={},
    units=UNITS,
    areas={},
)


def person(duty: str, unit: str = "centre") -> c.Person:
    return c.Person(account=f"{duty}-{unit}", posts=(c.Post(duty=duty, unit=unit),), raiser=duty == "reporter")


def take(
    case: Case | None, id_: str, by: c.Person, minutes: int, outcome: str = "done", **more: object
) -> Case | Refusal:
    """The case after a step taken so many minutes after the start, or the refusal."""
    command: c.Command
    if case is None:
        command = c.Raise(case="case", number="1", programme="orders", step=id_, by=by)
    else:
        command = c.Take(case="case", step=id_, by=by, outcome=outcome, **more)  # type: ignore[arg-type]
    outcome_ = decide(case, command, PROGRAMME, CONTEXT, START + timedelta(minutes=minutes))
    if isinstance(outcome_, Refusal):
        return outcome_
    for event in outcome_:
        case = evolve(case, event)
    assert case is not None
    return case


def taken(case: Case | None, id_: str, by: c.Person, minutes: int, outcome: str = "done", **more: object) -> Case:
    """The case after a step that must not be refused."""
    after = take(case, id_, by, minutes, outcome, **more)
    assert isinstance(after, Case), after
    return after


def given() -> Case:
    """An order given to the east unit after ten minutes."""
    return taken(taken(None, "raise", person("reporter"), 0), "give", person("desk"), 10)

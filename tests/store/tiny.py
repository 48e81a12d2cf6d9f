"""A small programme built by hand, its people and its district: what the store's tests run on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bihuan.app.rules import Rules
from bihuan.core.calendars import Calendar
from bihuan.core.clocks import Budget, TimeKind
from bihuan.core.commands import Area, Person, Post, Unit
from bihuan.core.expressions import parse
from bihuan.core.programme import (
    Clock,
    Field,
    FieldType,
    Limit,
    Move,
    Programme,
    Reservation,
    Role,
    Route,
    Scope,
    Stage,
    Step,
    Taking,
    Telling,
    Validity,
    Visibility,
)  # fmt: skip
from bihuan.core.text import Text
from bihuan.core.verbs import Party, TaskKind, Verb
from bihuan.store.registers import Account, DatedPost, Registers
from bihuan.store.vault.crypto import Masters

DISTRICT = "tiny"
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)
ALWAYS = Validity(since=SINCE)
MASTERS = Masters("m1", {"m1": bytes(range(32))})
"""A master key for tests only."""


def text(word: str) -> Text:
    return Text(word, word)


def _step(
    id_: str, verb: Verb, by: str, from_: str, to: str | None, *, outcomes: dict[str, Move] | None = None, **more
) -> Step:
    return Step(
        id=id_,
        verb=verb,
        title=text(id_),
        by=tuple(by.split()),
        from_=tuple(from_.split()),
        moves=outcomes or {"done": Move(to=to, **more.pop("move", {}))},
        **more,
    )


STAGES = "new given working finished checked closed done".split()
ANSWERS = {"answered": Move(to="done")}

STEPS = (
    _step(
        "report", Verb.RAISE, "citizen desk", "", "new",
        move={"starts": ("answer",), "tells": ("received",)},
        takes=(
            Taking(field="what"), Taking(field="phone", required=False), Taking(field="place", required=False),
            Taking(field="area"), Taking(field="kind", required=False), Taking(field="slot", required=False),
        ),
    ),
    _step("give", Verb.DISPATCH, "desk", "new", "given", move={"starts": ("sign_in",), "tells": ("given",)}),
    _step("sign", Verb.SIGN, "worker", "given", "working", task=TaskKind.LEAD, move={"stops": ("sign_in",)}),
    _step(
        "call", Verb.CONTACT, "worker", "working", None, task=TaskKind.LEAD,
        outcomes={"reached": Move(), "missed": Move()},
    ),
    _step("done", Verb.FINISH, "worker", "working", "finished", task=TaskKind.LEAD),
    _step(
        "check", Verb.CHECK, "checker", "finished", None,
        outcomes={"yes": Move(to="checked"), "no": Move(to="working")},
    ),
    _step("close", Verb.CLOSE, "desk", "checked", "closed", move={"stops": ("answer",)}),
    _step(
        "confirm", Verb.CONFIRM, "citizen", "closed", None,
        outcomes={"yes": Move(to="done"), "no": Move(to="done")},
    ),
    _step("tie", Verb.LINK, "desk", "new given working", None),
    _step(
        "book", Verb.PROGRESS, "desk", "new given working", None, times=1,
        takes=(Taking(field="slot"),),
        reserves=(Reservation(key=parse("slot"), source="slot"),),
    ),
    _step("silent", Verb.LAPSE, "system", "given", None, move={"tells": ("silent",)}),
)  # fmt: skip

FIELDS = (
    Field(id="what", title=text("what"), type=FieldType.WORDS, most=2_000),
    Field(id="place", title=text("place"), type=FieldType.PLACE),
    Field(id="phone", title=text("phone"), type=FieldType.WORDS, identity=True, most=40),
    Field(id="area", title=text("area"), type=FieldType.AREA),
    Field(id="kind", title=text("kind"), type=FieldType.CODE),
    Field(id="slot", title=text("slot"), type=FieldType.CODE),
)

_ALL = frozenset({"what", "place", "phone"})
ROLES = (
    Role(id="citizen", title=text("citizen"), party=Party.RAISER, scope=Scope.RAISER, sees=_ALL),
    Role(id="desk", title=text("desk"), party=Party.CENTRE, scope=Scope.DISTRICT, sees=_ALL, duty="desk"),
    Role(id="worker", title=text("worker"), party=Party.HANDLER, scope=Scope.UNIT, sees=_ALL, duty="worker"),
    Role(id="checker", title=text("checker"), party=Party.CHECKER, scope=Scope.DISTRICT, duty="checker"),
    Role(id="steward", title=text("steward"), party=Party.SUPERVISOR, scope=Scope.AREA, duty="steward"),
    Role(id="system", title=text("system"), party=Party.SYSTEM, scope=Scope.SYSTEM),
)


def _limit(budget: Budget) -> Limit:
    return Limit(id="l1", when=None, source="", budget=budget, basis="test", valid=ALWAYS)


CLOCKS = (
    Clock(
        id="answer", title=text("answer"), owner=Party.CENTRE, calendar="always",
        limits=(_limit(Budget(3, TimeKind.CALENDAR_DAY)),), lapse=None, shown=True,
    ),
    Clock(
        id="sign_in", title=text("sign in"), owner=Party.HANDLER, calendar="always",
        limits=(_limit(Budget(30, TimeKind.URGENT_MINUTE)),), lapse="silent", tasks=frozenset({TaskKind.LEAD}),
    ),
)  # fmt: skip

TELLINGS = (
    Telling(id="received", to="raiser", text=text("received")),
    Telling(id="given", to="lead_unit", text=text("given")),
    Telling(id="silent", to="desk", text=text("silent")),
)

PROGRAMME = Programme(
    id="small",
    code="T01",
    title=text("small"),
    edition="1",
    valid=ALWAYS,
    basis="test",
    visibility=Visibility.PUBLIC,
    start="new",
    place_field="area",
    category_field="kind",
    accused_field=None,
    supervision_levels=3,
    outward={name: text(name) for name in STAGES},
    fields={field.id: field for field in FIELDS},
    stages={name: Stage(id=name, title=text(name), outward=name, final=name == "done") for name in STAGES},
    roles={role.id: role for role in ROLES},
    steps={step.id: step for step in STEPS},
    clocks={clock.id: clock for clock in CLOCKS},
    routes=(
        Route(
            id="r1", when=None, source="", unit=None, level="street", assist=(), basis="test", valid=ALWAYS,
        ),
    ),
    tellings={telling.id: telling for telling in TELLINGS},
    indicators=(),
    dictionaries={},
    lists={},
)  # fmt: skip

CALENDAR = Calendar(id="always", edition="1", zone="Asia/Shanghai", hours=(), years={})
RULES = Rules(zone=ZONE, programmes={("small", "1"): PROGRAMME}, calendars={"always": CALENDAR})

UNITS = (
    Unit(id="zone", title=text("zone"), level="zone", parent=None, areas=frozenset({"all"}), since=SINCE),
    Unit(id="north", title=text("north"), level="street", parent="zone", areas=frozenset({"n"}), since=SINCE),
    Unit(id="south", title=text("south"), level="street", parent="zone", areas=frozenset({"s"}), since=SINCE),
)
AREAS = (
    Area(id="all", title=text("all"), parent=None),
    Area(id="n", title=text("n"), parent="all"),
    Area(id="s", title=text("s"), parent="all"),
)
PEOPLE = {
    "ann": Post(duty="desk", unit="zone"),
    "bo": Post(duty="worker", unit="north"),
    "su": Post(duty="worker", unit="south"),
    "chen": Post(duty="checker", unit="zone"),
    "yu": Post(duty="steward", unit="north"),
}
REGISTERS = Registers(
    units=UNITS,
    areas=AREAS,
    accounts=[Account(id=name, title=text(name)) for name in PEOPLE],
    posts=[DatedPost(account=name, post=post, since=SINCE) for name, post in PEOPLE.items()],
)


def person(name: str) -> Person:
    """One of PEOPLE, or whoever else it is as the one who raises a case."""
    if name in PEOPLE:
        return Person(account=name, posts=(PEOPLE[name],))
    return Person(account=name, raiser=True)

"""A register built by hand for the store's tests, its people, and asking for its entries. No assertion lives here."""

from __future__ import annotations

from dataclasses import replace

from bihuan.app.door import Door
from bihuan.app.rules import Rules
from bihuan.core.commands import Person, Post
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter, KeyCheck, KeyRule, Register, Right, RightScope, State
from bihuan.store.jobs import Accepted
from tests.store import tiny
from tests.store.loop import ids

FIELDS = (
    Field(id="name", title=tiny.text("name"), type=FieldType.TITLE, required=True),
    Field(id="keeper", title=tiny.text("keeper"), type=FieldType.UNIT),
    Field(id="worth", title=tiny.text("worth"), type=FieldType.MONEY, currency_field="coin", decimals=2),
    Field(id="coin", title=tiny.text("coin"), type=FieldType.CODE),
    Field(id="seen_on", title=tiny.text("seen_on"), type=FieldType.DATE),
    Field(id="shift", title=tiny.text("shift"), type=FieldType.INTERVAL),
    Field(id="next_to", title=tiny.text("next_to"), type=FieldType.ENTRY, register="things"),
    Field(id="holder", title=tiny.text("holder"), type=FieldType.WORDS, identity=True),
    Field(id="note", title=tiny.text("note"), type=FieldType.WORDS),
)
EVERYTHING = frozenset({Act.OPEN, Act.CHANGE, Act.CORRECT, Act.END, Act.RESTORE})
THINGS = Register(
    id="things",
    title=tiny.text("things"),
    fields={one.id: one for one in FIELDS},
    basis="test",
    key=KeyRule(title=tiny.text("code"), check=KeyCheck.OWN, prefix="T-", digits=4),
    title_field="name",
    unit_field="keeper",
    states={
        "new": State(id="new", title=tiny.text("new"), next=("used",)),
        "used": State(id="used", title=tiny.text("used")),
    },
    rights={
        "keeps": Right(id="keeps", title=tiny.text("keeps"), duty="desk", may=EVERYTHING, sees=frozenset({"note"})),
        "own": Right(
            id="own", title=tiny.text("own"), duty="worker", scope=RightScope.UNIT, may=frozenset({Act.CHANGE}),
            writes=frozenset({"seen_on"}),
        ),
    },
)  # fmt: skip
RULES: Rules = replace(tiny.RULES, registers={"things": THINGS})
KEEPER = Person(account="kim", posts=(Post(duty="desk", unit="centre"),))


def enter(act: Act, key: str = "", since: str = "2026-03-01", by: Person = KEEPER, **more: object) -> Enter:
    """Something asked of the register."""
    return Enter(register="things", key=key, act=act, by=by, since=since, **more)  # type: ignore[arg-type]


def entered(door: Door, asked: Enter, request_id: str | None = None) -> Accepted | Refusal:
    """Asked at the door, under a fresh request id."""
    return door.submit(tiny.DISTRICT, asked, request_id or f"e{next(ids)}")


def added(door: Door, **values: object) -> str:
    """A new entry; its code."""
    answer = entered(door, enter(Act.OPEN, values={"name": "车", **values}))
    assert isinstance(answer, Accepted), answer
    return answer.number

"""What is asked for an entry is judged whole: everything that is wrong at once, and what a field needs."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bihuan.core.commands import SYSTEM
from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter, Entry, EntryEvent, KeyCheck, KeyRule, Register, decide_entry
from bihuan.core.text import Text

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
WORLD = Context(zone=ZoneInfo("Asia/Shanghai"), calendars={}, dictionaries={}, units={}, areas={})


def field(id: str, type: FieldType = FieldType.NUMBER, **more: object) -> Field:
    return Field(id=id, title=Text(id, id), type=type, **more)  # type: ignore[arg-type]


FORM = Register(
    id="wells",
    title=Text("井", "Wells"),
    basis="—",
    key=KeyRule(check=KeyCheck.OWN, prefix="W-", digits=3),
    fields={
        one.id: one
        for one in (
            field("depth", required=True),
            field("pump", needs="power"),
            field("power"),
            field("since", FieldType.DATE),
            field("caller", FieldType.WORDS, needs="phone", identity=True),
            field("phone", FieldType.WORDS, identity=True, most=20),
            field("paid", FieldType.MONEY, currency_field="currency"),
            field("owed", FieldType.MONEY, currency_field="currency"),
            field("currency", FieldType.TITLE),
        )
    },
)


def asked(act: Act = Act.OPEN, since: str = "2026-03-01", words: dict[str, str] | None = None,
          unread: tuple[Refusal, ...] = (), **values: Scalar) -> Enter:  # fmt: skip
    return Enter(
        register="wells", key="", act=act, by=SYSTEM, since=since, values=values, words=words or {}, unread=unread
    )


def decided(one: Enter, entry: Entry | None = None) -> list[tuple[str, str | None]] | tuple[EntryEvent, ...]:
    drawn: list[str] = []

    def number(register: str, rule: KeyRule) -> str:
        drawn.append(register)
        return f"{rule.prefix}001"

    found = decide_entry(entry, one, FORM, WORLD, NOW, number)
    if isinstance(found, Refusal):
        assert not drawn, "what is refused takes no number"
        return [(each.code, each.about) for each in found.each]
    return found


def test_everything_that_is_wrong_is_told_at_once() -> None:
    unread = Refusal("field-invalid", {"field": "power", "value": "?", "expected": "1"}, about="power")
    found = decided(asked(since="soon", unread=(unread,), words={"phone": "1" * 30}, pump=1, since_=1))
    assert found == [
        ("field-invalid", "power"), ("field-unknown", None), ("words-too-long", "phone"), ("field-missing", "depth"),
        ("field-invalid", "arg-since"),
    ]  # fmt: skip


def test_what_a_field_needs_is_given_with_it_or_stands_already() -> None:
    assert decided(asked(depth=3, pump=1)) == [("field-needed", "power")]
    assert decided(asked(depth=3, words={"caller": "甲"})) == [("field-needed", "phone")]
    opened = decided(asked(depth=3, pump=1, power=2))
    assert isinstance(opened, tuple)
    stood = Entry(entry="e", register="wells", key="W-001", n=1,
                  values={(name, "2026-03-01"): value for name, value in opened[0].values.items()})  # fmt: skip

    def change(**values: Scalar) -> object:
        return decided(asked(Act.CHANGE, "2026-03-02", **values), stood)

    assert isinstance(change(pump=7), tuple), "what it needs stands there already"
    assert change(power=None) == [("field-needed", "power")], "and cannot be taken away under it"
    assert isinstance(change(power=None, pump=None), tuple)
    assert isinstance(change(depth=5), tuple), "a change elsewhere is not held up"


def test_every_amount_without_its_currency_is_told_at_once_each_at_its_own_field() -> None:
    """Said about the currency, the two would be one message: the second amount told only after the first is mended."""
    lacking = [("money-without-currency", "paid"), ("money-without-currency", "owed")]
    assert decided(asked(depth=3, paid=1, owed=2)) == lacking
    unread = Refusal("field-invalid", {"field": "currency", "value": "?", "expected": "CNY"}, about="currency")
    assert decided(asked(unread=(unread,), depth=3, paid=1, owed=2)) == [("field-invalid", "currency")]
    assert len(decided(asked(depth=3, paid=1, owed=2, currency="CNY"))) == 1

"""What a register is by its declaration: key, fields, states, rights. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from bihuan.core.claims.registered import ClaimRule
from bihuan.core.expressions import parse
from bihuan.core.expressions.tree import Name
from bihuan.core.programme.vocabulary import Field, PageKind
from bihuan.core.refusals import Refusal
from bihuan.core.registers.codes import credit_code_fault
from bihuan.core.registers.entry import STATE, Act
from bihuan.core.registers.pictures import AcyclicRule, EntryGuard, FunnelRule, GraphRule, UniqueRule
from bihuan.core.text import Text, at_most, listed

KEY_MOST = 64
"""Characters of a code."""


CODE = Text("编号", "Code")


class KeyCheck(StrEnum):
    """How the code of an entry is judged."""

    FREE = "free"
    """Any short printable text."""
    CREDIT_CODE = "credit_code"
    """A unified social credit code (GB 32100-2015)."""
    OWN = "own"
    """A prefix and a number that the platform gives."""
    WORD = "word"
    """A name that formulas can speak: letters, digits, `_`; no word of the language."""


class Showing(StrEnum):
    """Who may look a register up at all."""

    PUBLIC = "public"
    STAFF = "staff"
    """Everybody who holds a post."""
    RIGHTS = "rights"
    """Only those whom a right names."""


class RightScope(StrEnum):
    """How far a right reaches."""

    DISTRICT = "district"
    UNIT = "unit"
    """Entries of the holder's own unit (`unit_field`)."""
    AREA = "area"
    """Entries in the holder's areas (`area_field`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRule:
    """The code that tells entries apart; it never changes."""

    title: Text = CODE
    check: KeyCheck = KeyCheck.FREE
    prefix: str = ""
    digits: int = 6

    def fault(self, given: str) -> str | Text | None:
        """What a code should be, if this is none; None if it is one."""
        match self.check:
            case KeyCheck.CREDIT_CODE:
                fault = credit_code_fault(given)
                return None if fault is None else _FAULTS[fault]
            case KeyCheck.OWN:
                digits = given.removeprefix(self.prefix)
                whole = given.startswith(self.prefix) and len(digits) == self.digits
                fits = whole and digits.isdecimal() and digits.isascii()
                return None if fits else f"{self.prefix}{'0' * (self.digits - 1)}1"
            case KeyCheck.WORD:
                fits = len(given) <= KEY_MOST and parse(given) == Name(given)
                return None if fits else _WORD
            case KeyCheck.FREE:
                fits = given.isprintable() and given == given.strip() and 0 < len(given) <= KEY_MOST
                return None if fits else at_most(KEY_MOST)
            case _:
                assert_never(self.check)


_WORD = Text("算式里能说的名称，如 received_2025：字母、数字、下划线，不以数字开头",
             "a name that formulas can speak, like received_2025: letters, digits, _; no digit first")  # fmt: skip
_FAULTS: Mapping[str, Text] = {
    "length": Text("统一社会信用代码为 18 位", "a unified social credit code has 18 places"),
    "character": Text("只用数字和大写字母，没有 I、O、S、V、Z", "digits and capital letters without I, O, S, V, Z"),
    "region": Text("第 3 至 8 位是行政区划数字", "places 3 to 8 are the digits of a region"),
    "check": Text(
        "末位校验码不符，多半是抄错了一位", "the last place does not check: most likely one place is mistyped"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A state an entry can be in; the first one declared is where it begins."""

    id: str
    title: Text
    next: tuple[str, ...] | None = None
    """States that may follow; None: any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What holders of a duty may do with entries, and what they see besides the open fields."""

    id: str
    title: Text
    duty: str
    scope: RightScope = RightScope.DISTRICT
    may: frozenset[Act] = frozenset()
    writes: frozenset[str] = frozenset()
    """Fields it may write; empty: all."""
    sees: frozenset[str] = frozenset()
    """Private and masked fields it sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRule:
    """How entries of a register make series: fields by what they are."""

    by: tuple[str, ...]
    """Alike in all points of one series; the first is what it is called."""
    at: str
    """Orders the points: a year or a day."""
    value: str
    of: str | None = None
    """Out of how many: the population of a rank."""
    edition: str | None = None
    """The edition of the method; where it changes, the series breaks."""
    says: tuple[str, ...] = ()
    """Told with each point."""
    rank: bool = False
    """Whether the value is a rank: the less, the better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRule:
    """How entries of a register are the policy documents that `basis` points to; the code is the number."""

    title: tuple[str, ...]
    """Fields for the Chinese and the English."""
    issuer: tuple[str, ...]
    issued: str
    in_force: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRule:
    """How entries of a register are goals."""

    measures: tuple[str, ...]
    """Fields that name a point of the series that measures it; the first that is filled in counts."""
    wanted: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A declared register; its entries live in the store."""

    id: str
    title: Text
    fields: Mapping[str, Field]
    basis: str
    key: KeyRule = field(default_factory=KeyRule)
    showing: Showing = Showing.STAFF
    title_field: str | None = None
    """The field that entries are called by."""
    unit_field: str | None = None
    area_field: str | None = None
    states: Mapping[str, State] = field(default_factory=dict)
    rights: Mapping[str, Right] = field(default_factory=dict)
    series: SeriesRule | None = None
    goal: GoalRule | None = None
    funnel: FunnelRule | None = None
    graph: GraphRule | None = None
    documents: DocumentRule | None = None
    claims: ClaimRule | None = None
    """Its entries are published figures, each judged by computing."""
    guards: tuple[EntryGuard, ...] = ()
    unique: tuple[UniqueRule, ...] = ()
    acyclic: tuple[AcyclicRule, ...] = ()
    pages: frozenset[PageKind] = frozenset({PageKind.LIST, PageKind.RECORD})
    """Which kinds of page it has."""
    columns: tuple[str, ...] = ()
    """Fields that lists show; empty: the first ones that are open."""

    def code_fault(self, given: str) -> str | Text | None:
        """What a code should be, if this is none; None if it is one."""
        return self.key.fault(given)

    def astray(self, before: str, wanted: str) -> Refusal | None:
        """A state that does not follow the one before; None if it does, or if either is unknown."""
        stood, to = self.states.get(before), self.states.get(wanted)
        if stood is None or to is None or stood.next is None or wanted == before or wanted in stood.next:
            return None
        after = listed(self.states[name].title for name in stood.next)
        return Refusal("state-does-not-follow", {"from": stood.title, "to": to.title, "next": after}, about=STATE)

    @property
    def open_fields(self) -> tuple[Field, ...]:
        """Fields that everybody sees who may see the register."""
        return tuple(one for one in self.fields.values() if not one.private and not one.masked)

"""What happens in a programme and when: steps, guards, clocks, routes, notices. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.clocks import Budget, Direction, Ends
from bihuan.core.expressions import Expression, names
from bihuan.core.programme.vocabulary import Validity
from bihuan.core.text import Text
from bihuan.core.verbs import Moment, Party, RequestKind, TaskKind, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A field that a step takes."""

    field: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A condition a step must meet; holds only if exactly true."""

    id: str
    require: Expression
    source: str
    say: Text
    hint: Text
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What follows from one outcome of a step."""

    to: str | None = None
    ends_as: str | None = None
    """Set when the case ends otherwise than by the full loop: rejected, transferred, withdrawn …"""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    """Clocks whose stop is undone: the promise to the person who raised the case never restarts."""
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    """Clocks that get a granted extension besides the one it was asked for."""
    tells: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Fields that the step takes and that may be left out, save with this outcome."""
    finds: tuple[tuple[str, str], ...] = ()
    """Findings made in passing, as (kind, verdict); only for history and lapses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A key that must be unique while held; taken in the same transaction."""

    key: Expression
    source: str
    release: tuple[str, ...] = ()
    moves: str | None = None
    """The date that may be put off until the key is free."""
    say: Text | None = None
    """What is said to whoever finds it taken; general words if None."""
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A movement on an account, with a balance rule."""

    account: str
    quantity: Expression
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEffect:
    """A step that changes a register entry, dated."""

    register: str
    key: Expression
    field: str
    value: Expression
    since: Expression | None = None
    """The day from which it holds; None: the day of the step."""
    opens: bool = False
    """Whether an entry that is not there is opened by it."""
    when: Expression | None = None
    """Only if this is exactly true; None: always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing somebody can do, bound to one verb."""

    id: str
    verb: Verb
    title: Text
    by: tuple[str, ...]
    from_: tuple[str, ...]
    """Stages it can be done at; empty for the step that opens a case."""
    moves: Mapping[str, Move]
    task: TaskKind | None = None
    """Kind of the actor's task it acts on; None acts on the case as a whole."""
    any_task: bool = False
    takes: tuple[Taking, ...] = ()
    photos: int = 0
    moment: Moment | None = None
    """What its photos show: the place before the work or after it."""
    shown_by: str | None = None
    """The yes-or-no field, taken by the step, by which whoever takes the photos lets the one who raised it see them."""
    shows: bool = False
    """Whether it chooses, photo by photo, which of those the one who raised it sees, and what of them is covered."""
    guards: tuple[Guard, ...] = ()
    within: str | None = None
    """A clock that must be running and not yet due: a window."""
    times: int | None = None
    """How often it can be done in the life of a case (what is asked for counts when granted, what judges an answer
    counts in each round); None: without limit."""
    request: RequestKind | None = None
    """What a deciding step decides."""
    clock: str | None = None
    """The clock that an extension, an exemption or a lapse is about."""
    most: Budget | None = None
    """The most an extension may add."""
    level: int | None = None
    """The supervision level that the step raises a case to."""
    reasons: str | None = None
    """Dictionary of lawful reasons a suspension must name one of; each entry has its basis."""
    deems: tuple[Verb, str] | None = None
    """What silence counts as when a clock lapses: a verb and its outcome, done by the system."""
    replies: str | None = None
    """Dictionary of what can be written to the one who raised the case at this step; a closing has the programme's."""
    relation: str = "same"
    """How a link relates the two cases."""
    history: bool = False
    """Only for recording the past, with the time it happened."""
    basis: str = ""
    spawns: str | None = None
    """Programme of the child case it opens."""
    passes: tuple[str, ...] = ()
    """Fields in which the child says what this case says; it is given them, and one that says other is not taken."""
    keeps: bool = False
    """Whether the unit that raises the case has the lead at once: nobody dispatches what a unit does of itself."""
    reserves: tuple[Reservation, ...] = ()
    posts: tuple[Posting, ...] = ()
    sets: tuple[RegisterEffect, ...] = ()
    seals: str | None = None
    """Field whose value stays sealed until the step that unseals it."""
    undoes: tuple[str, ...] = ()
    """Steps that a correcting step takes back, when one of them was the last fact and the same person's."""
    undo_within: Budget | None = None
    """For how long after the step; its notices wait so long."""

    @property
    def counted(self) -> frozenset[str]:
        """Fields that the step takes and its postings count. Each time is a movement of its own: what was given with an
        earlier step is unknown in this one, or it would go out twice."""
        if not self.posts:
            return frozenset()
        taken = {taking.field for taking in self.takes}
        return frozenset(name for one in self.posts for name in names(one.quantity) if name in taken)

    @property
    def anew(self) -> frozenset[str]:
        """Fields that are asked each time, whatever stands: those that are counted, and whether these photos are shown,
        for a yes to other photos is none to these."""
        return self.counted | {self.shown_by} if self.shown_by else self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row of a clock's table of limits: the first whose condition holds gives the budget."""

    id: str
    when: Expression | None
    source: str
    budget: Budget | None
    """None if the clock's date field is itself the deadline."""
    basis: str
    valid: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise in time. Each names what happens when it ends and nobody acted."""

    id: str
    title: Text
    owner: Party
    """Whose promise it is."""
    calendar: str
    limits: tuple[Limit, ...]
    lapse: str | None
    """The step taken by the system when it ends; None only records that it ended."""
    tasks: frozenset[TaskKind] = frozenset()
    """Kinds of task it runs for, each with a clock of its own; empty for one clock of the case."""
    direction: Direction = Direction.AFTER
    at_field: str | None = None
    """A date field that it starts from or, backwards, must come before."""
    ends: Ends = Ends.BUSINESS_CLOSE
    shown: bool = False
    """Whether the person who raised the case is told this deadline."""
    every: Budget | None = None
    """The period after which it begins again, counted from its first start, until the case or its task ends."""
    window: bool = False
    """True if it limits until when something may be done; its end is no lateness."""
    kept_by: Verb | None = None
    """Only this verb keeps it: a unit that finishes without ever having done it did not keep it, however early."""
    in_time: bool = False
    """Whether a step that would start it after its own end is refused; only for a clock ahead of a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of the dispatch catalogue: the first whose condition holds names the unit."""

    id: str
    when: Expression | None
    source: str
    title: Text | None = None
    """The rule in words, for whoever dispatches by it; the expression says it to the machine."""
    unit: str | None
    level: str | None
    """Or the unit of this level that is responsible for the case's area."""
    assist: tuple[str, ...]
    basis: str
    valid: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFunnelStage:
    """One stage of a funnel of cases: entered by whoever came to one of these stages, or to a later one's."""

    id: str
    title: Text
    meaning: Text
    """What counts as having entered it."""
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFunnel:
    """How far the cases of a programme come, from the first stage to the last."""

    meaning: Text
    basis: str
    stages: Mapping[str, CaseFunnelStage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A notice: whom it goes to and what it says."""

    id: str
    to: str
    """Role, or `raiser`, or `lead_unit`, `assist_units`, `joint_units`, or `holder`, or `followers`, or `entries`."""
    text: Text
    urgent: bool = False
    """Goes out at once, also in somebody's quiet hours."""
    register: str | None = None
    """To entries: of which register."""
    by: str | None = None
    """The field of the case that says which: an entry itself, or the area in which they are."""
    latest: tuple[str, ...] = ()
    """Clocks; quiet hours end with the first of them, and who was told by then was told in time."""

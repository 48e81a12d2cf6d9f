"""The closed set of verbs and what each of them always means. Vocabulary (stages, steps, limits) lives in packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.core.text import Text


class Verb(StrEnum):
    """What a step does, whatever the programme calls it."""

    RAISE = "raise"
    ACCEPT = "accept"
    REJECT = "reject"
    TRANSFER = "transfer"
    DISPATCH = "dispatch"
    SIGN = "sign"
    RETURN = "return"
    ARBITRATE = "arbitrate"
    CALL_JOINTLY = "call_jointly"
    ARRIVE = "arrive"
    CONTACT = "contact"
    PROGRESS = "progress"
    SUPPLEMENT = "supplement"
    SUBMIT = "submit"
    FINISH = "finish"
    CHECK = "check"
    CLOSE = "close"
    CONFIRM = "confirm"
    CALL_BACK = "call_back"
    RATE = "rate"
    DISPUTE = "dispute"
    REOPEN = "reopen"
    REMIND = "remind"
    SUPERVISE = "supervise"
    STRIKE_OFF = "strike_off"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXEMPT = "exempt"
    TERMINATE = "terminate"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    PUBLISH = "publish"
    UNSEAL = "unseal"
    LINK = "link"
    ARCHIVE = "archive"
    DECIDE = "decide"
    LAPSE = "lapse"
    REPROJECT = "reproject"
    """The system's act when a calendar or a rule changes: deadlines are derived again, and the reason is kept."""


class Party(StrEnum):
    """On which side of a case a role stands; three findings belong to three parties (design, invariant 3)."""

    RAISER = "raiser"
    CENTRE = "centre"
    HANDLER = "handler"
    CHECKER = "checker"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    SYSTEM = "system"


class TaskKind(StrEnum):
    """Why a unit has a part in a case."""

    LEAD = "lead"
    ASSIST = "assist"
    JOINT = "joint"


class TaskState(StrEnum):
    """How far a unit's part is."""

    GIVEN = "given"
    SIGNED = "signed"
    FINISHED = "finished"
    DISPUTED = "disputed"
    RETURNED = "returned"
    REVOKED = "revoked"


ACTIVE_TASK = frozenset({TaskState.GIVEN, TaskState.SIGNED})
"""States in which a unit still owes something."""


class FindingKind(StrEnum):
    """The three judgements that are never merged into one."""

    CLOSED = "closed"
    SOLVED = "solved"
    SATISFIED = "satisfied"


VERDICTS: Mapping[FindingKind, tuple[str, ...]] = {
    FindingKind.CLOSED: ("yes", "no"),
    FindingKind.SOLVED: ("yes", "no", "explained"),
    FindingKind.SATISFIED: ("yes", "no", "unreachable"),
}
"""What each can say. `explained`: it can't be done and the reason given holds; no more a yes than `unreachable`."""


class Moment(StrEnum):
    """What the photos of a step show: how it was before the work, or after it."""

    BEFORE = "before"
    AFTER = "after"


class RequestKind(StrEnum):
    """What can be asked for and must be decided by somebody else."""

    EXTENSION = "extension"
    SUSPENSION = "suspension"
    EXEMPTION = "exemption"
    TERMINATION = "termination"
    STRIKE_OFF = "strike_off"


REQUESTS: Mapping[RequestKind, Text] = {
    RequestKind.EXTENSION: Text("延期", "extension"),
    RequestKind.SUSPENSION: Text("中止计时", "suspension"),
    RequestKind.EXEMPTION: Text("免责", "exemption"),
    RequestKind.TERMINATION: Text("终止", "termination"),
    RequestKind.STRIKE_OFF: Text("销号", "strike-off"),
}
"""What each request is called."""

ASKS: Mapping[Verb, RequestKind] = {
    Verb.EXTEND: RequestKind.EXTENSION,
    Verb.SUSPEND: RequestKind.SUSPENSION,
    Verb.EXEMPT: RequestKind.EXEMPTION,
    Verb.TERMINATE: RequestKind.TERMINATION,
    Verb.STRIKE_OFF: RequestKind.STRIKE_OFF,
}
"""Verbs that only ask: the effect comes with the step that decides."""


UNDOABLE = frozenset({Verb.SIGN, Verb.RETURN, Verb.ARRIVE, Verb.CONTACT, Verb.PROGRESS, Verb.FINISH, *ASKS})
"""What may be taken back at once: it changes the actor's own part in the case and what follows from that, and nothing
outside. A judgement, a task given to others or an end of the case has reached somebody else already."""


@dataclass(frozen=True, slots=True)
class VerbRule:
    """What the grammar fixes about a verb: who may never do it, how it can end, what it must be told."""

    title: Text
    parties: frozenset[Party]
    """Parties that may do it. A programme that gives it to another party is refused by the checker."""
    outcomes: tuple[str, ...] = ("done",)
    arguments: tuple[str, ...] = ()
    """Names of typed arguments besides the fields a programme declares; `?` at the end marks an optional one."""
    judges: bool = False
    """True when it judges the handler's work: never by the handling unit or the person who handled."""
    on_task: bool = False
    """True when it acts on the actor's own task."""


_ANYONE = frozenset(Party)
_STAFF = _ANYONE - {Party.RAISER, Party.SYSTEM}
_CENTRE = frozenset({Party.CENTRE})
_HANDLER = frozenset({Party.HANDLER})
_RAISER = frozenset({Party.RAISER})
_SYSTEM = frozenset({Party.SYSTEM})
_OVERSIGHT = frozenset({Party.SUPERVISOR, Party.LEADER})
_DECIDER = _CENTRE | _OVERSIGHT


def _rule(
    zh: str,
    en: str,
    parties: frozenset[Party],
    outcomes: tuple[str, ...] = ("done",),
    arguments: tuple[str, ...] = (),
    *,
    judges: bool = False,
    on_task: bool = False,
) -> VerbRule:
    return VerbRule(Text(zh, en), parties, outcomes, arguments, judges, on_task)


VERBS: Mapping[Verb, VerbRule] = {
    Verb.RAISE: _rule("提出", "raise", _ANYONE),
    Verb.ACCEPT: _rule("受理", "accept", _DECIDER | _SYSTEM),
    Verb.REJECT: _rule("不予受理", "reject", _DECIDER),
    Verb.TRANSFER: _rule("转送", "transfer", _DECIDER),
    Verb.DISPATCH: _rule("派单", "dispatch", _DECIDER | _SYSTEM, arguments=("unit?", "assist?")),
    Verb.SIGN: _rule("签收", "sign for", _HANDLER, on_task=True),
    Verb.RETURN: _rule("退单", "return", _HANDLER, on_task=True),
    Verb.ARBITRATE: _rule("裁定", "arbitrate", _DECIDER, ("upheld", "moved"), ("unit?",), judges=True),
    Verb.CALL_JOINTLY: _rule("吹哨会办", "call jointly", _HANDLER | _DECIDER, arguments=("units",)),
    Verb.ARRIVE: _rule("报到", "arrive", _HANDLER, on_task=True),
    Verb.CONTACT: _rule("联系诉求人", "contact", _HANDLER | _CENTRE, ("reached", "missed")),
    Verb.PROGRESS: _rule("报告进展", "report progress", _STAFF | _SYSTEM),
    Verb.SUPPLEMENT: _rule("补充", "supplement", _ANYONE),
    Verb.SUBMIT: _rule("提交", "submit", _ANYONE),
    Verb.FINISH: _rule("办毕", "finish", _HANDLER | _SYSTEM, on_task=True),
    Verb.CHECK: _rule("核查", "check", frozenset({Party.CHECKER, Party.SUPERVISOR}), ("yes", "no"), judges=True),
    Verb.CLOSE: _rule("结案", "close", _CENTRE, judges=True),
    Verb.CONFIRM: _rule("确认", "confirm", _RAISER, ("yes", "no"), judges=True),
    Verb.CALL_BACK: _rule(
        "回访",
        "call back",
        frozenset({Party.CHECKER, Party.SUPERVISOR}),
        ("yes", "no", "unreachable"),
        judges=True,
    ),
    Verb.RATE: _rule("评价", "rate", _RAISER, arguments=("score",), judges=True),
    Verb.DISPUTE: _rule("异议", "dispute", _RAISER | _HANDLER),
    Verb.REOPEN: _rule("重开", "reopen", _RAISER | _OVERSIGHT, judges=True),
    Verb.REMIND: _rule("催办", "remind", _STAFF | _RAISER | _SYSTEM),
    Verb.SUPERVISE: _rule("督办", "supervise", _DECIDER | _SYSTEM, arguments=("level",), judges=True),
    Verb.STRIKE_OFF: _rule("申请销号", "apply to strike off", _HANDLER, on_task=True),
    Verb.EXTEND: _rule("申请延期", "ask for an extension", _HANDLER, arguments=("amount",), on_task=True),
    Verb.SUSPEND: _rule("申请中止计时", "ask for a suspension", _HANDLER | _CENTRE),
    Verb.RESUME: _rule("恢复计时", "resume", _HANDLER | _DECIDER | _SYSTEM),
    Verb.EXEMPT: _rule("申请免责", "ask for an exemption", _HANDLER, on_task=True),
    Verb.TERMINATE: _rule("申请终止", "ask for termination", _HANDLER | _CENTRE),
    Verb.WITHDRAW: _rule("撤回", "withdraw", _RAISER),
    Verb.CORRECT: _rule("更正", "correct", _STAFF | _RAISER),
    Verb.PUBLISH: _rule("公布", "publish", _DECIDER | _SYSTEM),
    Verb.UNSEAL: _rule("启封", "unseal", _DECIDER | _SYSTEM),
    Verb.LINK: _rule("并案", "link", _DECIDER | _RAISER | _SYSTEM, arguments=("other",)),
    Verb.ARCHIVE: _rule("归档", "archive", _CENTRE | _SYSTEM),
    Verb.DECIDE: _rule("决定", "decide", _DECIDER, ("granted", "refused"), judges=True),
    Verb.LAPSE: _rule("期满", "lapse", _SYSTEM),
    Verb.REPROJECT: _rule("重算时限", "derive deadlines again", _SYSTEM),
}
"""One row per verb. `decide` interprets the rows; the checker holds programmes against them."""

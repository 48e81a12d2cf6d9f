"""What the verbs of the grammar are called on a form, and how their forms look: tables by verb."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.core.arguments import REASON
from bihuan.core.clocks import TimeKind
from bihuan.core.programme import Step
from bihuan.core.text import Text
from bihuan.core.verbs import Verb

OUTCOMES: Mapping[tuple[Verb, str], Text] = {
    (Verb.ARBITRATE, "upheld"): Text("维持原派", "Uphold"),
    (Verb.ARBITRATE, "moved"): Text("改派", "Move"),
    (Verb.CONTACT, "reached"): Text("联系上了", "Reached"),
    (Verb.CONTACT, "missed"): Text("没联系上", "Not reached"),
    (Verb.CHECK, "yes"): Text("核查通过", "It is solved"),
    (Verb.CHECK, "explained"): Text("解释属实，不算解决", "The explanation holds; it is not solved"),
    (Verb.CHECK, "no"): Text("不通过，返工", "Not solved: redo"),
    (Verb.CONFIRM, "yes"): Text("已解决，满意", "Yes, solved"),
    (Verb.CONFIRM, "no"): Text("没有解决", "No, it is not"),
    (Verb.CALL_BACK, "yes"): Text("满意", "Satisfied"),
    (Verb.CALL_BACK, "no"): Text("不满意", "Not satisfied"),
    (Verb.CALL_BACK, "unreachable"): Text("未接通", "Not reached"),
    (Verb.DECIDE, "granted"): Text("同意", "Grant"),
    (Verb.DECIDE, "refused"): Text("不同意", "Refuse"),
}
"""What the button of an outcome says; a verb with one outcome has the title of its step on it."""


def way_text(step: Step, outcome: str) -> Text | None:
    """What the button of an outcome says, if the outcome has words; those of what it finds come first."""
    move = step.moves.get(outcome)
    names = (*(verdict for _, verdict in (move.finds if move else ())), outcome)
    return next((OUTCOMES[step.verb, name] for name in names if (step.verb, name) in OUTCOMES), None)


REASONED = frozenset({
    Verb.REJECT, Verb.TRANSFER, Verb.RETURN, Verb.ARBITRATE, Verb.EXTEND, Verb.SUSPEND, Verb.EXEMPT, Verb.TERMINATE,
    Verb.STRIKE_OFF, Verb.SUPERVISE, Verb.REMIND, Verb.DISPATCH, Verb.DECIDE, Verb.DISPUTE, Verb.WITHDRAW,
    Verb.REOPEN, Verb.CORRECT,
})  # fmt: skip
"""Verbs whose form asks why."""

ASKED = "reason_given"
"""What a condition speaks of that may want to know why."""

SHOWING = frozenset({Verb.SUPPLEMENT, Verb.FINISH, Verb.ARRIVE, Verb.PROGRESS, Verb.CHECK, Verb.DISPUTE, Verb.REOPEN})
"""Verbs whose form takes photos, whether or not the step needs one."""

ASIDE = frozenset({
    Verb.PROGRESS, Verb.SUPPLEMENT, Verb.REMIND, Verb.SUPERVISE, Verb.CALL_JOINTLY, Verb.LINK, Verb.CORRECT,
    Verb.EXTEND, Verb.SUSPEND, Verb.EXEMPT, Verb.TERMINATE, Verb.RETURN, Verb.CONTACT, Verb.ARRIVE, Verb.WITHDRAW,
    Verb.REJECT, Verb.TRANSFER, Verb.DISPUTE, Verb.STRIKE_OFF, Verb.RESUME,
})  # fmt: skip
"""Verbs that may be needed but do not lead the case on: they stand behind the ones that do."""

YES_NO: Mapping[str, Text] = {"yes": Text("是", "Yes"), "no": Text("否", "No")}

ARGUMENT = "arg-"
"""What the names of the verb's own arguments begin with, so that they never meet a field of the pack."""

TITLES: Mapping[str, Text] = {
    "unit": Text("由哪个单位办理", "Which unit handles it"),
    "assist": Text("协办单位（可以不选）", "Units that assist (optional)"),
    "units": Text("请哪些单位到场", "Which units are called"),
    "amount": Text("延长多少", "How much more time"),
    "score": Text("评分（1 最差，5 最好）", "Score (1 worst, 5 best)"),
    "child": Text("已有事项的编号", "Number of a case that stands already"),
    "other": Text("另一件的编号", "Number of the other case"),
    "cause": Text("依据哪种法定情形", "Lawful ground"),
    REASON: Text("理由", "Reason"),
}

KINDS: Mapping[TimeKind, Text] = {
    TimeKind.URGENT_MINUTE: Text("分钟（连续计算）", "minutes, without a break"),
    TimeKind.URGENT_HOUR: Text("小时（连续计算）", "hours, without a break"),
    TimeKind.WORK_MINUTE: Text("工作分钟", "working minutes"),
    TimeKind.WORK_HOUR: Text("工作小时", "working hours"),
    TimeKind.WORK_DAY: Text("个工作日", "working days"),
    TimeKind.CALENDAR_DAY: Text("天（自然日）", "calendar days"),
    TimeKind.MONTH: Text("个月", "months"),
}

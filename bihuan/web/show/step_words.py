"""What the verbs of the grammar are called on a form, and how their forms look: tables by verb."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.core.clocks import TimeKind
from bihuan.core.programme import Step
from bihuan.core.text import Text
from bihuan.core.verbs import Moment, Verb

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


SPOKEN: Mapping[tuple[Verb, str], Text] = {
    (Verb.CONFIRM, "yes"): Text("解决了，我满意", "It is solved and I am satisfied"),
    (Verb.CONFIRM, "no"): Text("没解决，或者不满意", "It is not solved, or I am not satisfied"),
}
"""The same for the one who raised it."""

ASIDES: Mapping[Verb, Text] = {
    Verb.CONFIRM: Text("只有您能认定满不满意，办理的人不能代您确认。", "Only you can say; nobody who handled it can."),
    Verb.WITHDRAW: Text("撤回后不再办理，记录保留。", "It is not handled any further; the record stays."),
    Verb.DISPUTE: Text(
        "对办理结果或回访记录不认可，写在这里；督办的人会核实，公开日志里会有一条您签名的异议。",
        "Say what is not right about the outcome or the call; a supervisor looks into it, and your signed objection"
        " enters the public log.",
    ),
    Verb.REOPEN: Text("说明哪里还没解决，将交回重新办理。", "Say what is still wrong; it is handled anew."),
    Verb.REMIND: Text("提醒承办单位，催办会留下记录。", "The unit is reminded, and that is recorded."),
    Verb.SUPPLEMENT: Text("补充文字或照片，办理的人会看到。", "Add words or photos; those who handle it see them."),
}
"""What the one who raised it is told before they do it."""

SCORES: Mapping[str, Text] = {
    "5": Text("非常满意", "very good"),
    "4": Text("满意", "good"),
    "3": Text("一般", "fair"),
    "2": Text("不满意", "poor"),
    "1": Text("非常不满意", "very poor"),
}

LASTING = frozenset({Verb.WITHDRAW})
"""Steps that end a case at a word of the one who raised it: asked for twice."""

URGENT = frozenset({Verb.CONFIRM, Verb.RATE})
"""Steps that wait for the one who raised it: shown before everything else."""


def way_text(step: Step, outcome: str, *, raiser: bool = False) -> Text | None:
    """What the button of an outcome says, if the outcome has words; those of what it finds come first."""
    move = step.moves.get(outcome)
    names = (*(verdict for _, verdict in (move.finds if move else ())), outcome)
    words = {**OUTCOMES, **SPOKEN} if raiser else OUTCOMES
    return next((words[step.verb, name] for name in names if (step.verb, name) in words), None)


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

HINTS: Mapping[str, Text] = {
    "score": Text("1 最差，5 最好", "1 is worst, 5 is best"),
    "child": Text("填事项编号", "Its case number"),
    "other": Text("填事项编号", "Its case number"),
}
"""What a form says under an argument."""

DEPARTING = Text("与目录建议不一致时必须填写", "Needed where you depart from the suggestion")
NEEDED_BY = Text("选“{ways}”时必须填写", "Needed with “{ways}”")
MOVING = Text("改派时必须选择", "Needed when it moves")
NOT_GIVEN = Text("（不填）", "(left open)")
PHOTOS_WORDS = Text("照片", "Photos")
PHOTOS_HINT = Text(
    "最多{most}张。收到后重新生成：位置和相机信息会去掉。",
    "Up to {most}. They are made anew on arrival: position and camera data are removed.",
)
PHOTOS_OF: Mapping[Moment, Text] = {
    Moment.BEFORE: Text("处理前的照片", "Photos before the work"),
    Moment.AFTER: Text("处理后的照片", "Photos after the work"),
}
"""What a form asks for where its step says which moment they show."""
PHOTOS_CHOSEN = Text(
    "诉求人看不到，除非您随后在“给诉求人看的照片”里逐张选；选前可以遮住人脸、车牌。",
    "The one who raised it sees none unless you choose it afterwards, one by one; faces and plates can be covered.",
)

KINDS: Mapping[TimeKind, Text] = {
    TimeKind.URGENT_MINUTE: Text("分钟（连续计算）", "minutes, without a break"),
    TimeKind.URGENT_HOUR: Text("小时（连续计算）", "hours, without a break"),
    TimeKind.WORK_MINUTE: Text("工作分钟", "working minutes"),
    TimeKind.WORK_HOUR: Text("工作小时", "working hours"),
    TimeKind.WORK_DAY: Text("个工作日", "working days"),
    TimeKind.CALENDAR_DAY: Text("天（自然日）", "calendar days"),
    TimeKind.MONTH: Text("个月", "months"),
}

"""Every way the core says no: a value with a code, words in both languages and a way out. No logic lives here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bihuan.core.text import Language, Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was not carried out; nothing has changed.

    `code` is one of REFUSALS; `detail` fills the places of its words. Guards of a programme refuse with the
    programme's own words, which then stand in `said` and `hinted`. `about` is the field or the argument
    (`core.arguments.about`) that it is about, if it is about one, so that a form can say it there. `also` is what else
    is wrong with the same command, told with it so that nobody mends one thing after the other.
    """

    code: str
    detail: Mapping[str, str | Text] = field(default_factory=dict)
    said: Text | None = None
    hinted: Text | None = None
    about: str | None = None
    also: tuple[Refusal, ...] = ()

    @property
    def each(self) -> tuple[Refusal, ...]:
        """Everything that is wrong, one by one, this first."""
        return replace(self, also=()), *self.also

    def message(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        return (self.said or REFUSALS[self.code].message).in_(language, self._detail(language))

    def hint(self, language: Language) -> str:
        """What the person can do instead."""
        return (self.hinted or REFUSALS[self.code].hint).in_(language, self._detail(language))

    def _detail(self, language: Language) -> dict[str, str]:
        return {name: value.in_(language) if isinstance(value, Text) else value for name, value in self.detail.items()}


def together(found: Iterable[Refusal]) -> Refusal | None:
    """Many refusals of one command as one, the first first; None of none."""
    every = tuple(found)
    return replace(every[0], also=every[1:]) if every else None


@dataclass(frozen=True, slots=True)
class Words:
    """What a refusal code says, and the way out it offers."""

    message: Text
    hint: Text
    status: int = 409
    """HTTP status for pages and the API (RFC 9110); the command line exits with 1 whatever it is."""


def _words(zh: str, en: str, hint_zh: str, hint_en: str, status: int = 409) -> Words:
    return Words(Text(zh, en), Text(hint_zh, hint_en), status)


REFUSALS: Mapping[str, Words] = {
    "no-such-batch": _words(
        "没有这个清理批次。",
        "There is no such batch.",
        "请回到批次列表，从列表里打开。",
        "Go back to the list and open it from there.",
        404,
    ),
    "batch-decided": _words(
        "这个批次已经有人处理过了，或者这一件已不在等待之列。",
        "Somebody has dealt with this batch already, or the case no longer waits in it.",
        "请刷新页面，看现在的状态。",
        "Load the page again and see how it stands.",
    ),
    "hold-reason": _words(
        "保留一件要写明理由。",
        "To hold a case out, say why.",
        "请写依据的文号或规定，不写个人信息。",
        "Name the rule or file number; no personal data.",
        422,
    ),
    "no-such-case": _words(
        "没有编号为 {case} 的事项。",
        "There is no case {case}.",
        "请核对编号；如由他人办理，请向派单台查询。",
        "Check the number; the desk can look it up for you.",
        404,
    ),
    "child-of-another": _words(
        "{case} 的“{field}”和这一件不一样，不能算作这一件的。",
        "{case} says another “{field}” than this case, so it cannot belong to it.",
        "请核对编号；确属这一件的，先在那一件里改正“{field}”，或者新提一件。",
        "Check the number; if it does belong here, have “{field}” corrected there first, or raise a new one.",
    ),
    "nothing-to-erase": _words(
        "事项 {case} 没有可删除的密钥：已经删除过，或本来没有留名。",
        "Case {case} has no such key: it was erased before, or nobody was named.",
        "在管理日志里可以查到删除的记录。",
        "The journal of administration shows what was erased when.",
        404,
    ),
    "no-such-register": _words(
        "没有名为 {register} 的名录。",
        "There is no register {register}.",
        "请从名录清单里选择。",
        "Choose one from the list of registers.",
        404,
    ),
    "no-such-entry": _words(
        "“{register}”里没有编号为 {key} 的条目。",
        "“{register}” has no entry {key}.",
        "请核对编号；如确属新增，请用“新增”。",
        "Check the code; if it is new, add it.",
        404,
    ),
    "entry-exists": _words(
        "“{register}”里已有 {key}。",
        "“{register}” has {key} already.",
        "请改用“变更”或“更正”；已注销的可以恢复。",
        "Change or correct it instead; one that has ended can be restored.",
    ),
    "entry-alike": _words(
        "“{register}”里 {key} 在 {day} 已是同样的{fields}。",
        "{key} of “{register}” has the same {fields} on {day}.",
        "同一件事只登记一条：请改 {key}，或核对这几项里填错的一项。",
        "One thing is one entry: change {key} instead, or check which of these is wrong.",
    ),
    "too-many-alike": _words(
        "“{register}”里{fields}相同的太多，无法核对是否重复。",
        "Too many entries of “{register}” share {fields}, so that duplicates can't be looked for.",
        "请把其中一项写得更具体。",
        "Make one of these more specific.",
    ),
    "entry-circle": _words(
        "“{field}”绕成了一圈（{day}）：{way}。",
        "“{field}” goes in a circle on {day}: {way}.",
        "请断开其中一处：改这一条，或先改圈里的另一条。",
        "Break it at one place: choose another here, or change one of the others first.",
    ),
    "way-too-long": _words(
        "“{register}”里沿“{field}”相连的超过 {most} 条，无法核对是否绕圈。",
        "More than {most} entries of “{register}” hang together along “{field}”: circles can't be looked for.",
        "请分成几段登记。",
        "Register them in several parts.",
    ),
    "cell-moved": _words(
        "“{field}”已被他人改为“{now}”，您填的是“{yours}”。",
        "Somebody else changed “{field}” to “{now}” meanwhile; yours says “{yours}”.",
        "请核对：在页面上再提交一次，以您填的为准；在表格里请重新导出，再改这一格。",
        "Compare: on a page, send it again for yours to hold; for a sheet, export it anew and change this cell.",
    ),
    "day-shows-other": _words(
        "{day} 当天，“{fields}”与刚才显示的不同。",
        "On {day} “{fields}” said something else than what was shown.",
        "现在显示的是那一天的内容，您改过的仍在；请核对后再提交。",
        "What held on that day is shown now, with your changes kept; look at it and send it again.",
        422,
    ),
    "entry-moved": _words(
        "您打开之后，条目 {key} 已被他人修改。",
        "Entry {key} was changed by somebody else after you opened it.",
        "请重新打开，看过新的内容再改；您填写的内容仍在页面上。",
        "Open it again and look at what is new; what you wrote is still on the page.",
    ),
    "entry-in-force": _words(
        "“{register}”的 {key} 在 {day} 本来有效，不必恢复。",
        "{key} of “{register}” is in force on {day} and needs no restoring.",
        "如要改内容，请用“变更”或“更正”。",
        "To change what it says, change or correct it.",
    ),
    "entry-not-in-force": _words(
        "“{register}”的 {key} 在 {day} 无效（尚未设立或已注销）。",
        "{key} of “{register}” is not in force on {day}: not yet opened, or ended.",
        "请换一个日期，或先恢复该条目；写错的用“更正”。",
        "Choose another day or restore it first; correct what was written down wrong.",
    ),
    "register-not-yours": _words(
        "您的岗位不能在“{register}”里这样做。",
        "Your posts do not allow this in “{register}”.",
        "可以由以下岗位办理：{rights}。请其代办；应当由您办理的，请安全管理员给您这个岗位。",
        "These posts may: {rights}. Ask one who holds it; if you should, the security administrator gives it to you.",
        403,
    ),
    "field-not-yours": _words(
        "您的岗位不能填写“{field}”。",
        "Your posts do not allow you to write “{field}”.",
        "请去掉这一项再提交，或请有权的岗位填写。",
        "Leave it out, or ask somebody whose post allows it.",
        403,
    ),
    "money-without-currency": _words(
        "“{field}”有数，没有“{currency}”。",
        "“{field}” has an amount and no “{currency}”.",
        "请一并填写“{currency}”。",
        "Fill in “{currency}” as well.",
        422,
    ),
    "change-day-missing": _words(
        "{key} 已在库，表中与库里不同的有：{fields}；没有写从哪天起变更。",
        "{key} is there already and the sheet says otherwise of: {fields}. From which day is not said.",
        "请在“变更生效日期”一栏写明日期；原来登记有误的，在“更正理由”一栏再写明理由。",
        "Fill in “Changes hold from”; if it was written down wrong, say why under “Reason of correction”, too.",
        422,
    ),
    "state-does-not-follow": _words(
        "状态不能从“{from}”直接变为“{to}”。",
        "The state can't go from “{from}” to “{to}”.",
        "接下来可以是：{next}；如原状态登记有误，请用“更正”。",
        "What may follow: {next}; if the old state was written down wrong, correct it.",
    ),
    "step-breaks-entry": _words(
        "{why}所以这一步不能这样改“{register}”的 {key}。",
        "{why} So this step can't change {key} of “{register}” like this.",
        "请先核对名录里的这一条，或改这一步填的内容。",
        "Check this entry of the register first, or what you give in this step.",
    ),
    "register-key-unknown": _words(
        "这一步要改“{register}”，却不知道是哪一条。",
        "This step changes “{register}”, but which entry is unknown.",
        "请先填写相应的名录条目，再办这一步。",
        "Fill in the entry it is about first.",
        422,
    ),
    "no-such-programme": _words(
        "没有名为 {programme} 的工作机制。",
        "There is no programme {programme}.",
        "已装载的有：{known}。",
        "Loaded programmes: {known}.",
        404,
    ),
    "no-such-step": _words(
        "这一机制里没有“{step}”这一步。",
        "This programme has no step {step}.",
        "现在可以做的有：{possible}。",
        "Possible now: {possible}.",
        404,
    ),
    "wrong-stage": _words(
        "事项处于“{stage}”，不能做“{step}”。",
        "The case is at “{stage}”; “{step}” can't be done there.",
        "现在可以做的有：{possible}。",
        "Possible now: {possible}.",
    ),
    "question-too-short": _words(
        "“{question}”太短，查不了。",
        "“{question}” is too short to look for.",
        "请至少输入两个相连的汉字，或一个完整的词、号码。",
        "Type at least two neighbouring characters of Chinese, or one whole word or number.",
        422,
    ),
    "moved-on": _words(
        "您看到的是旧的情况：这件事在此之后已有新的进展。",
        "What you saw is out of date: the case has moved on since.",
        "请刷新后再决定，您填写的内容已为您保留。",
        "Reload and decide again; what you typed is kept.",
    ),
    "already-open": _words(
        "这个事项已经登记过。",
        "This case has already been opened.",
        "请查看已有的事项，不必重复登记。",
        "Look at the existing case; there is no need to raise it again.",
    ),
    "role-not-allowed": _words(
        "您的岗位不能做“{step}”。",
        "Your post may not do “{step}”.",
        "需要以下角色之一：{roles}。",
        "It needs one of: {roles}.",
        403,
    ),
    "out-of-scope": _words(
        "这件事不在您的职责范围内。",
        "This case is outside your scope.",
        "请联系派单台，或由负责的单位办理。",
        "Ask the desk, or the unit that is responsible.",
        403,
    ),
    "own-work": _words(
        "办理这件事的单位或个人不能评判自己的工作。",
        "Whoever handled this case may not judge that work.",
        "请由没有参与办理的人核查、回访或裁决。",
        "Somebody who took no part in it has to check, call back or decide.",
        403,
    ),
    "recused": _words(
        "这件事反映的正是{unit}，该单位应当回避。",
        "This case is about {unit}, which must stand aside.",
        "请交给另一个单位办理。",
        "Give it to another unit.",
        403,
    ),
    "no-task": _words(
        "您的单位在这件事里没有可以办理的任务。",
        "Your unit has no task in this case that this step could act on.",
        "任务可能已经交还、办结或改派。",
        "It may have been handed back, finished or given to someone else.",
    ),
    "task-not-signed": _words(
        "还没有签收，不能做“{step}”。",
        "The task isn't signed for yet, so “{step}” can't be done.",
        "请先签收。",
        "Sign for it first.",
    ),
    "already-done": _words(
        "“{step}”已经做过了。",
        "“{step}” has been done already.",
        "无需重复；如需更正，请用“更正”。",
        "There is nothing to repeat; use a correction if something is wrong.",
    ),
    "binding": _words(
        "这项任务经裁定指定给贵单位，不能再退。",
        "This task was assigned to your unit by arbitration and can't be returned again.",
        "请办理；如需其他单位配合，可以吹哨会办。",
        "Handle it; you can call other units to join.",
    ),
    "window-closed": _words(
        "“{step}”的期限已于 {due} 结束。",
        "The time for “{step}” ended at {due}.",
        "请联系派单台说明情况。",
        "Tell the desk about it.",
    ),
    "window-not-open": _words(
        "现在不在“{step}”的期限之内。",
        "The time for “{step}” isn't running.",
        "现在可以做的有：{possible}。",
        "Possible now: {possible}.",
    ),
    "too-many": _words(
        "“{step}”最多 {most} 次，已经用完。",
        "“{step}” is allowed {most} time(s), which are used up.",
        "如仍有困难，请由督办岗位决定。",
        "If there is still a difficulty, a supervisor has to decide.",
    ),
    "nothing-to-undo": _words(
        "最近办的一步不能用“{step}”收回。",
        "The last step can't be taken back with “{step}”.",
        "需要更正的，请报告进展写明，或与派单台联系。",
        "Say what is wrong in a progress note, or call the desk.",
    ),
    "undo-overtaken": _words(
        "已经有人（或系统）接着办了，不能再用“{step}”收回自己的一步。",
        "Somebody, or a clock, has acted since; “{step}” can't take your step back any more.",
        "请报告进展写明情况，或与派单台联系。",
        "Say what is wrong in a progress note, or call the desk.",
    ),
    "undo-late": _words(
        "从系统收到那一步算起，已过{most}分钟，不能再用“{step}”；相关的人已经得到通知。",
        "{most} minute(s) have passed since your step reached us; “{step}” is no longer possible, and people have been "
        "told.",
        "请报告进展写明情况，或与派单台联系。",
        "Say what is wrong in a progress note, or call the desk.",
    ),
    "overdue": _words(
        "时限已过（{due}），不能再申请延期。",
        "The limit has passed ({due}); an extension must be asked for before it does.",
        "请尽快办理，并在说明中写明原因。",
        "Finish as soon as you can and state the reason in your report.",
    ),
    "field-missing": _words(
        "缺少“{field}”。",
        "“{field}” is missing.",
        "请补上后再提交，其他内容不用重填。",
        "Add it and send again; nothing else has to be retyped.",
        422,
    ),
    "field-needed": _words(
        "填了“{given}”，还要填“{field}”。",
        "With “{given}”, “{field}” must be said too.",
        "请补上“{field}”；不想填的话，把“{given}”清空再提交。其他内容不用重填。",
        "Add “{field}”, or leave “{given}” empty, and send again; nothing else has to be retyped.",
        422,
    ),
    "reply-unfinished": _words(
        "答复里还留着模板里没填的空：{blanks}。",
        "The answer still holds a blank of the template: {blanks}.",
        "请把括号连同里面的提示改成实际内容，用不着的就删掉；其他内容都还在，不用重填。",
        "Put what is meant in place of the brackets, or take them out; everything else stays as you typed it.",
        422,
    ),
    "field-unknown": _words(
        "“{step}”不收“{field}”这一项。",
        "“{step}” doesn't take “{field}”.",
        "可以填写的有：{fields}。",
        "It takes: {fields}.",
        422,
    ),
    "field-invalid": _words(
        "“{field}”填写的内容不对：{value}。",
        "“{field}” can't be {value}.",
        "应为：{expected}。",
        "Expected: {expected}.",
        422,
    ),
    "words-too-long": _words(
        "“{field}”有 {length} 个字，最多 {most} 个。",
        "“{field}” has {length} characters; {most} are allowed.",
        "请写得短一些，其余内容可以作为附件或补充。",
        "Shorten it; the rest can follow as an attachment or a supplement.",
        422,
    ),
    "control-character": _words(
        "“{field}”第 {position} 个字符是不可见的控制字符（{character}）。",
        "Character {position} of “{field}” is an invisible control character ({character}).",
        "请删去这个字符，通常是复制粘贴带来的。",
        "Delete it; it usually comes with copied text.",
        422,
    ),
    "evidence-missing": _words(
        "“{step}”至少要有 {least} 张照片，现有 {given} 张。",
        "“{step}” needs at least {least} photo(s); {given} given.",
        "请补拍后再提交。",
        "Add the missing ones and send again.",
        422,
    ),
    "no-route": _words(
        "派单目录里没有一条规则适用于这件事。",
        "No rule of the dispatch catalogue fits this case.",
        "请选定承办单位并写明理由。",
        "Choose the unit yourself and give the reason.",
    ),
    "leave-of-another": _words(
        "别人的请假不能由您登记或撤销。",
        "Somebody else's leave is not yours to write down or to take back.",
        "请由本人登记，或请单位负责人（{heads}）登记。",
        "They write it down themselves, or the head of the unit does ({heads}).",
        403,
    ),
    "no-such-unit": _words(
        "没有“{unit}”这个单位，或它在 {day} 已经停用。",
        "There is no unit {unit}, or it isn't active on {day}.",
        "请从单位名录里选择。",
        "Choose one from the register of units.",
        422,
    ),
    "reason-needed": _words(
        "派单目录指定的是{unit}；派给别的单位，需要写明理由。",
        "The catalogue names {unit}; another unit needs a reason.",
        "请填写理由，或改为目录指定的单位。",
        "Give the reason, or use the unit the catalogue names.",
        422,
    ),
    "no-request": _words(
        "没有等待决定的“{kind}”申请。",
        "There is no {kind} request waiting for a decision.",
        "申请可能已经决定或撤回。",
        "It may have been decided or withdrawn already.",
    ),
    "request-pending": _words(
        "已有一份“{kind}”申请正在等待决定。",
        "A {kind} request is already waiting for a decision.",
        "请等待决定后再申请。",
        "Wait for that decision.",
    ),
    "extension-too-long": _words(
        "申请延长 {asked}，最多可延长 {most}。",
        "{asked} asked for; at most {most} can be granted.",
        "请按可延长的时间申请；确有长期障碍的，可申请中止计时。",
        "Ask for less; for a lasting obstacle ask for a suspension.",
        422,
    ),
    "not-extendable": _words(
        "“{clock}”为{counted}；这里可批准的延长以{most}为限，两者计时方法不同，不能相加，所以这项时限不能延长。",
        "“{clock}” is {counted}; up to {most} can be granted here, counted another way, so it can't be made longer.",
        "请在时限内办毕；确有客观障碍的，可申请中止计时。",
        "Finish in time; for an obstacle that nobody can help ask for a suspension.",
        409,
    ),
    "clock-not-running": _words(
        "“{clock}”现在没有在计时。",
        "The clock “{clock}” isn't running.",
        "请查看时限说明。",
        "See how the deadline is explained.",
    ),
    "not-due": _words(
        "“{clock}”要到 {due} 才期满。",
        "“{clock}” doesn't end before {due}.",
        "届时系统会自动处理。",
        "The system acts then by itself.",
    ),
    "guard": _words(
        "条件“{guard}”不满足。",
        "The condition “{guard}” doesn't hold.",
        "请按条件办理后再试。",
        "Meet the condition and try again.",
    ),
    "self-link": _words(
        "事项不能与自己并案。",
        "A case can't be linked to itself.",
        "请选择另一个事项。",
        "Choose another case.",
        422,
    ),
    "reserved": _words(
        "“{key}”已被占用。",
        "“{key}” is already taken.",
        "请换一个，或等它释放。",
        "Choose another one, or wait until it is free.",
    ),
    "begun-too-late": _words(
        "“{field}”太近：“{clock}”最晚是 {due}，现在已经过了。",
        "{field} is too near: the last moment for “{clock}” was {due}.",
        "请把“{field}”往后改，改到 {works} 就来得及；期限落在休息日的，提前到之前的工作日。",
        "Move “{field}” to a later date: {works} would do. A limit on days off moves to the working day before.",
    ),
    "unbalanced": _words(
        "“{account}”的账不平：{sum}。",
        "The account “{account}” doesn't balance: {sum}.",
        "请补登或更正后再办结。",
        "Enter what is missing before finishing.",
    ),
    "occurred-later": _words(
        "发生时间（{occurred}）晚于登记时间。",
        "The time it happened ({occurred}) is later than the time it is recorded.",
        "请核对时间。",
        "Check the time.",
        422,
    ),
    "history-only": _words(
        "“{step}”只用于登记过去的事项。",
        "“{step}” is only for recording the past.",
        "请按现行流程办理。",
        "Use the steps of the current process.",
    ),
    "lost-race": _words(
        "同一时刻有别人先办了这件事。",
        "Someone else acted on this case at the same moment.",
        "请刷新后再决定，您填写的内容已为您保留。",
        "Reload and decide again; what you typed is kept.",
    ),
    "busy": _words(
        "系统此刻很忙，没有收下这次提交。",
        "The system is busy and did not take this.",
        "请稍候再试，您填写的内容已为您保留。",
        "Try again in a moment; what you typed is kept.",
        503,
    ),
    "identity-not-yours": _words(
        "您的岗位不能查看这件事的诉求人是谁。",
        "Your post may not see who raised this case.",
        "办理所需的内容和地点已经列出；需要联系诉求人的，请通过转接电话或派单台。",
        "The matter and the place are shown; to reach the person, use the relayed call or ask the desk.",
        403,
    ),
    "code-without-name": _words(
        "{case}是没有留姓名的反映，没有人能核对是谁提的，所以补不了回执码。",
        "Nobody left a name with {case}, so nobody can check whose it is, and its code can't be given again.",
        "这正是匿名的意义：任何人来问都拿不到。进度可以凭编号在公开页面上看；也可以重新反映一次，写明这个编号，我们一并办理。",
        "That is what being anonymous means: whoever asks gets nothing. The public page shows by the number where it "
        "stands; or raise it once more and name this number, and both are handled together.",
    ),
    "compare-first": _words(
        "还没有核对身份，或者核对已经过了{minutes}分钟。",
        "The identity has not been compared, or that was more than {minutes} minutes ago.",
        "请先查看登记的姓名，与本人证件核对，再补发。",
        "Look at the name that was left, compare it with the person's card, then give the new code.",
    ),
    "purpose-needed": _words(
        "请选择查看目的。",
        "Choose what it is for.",
        "可以选：{known}。",
        "One of: {known}.",
        422,
    ),
    "purpose-unexplained": _words(
        "请写明为什么现在需要，不少于 {least} 个字。",
        "Say why it is needed now, in at least {least} characters.",
        "写一句话即可，例如要向诉求人核对什么。",
        "One sentence will do, such as what has to be asked of the person.",
        422,
    ),
    "no-number-left": _words(
        "诉求人没有留下可以拨打的号码。",
        "The person left no number that could be called.",
        "请按所留的其他方式答复，或在编号下公布答复。",
        "Answer in the other way that was left, or under the number of the case.",
    ),
    "not-known": _words(
        "没有“{what}”，或它已不再有效。",
        "There is no “{what}”, or it is no longer in force.",
        "请从列表中选择。",
        "Choose from the list.",
        422,
    ),
    "not-oneself": _words(
        "不能对自己的账号做这件事。",
        "Nobody does this to their own account.",
        "请由另一位管理员办理；自己的密码在“我的账号”里修改。",
        "Another administrator has to; one's own password is changed under “My account”.",
        403,
    ),
    "name-taken": _words(
        "“{name}”已有人使用。",
        "“{name}” is taken.",
        "请换一个；旧账号可以恢复，不必另开。",
        "Choose another; an old account can be opened again instead.",
    ),
    "offices-apart": _words(
        "系统、安全、审计三个管理员须由三个人分别担任。",
        "System, security and audit administrator have to be three different people.",
        "请先免去原来的一项，次日起再授予。",
        "End the one the person holds first; the other begins the day after.",
    ),
    "account-closed": _words(
        "这个账号已停用。",
        "This account is closed.",
        "请先由系统管理员恢复。",
        "The system administrator has to open it again first.",
    ),
    "days-reversed": _words(
        "最后一天早于第一天。",
        "The last day is before the first.",
        "请核对日期。",
        "Look at the days again.",
        422,
    ),
    "later-row": _words(
        "{day} 起已另有安排，不能在那之前插入变更。",
        "From {day} on something else was laid down already; nothing can be put in before it.",
        "请选那一天或之后的日期。",
        "Choose that day or a later one.",
    ),
    "unit-held": _words(
        "还有 {count} 个岗位在这个单位任职到更晚的日子。",
        "{count} posts in this unit are held beyond that day.",
        "请先由安全管理员免去或调整这些岗位。",
        "The security administrator has to end or move them first.",
    ),
    "unit-owes": _words(
        "还有 {count} 件任务在这个单位手上。",
        "{count} tasks still lie with this unit.",
        "请先办完，或由中心改派给别的单位；也可以定一个以后的日子。",
        "They have to be finished first, or given to another unit by the centre; or choose a day to come.",
    ),
    "unit-heirless": _words(
        "到那天还没有办完的任务，上级单位没有人接得住（现在有 {count} 件在这个单位手上）。",
        "Nobody in the unit above could take over the tasks that are still open on that day (now with this unit:"
        " {count}).",
        "请先由安全管理员在上级单位设同样职责的岗位；或办完、改派以后，到当天再撤销。",
        "Have a post of the same duty granted in the unit above first; or have the tasks finished or given to others,"
        " and end the unit on the day itself.",
    ),
    "unit-above": _words(
        "下面还有 {count} 个单位。",
        "{count} units still stand below it.",
        "请先撤销它们，或改到别的上级之下。",
        "End them first, or put them under another unit.",
    ),
    "circle": _words(
        "“{what}”本身就在它下面，会首尾相接。",
        "“{what}” lies below it already: that would be a circle.",
        "请选不在它下面的上级。",
        "Choose one that does not lie below it.",
        422,
    ),
    "account-there": _words(
        "登录名“{name}”已有账号，且与这一行不同。",
        "“{name}” has an account already, and it is not as this row says.",
        "同一个人的，请在账号页面上修改；另一个人的，请换一个登录名。",
        "If it is the same person, change it on the account's page; if not, choose another name.",
    ),
    "row-twice": _words(
        "与第 {row} 行重复。",
        "The same as row {row}.",
        "请只留一行。",
        "Leave one of them.",
        422,
    ),
    "several-called": _words(
        "“{what}”不止一个：{codes}。",
        "More than one is called “{what}”: {codes}.",
        "请写代号。",
        "Write the code.",
        422,
    ),
    "sheet-too-large": _words(
        "文件超过 {most}。",
        "The file is larger than {most}.",
        "请分成几个文件。",
        "Split it.",
        422,
    ),
    "sheet-unreadable": _words(
        "不是可以读取的 Excel 文件（.xlsx）。",
        "This is no Excel file that can be read (.xlsx).",
        "请下载模板，填好后上传。",
        "Download the template, fill it in and send it.",
        422,
    ),
    "sheet-empty": _words(
        "没有数据行。",
        "There are no rows.",
        "请在第一张表里从第二行填起。",
        "Fill in the first sheet from its second row on.",
        422,
    ),
    "sheet-rows": _words(
        "一次最多 {most} 行。",
        "At most {most} rows at a time.",
        "请分成几个文件。",
        "Split the file.",
        422,
    ),
    "sheet-merged": _words(
        "第一张表里有合并的单元格，看不出哪一格属于哪一行。",
        "Cells are merged in the first sheet: nobody can tell which row they belong to.",
        "请取消合并，每一行都填上。",
        "Unmerge them and fill in every row.",
        422,
    ),
    "sheet-column-missing": _words(
        "缺少“{column}”这一列。",
        "The column “{column}” is missing.",
        "请用模板里的列名。",
        "Use the headings of the template.",
        422,
    ),
    "sheet-column-twice": _words(
        "“{column}”这一列有两处。",
        "The column “{column}” stands twice.",
        "请只留一列。",
        "Leave one of them.",
        422,
    ),
    "sheet-column-near": _words(
        "没有“{column}”这一列，可能是“{near}”。",
        "There is no column “{column}”; it may be “{near}”.",
        "请改列名；确实不要的，删去这一列。",
        "Change the heading, or take the column out if it is not needed.",
        422,
    ),
    "sheet-column-unknown": _words(
        "没有“{column}”这一列，里面的内容不会被导入。",
        "There is no column “{column}”; nothing in it would be taken.",
        "请删去这一列。可以有的列：{columns}。",
        "Take it out. Columns that there are: {columns}.",
        422,
    ),
    "wrong-sign-in": _words(
        "登录名和密码不相符。",
        "Name and password do not fit together.",
        "请再核对一遍，注意大小写；忘记密码的，请找系统管理员重设。",
        "Look at both again; capital letters count. The system administrator can reset a password.",
        403,
    ),
    "nobody-outside": _words(
        "统一身份认证通过了，但这里没有与它关联的账号。",
        "The single sign-on knows you, but no account here is connected with it.",
        "请把您在那里的标识“{name}”告诉系统管理员，由其关联账号；登录本身不会带来任何权限。",
        "Tell the system administrator what you are called there, “{name}”, to have your account connected; "
        "signing in gives no rights by itself.",
        403,
    ),
    "sign-on-failed": _words(
        "统一身份认证没有完成。",
        "The single sign-on did not let you in.",
        "请回到登录页从头再来一次；还是不行的，请用登录名和密码登录，并告诉系统管理员。",
        "Begin again on the sign-in page; if it fails once more, sign in with name and password and tell the system "
        "administrator.",
        403,
    ),
    "sign-on-away": _words(
        "现在连不上统一身份认证。",
        "The single sign-on can't be reached now.",
        "请用登录名和密码登录，或过一会儿再试。",
        "Sign in with name and password, or try again later.",
        503,
    ),
    "wrong-code": _words(
        "验证码不对。",
        "The code is not right.",
        "请等验证器显示下一个验证码再试；每个验证码只能用一次。",
        "Wait for the next code and try again; each is good once.",
        403,
    ),
    "too-many-tries": _words(
        "短时间内的尝试太多了。",
        "There were too many tries in a short time.",
        "请在 {minutes} 分钟后再试，您填写的内容已为您保留。",
        "Try again in {minutes} min; what you typed is kept.",
        429,
    ),
    "no-such-view": _words(
        "没有这个视图，或它不是您的。",
        "There is no such view, or it is not yours.",
        "只有保存的人可以改名、共享和删除；只能共享给自己的单位。",
        "Only whoever saved it renames, shares and deletes it; it is shared with one's own unit only.",
        404,
    ),
    "too-many-views": _words(
        "保存的视图最多 {most} 个。",
        "At most {most} views are kept.",
        "请先删除不用的视图。",
        "Delete one that is no longer used.",
        422,
    ),
    "no-font-for-chinese": _words(
        "这台机器没有可用的中文字体，不能生成 PDF。",
        "This machine has no font for Chinese, so no PDF can be made.",
        "请改用 Word 文件（DOCX）；或安装中文字体（如 fonts-noto-cjk）后重启服务。",
        "Take the Word file (DOCX), or install a font for Chinese (such as fonts-noto-cjk) and start the server again.",
        503,
    ),
    "month-unread": _words(
        "“{value}”不是一个月份，或者还没有到。",
        "“{value}” is no month, or one that has not begun.",
        "请按“2026-10”填写。",
        "Write it like 2026-10.",
        422,
    ),
    "figures-being-counted": _words(
        "指标正在统计，还没有数完，所以先不给数字：{progress}。",
        "The figures are still being counted, so none is shown yet: {progress}.",
        "请过一会儿再打开。中途停机也不要紧，会从数到的地方接着数。",
        "Open the page again a little later. Nothing is lost if the service stops: counting goes on where it was.",
        503,
    ),
    "request-reused": _words(
        "这个提交编号已经用于另一次不同的操作。",
        "This request id was already used for something else.",
        "请刷新页面后重新提交。",
        "Reload the page and send again.",
    ),
    "signature-refused": _words(
        "这次答复的签名不成立：不是受理时的回执签的，或事项刚有了新的进展。",
        "The signature of this answer does not hold: another receipt made it, or the matter has just moved on.",
        "请重新打开这一页再答复一次；仍不行，可打电话，或到窗口当面答复。",
        "Open this page anew and answer again. If that does not help, call us or answer at the counter.",
        422,
    ),
    "no-such-code": _words(
        "这个回执码没有对应的事项。",
        "This receipt code opens nothing.",
        "请核对回执；码丢了或换过，可持本人证件到窗口补发，也可以打电话查询。",
        "Check your receipt. If it was lost or replaced, the counter gives you a new one; or call us.",
        404,
    ),
    "claim-not-printed": _words(
        "{field}“{value}”不是刊出的数。",
        "{field}: {value} is no figure as printed.",
        "照原样写阿拉伯数字：128、87.5%、12.5亿、38万、1/5；“余”“近”写在取舍方式里，单位另写。",
        "Write the digits as printed: 128, 87.5%, 1/5, with the sign for ten thousand or a hundred million behind them"
        " if there is one. Over, nearly and the unit have fields of their own.",
        422,
    ),
    "claim-narrative-computed": _words(
        "写了“是叙述”的理由，又写了{field}。",
        "It is said to be telling, and {field} is filled in too.",
        "是叙述就不核对：请只留其一。",
        "What only tells is not computed: keep one of them.",
        422,
    ),
    "claim-says-nothing": _words(
        "没有可以核对的：没有{field}，没有由平台数出的数，没有该与谁比，也没有说明为什么是叙述。",
        "Nothing to check: no {field}, no number of the platform, nobody to compare with, no reason why it only tells.",
        "请写上刊出的数；不是指标的，写明理由。结论不用写，由平台算出。",
        "Write the figure, or say why it is none. The verdict is computed, never written.",
        422,
    ),
    "claim-formula-without-value": _words(
        "有{formula}，却没有{field}可比。",
        "There is a {formula} and no {field} to compare it with.",
        "请写上刊出的数；只要求成立的，写在条件一栏。",
        "Write the figure as printed; what only has to be true is a condition.",
        422,
    ),
    "claim-money-without-currency": _words(
        "金额没有写币种：{field}里要有 ISO 4217 代码。",
        "Money without a currency: {field} needs a code of ISO 4217.",
        "英文单位请写成 yuan (CNY)、USD 等。",
        "Write the English unit as yuan (CNY), USD and the like.",
        422,
    ),
    "claim-name-taken": _words(
        "“{key}”已经是配置包里一个数的名称。",
        "{key} is the name of a figure of the pack already.",
        "请换一个编号，例如加上年份；算式里照样可以用配置包里的那个数。",
        "Choose another code, with the year for example; formulas may still name the figure of the pack.",
        409,
    ),
    "claim-formula": _words(
        "{field}从第{position}个字起看不懂。",
        "{field} can't be read from character {position} on.",
        "{problem}{advice}改好再交，填过的都还在。",
        "{problem} {advice} Mend it and send it again: what was typed is kept.",
        422,
    ),
    "claim-formula-type": _words(
        "{field}算出来的应是{wanted}，写的是{given}。",
        "{field} should come to {wanted}; it comes to {given}.",
        "算式给出一个数，如 settled / received；条件回答是或否，如 settled <= received。",
        "A formula gives a number, like settled / received; a condition answers yes or no, like settled <= received.",
        422,
    ),
    "claim-formula-unfit": _words(
        "{field}：刊出的数有舍入，“{what}”不能这样算。",
        "{field}: figures are rounded, and {what} can't be computed with such.",
        "可用：加减乘除、比较、and、or、not、if、sum、min、max、count、abs、round、share、whole。",
        "Use + - * /, comparisons, and, or, not, if, sum, min, max, count, abs, round, share, whole.",
        422,
    ),
    "claim-operand-unknown": _words(
        "{field}第{position}个字处的“{name}”不是登记了的数。",
        "{field}, character {position}: {name} is no figure that is registered.",
        "{guess}请写名录里一条有数的条目的编号，或配置包里的名称（见“刊出的数”页各条的算式）；要用的数请先登记。",
        "{guess}Write the code of an entry that has a number, or a name of the pack (see the formulas on the page of"
        " published figures); register the figure that is needed first.",
        422,
    ),
    "claim-uses-itself": _words(
        "{field}绕回了自己：{way}，那永远相符。",
        "{field} leads back to itself: {way}. It would always agree.",
        "请只用不靠它算出的数。",
        "Use figures only that do not rest on it.",
        422,
    ),
    "claim-tiers-added": _words(
        "{field}第{position}个字处：“{outer}”已经包含“{inner}”，两个数不能相加，各档逐档包含，不是互不相交。",
        "{field}, character {position}: {outer} already contains {inner}, so the two can't be added; the tiers are"
        " nested, not disjoint.",
        "要合计，只写“{outer}”；只要“{outer}”里不到“{inner}”的，写“{outer} - {inner}”。",
        "For all of them write {outer} alone; for those of {outer} that are not in {inner} write {outer} - {inner}.",
        422,
    ),
    "claim-figure-unknown": _words(
        "{field}“{value}”不是可以数的指标。",
        "{field}: {value} is nothing that may be counted.",
        "写“机制 指标 哪个数”，如 potholes solved denominator；最后一个可用：{parts}。可用的有：{known}。",
        "Write “mechanism indicator part”, like potholes solved denominator; parts: {parts}. There are: {known}.",
        422,
    ),
    "claim-register-unknown": _words(
        "{field}“{value}”没有写可以算的名录。",
        "{field}: {value} names no register that may be computed with.",
        "写“名录: 算式”，如 projects: count(entries)。可用的名录：{known}。",
        "Write “register: formula”, like projects: count(entries). There are: {known}.",
        422,
    ),
    "claim-two-sources": _words(
        "{one}和{other}都写了，一个数只能有一个来处。",
        "{one} and {other} are both filled in; a number has one source.",
        "请只留其一；要比较两个，分两条登记。",
        "Keep one of them; to compare two, register two entries.",
        422,
    ),
    "code-misread": _words(
        "回执码可能输错了一位。",
        "There seems to be a slip in the receipt code.",
        "回执码共24位，分六组；不区分大小写，可以不输横线。请对照回执再看一遍。",
        "It has 24 characters in six groups; small letters and missing hyphens are fine. Please compare it again.",
        422,
    ),
    "photo-too-large": _words(
        "照片“{name}”超过{most} MB，没有收下。",
        "The photo “{name}” is larger than {most} MB and was not taken.",
        "请用手机自带的压缩或截图后再传；您写的内容都在，不传照片也可以提交。",
        "Send a smaller one, a screenshot of it for example. Your words are kept; a photo is not required.",
        422,
    ),
    "photo-not-one": _words(
        "“{name}”不是能打开的照片，没有收下。",
        "“{name}” is not a photo that can be opened, and was not taken.",
        "请传 JPEG、PNG 或 WebP 照片；苹果手机可在“设置—相机—格式”里选“兼容性最佳”，或发送截图。",
        "Send JPEG, PNG or WebP. On an iPhone: Settings, Camera, Formats, “Most Compatible”; or a screenshot.",
        422,
    ),
    "photo-too-many-pixels": _words(
        "照片“{name}”像素过大，没有收下。",
        "The photo “{name}” has too many pixels and was not taken.",
        "请传原始照片或截图，不要传拼接、放大的大图。",
        "Send the photo as taken, or a screenshot; no stitched or enlarged picture.",
        422,
    ),
    "photos-too-many": _words(
        "一次最多{most}张照片。",
        "At most {most} photos at a time.",
        "请先传最说明问题的几张，其余的可以在提交后补充。",
        "Send those that show it best; more can be added once it is sent.",
        422,
    ),
    "photos-gone": _words(
        "随表单保存的照片已经不在了：最多保存一小时。",
        "The photos that were kept with this form are gone: they are kept for an hour at most.",
        "请重新选择照片，也可以不带照片直接提交。您填写的文字都还在。",
        "Choose them again, or send without them. Your words are kept.",
        422,
    ),
    "photo-unknown": _words(
        "这件事里没有这张可以选的照片，或者同一张说了两样。",
        "This case has no such photo to choose, or two things were said of one.",
        "请重新打开照片页面再选。",
        "Open the page of photos again and choose there.",
        422,
    ),
    "photo-not-yours": _words(
        "给不给看，由拍这张照片的单位定；您只能再遮住一些，或者收回不给看。",
        "The unit that took the photo says whether it is shown; you can only cover more of it, or take it back.",
        "请留着已经遮住的地方；需要给看的，请拍照的单位来选。",
        "Leave what is covered as it is; ask the unit that took it to show it.",
        422,
    ),
    "areas-wrong": _words(
        "遮住的地方没有看懂：要在照片里面，一张最多{most}处。照片的选择没有改。",
        "What is to be covered could not be read: at most {most} places, all inside the photo. Nothing was changed.",
        "请重新画一遍；要遮的太多，这张就不要给看。",
        "Draw it once more; a photo with too much to cover is better not shown.",
        422,
    ),
    "photos-as-they-are": _words(
        "照片的选择和原来一样，没有可保存的。",
        "The photos are chosen just as they were; there is nothing to keep.",
        "请先点照片选给不给看，或遮住一处，再保存。",
        "Tap a photo, or cover a part of it, and then keep that.",
        422,
    ),
    "place-unread": _words(
        "位置“{value}”没有看懂。",
        "The position “{value}” could not be read.",
        "请在地图上点一下，或用文字写清地点。",
        "Tap the map, or write the place in words.",
        422,
    ),
    "place-outside": _words(
        "这个位置不在{district}范围内。",
        "This position lies outside {district}.",
        "请在地图上重新点一下；如确在区外，请拨打当地12345。",
        "Tap the map again. If it really lies outside, the 12345 of that place takes it.",
        422,
    ),
    "place-other-datum": _words(
        "这个位置像是地图软件里的坐标（GCJ-02），不是卫星定位坐标（WGS84），差几百米。",
        "These look like coordinates of a Chinese map app (GCJ-02), not of a satellite fix (WGS84): far off.",
        "请说明是地图软件的坐标，由系统换算；或直接在地图上点一下。",
        "Say that they come from a map app and they are converted; or simply tap the map.",
        422,
    ),
}
"""The catalogue: a code never changes its meaning; tests compare codes, pages show the words."""

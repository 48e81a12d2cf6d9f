"""What can be wrong with an expression: one record with its place, and the catalogue of words. No
checking here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from bihuan.core.text import Text


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source: `offset` counts characters from 0, `line` and `column` from 1."""

    offset: int
    line: int
    column: int


START = Position(0, 1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an expression is refused: where (`position` is the offset), what, and the way out."""

    code: str
    position: int
    line: int
    column: int
    message: Text
    hint: Text


class Stop(Exception):
    """Carries a problem from deep inside a scan, parse or check to its public function; it never
    leaves the package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def stop(code: str, at: Position, **detail: object) -> NoReturn:
    """End the check with the problem `code` at a place; a detail may itself be a Text."""
    message, hint = PROBLEMS[code]
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in detail.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in detail.items()}
    filled = (Text(text.in_("zh", zh), text.in_("en", en)) for text in (message, hint))
    raise Stop(Problem(code, at.offset, at.line, at.column, *filled))


def _words(zh: str, en: str, hint_zh: str, hint_en: str) -> tuple[Text, Text]:
    return Text(zh, en), Text(hint_zh, hint_en)


PROBLEMS: Mapping[str, tuple[Text, Text]] = {
    "too-long": _words(
        "表达式有 {length} 个字符，最多 {most} 个。",
        "The expression has {length} characters (in its normal form); {most} are allowed.",
        "请拆成几条条件分别书写。",
        "Split it into several conditions.",
    ),
    "too-deep": _words(
        "表达式嵌套太深，最多 {most} 层。",
        "The expression is nested too deeply; {most} levels are allowed.",
        "请去掉多余的括号，或拆成几条。",
        "Remove brackets that aren't needed, or split it.",
    ),
    "too-many-scopes": _words(
        "逐项条件最多嵌套 {most} 层。",
        "Conditions over items may be nested {most} deep.",
        "请改为分别统计，再比较结果。",
        "Count separately and compare the results.",
    ),
    "list-too-long": _words(
        "列表有 {length} 项，最多 {most} 项。",
        "The list has {length} items; {most} are allowed.",
        "请把这些值做成字典或名录的一个字段。",
        "Make them a dictionary, or a field of a register.",
    ),
    "full-width": _words(
        "“{given}”是全角或中文标点，这里要用半角。",
        "“{given}” is a full-width character; the half-width one is needed here.",
        "请改为 {fix} （在引号里的文字不受此限）。",
        "Write {fix} instead (text inside quotes may contain it).",
    ),
    "not-this-sign": _words(
        "这里不能用“{given}”。",
        "“{given}” isn't used here.",
        "请改为 {fix} 。",
        "Write {fix} instead.",
    ),
    "stray-character": _words(
        "不认识的字符“{given}”。",
        "The character “{given}” means nothing here.",
        "请删去它；文字要放在引号里。",
        "Delete it; text goes in quotes.",
    ),
    "unclosed-text": _words(
        "这段文字没有结束的引号。",
        "This text has no closing quote.",
        "请在同一行用 {quote} 结束；文字里的 {quote} 要写两遍。",
        "Close it with {quote} on the same line; a {quote} inside is written twice.",
    ),
    "bad-number": _words(
        "“{given}”不是数。",
        "“{given}” isn't a number.",
        "数写作 3、0.5 或 60%，时长写作 30min 或 24h，日期写作 2021-07-01，名称不能以数字开头。",
        "Numbers look like 3, 0.5 or 60%, durations like 30min or 24h, dates like 2021-07-01; "
        "a name can't begin with a digit.",
    ),
    "bad-date": _words(
        "“{given}”不是有效的日期或时刻。",
        "“{given}” isn't a valid date or instant.",
        "日期写作 2021-07-01，时刻写作 2021-07-01T08:30+08:00。",
        "Write a date as 2021-07-01 and an instant as 2021-07-01T08:30+08:00.",
    ),
    "unexpected": _words(
        "这里不应出现“{given}”。",
        "“{given}” isn't expected here.",
        "这里应为{expected}。",
        "Expected: {expected}.",
    ),
    "ends-early": _words(
        "表达式没有写完。",
        "The expression ends too early.",
        "后面还应有{expected}。",
        "Expected: {expected}.",
    ),
    "chained-comparison": _words(
        "比较不能连写。",
        "Comparisons can't be chained.",
        "请写作 a < b and b < c，或 x between 1 and 5。",
        "Write a < b and b < c, or x between 1 and 5.",
    ),
    "needs-condition": _words(
        "{name} 要有逐项的条件。",
        "{name} needs a condition for its items.",
        "请写作 {example}。",
        "Write {example}.",
    ),
    "outer-alone": _words(
        "outer 后面要有名称。",
        "outer must be followed by a name.",
        "请写作 outer.now 这样的形式。",
        "Write it like outer.now.",
    ),
    "not-among-items": _words(
        "{name} 只能用在逐项的条件里。",
        "{name} can only be used where items are looked at one by one.",
        "例如 children where item.stage == 'open'。",
        "For example children where item.stage == 'open'.",
    ),
    "unknown-name": _words(
        "没有“{name}”这个名称。",
        "There is no {name}.",
        "{guess}可用的有：{known}。",
        "{guess}Available: {known}.",
    ),
    "unknown-field": _words(
        "{record} 没有“{name}”这个字段。",
        "{record} has no field {name}.",
        "{guess}可用的字段：{known}。",
        "{guess}Its fields: {known}.",
    ),
    "outer-name": _words(
        "“{name}”不是逐项数据 {record} 的字段，而是外面的名称。",
        "{name} isn't a field of the item ({record}); it is a name from outside.",
        "请写作 {fix}。",
        "Write {fix}.",
    ),
    "no-fields": _words(
        "{type}没有字段，不能取“{name}”。",
        "A value of type {type} has no fields, so there is no {name}.",
        "请去掉“{name}”；逐项的值本身用 item 表示。",
        "Remove {name}; an item itself is called item.",
    ),
    "unknown-function": _words(
        "没有“{name}”这个函数。",
        "There is no function {name}.",
        "{guess}可用的有：{known}。",
        "{guess}Available: {known}.",
    ),
    "wrong-count": _words(
        "{name} 要 {expected} 个参数，这里有 {given} 个。",
        "{name} takes {expected} argument(s); {given} given.",
        "写法：{usage}。",
        "Usage: {usage}.",
    ),
    "wrong-argument": _words(
        "{name} 的参数 {parameter} 应为{expected}，这里是{given}。",
        "{name} needs {expected} as {parameter}; this is {given}.",
        "写法：{usage}。",
        "Usage: {usage}.",
    ),
    "wrong-type": _words(
        "这里应为{expected}，却是{given}。",
        "This must be {expected}; it is {given}.",
        "{advice}",
        "{advice}",
    ),
    "cannot-compare": _words(
        "{left}与{right}不能用 {operator} 比较。",
        "{left} and {right} can't be compared with {operator}.",
        "{advice}",
        "{advice}",
    ),
    "cannot-calculate": _words(
        "{left}与{right}不能用 {operator} 计算。",
        "{operator} can't be applied to {left} and {right}.",
        "{advice}",
        "{advice}",
    ),
    "mixed": _words(
        "这里混用了{left}与{right}。",
        "{left} and {right} are mixed here.",
        "列表各项、then 与 else 两边，类型必须一致。",
        "All items of a list, and both sides of then and else, must have one type.",
    ),
    "unknown-member": _words(
        "字典 {dictionary} 里没有“{name}”，这个条件永远不会成立。",
        "The dictionary {dictionary} has no member {name}; this could never be true.",
        "{guess}字典里有：{known}。",
        "{guess}Its members: {known}.",
    ),
    "unknown-register": _words(
        "没有“{name}”这个名录。",
        "There is no register {name}.",
        "{guess}可用的有：{known}。",
        "{guess}Available: {known}.",
    ),
}
"""Code → what is wrong, and what to do; a code never changes its meaning."""

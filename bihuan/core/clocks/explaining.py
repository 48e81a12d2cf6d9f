"""The words of an account: one phrase per code, in Chinese and English, for somebody without a rule book.

May live here: wording and the writing of dates. May not: counting, or deciding what is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bihuan.core.clocks.kinds import Budget
from bihuan.core.clocks.terms import Deadline, Line
from bihuan.core.text import Language, Text

LINES: Mapping[str, Text] = {
    "started": Text("开始时间：{at}。", "Started: {at}."),
    "event": Text("所涉事项定于{at}。", "The event is planned for {at}."),
    "limit": Text("时限：{budget}。", "Time limit: {budget}."),
    "limit_before": Text("须提前：{budget}。", "Due ahead of it by: {budget}."),
    "runs_through": Text(
        "紧急时限从开始时起连续计算，夜间、周末和节假日都不停。",
        "An urgent limit runs from the start without a break, through nights, weekends and holidays.",
    ),
    "first_day_not_counted": Text(
        "{day}是开始的当天，不计入，从次日起算（民法典第二百零一条）。",
        "{day} is the day of the start; it is not counted, the first day is the next (Civil Code, art. 201).",
    ),
    "event_day_not_counted": Text(
        "{day}是事项当天，不计入，从前一日往前数。",
        "{day} is the day of the event; it is not counted, days are counted back from the one before.",
    ),
    "office_hours": Text(
        "只计算工作日的办公时间；自{since}起为{sessions}。",
        "Only office hours of working days count; from {since} they are {sessions}.",
    ),
    "counting_begins": Text(
        "开始时不在办公时间内，从{at}上班时起算。",
        "It started outside office hours, so counting begins when the office opens: {at}.",
    ),
    "weekends_skipped": Text("其间周末{n}天，不计入。", "Weekend days on the way, not counted: {n}."),
    "holidays_skipped": Text("其间放假：{days}，不计入。", "Holidays on the way, not counted: {days}."),
    "makeup_counted": Text(
        "调休上班的周末照常计入：{days}。", "Weekend days worked to make up for a holiday, counted: {days}."
    ),
    "suspended": Text(
        "{start}至{end}暂停，原因：{reason}{basis}；这段时间不计入。",
        "Suspended from {start} to {end} because: {reason}{basis}; this time is not counted.",
    ),
    "suspended_days": Text(
        "{start}至{end}暂停，原因：{reason}{basis}；涉及的{n}日不计入（不足一日的当天也不计入）。",
        "Suspended from {start} to {end} because: {reason}{basis}. "
        "Days not counted, broken days included: {n}.",
    ),
    "suspended_work_days": Text(
        "{start}至{end}暂停，原因：{reason}{basis}；涉及的{n}个工作日不计入（不足一日的当天也不计入）。",
        "Suspended from {start} to {end} because: {reason}{basis}. "
        "Working days not counted, broken days included: {n}.",
    ),
    "suspended_outside": Text(
        "{start}至{end}暂停，原因：{reason}{basis}；这段时间本来就不计入时限，到期时间不变。",
        "Suspended from {start} to {end} because: {reason}{basis}; none of this time counts anyway, "
        "so it changes nothing.",
    ),
    "suspended_open": Text(
        "自{start}起暂停，尚未恢复，原因：{reason}{basis}。",
        "Suspended since {start} and not resumed, because: {reason}{basis}.",
    ),
    "suspended_without_effect": Text(
        "自{start}起有暂停，原因：{reason}{basis}；但日期是定死的，不因暂停而改变。",
        "Suspended from {start} because: {reason}{basis}; the date itself is set and does not move for it.",
    ),
    "suspensions_united": Text(
        "暂停的时间有重叠，重叠部分只扣除一次。", "Suspensions overlap; what overlaps is taken out only once."
    ),
    "extended": Text("已批准延长：{budget}。", "Extension granted: {budget}."),
    "moved": Text(
        "最后一日{day}不是工作日，顺延到{to}（民法典第二百零三条）。",
        "The last day, {day}, is not a working day; it moves to the next one, {to} (Civil Code, art. 203).",
    ),
    "moved_back": Text(
        "{day}不是工作日；为不缩短提前的时间，提早到{to}。",
        "{day} is not a working day; so that the notice gets no shorter it moves back to {to}.",
    ),
    "due": Text("到期时间：{at}。", "Due: {at}."),
    "due_close": Text("到期时间：{at}（当日下班时）。", "Due: {at} (close of business on that day)."),
    "due_day_end": Text("到期时间：{day}24:00。", "Due: {day}, at 24:00 (the end of that day)."),
    "standing": Text(
        "时限暂停中，恢复后再算出到期时间。", "The clock stands; it gets a due time when it is resumed."
    ),
    "provisional": Text(
        "暂定：{years}年的放假安排尚未公布，先按周一至周五上班计算，公布后重新计算。",
        "Provisional: the holidays of {years} are not published yet; until they are, "
        "Monday to Friday are taken as working days.",
    ),
    "rule": Text("规则：{rule}（版本{edition}）{basis}。", "Rule: {rule} (edition {edition}){basis}."),
    "calendar": Text(
        "工作日历：{calendar}（版本{edition}）。", "Working calendar: {calendar} (edition {edition})."
    ),
}

BASIS = Text("（依据：{basis}）", " (basis: {basis})")
WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")
MONTHS = "January February March April May June July August September October November December".split()


def explain(deadline: Deadline, language: Language) -> list[str]:
    """The account of a deadline as sentences, in the order of its lines."""
    return [explain_line(line, language) for line in deadline.lines]


def explain_line(line: Line, language: Language) -> str:
    """One line in words."""
    words = {name: write(value, language) for name, value in line.detail.items()}
    if "basis" in words:
        words["basis"] = BASIS.in_(language, words) if words["basis"] else ""
    return LINES[line.code].in_(language, words)


def write(value: object, language: Language) -> str:
    """A value of a line's detail in words."""
    match value:
        case datetime():
            shown = f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
            return f"{_day(value, language)}{'' if language == 'zh' else ', '}{shown}"
        case date():
            return _day(value, language)
        case Text() | Budget():
            return value.in_(language)
        case tuple():
            return ("、" if language == "zh" else ", ").join(_item(item, language) for item in value)
        case _:
            return str(value)


def _item(item: object, language: Language) -> str:
    match item:
        case (date() as first, date() as last):
            if first == last:
                return _day(first, language)
            return f"{_day(first, language)}{'至' if language == 'zh' else ' to '}{_day(last, language)}"
        case (int() as opens, int() as closes):
            return f"{opens // 60:02}:{opens % 60:02}–{closes // 60:02}:{closes % 60:02}"
        case _:
            return str(item)


def _day(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS.zh[day.weekday()]}）"
    return f"{WEEKDAYS.en.split()[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"

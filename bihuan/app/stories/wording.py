"""The words of a protocol: names of the pack in one language, dates as people write them. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.notices.addressing import UNITS
from bihuan.app.notices.rendering import CALL, UNEXPLAINED, due_told
from bihuan.app.stories.script import Scene
from bihuan.core.access import absent
from bihuan.core.case import Case
from bihuan.core.clocks import Budget
from bihuan.core.decide import Context
from bihuan.core.events import Event, Scalar
from bihuan.core.holding import holder_title
from bihuan.core.programme import FieldType, Programme
from bihuan.core.text import Language, Text
from bihuan.core.verbs import TaskKind

WORDS: Mapping[str, Text] = {
    "scene": Text("第{n}场", "scene {n}"),
    "time": Text("时间过去", "time passes"),
    "ended": Text("“{clock}”到期", "“{clock}” has ended"),
    "stage": Text("{stage}", "{stage}"),
    "refused": Text("不行：{message}{hint}", "Refused: {message} {hint}"),
    "due": Text("“{clock}”到{due}为止", "“{clock}” until {due}"),
    "late": Text("“{clock}”已逾期", "“{clock}” was late"),
    "standing": Text("“{clock}”暂停计时", "“{clock}” stands still"),
    "task": Text("{kind}：{unit}（派单规则 {rule}）", "{kind}: {unit} (rule {rule})"),
    "finding": Text("{kind}：{verdict}", "{kind}: {verdict}"),
    "told": Text("告知{to}：{text}", "To {to}: {text}"),
    "good": Text("相符", "as the story says"),
    "miss": Text("不符：{what} 应为 {expected}，实为 {found}", "not so: {what} should be {expected}, was {found}"),
    "photos": Text("照片：{n}张", "photos: {n}"),
    "figures": Text("{day}的指标（分子/分母）", "Figures on {day} (numerator/denominator)"),
    "system": Text("系统", "the system"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
}

OUTCOMES: Mapping[str, Text] = {
    "done": Text("", ""),
    "yes": Text("：是", ": yes"),
    "no": Text("：否", ": no"),
    "reached": Text("：已联系上", ": reached"),
    "missed": Text("：没有联系上", ": not reached"),
    "unreachable": Text("：无法接通", ": unreachable"),
    "explained": Text("：解释属实，不算解决", ": explained, not solved"),
    "upheld": Text("：维持原派", ": upheld"),
    "moved": Text("：改由他人办理", ": moved to another"),
    "granted": Text("：同意", ": granted"),
    "refused": Text("：不同意", ": refused"),
}

_FINDINGS = {
    "closed": Text("中心认定结案", "Closed (centre)"),
    "solved": Text("核查认定解决", "Solved (checker)"),
    "satisfied": Text("诉求人满意", "Satisfied (reporter)"),
}
_KINDS = {"lead": Text("主办", "Lead"), "assist": Text("协办", "Assist"), "joint": Text("会办", "Joint")}
_PARTIES = {
    "raiser": Text("诉求人", "the reporter"),
    "lead_unit": Text("主办单位", "the lead unit"),
    "assist_units": Text("协办单位", "the assisting units"),
    "joint_units": Text("会办单位", "the units called"),
    "followers": Text("关注者", "followers"),
    "entries": Text("名录里的相关条目", "the entries concerned"),
}
_ARGUMENTS = {
    "unit": Text("单位", "unit"),
    "assist": Text("协办单位", "assisting"),
    "units": Text("会办单位", "units"),
    "amount": Text("时间", "time"),
    "level": Text("级别", "level"),
    "score": Text("评分", "score"),
    "other": Text("同一事项", "same as"),
    "reason": Text("理由", "reason"),
    "shown": Text("给诉求人看的照片", "photos for the reporter"),
}
_SHOWN = {
    "yes": Text("第{scene}场第{n}张给看，遮住{covered}处", "photo {n} of scene {scene} shown, {covered} parts covered"),
    "no": Text("第{scene}场第{n}张不给看", "photo {n} of scene {scene} is not shown"),
}
_WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a line of the protocol may name, in one language."""

    programme: Programme
    context: Context
    case: Case | None
    words: Mapping[str, str]
    language: Language

    def say(self, mark: str, word: str, **detail: str) -> str:
        """One line."""
        return f"{mark} {WORDS[word].in_(self.language, detail)}"

    def when(self, at: datetime) -> str:
        """A local time as it is written."""
        if self.language == "zh":
            return f"{at.year}年{at.month}月{at.day}日（周{_WEEKDAYS.zh[at.weekday()]}）{at:%H:%M}"
        return f"{_WEEKDAYS.en.split()[at.weekday()]} {at:%Y-%m-%d %H:%M}"

    def local(self, moment: datetime) -> str:
        """A moment as it is written here."""
        return self.when(moment.astimezone(self.context.zone))

    def who(self, name: str, events: Iterable[Event]) -> str:
        """The person, with the office that the step was taken for."""
        units = [event.by.unit for event in events if event.by.unit]
        office = f"（{self.unit(units[0])}）" if units else ""
        if self.language == "en":
            return f"{name}{f' ({self.unit(units[0])})' if units else ''}: "
        return f"{name}{office} "

    def given(self, scene: Scene) -> Iterator[str]:
        """What the person gave: values, words, arguments, photos."""
        for field, value in scene.values.items():
            yield self.pair(self.field(field), self.value(field, value))
        for field, text in scene.words.items():
            yield self.pair(self.field(field), text)
        for name, argument in scene.arguments.items():
            title = _ARGUMENTS[name].in_(self.language) if name in _ARGUMENTS else name
            given = argument if isinstance(argument, tuple) else (argument,)
            mark = "、" if self.language == "zh" else ", "
            say = self.photo if name == "shown" else self.amount
            yield self.pair(title, mark.join(say(one) for one in given))
        if scene.photos:
            yield WORDS["photos"].in_(self.language, {"n": scene.photos})

    def pair(self, title: str, value: str) -> str:
        """A title and what stands for it."""
        return f"{title}：{value}" if self.language == "zh" else f"{title}: {value}"

    def photo(self, argument: object) -> str:
        """A photo of an earlier scene, whether it is shown, and in how many places it is covered."""
        address, said, areas = (*str(argument).split(":"), "", "")[:3]
        scene, n = (*address.split("-"), "", "")[1:3]
        detail = {"scene": scene, "n": n, "covered": sum(1 for one in areas.split(";") if one)}
        return _SHOWN["yes" if said == "yes" else "no"].in_(self.language, detail)

    def amount(self, argument: object) -> str:
        """An argument of a verb: a budget, a unit, a number."""
        budget = Budget.parse(str(argument))
        return budget.in_(self.language) if isinstance(budget, Budget) else self.unit(str(argument))

    def field(self, name: str) -> str:
        """A field's title; `reason` belongs to every step."""
        known = self.programme.fields.get(name)
        return known.title.in_(self.language) if known else _ARGUMENTS.get(name, Text(name, name)).in_(self.language)

    def value(self, field: str, value: Scalar) -> str:
        """A typed value by its title."""
        known = self.programme.fields.get(field)
        dictionary = self.context.dictionaries.get((known.dictionary or "") if known else "")
        if isinstance(value, bool):
            return WORDS["yes" if value else "no"].in_(self.language)
        if known is not None and known.type is FieldType.INTERVAL:
            return " – ".join(self.local(datetime.fromisoformat(part)) for part in str(value).split("/"))
        if dictionary is not None and value in dictionary.entries:
            return dictionary.entries[str(value)].title.in_(self.language)
        if value in self.context.areas:
            return self.context.areas[str(value)].title.in_(self.language)
        return self.unit(str(value))

    def unit(self, unit: str) -> str:
        """A unit's title."""
        known = self.context.units.get(unit)
        return known.title.in_(self.language) if known else unit

    def stage(self, stage: str) -> str:
        """A stage's title."""
        return self.programme.stages[stage].title.in_(self.language)

    def clock(self, name: str) -> str:
        """A clock's title."""
        return self.programme.clocks[name].title.in_(self.language)

    def clock_of(self, id_: str) -> str:
        """The title of a run of a clock, with the unit whose task it is about."""
        state = self.case.clocks.get(id_) if self.case else None
        name = state.name if state else id_.split("@")[0].split("#")[0]
        task = self.case.tasks.get(state.task or "") if self.case and state else None
        return f"{self.clock(name)}·{self.unit(task.unit)}" if task else self.clock(name)

    def kind(self, kind: TaskKind) -> str:
        """Why a unit has a part."""
        return _KINDS[kind].in_(self.language)

    def finding(self, kind: str) -> str:
        """Whose judgement it is."""
        return _FINDINGS[kind].in_(self.language)

    def verdict(self, verdict: str) -> str:
        """A judgement without its colon."""
        text = OUTCOMES.get(verdict)
        return text.in_(self.language).lstrip("： :") if text else verdict

    def addressee(self, to: str) -> str:
        """Who is told."""
        role = self.programme.roles.get(to)
        return role.title.in_(self.language) if role else _PARTIES.get(to, Text(to, to)).in_(self.language)

    def telling(self, telling: str, ended: str | None = None) -> str:
        """A notice with its places filled as far as the scene knows them; `ended` is the clock whose end ordered it."""
        told = self.programme.tellings[telling]
        why = UNEXPLAINED.in_(self.language) if ended else "—"
        detail: dict[str, object] = {"reason": self._lawful() or why, "hotline": CALL.in_(self.language)}
        detail["missed"] = self.local(self.case.clocks[ended].due) if self.case and ended else "—"
        for name in (name for name, field in self.programme.fields.items() if not field.private):
            known = self.case.fields.get(name) if self.case else None
            detail[name] = "—" if known is None else self.value(name, known)
        detail |= {**self.words, "number": self.case.number if self.case else ""}
        lead = self.case.lead if self.case else None
        if lead is not None:
            detail["unit"] = self.unit(lead.unit)
        if self.case is not None:
            unit = self.context.units.get(lead.unit) if lead else None
            away = absent(self.case, self.programme, self.context.units)
            title = holder_title(self.programme, self.case.stage, unit.title if unit else None, away)
            detail["holder"] = title.in_(self.language)
        due = self._due(told.to)
        if due is not None:
            detail["due"] = self.local(due)
        return told.text.in_(self.language, detail)

    def _lawful(self) -> str | None:
        """Why the case stands still, if it does."""
        standing = [state for state in self.case.clocks.values() if state.suspended] if self.case else []
        reason = str(standing[-1].suspensions[-1].reason) if standing else ""
        ground = self.programme.ground(reason, self.context.dictionaries)
        return ground.title.in_(self.language) if ground else None

    def _due(self, to: str) -> datetime | None:
        """The deadline an addressee is told, as the notice will say it."""
        if self.case is None:
            return None
        tasks = [task for task in self.case.tasks.values() if task.active and task.kind is UNITS.get(to)]
        return due_told(self.case, {task.unit for task in tasks})

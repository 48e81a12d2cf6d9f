"""One thing asked, of which kind: a field of a pack as a form shows it. Every form of a page is made of these. Pure.

A kind has a template of its own (`web/parts/inputs/`). No field is named here; what is typed is read in `typed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bihuan.core.commands import Area
from bihuan.core.decide import Context
from bihuan.core.decide.filling import WORDS_MOST
from bihuan.core.notices import Channel
from bihuan.core.programme import Dictionary, Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.web.show.typed import UNTIL, is_span

LONG, REASON_LONG = 300, 2_000
"""Words that may be longer than this get a box, and a large one."""

_WIDGETS: Mapping[FieldType, str] = {
    FieldType.WORDS: "line",
    FieldType.PLACE: "line",
    FieldType.CHOICE: "select",
    FieldType.AREA: "select",
    FieldType.UNIT: "select",
    FieldType.YES_NO: "select",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "number",
    FieldType.DATE: "date",
    FieldType.INSTANT: "moment",
    FieldType.ENTRY: "entry",
    FieldType.CODE: "line",
    FieldType.TITLE: "line",
    FieldType.QUANTITY: "number",
    FieldType.INTERVAL: "interval",
    FieldType.POINT: "line",
}

WHOLE = Text("整个{area}，或说不清在哪里", "{area} as a whole, or I don't know where exactly")

KEYS: Mapping[Channel | None, str] = {Channel.SMS: "tel", Channel.EMAIL: "email"}
"""The `type` of a line that holds an address of a channel; any other is of words."""
YES_NO: Mapping[str, Text] = {"yes": Text("是", "Yes"), "no": Text("否", "No")}
CHOOSE = Text("请选择", "Please choose")
OPEN = Text("不清楚", "I don't know")

HINTS: Mapping[FieldType, Text] = {
    FieldType.DATE: Text("年-月-日，如 {day}", "Year-month-day, like {day}"),
    FieldType.INSTANT: Text("日期和时间，如 {day} 08:30", "Day and time, like {day} 08:30"),
    FieldType.INTERVAL: Text("从何时到何时，如 {day} 08:30", "From when until when, each like {day} 08:30"),
    FieldType.POINT: Text("经度,纬度，如 114.8620,25.8840", "Longitude,latitude, like 114.8620,25.8840"),
    FieldType.ENTRY: Text("填名称或编号", "Its name or its code"),
}
"""In which form a kind is asked for; the core takes more precise ones, too."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; no heading for those that stand alone."""

    title: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing asked, with what was typed, and what is wrong with that."""

    name: str
    title: str
    widget: str
    required: bool
    most: int = WORDS_MOST
    groups: tuple[Group, ...] = ()
    value: str = ""
    until: str = ""
    """Of an interval, its end; `value` is its beginning."""
    chosen: frozenset[str] = frozenset()
    """Of boxes, those that are ticked."""
    register: str = ""
    """Of a reference, the register that it is looked up in as one types."""
    least: int = 0
    """Of photos, how many at least."""
    hint: str = ""
    empty: str = ""
    """What a list says before anything is chosen."""
    error: str | None = None
    way_out: str = ""
    """What can be done about the error."""
    where: str = ""
    """The form it stands in, where a page has several."""
    keys: str = "text"
    """The `type` of a line of words: which keyboard a phone shows for it."""
    fill: str = ""
    """What a browser may fill in by itself (HTML, autofill field names)."""

    @property
    def id(self) -> str:
        """Its own on the page."""
        return f"f-{self.where}-{self.name}" if self.where else f"f-{self.name}"

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"web/parts/inputs/{self.widget}.html"

    @property
    def hint_id(self) -> str:
        """The id of its hint."""
        return f"h{self.id[1:]}"

    @property
    def error_id(self) -> str:
        """The id of what is wrong with it."""
        return f"e{self.id[1:]}"

    @property
    def list_id(self) -> str:
        """The id of what it can be chosen from."""
        return f"l{self.id[1:]}"

    @property
    def described(self) -> str:
        """The ids of what describes it: the hint, then the error."""
        known = ((self.hint, self.hint_id), (self.error, self.error_id))
        return " ".join(id_ for said, id_ in known if said)

    @property
    def rows(self) -> int:
        """How high the box of words is."""
        return 6 if self.most > REASON_LONG else 3

    @property
    def native(self) -> bool:
        """Whether a browser's own picker can show the value; what is no date would vanish in one."""
        return _picked(self.value, self.widget)

    @property
    def native_until(self) -> bool:
        """The same of an interval's end."""
        return _picked(self.until, self.widget)

    def saying(self, refusal: Refusal | None, language: Language) -> Input:
        """The same with what is wrong with it. A form of writing is said as the form asks for it, not as facts do."""
        if refusal is None:
            return self
        way_out = refusal.hint(language)
        if self.hint and refusal.code == "field-invalid" and self.widget in ("date", "moment", "interval"):
            way_out = self.hint
        return replace(self, error=refusal.message(language), way_out=way_out)


def _picked(value: str, widget: str) -> bool:
    if not value:
        return True
    try:
        return bool(date.fromisoformat(value)) if widget == "date" else datetime.fromisoformat(value).tzinfo is None
    except ValueError:
        return False


def input_of(
    field: Field,
    required: bool,
    context: Context,
    day: date,
    sent: Mapping[str, str],
    refusal: Refusal | None,
    language: Language,
    offered: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
) -> Input:
    """One field as a page asks for it; `offered` is what references can be chosen from, by field."""
    groups = _groups(field, context, day, language, offered)
    return shaped(field, required, groups, context.zone, day, sent, language).saying(refusal, language)


def shaped(
    field: Field, required: bool, groups: tuple[Group, ...], zone: ZoneInfo, day: date, sent: Mapping[str, str],
    language: Language,
) -> Input:  # fmt: skip
    """A field of its kind, with its choices and what was typed."""
    most = field.most or WORDS_MOST
    value, until = sent.get(field.id, ""), sent.get(f"{field.id}{UNTIL}", "")
    if field.type in (FieldType.INSTANT, FieldType.INTERVAL):
        start, _, end = value.partition("/") if is_span(value) else (value, "", "")
        value, until = _local(start, zone), _local(end or until, zone)
    unit = field.currency or field.measure
    return Input(
        name=field.id,
        title=field.title.in_(language) + (f" ({unit})" if unit else ""),
        widget="words" if field.type is FieldType.WORDS and most > LONG else _WIDGETS[field.type],
        required=required,
        most=most,
        groups=groups,
        value=value,
        until=until,
        register=field.register or "" if field.type is FieldType.ENTRY else "",
        hint=HINTS[field.type].in_(language, {"day": day.isoformat()}) if field.type in HINTS else "",
        empty=(CHOOSE if required else OPEN).in_(language),
        keys=KEYS.get(field.contact, "text"),
    )


def _local(text: str, zone: ZoneInfo) -> str:
    """A moment as the field of a form holds it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment.tzinfo else text


def _groups(
    field: Field, context: Context, day: date, language: Language, offered: Mapping[str, Sequence[tuple[str, str]]]
) -> tuple[Group, ...]:
    match field.type:
        case FieldType.CHOICE if (words := context.dictionaries.get(field.dictionary or "")) is not None:
            return of_dictionary(words, day, language)
        case FieldType.AREA:
            return areas(context.areas, language)
        case FieldType.UNIT:
            return (Group("", units(context, day, language)),)
        case FieldType.YES_NO:
            return (Group("", tuple((code, text.in_(language)) for code, text in YES_NO.items())),)
        case FieldType.ENTRY if field.id in offered:
            return (Group("", tuple(offered[field.id])),)
        case _:
            return ()


def areas(known: Mapping[str, Area], language: Language) -> tuple[Group, ...]:
    """Areas by the area that holds them, that one leading its group, in the order of the tree; what holds all others
    comes last, as what somebody says who does not know where."""
    below: dict[str | None, list[Area]] = {}
    for area in known.values():
        below.setdefault(area.parent if area.parent in known else None, []).append(area)
    tops = [one for one in below.get(None, ()) if one.id in below]
    alone = [one for one in below.get(None, ()) if one.id not in below]
    groups = [Group("", tuple((one.id, one.title.in_(language)) for one in alone))] if alone else []
    for top in tops:
        groups += _branch(top, below, language, top=True)
    whole = tuple((top.id, WHOLE.in_(language).format(area=top.title.in_(language))) for top in tops)
    return (*groups, Group("", whole)) if whole else tuple(groups)


def _branch(area: Area, below: Mapping[str | None, Sequence[Area]], language: Language, top: bool) -> list[Group]:
    title = area.title.in_(language)
    leaves = tuple((one.id, one.title.in_(language)) for one in below[area.id] if one.id not in below)
    own = leaves if top else ((area.id, title), *leaves)
    found = [Group(title, own)] if own else []
    for one in below[area.id]:
        if one.id in below:
            found += _branch(one, below, language, top=False)
    return found


def units(context: Context, day: date, language: Language) -> tuple[tuple[str, str], ...]:
    """The units of that day, as choices."""
    return tuple((unit.id, unit.title.in_(language)) for unit in context.units.values() if unit.active(day))


def of_dictionary(dictionary: Dictionary, day: date, language: Language) -> tuple[Group, ...]:
    """The words of a dictionary that are in force, grouped."""
    entries = [dictionary.entries[code] for code in dictionary.codes_on(day)]
    return _grouped({entry.code: (entry.title, entry.parent) for entry in entries}, language)


def _grouped(tree: Mapping[str, tuple[Text, str | None]], language: Language) -> tuple[Group, ...]:
    """Members by parent, a parent leading its own group so that it can be chosen too; lone ones come first."""
    parents = dict.fromkeys(parent for _, parent in tree.values() if parent is not None and parent in tree)
    alone = [(code, title.in_(language)) for code, (title, parent) in tree.items()
             if code not in parents and parent not in tree]  # fmt: skip
    groups = [Group("", tuple(alone))] if alone else []
    for parent in parents:
        title = tree[parent][0].in_(language)
        below = [(code, name.in_(language)) for code, (name, above) in tree.items() if above == parent]
        lone = [(code, name) for code, name in below if code not in parents]
        groups.append(Group(title, ((parent, title), *lone)))
    return tuple(groups)


def faulty(inputs: Iterable[Input]) -> list[Input]:
    """Those that something is wrong with, in their order."""
    return [one for one in inputs if one.error]

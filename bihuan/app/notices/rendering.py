"""What a notice says to one recipient: the pack's text with its places filled from the case, and nothing more than the
recipient may see. A place that may not be seen says so and leads to the pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.core.access import Places, absent
from bihuan.core.case import Case
from bihuan.core.clocks.explaining import write
from bihuan.core.holding import holder_title
from bihuan.core.notices import Channel
from bihuan.core.programme import Dictionary, FieldType, Programme, Telling
from bihuan.core.text import Language, Text
from bihuan.core.verbs import TaskState

UNSEEN = Text("（请登录查看）", "(sign in to read it)")
CALL = Text("服务热线", "the service line")
"""Whom to call where the district names no number."""
UNEXPLAINED = Text("还没有说明", "none has been given yet")
"""Why a date passed, as long as nobody has said why."""
_NONE = Text("—", "—")
_GONE = (TaskState.RETURNED, TaskState.REVOKED)


def told(
    telling: Telling,
    case: Case,
    programme: Programme,
    words: Mapping[str, str],
    sees: Set[str] | None,
    places: Places,
    dictionaries: Mapping[str, Dictionary],
    zone: ZoneInfo,
    language: Language,
    units: tuple[str, ...] = (),
    hotline: str = "",
    missed: datetime | None = None,
) -> str:
    """The text in one language. `words` are the opened words the notice may quote, `sees` those the recipient sees
    (None: the one who raised the case, who sees all but what names somebody). `units` narrow the deadline to theirs.
    `hotline` is the district's, `missed` the moment that passed, of a notice that a clock's end ordered."""
    names: dict[str, object] = {
        "number": case.number,
        "due": _due(case, units, zone, language),
        "unit": _title(places, case.lead.unit if case.lead else None, language),
        "holder": _holder(case, programme, places, language),
        "hotline": hotline or CALL.in_(language),
        "missed": moment(missed, zone, language) if missed else _NONE.in_(language),
    }
    for name, field in programme.fields.items():
        if field.private:
            hidden = field.identity or (sees is not None and name not in sees)
            names[name] = UNSEEN.in_(language) if hidden and name in words else words.get(name, "—")
        else:
            names[name] = _value(case, programme, name, places, dictionaries, zone, language)
    reason = words.get("reason")
    names["reason"] = reason or _NONE.in_(language)
    return telling.text.in_(language, names)


def subject(case: Case, programme: Programme, short: Text, channel: Channel, language: Language) -> str:
    """The head line where a channel has one; it names the matter by number only."""
    if channel is Channel.SMS:
        return ""
    head = Text("【{short}】{programme} {number}", "[{short}] {programme} {number}")
    return head.in_(
        language,
        {"short": short.in_(language), "programme": programme.title.in_(language), "number": case.number},
    )


def due_told(case: Case, units: Collection[str] = ()) -> datetime | None:
    """The deadline that a recipient is told. A unit: that of its own work, not of the sign-for on the way to it.

    Anybody else: the promise by which the matter is answered at last, the one that stands at the top of the page.
    """
    running = [clock for clock in case.clocks.values() if clock.running and not clock.suspended]
    own = {task.id for task in case.tasks.values() if task.unit in units and task.state not in _GONE}
    mine = [clock for clock in running if clock.task in own and not clock.window]
    if mine:
        return min(clock.due for clock in [clock for clock in mine if clock.shown] or mine)
    shown = [clock for clock in running if clock.shown]
    promised = [clock.due for clock in shown if not clock.window]
    return max(promised, default=None) or min((clock.due for clock in shown), default=None)


def _due(case: Case, units: tuple[str, ...], zone: ZoneInfo, language: Language) -> str:
    found = due_told(case, units)
    return moment(found, zone, language) if found is not None else _NONE.in_(language)


def moment(due: datetime, zone: ZoneInfo, language: Language) -> str:
    """The last whole minute in time; the end of a day is 24:00 of that day."""
    local = due.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    if local.time() == time(0):
        return f"{write((local - timedelta(days=1)).date(), language)} 24:00"
    return write(local, language)


def _title(places: Places, unit: str | None, language: Language) -> str:
    known = places.units.get(unit or "")
    return known.title.in_(language) if known else (unit or _NONE.in_(language))


def _holder(case: Case, programme: Programme, places: Places, language: Language) -> str:
    unit = case.lead.unit if case.lead else None
    title = Text(_title(places, unit, "zh"), _title(places, unit, "en")) if unit else None
    return holder_title(programme, case.stage, title, absent(case, programme, places.units)).in_(language)


def _value(
    case: Case,
    programme: Programme,
    name: str,
    places: Places,
    dictionaries: Mapping[str, Dictionary],
    zone: ZoneInfo,
    language: Language,
) -> str:
    value, field = case.fields.get(name), programme.fields[name]
    if value is None:
        return _NONE.in_(language)
    if field.type is FieldType.INSTANT:
        return moment(datetime.fromisoformat(str(value)), zone, language)
    if field.type is FieldType.DATE:
        return write(date.fromisoformat(str(value)), language)
    if field.type is FieldType.UNIT:
        return _title(places, str(value), language)
    if field.type is FieldType.AREA:
        area = places.areas.get(str(value))
        return area.title.in_(language) if area else str(value)
    known = dictionaries.get(field.dictionary or "")
    entry = known.entries.get(str(value)) if known else None
    return entry.title.in_(language) if entry else str(value)

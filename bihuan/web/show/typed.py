"""What somebody typed as a fact holds it, by the type of its field. Pure; names no field.

Dates are taken as people write them; what cannot be read stays as it was typed and is judged by the core, so that a
page and a program are refused alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bihuan.core.amounts import amount_of
from bihuan.core.decide import Context
from bihuan.core.decide.filling import filled, lacking, unfit, wrong_contact
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.web.show.dates import MONTHS

UNTIL = "-until"
"""Behind the name of an interval: the name of its second moment on a form. No field of a pack can be called so."""

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)
_DAY = (
    r"(?:(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})\s*[日号]?"
    r"|(?P<packed>[0-9]{8})"
    r"|(?P<first>[0-9]{1,2})\s+(?P<named>[A-Za-z]{3,9})\.?,?\s+(?P<last>[0-9]{4}))"
)
_CLOCK = r"(?P<hour>[0-9]{1,2})\s*(?:[:时点]\s*(?P<minute>[0-9]{1,2})?\s*分?)(?::(?P<second>[0-9]{1,2}))?"
_A_DAY = re.compile(_DAY, re.ASCII)
_A_MOMENT = re.compile(rf"{_DAY}\s*,?\s*T?\s*{_CLOCK}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person sent, sorted into typed values and private words."""

    values: Mapping[str, Scalar]
    words: Mapping[str, str]


def read(
    programme: Programme,
    step: Step,
    sent: Mapping[str, str],
    context: Context,
    known: Mapping[str, Scalar] | None = None,
) -> Given:
    """Sort what was sent. What the step doesn't take is left out; what can't be read stays as it was typed.

    `known` are the answers that nobody is asked for; without it those of `answered`.
    """
    values: dict[str, Scalar] = dict(answered(programme, step, context) if known is None else known)
    words: dict[str, str] = {}
    for taking in step.takes:
        field = programme.fields[taking.field]
        text = text_of(field, sent, context.zone)
        if not text or field.id in values:
            continue
        if field.private:
            words[field.id] = text
        else:
            values[field.id] = value_of(field, text)
    return Given(values, words)


def check(programme: Programme, step: Step, given: Given, context: Context, day: date) -> dict[str, Refusal]:
    """Everything that is wrong, field by field, so that it can stand beside each. The core's own judgement."""
    wrong, sent = {}, {*given.values, *given.words}
    for taking in (one for one in step.takes if one.required or one.field in sent):
        contact = wrong_contact(programme.fields[taking.field], given.words.get(taking.field, ""))
        if refusal := unfit(taking, programme, given.values, given.words, context, day) or contact:
            wrong[taking.field] = refusal
    return {one.about or "": one for one in lacking(step, programme, filled(given.values, given.words))} | wrong


def answered(programme: Programme, step: Step, context: Context) -> dict[str, str]:
    """Required choices of the way by which a matter came in, as their dictionary says: this page knows the answer."""
    found = {}
    for taking in step.takes:
        field = programme.fields[taking.field]
        dictionary = context.dictionaries.get(field.dictionary or "")
        if taking.required and dictionary is not None and dictionary.by_page is not None:
            found[field.id] = dictionary.by_page
    return found


def text_of(field: Field, sent: Mapping[str, str], zone: ZoneInfo) -> str:
    """What was typed for a field, dates and moments as facts hold them; moments without a zone are the district's."""
    text = sent.get(field.id, "").replace("\r\n", "\n").strip()
    match field.type:
        case FieldType.INTERVAL:
            until = sent.get(f"{field.id}{UNTIL}", "").strip()
            if (not text and not until) or (not until and is_span(text)):
                return text
            return f"{moment_of(text, zone)}/{moment_of(until, zone)}"
        case FieldType.INSTANT:
            return moment_of(text, zone)
        case FieldType.DATE:
            return day_of(text)
        case _:
            return text


def is_span(text: str) -> bool:
    """Whether it is an interval as a fact holds it; a slash may also stand in a day as people write it."""
    start, slash, end = text.partition("/")
    return bool(slash) and "T" in start and "T" in end


def value_of(field: Field, text: str) -> Scalar:
    """A typed value as a fact holds it; what can't be read stays as it was typed."""
    match field.type:
        case FieldType.YES_NO:
            return {"yes": True, "no": False}.get(text, text)
        case FieldType.NUMBER if _WHOLE.fullmatch(text):
            return int(text)
        case FieldType.MONEY | FieldType.QUANTITY if (amount := amount_of(text, field.decimals)) is not None:
            return amount
        case _:
            return text


def day_of(text: str) -> str:
    """A day as people write it (2026-11-24, 2026/11/24, 2026年11月24日, 20261124, 24 Nov 2026), in ISO 8601."""
    found = _A_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    day = _day(found) if found else None
    return day.isoformat() if day else text


def moment_of(text: str, zone: ZoneInfo) -> str:
    """A moment as people write it, in ISO 8601 with its zone; one that names none is meant as in `zone`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        moment = datetime.fromisoformat(plain) if len(plain) > 10 else None
    except ValueError:
        moment = None
    if moment is None and (found := _A_MOMENT.fullmatch(plain)) and (day := _day(found)):
        moment = _moment(day, *(int(found[name] or 0) for name in ("hour", "minute", "second")))
    if moment is None:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["packed"]:
            return date.fromisoformat(found["packed"])
        if found["named"]:
            month = [name.lower() for name in MONTHS].index(found["named"][:3].lower()) + 1
            return date(int(found["last"]), month, int(found["first"]))
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _moment(day: date, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - the zone follows
    except ValueError:
        return None

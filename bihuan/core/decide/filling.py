"""What a step was given against what it takes: types, dictionaries, lengths, evidence. Refuses whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date, datetime
from typing import assert_never

from bihuan.core.amounts import LARGEST, amount_text
from bihuan.core.arguments import PHOTOS, REASON
from bihuan.core.clocks.terms import FIRST_YEAR, LAST_YEAR
from bihuan.core.contacts import is_email, is_phone
from bihuan.core.decide.situation import Context
from bihuan.core.events import Scalar
from bihuan.core.notices import Channel
from bihuan.core.programme import EXISTS, Field, FieldType, Programme, Step, Taking
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, at_most, listed

WORDS_MOST = 5_000
"""Characters of words where the programme sets no other limit."""

TITLE_MOST = 200
"""Characters of the name of a thing where no other limit is set."""

REASON_WORDS = Text("理由", "Reason")

_HARMLESS = frozenset("\t\n\r")

_AMOUNTS = (FieldType.MONEY, FieldType.QUANTITY)


def misfit(
    step: Step,
    programme: Programme,
    values: Mapping[str, Scalar],
    words: Mapping[str, str],
    photos: int,
    context: Context,
    day: date,
) -> Refusal | None:
    """The first thing that is wrong with what was given; None if all of it fits."""
    takes = {taking.field: taking for taking in step.takes}
    for given_names, in_words in ((values, False), (words, True)):
        for name in given_names:
            if not _belongs(name, in_words, takes, programme):
                return Refusal("field-unknown", _named(step, name, programme))
    for taking in step.takes:
        if not taking.required and taking.field not in values and taking.field not in words:
            continue
        if refusal := unfit(taking, programme, values, words, context, day):
            return refusal
        # What was written down long ago stays as it was.
        if not step.history and (refusal := wrong_contact(programme.fields[taking.field], words.get(taking.field, ""))):
            return refusal
    if refusal := next(iter(lacking(step, programme, filled(values, words))), None):
        return refusal
    if REASON in words and REASON not in takes:
        said = programme.fields.get(REASON)
        if refusal := wrong_words(said.title if said else REASON_WORDS, words[REASON], WORDS_MOST, REASON):
            return refusal
    if photos < step.photos:
        detail: dict[str, str | Text] = {"step": step.title, "least": str(step.photos), "given": str(photos)}
        return Refusal("evidence-missing", detail, about=PHOTOS)
    return None


def unfit(
    taking: Taking,
    programme: Programme,
    values: Mapping[str, Scalar],
    words: Mapping[str, str],
    context: Context,
    day: date,
) -> Refusal | None:
    """What is wrong with one field of those that a step takes; None if it fits or may be left out."""
    field = programme.fields[taking.field]
    text = words.get(field.id, "")
    given = text.strip() if field.private else values.get(field.id)
    if given in (None, "") and taking.required:
        return Refusal("field-missing", {"field": field.title}, about=field.id)
    if field.private:
        # Blank is not empty: some control characters count as blanks.
        return wrong_words(field.title, text, field.most or WORDS_MOST, field.id)
    return None if given in (None, "") else wrong_value(field, given, context, day)


def filled(values: Mapping[str, Scalar], words: Mapping[str, str]) -> Set[str]:
    """Names of what was given and is not blank."""
    return {
        *(name for name, value in values.items() if value not in (None, "")),
        *(name for name, text in words.items() if text.strip()),
    }


def lacking(step: Step, programme: Programme, given: Set[str]) -> Iterator[Refusal]:
    """Of what was given, what needs another field that was not: said about the one that is missing.

    What was written down long ago stays as it was.
    """
    for taking in () if step.history else step.takes:
        field = programme.fields[taking.field]
        if field.needs is not None and field.id in given and field.needs not in given:
            other = programme.fields[field.needs]
            yield Refusal("field-needed", {"given": field.title, "field": other.title}, about=other.id)


def left_out(step: Step, outcome: str, programme: Programme, given: Set[str]) -> Iterator[Refusal]:
    """What this outcome must have and was not given."""
    move = step.moves.get(outcome)
    for name in move.needs if move is not None else ():
        if name not in given:
            yield Refusal("field-missing", {"field": programme.fields[name].title}, about=name)


def _belongs(name: str, in_words: bool, takes: Mapping[str, Taking], programme: Programme) -> bool:
    """Whether the step takes it, and takes it there: a private word among the facts would stand in the open log."""
    if name == REASON:
        return in_words
    return name in takes and programme.fields[name].private == in_words


def _named(step: Step, name: str, programme: Programme) -> dict[str, str | Text]:
    fields = listed(programme.fields[taking.field].title for taking in step.takes)
    return {"step": step.title, "field": name, "fields": fields}


def wrong_words(title: Text | str, text: str, most: int, about: str | None = None) -> Refusal | None:
    if len(text) > most:
        return Refusal("words-too-long", {"field": title, "length": str(len(text)), "most": str(most)}, about=about)
    if text.isprintable():
        return None
    for position, character in enumerate(text, 1):
        if unicodedata.category(character) in ("Cc", "Cs") and character not in _HARMLESS:
            detail: dict[str, str | Text] = {
                "field": title,
                "position": str(position),
                "character": f"U+{ord(character):04X}",
            }
            return Refusal("control-character", detail, about=about)
    return None


CONTACTS: Mapping[Channel, tuple[Callable[[str], bool], Text]] = {
    Channel.SMS: (is_phone, Text("电话号码，如 13800000000、0797-8380000", "a number like 13800000000, 0797-8380000")),
    Channel.EMAIL: (is_email, Text("邮箱地址，如 a@b.cn", "an address like a@b.cn")),
}


_UNNAMED = Text("“{field}”填写的内容不对。", "“{field}” is not written as it has to be.")
"""Without what was typed: it may be somebody's name, and a refusal can end up in the report of an import."""


def wrong_contact(field: Field, text: str) -> Refusal | None:
    """Nobody can be told at what is no number and no address; the shape is all that can be asked here."""
    shape = CONTACTS.get(field.contact or Channel.INAPP)
    if shape is None or not text.strip() or shape[0](text):
        return None
    detail: dict[str, str | Text] = {"field": field.title, "value": "", "expected": shape[1]}
    return Refusal("field-invalid", detail, said=_UNNAMED, about=field.id)


def wrong_value(field: Field, given: Scalar, context: Context, day: date) -> Refusal | None:
    expected = wanted(field, given, context, day)
    if expected is None:
        return None
    scaled = field.type in _AMOUNTS and isinstance(given, int)
    value = amount_text(int(given or 0), field.decimals) if scaled else str(given)
    return Refusal("field-invalid", {"field": field.title, "value": value[:80], "expected": expected}, about=field.id)


def wanted(field: Field, given: Scalar, context: Context, day: date) -> str | Text | None:
    """What the field takes, if the value isn't that; None if it is."""
    match field.type:
        case FieldType.CHOICE:
            words = context.dictionaries[field.dictionary or ""]
            return None if words.holds(given, day) else "、".join(words.codes_on(day)[:20])
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            least = -LARGEST if field.least is None else field.least
            most = LARGEST if field.most is None else field.most
            whole = isinstance(given, int) and not isinstance(given, bool)
            return None if whole and least <= int(given or 0) <= most else _range(field)
        case FieldType.DATE:
            return None if _is_iso(given, date) else "2021-07-01"
        case FieldType.INSTANT:
            return None if _is_iso(given, datetime) else "2021-07-01T08:30:00+08:00"
        case FieldType.YES_NO:
            return None if isinstance(given, bool) else "true / false"
        case FieldType.UNIT:
            known = context.units.get(str(given))
            return (
                None if known is not None and known.active(day) else Text("单位名录里的单位", "a unit of the register")
            )
        case FieldType.AREA:
            return None if given in context.areas else Text("区域名录里的区域", "an area of the register")
        case FieldType.ENTRY:
            return _unknown_entry(field, given, context, day)
        case FieldType.CODE | FieldType.TITLE:
            most = (field.most or 64) if field.type is FieldType.CODE else (field.most or TITLE_MOST)
            return None if isinstance(given, str) and given.isprintable() and len(given) <= most else at_most(most)
        case FieldType.INTERVAL:
            return None if _is_interval(given) else "2021-06-01T08:00:00+08:00/2021-06-01T20:00:00+08:00"
        case FieldType.POINT:
            return None if _is_point(given) else "114.8620,25.8840"
        case FieldType.WORDS | FieldType.PLACE:
            return None
        case _:
            assert_never(field.type)


def _range(field: Field) -> Text:
    """Which numbers a field takes, as they are written, not as they are held."""
    decimals = field.decimals if field.type in _AMOUNTS else 0
    least, most = (None if one is None else amount_text(one, decimals) for one in (field.least, field.most))
    kind = Text(f"最多 {decimals} 位小数的数", f"a number with at most {decimals} decimals")
    kind = kind if decimals else Text("整数", "a whole number")
    match least, most:
        case None, None:
            return kind
        case _, None:
            return Text(f"{kind.zh}，不小于 {least}", f"{kind.en}, {least} or more")
        case None, _:
            return Text(f"{kind.zh}，不大于 {most}", f"{kind.en}, {most} or less")
        case _:
            return Text(f"{kind.zh}，{least} 至 {most}", f"{kind.en}, {least} to {most}")


def _unknown_entry(field: Field, given: Scalar, context: Context, day: date) -> str | Text | None:
    """Whether the entry referred to is in force that day; where nothing can be looked up, only its form is judged."""
    if not (isinstance(given, str) and given.isprintable() and len(given) <= 64):
        return at_most(64)
    register = field.register or ""
    if register == "units":
        return None if given in context.units else Text("单位名录里的单位", "a unit of the register")
    if register == "areas":
        return None if given in context.areas else Text("区域名录里的区域", "an area of the register")
    if register not in context.registers or context.lookup is None:
        return None
    if context.lookup(register, given, EXISTS, day) is True:
        return None
    title = context.registers[register].title
    return Text(f"{title.zh}里当日有效的条目", f"an entry of “{title.en}” in force on that day")


def _is_interval(given: Scalar) -> bool:
    if not isinstance(given, str):
        return False
    start, slash, end = given.partition("/")
    if not slash or not _is_iso(start, datetime) or not _is_iso(end, datetime):
        return False
    return datetime.fromisoformat(start) < datetime.fromisoformat(end)


def _is_point(given: Scalar) -> bool:
    parts = given.split(",") if isinstance(given, str) else []
    if len(parts) != 2 or not all(_DEGREES(part) for part in parts):
        return False
    return abs(float(parts[0])) <= 180 and abs(float(parts[1])) <= 90


_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,8})?", re.ASCII).fullmatch


def _is_iso(given: Scalar, kind: type[date] | type[datetime]) -> bool:
    if not isinstance(given, str):
        return False
    try:
        parsed = kind.fromisoformat(given)
    except ValueError:
        return False
    # One day inside the years that clocks count in, so that no zone leads out of them.
    counted = FIRST_YEAR < parsed.year < LAST_YEAR
    return counted and (not isinstance(parsed, datetime) or parsed.tzinfo is not None)

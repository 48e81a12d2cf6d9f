"""Values of a register in people's words, and people's words as values. Pure; knows types, never a field by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.core.access import Places
from bihuan.core.amounts import amount_of, amount_text
from bihuan.core.events import Scalar
from bihuan.core.programme import Dictionary, Field, FieldType
from bihuan.core.registers import Register
from bihuan.core.text import Language, Text

YES, NO = Text("是", "yes"), Text("否", "no")
_YES = frozenset({"是", "yes", "y", "true", "1", "√"})
_NO = frozenset({"否", "no", "n", "false", "0", "×"})
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_WIDE = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets."""
_SERIALS = range(10_000, 80_000)
"""Numbers that a spreadsheet shows for a day between 1927 and 2119 when the cell is not formatted as one."""
_BRACKETED = re.compile(r".*[（(]([\w.-]+)[)）]\s*")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no value of the field, and what would be."""

    text: str
    expected: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What names are looked up in."""

    zone: ZoneInfo
    dictionaries: Mapping[str, Dictionary]
    places: Places
    titles: Mapping[tuple[str, str], str]
    """Register and code → what the entry is called."""


def value_of(field: Field, values: Mapping[str, Scalar], language: Language) -> Scalar:
    """What an entry says in this field, in English where it has that and English is read."""
    english = values.get(field.english_field or "") if language == "en" else None
    return values.get(field.id) if english is None else english


def told(field: Field, value: Scalar, book: Book, language: Language) -> str:
    """A value as people read it; empty for none."""
    if value is None:
        return ""
    match field.type:
        case FieldType.YES_NO:
            return (YES if value else NO).in_(language)
        case FieldType.CHOICE:
            entry = book.dictionaries[field.dictionary or ""].entries.get(str(value))
            return entry.title.in_(language) if entry else str(value)
        case FieldType.UNIT:
            unit = book.places.units.get(str(value))
            return unit.title.in_(language) if unit else str(value)
        case FieldType.AREA:
            area = book.places.areas.get(str(value))
            return area.title.in_(language) if area else str(value)
        case FieldType.ENTRY:
            title = book.titles.get((field.register or "", str(value)))
            return f"{title}（{value}）" if title else str(value)
        case FieldType.MONEY | FieldType.QUANTITY:
            amount = amount_text(int(value), field.decimals, grouped=True)
            said = field.currency or field.measure
            return f"{amount} {said}" if said else amount
        case FieldType.INTERVAL:
            start, _, end = str(value).partition("/")
            return f"{_moment(start, book)} – {_moment(end, book)}"
        case FieldType.INSTANT:
            return _moment(str(value), book)
        case _:
            return str(value)


def written(field: Field, value: Scalar, book: Book, language: Language) -> str | int:
    """A value as a sheet holds it, so that `read` gives the same value again: codes behind names, plain amounts."""
    if value is None:
        return ""
    match field.type:
        case FieldType.CHOICE | FieldType.UNIT | FieldType.AREA:
            title = told(field, value, book, language)
            return str(value) if title == str(value) else f"{title}（{value}）"
        case FieldType.MONEY | FieldType.QUANTITY:
            return amount_text(int(value), field.decimals)
        case FieldType.NUMBER:
            return int(value) if abs(int(value)) < 10**15 else str(value)
        case FieldType.INSTANT | FieldType.INTERVAL:
            return str(value)
        case _:
            return told(field, value, book, language)


def read(field: Field, text: str, book: Book) -> Scalar | Unreadable:
    """The value that a text means; whether the field takes it is decided at the door."""
    text = text.strip()
    if not text:
        return None
    match field.type:
        case FieldType.YES_NO:
            low = text.casefold()
            return True if low in _YES else False if low in _NO else Unreadable(text, Text("是 / 否", "yes / no"))
        case FieldType.CHOICE:
            words = book.dictionaries[field.dictionary or ""].entries
            return _named(text, {code: one.title for code, one in words.items()})
        case FieldType.UNIT:
            return _named(text, {id: one.title for id, one in book.places.units.items()})
        case FieldType.AREA:
            return _named(text, {id: one.title for id, one in book.places.areas.items()})
        case FieldType.ENTRY:
            behind = _BRACKETED.fullmatch(text)
            return behind[1] if behind else text
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            return _amount(text, field.decimals if field.type is not FieldType.NUMBER else 0)
        case FieldType.DATE:
            return _day(text)
        case _:
            return text


def state_of(form: Register, text: str) -> Scalar | Unreadable:
    """The state that a text names."""
    return _named(text, {id: one.title for id, one in form.states.items()}) if text else None


def day_of(text: str) -> Scalar | Unreadable:
    """The ISO day that a text names; None for none."""
    return _day(text) if text.strip() else None


def _named(text: str, titles: Mapping[str, Text]) -> Scalar | Unreadable:
    """A code, a title, or a title with its code behind it; two things of one title have to be told apart."""
    behind = _BRACKETED.fullmatch(text)
    for code in (text, behind[1] if behind else ""):
        if code in titles:
            return code
    found = [code for code, title in titles.items() if text in (title.zh, title.en)]
    if len(found) == 1:
        return found[0]
    known = "、".join(f"{title.zh}（{code}）" for code, title in list(titles.items())[:8])
    return Unreadable(text, Text(f"例如 {known}", ", ".join(f"{t.en} ({c})" for c, t in list(titles.items())[:8])))


def _amount(text: str, decimals: int) -> Scalar | Unreadable:
    amount = amount_of(text, decimals)
    if amount is None:
        return Unreadable(text, Text(f"不超过 {decimals} 位小数的数", f"a number with at most {decimals} decimals"))
    return amount


def _day(text: str) -> Scalar | Unreadable:
    # Digits of full width come from Chinese keyboards and mean the same.
    text = text.translate(_WIDE)
    found = _DAY.match(text)
    rest = text[found.end() :].strip() if found else "?"
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None and text.isascii() and text.isdecimal() and int(text) in _SERIALS:
        meant = (_EPOCH + timedelta(days=int(text))).isoformat()
        zh = f"日期；{text} 是表格软件的日期序号，多半指 {meant}：请把单元格设为日期格式，或写成 {meant}"
        en = f"a date; {text} is a spreadsheet's number of a day, most likely {meant}: format the cell as a date"
        return Unreadable(text, Text(zh, en))
    if day is None or rest not in ("", "00:00:00"):
        return Unreadable(text, Text("日期，如 2021-07-01", "a date like 2021-07-01"))
    return day.isoformat()


def _moment(text: str, book: Book) -> str:
    return datetime.fromisoformat(text).astimezone(book.zone).strftime("%Y-%m-%d %H:%M")

"""One cell at a time: text, counts and moments out of whatever a spreadsheet holds, or the problem with it.

Pure: `now` is an argument, nothing is opened, no row is known. Serial days follow ECMA-376 part 1, 18.17.4.1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal

from bihuan.app.imports.fields import Dates
from bihuan.app.imports.problems import Problem

Cell = str | int | float | bool | datetime | date | time | timedelta | None
Precision = Literal["day", "minute", "second"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time in UTC and how exactly the file states it; `day` means midnight where the file was written."""

    at: datetime
    precision: Precision


# Tab, line feed and carriage return are layout; every other C0, DEL and C1 character is a fault of some program.
# Lone surrogates stand for bytes that could not be decoded (PEP 383).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_VISIBLE = re.compile("[^\\s\u200b-\u200f\u2060\ufeff]")
_C0_NAMES = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
).split()


def is_blank(cell: Cell) -> bool:
    """Nothing a person could see: empty, white space (also full-width) or zero-width characters."""
    return cell is None or (isinstance(cell, str) and _VISIBLE.search(cell) is None)


def as_text(cell: Cell) -> str:
    """The cell as it reads; a whole number without “.0”, a moment as 2019-02-28 11:25:05."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case _:
            return str(cell)


def read_text(cell: Cell, place: str, limit: int, encoding: str = "utf-8") -> str | Problem | None:
    """The words of a cell with line ends as LF, None when blank, or a problem; nothing else is altered.

    A leading = + - @ stays as it is: it is dangerous in a spreadsheet, not here. `limit` is in characters.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and abs(cell) >= 1e15:
        return Problem("number-lost-digits", place, {"value": f"{cell:.15g}"})
    text = as_text(cell)
    if len(text) > limit:
        return Problem("text-too-long", place, {"length": len(text), "limit": limit})
    if (bad := unprintable(text, place, encoding)) is not None:
        return bad
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def unprintable(text: str, place: str, encoding: str) -> Problem | None:
    """The first control character, or byte that could not be decoded, in a text; None if there is none."""
    bad = _FORBIDDEN.search(text)
    return _forbidden(bad.group(), bad.start() + 1, place, encoding) if bad else None


def _forbidden(character: str, position: int, place: str, encoding: str) -> Problem:
    code = ord(character)
    if code >= 0xD800:
        byte = f"0x{code & 0xFF:02X}"
        return Problem("undecodable", place, {"position": position, "byte": byte, "encoding": encoding})
    name = f"U+{code:04X}" + (f" {_C0_NAMES[code]}" if code < 0x20 else "")
    return Problem("control-character", place, {"position": position, "name": name})


def read_count(cell: Cell, place: str) -> int | Problem | None:
    """A whole number of zero or more, None when blank, or a problem."""
    if is_blank(cell):
        return None
    text = unicodedata.normalize("NFKC", as_text(cell)).strip()
    if re.fullmatch(r"[0-9]{1,15}(\.0+)?", text):
        return int(text.split(".")[0])
    return Problem("count-unreadable", place, {"value": shown(text)})


def shown(text: str) -> str:
    """A value as a message quotes it: short, on one line, without invisible characters."""
    flat = "".join(character if character.isprintable() else "�" for character in text[:60])
    return flat + ("…" if len(text) > 60 else "")


# ------------------------------------------------------------------------------------------------------- moments

_TIME = (
    r"(?:[T\s]\s*(?P<half>上午|下午)?\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{1,2})"
    r"(?::(?P<second>[0-9]{1,2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?:\s*(?P<half_en>[AaPp][Mm]))?\s*(?P<offset>Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_CHINESE_TIME = (
    r"(?:\s*(?P<half>上午|下午)?\s*(?P<hour>[0-9]{1,2})\s*[时点:]\s*(?P<minute>[0-9]{1,2})\s*分?"
    r"(?:[:\s]*(?P<second>[0-9]{1,2})\s*秒?)?)?"
)
_DATED = (
    ("year-first", r"(?P<year>[0-9]{4})(?P<sep>[-/.])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})" + _TIME),
    (
        "chinese",
        r"(?P<year>[0-9]{4})\s*年\s*(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]" + _CHINESE_TIME,
    ),
    (
        "compact",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:T?(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?(?P<offset>Z|[+-][0-9]{4})?)?",
    ),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _DATED)
_YEAR_LAST = re.compile(r"(?P<first>[0-9]{1,2})(?P<sep>[-/.])(?P<then>[0-9]{1,2})(?P=sep)(?P<year>[0-9]{4})" + _TIME)
_YEAR_SHORT = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2}(?![0-9]).*", re.DOTALL)
_SERIAL = re.compile(r"[0-9]{1,7}(\.[0-9]+)?")


def read_moment(cell: Cell, place: str, dates: Dates, now: datetime, mac_1904: bool = False) -> Moment | Problem | None:
    """The moment a cell states, in UTC; None when blank, or a problem.

    A time without an offset is local time in `dates.zone`; where clocks went back, the first of the two is meant.
    `mac_1904` is what the workbook says of itself; the mapping may overrule it.
    """
    if is_blank(cell):
        return None
    try:
        found = _local(cell, dates, mac_1904 if dates.mac_1904 is None else dates.mac_1904)
        moment = None if isinstance(found, _Fault) else _to_utc(found[0], dates)
    except (ValueError, OverflowError):
        found, moment = _Fault("date-impossible"), None
    if isinstance(found, _Fault):
        fault = found
    elif moment is None:
        fault = _Fault("date-impossible")
    elif found[0].date() < dates.earliest:
        fault = _Fault("date-too-old")
    elif moment > now:
        fault = _Fault("date-future")
    else:
        return Moment(moment, found[1])
    detail = {"value": shown(as_text(cell)), "kind": fault.kind, "earliest": dates.earliest.isoformat()}
    return Problem(fault.code, place, detail)


@dataclass(frozen=True, slots=True)
class _Fault:
    code: str
    kind: str = ""


_Local = tuple[datetime, Precision]


def _to_utc(at: datetime, dates: Dates) -> datetime | None:
    """UTC, or None for a local time that clocks skipped."""
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    moment = at.replace(tzinfo=dates.zone).astimezone(UTC)
    skipped = moment.astimezone(dates.zone).replace(tzinfo=None) != at
    return None if skipped else moment


def _local(cell: Cell, dates: Dates, mac_1904: bool) -> _Local | _Fault:
    match cell:
        case datetime():
            whole = cell.time() == time()
            return cell, "day" if whole else "second"
        case date():
            return datetime.combine(cell, time()), "day"
        case bool() | time() | timedelta() | None:
            return _Fault("date-unreadable")
        case int() | float():
            return _serial(float(cell), dates, mac_1904)
        case str():
            return _written(unicodedata.normalize("NFKC", cell).strip(), dates, mac_1904)


def _written(text: str, dates: Dates, mac_1904: bool) -> _Local | _Fault:
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return _parts(found, found["month"], found["day"]) if kind in dates.kinds else _not_listed(kind)
    found = _YEAR_LAST.fullmatch(text)
    if found:
        if "day-first" in dates.kinds:
            return _parts(found, found["then"], found["first"])
        if "month-first" in dates.kinds:
            return _parts(found, found["first"], found["then"])
        return _Fault("date-ambiguous")
    if _SERIAL.fullmatch(text):
        return _serial(float(text), dates, mac_1904)
    return _Fault("date-ambiguous" if _YEAR_SHORT.fullmatch(text) else "date-unreadable")


def _not_listed(kind: str) -> _Fault:
    return _Fault("date-not-listed", kind)


def _parts(found: re.Match[str], month: str, day: str) -> _Local:
    """The moment of the matched parts; ValueError when there is no such day or time."""
    part = found.groupdict()
    on = date(int(part["year"]), int(month), int(day))
    if part.get("hour") is None:
        return datetime.combine(on, time()), "day"
    second, fraction = part.get("second"), part.get("fraction") or "0"
    clock = time(
        _hour(int(part["hour"]), part.get("half"), part.get("half_en")),
        int(part["minute"]),
        int(second or 0),
        int(fraction[:6].ljust(6, "0")),
        tzinfo=_offset(part.get("offset")),
    )
    return datetime.combine(on, clock), "second" if second else "minute"


def _hour(hour: int, half: str | None, half_en: str | None) -> int:
    """Hour of a day of 24; ValueError for 13 PM and the like. 下午14时 is everyday usage and stays 14."""
    mark = half or (half_en or "").lower()
    if not mark:
        return hour
    if hour > 12 and mark == "下午":
        return hour
    if not 0 <= hour <= 12 or (half_en and hour == 0):
        raise ValueError(hour)
    return hour % 12 + (12 if mark in ("下午", "pm") else 0)


def _offset(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:])))


def _serial(days: float, dates: Dates, mac_1904: bool) -> _Local | _Fault:
    """Excel's count of days. The 1900 system holds a 29 February 1900 that never was: day 60 is no day."""
    if "serial" not in dates.kinds:
        return _not_listed("serial")
    if not 0 <= days < 2_958_466:
        return _Fault("date-impossible")
    whole, fraction = divmod(days, 1)
    if mac_1904:
        epoch = datetime(1904, 1, 1)  # noqa: DTZ001 – local to the file; its zone is added later
    elif whole == 0:
        return _Fault("date-unreadable")
    elif whole == 60:
        return _Fault("date-impossible")
    else:
        epoch = datetime(1899, 12, 31 if whole < 60 else 30)  # noqa: DTZ001 – as above
    # A double holds today's serial days to a tenth of a millisecond; what lies below is noise.
    at = epoch + timedelta(days=whole, milliseconds=round(fraction * 86_400_000))
    return at, "second" if fraction else "day"

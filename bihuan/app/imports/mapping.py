"""Reads the column-mapping file: which column of a spreadsheet is which field, and how its cells are written.

TOML in, a `Mapping` or every problem found out. Opens no spreadsheet; knows no row.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Table
from datetime import date
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bihuan.app.imports.fields import (
    ALWAYS_PRIVATE,
    CONSTANTS,
    DATE_KINDS,
    DEFAULT_KINDS,
    DELIMITERS,
    ENCODINGS,
    FIELDS,
    ROW_HASH,
    Dates,
    Mapping,
)
from bihuan.app.imports.problems import Problem, nearest

# Section → key → (type, what it should be in zh and en). "" is the top of the file.
_SHAPE: Table[str, Table[str, tuple[type, str, str]]] = {
    "": {
        "source": (str, "来源代号（小写字母、数字、连字符）", "a code of lower-case letters, digits, hyphens"),
        "history": (bool, "true 或 false", "true or false"),
        "identity": (list, '列名的列表，或 "row-hash"', 'a list of headings, or "row-hash"'),
        "required": (list, "字段名的列表", "a list of fields"),
        "private": (list, "字段名的列表", "a list of fields"),
    },
    "file": {
        "encoding": (str, "utf-8 或 gb18030", "utf-8 or gb18030"),
        "sheet": (str, "工作表名", "the name of a sheet"),
        "delimiter": (str, "逗号、制表符、分号或竖线", "a comma, tab, semicolon or bar"),
        "header_row": (int, "1 到 100 的行号", "a row number from 1 to 100"),
    },
    "dates": {
        "zone": (str, "时区名，如 Asia/Shanghai", "a time zone such as Asia/Shanghai"),
        "formats": (list, "、".join(DATE_KINDS) + " 中的若干", "some of " + ", ".join(DATE_KINDS)),
        "earliest": (date, "日期，如 1990-01-01", "a date such as 1990-01-01"),
        "date_system": (str, '"1900" 或 "1904"', '"1900" or "1904"'),
    },
}
_SECTIONS = ("file", "columns", "constants", "dates", "values", "into")


def read_mapping(text: str, name: str = "mapping.toml") -> Mapping | tuple[Problem, ...]:
    """The mapping that `text` declares, or all its problems; `name` is shown as their place, with the line."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (Problem("mapping-syntax", name, {"reason": str(error)}),)
    except RecursionError:
        return (Problem("mapping-syntax", name, {"reason": "nested too deeply"}),)
    found = _Found(text, name)
    _check_keys(raw, found)
    columns = _columns(raw.get("columns"), found)
    _check_field_lists(raw, columns, found)
    values = _values(raw.get("values"), columns, found)
    constants = _constants(raw.get("constants"), found)
    dates = _dates(raw.get("dates"), found)
    if found.problems:
        return tuple(found.problems)
    file, identity = raw.get("file", {}), raw["identity"]
    return Mapping(
        source=raw["source"],
        columns=MappingProxyType(columns),
        identity=() if identity == ROW_HASH else tuple(identity),
        dates=dates,
        history=raw.get("history", False),
        encoding=ENCODINGS[file["encoding"].lower()] if "encoding" in file else None,
        sheet=file.get("sheet"),
        delimiter=file.get("delimiter", ","),
        header_row=file.get("header_row", 1),
        constants=MappingProxyType(constants),
        values=MappingProxyType(values),
        unlisted=raw.get("values", {}).get("unlisted", "refuse"),
        required=frozenset(raw.get("required", ())) | {"words"},
        private=frozenset(raw.get("private", ())) | ALWAYS_PRIVATE,
    )


class _Found:
    """Collects problems and knows on which line a key stands (tomllib does not say)."""

    def __init__(self, text: str, name: str) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._lines: dict[tuple[str, str], int] = {}
        section = ""
        for number, line in enumerate(text.splitlines(), 1):
            stripped = line.strip()
            if stripped.startswith("[") and stripped.endswith("]") and "=" not in stripped:
                section = stripped.strip("[]").strip()
                above, _, below = section.partition(".")
                self._lines.setdefault((above, below.strip("\"'")) if below else ("", above), number)
            elif "=" in stripped:
                self._lines.setdefault((section, stripped.split("=")[0].strip().strip("\"'")), number)

    def add(self, code: str, section: str, key: str, **detail: object) -> None:
        line = self._lines.get((section, key)) or self._lines.get(("", section))
        shown = f"[{section}] {key}" if section else key
        place = f"{self._name}:{line}" if line else self._name
        self.problems.append(Problem(code, place, {"key": shown, **detail}))

    def unknown(self, section: str, key: str, known: list[str]) -> None:
        self.add("mapping-unknown-key", section, key, near=nearest(key, known), known=", ".join(known))

    def wrong(self, section: str, key: str) -> None:
        _, zh, en = _SHAPE[section][key]
        self.add("mapping-wrong-value", section, key, wanted_zh=zh, wanted_en=en)


def _check_keys(raw: Table[str, Any], found: _Found) -> None:
    """Unknown and missing keys, and values of the wrong kind, at the top and in [file] and [dates]."""
    for key in ("source", "identity", "columns"):
        if key not in raw:
            found.add("mapping-missing-key", "", key)
    known = [*_SHAPE[""], *_SECTIONS]
    for key, value in raw.items():
        if key in _SECTIONS:
            if not isinstance(value, dict):
                words = {"wanted_zh": f"[{key}] 一节", "wanted_en": f"a section [{key}]"}
                found.add("mapping-wrong-value", "", key, **words)
        elif key not in known:
            found.unknown("", key, known)
        elif not _fits("", key, value):
            found.wrong("", key)
    for section in ("file", "dates"):
        for key, value in _section(raw.get(section)).items():
            if key not in _SHAPE[section]:
                found.unknown(section, key, list(_SHAPE[section]))
            elif not _fits(section, key, value):
                found.wrong(section, key)


def _section(value: object) -> dict[str, Any]:
    """The section if it is one; a wrong kind has already been reported."""
    return value if isinstance(value, dict) else {}


def _fits(section: str, key: str, value: object) -> bool:
    if key == "identity" and value == ROW_HASH:
        return True
    if type(value) is not _SHAPE[section][key][0]:
        return False
    if isinstance(value, list) and not all(isinstance(item, str) and item for item in value):
        return False
    return _RANGES.get(key, lambda _: True)(value)


def _zone_exists(name: Any) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


_RANGES: Table[str, Any] = {
    "source": lambda value: value.replace("-", "").isalnum() and value.isascii() and value == value.lower(),
    "identity": lambda value: len(value) > 0,
    "encoding": lambda value: value.lower() in ENCODINGS,
    "delimiter": lambda value: value in DELIMITERS,
    "header_row": lambda value: 1 <= value <= 100,
    "zone": _zone_exists,
    "formats": lambda value: bool(value) and set(value) <= set(DATE_KINDS),
    "date_system": lambda value: value in ("1900", "1904"),
}


def _columns(raw: object, found: _Found) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    taken: dict[str, str] = {}
    for name, headings in _section(raw).items():
        listed = [headings] if isinstance(headings, str) else headings
        if name not in FIELDS:
            found.add("mapping-unknown-field", "columns", name, field=name, **_near_field(name))
        elif not isinstance(listed, list) or not listed or not all(isinstance(h, str) and h for h in listed):
            en = "a heading, or a list of headings"
            found.add("mapping-wrong-value", "columns", name, wanted_zh="列名，或列名的列表", wanted_en=en)
        else:
            columns[name] = tuple(heading.strip() for heading in listed)
            for heading in columns[name]:
                if heading in taken:
                    found.add("mapping-column-twice", "columns", name, column=heading)
                taken[heading] = name
    if isinstance(raw, dict) and "words" not in raw:
        found.add("mapping-missing-key", "columns", "words")
    return columns


def _near_field(name: str) -> dict[str, object]:
    return {"near": nearest(name, list(FIELDS)), "known": ", ".join(FIELDS)}


def _check_field_lists(raw: Table[str, Any], columns: Table[str, object], found: _Found) -> None:
    """`required` and `private` name fields that exist; a required field also needs a column."""
    for key in ("required", "private"):
        names = raw.get(key, [])
        for name in names if isinstance(names, list) else []:
            if name not in FIELDS:
                found.add("mapping-unknown-field", "", key, field=name, **_near_field(str(name)))
            elif key == "required" and name not in columns:
                found.add("mapping-unmapped-field", "", key, field=name)


def _values(raw: object, columns: Table[str, object], found: _Found) -> dict[str, Table[str, str]]:
    """Value tables per field: what the file says → our code."""
    values: dict[str, Table[str, str]] = {}
    for name, table in _section(raw).items():
        if name == "unlisted":
            if table not in ("refuse", "keep"):
                words = {"wanted_zh": '"refuse" 或 "keep"', "wanted_en": '"refuse" or "keep"'}
                found.add("mapping-wrong-value", "values", name, **words)
        elif FIELDS.get(name) != "name":
            found.add("mapping-unknown-field", "values", name, field=name, **_near_field(name))
        elif name not in columns:
            found.add("mapping-unmapped-field", "values", name, field=name)
        elif not isinstance(table, dict) or not all(type(code) is str and code for code in table.values()):
            words = {"wanted_zh": "原值 = 代码 的表", "wanted_en": "a table of value = code"}
            found.add("mapping-wrong-value", "values", name, **words)
        else:
            values[name] = MappingProxyType(table)
    return values


def _constants(raw: object, found: _Found) -> dict[str, str]:
    constants = _section(raw)
    for name, value in constants.items():
        if name not in CONSTANTS:
            found.unknown("constants", name, list(CONSTANTS))
        elif not isinstance(value, str) or not value:
            found.add("mapping-wrong-value", "constants", name, wanted_zh="文字", wanted_en="text")
    return constants


def _dates(raw: object, found: _Found) -> Dates:
    """The date section; only called for its problems when the keys are already known to be wrong."""
    section = {key: value for key, value in _section(raw).items() if key in _SHAPE["dates"]}
    if not all(_fits("dates", key, value) for key, value in section.items()):
        return Dates(ZoneInfo("UTC"))
    kinds = frozenset(section.get("formats", DEFAULT_KINDS))
    if {"day-first", "month-first"} <= kinds:
        found.add("mapping-order-twice", "dates", "formats")
    system = section.get("date_system")
    return Dates(
        zone=ZoneInfo(section.get("zone", "Asia/Shanghai")),
        kinds=kinds,
        earliest=section.get("earliest", date(1990, 1, 1)),
        mac_1904=None if system is None else system == "1904",
    )

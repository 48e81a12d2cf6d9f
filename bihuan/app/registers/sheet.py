"""A register as an Excel file: one row an entry, as of a day. What `importing` reads back gives the same register.

Only strings and numbers are written, never a formula, whatever somebody typed into an entry.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import xlsxwriter

from bihuan.app.district import District
from bihuan.app.registers.based import Shown
from bihuan.app.registers.reading import Seen, Wanted, book, page, seen_register
from bihuan.app.registers.telling import Book, written
from bihuan.core.commands import Person
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import EXISTS, STATE, Register
from bihuan.core.text import Language, Text

OPENED = Text("设立日期", "In force from")
ENDED = Text("截止日期", "Until")
CHANGED = Text("变更生效日期", "Changes hold from")
REASON_TITLE = Text("更正理由", "Reason of correction")
SHOWN = Text("导出依据（请勿改动）", "As exported (leave as it is)")
STATE_TITLE = Text("状态", "State")
INVENTED = Text("演示数据，并非真实名录", "Demonstration: made-up entries")
PAGE = 500


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: what it is called and what it holds; `name` is a field's, or one of the fixed ones below."""

    name: str
    title: Text


KEY_, OPENED_, ENDED_, CHANGED_ = "=key", "=opened", "=ended", "=changed"
REASON_, SHOWN_ = "=reason", "=shown"
"""Columns that are no fields; no field can be called so."""


def headings(form: Register, fields: tuple[Field, ...]) -> tuple[Heading, ...]:
    """Code, since when, until when, state, then the fields; what of the entry was exported; and why something was wrong
    and from when changes hold."""
    state = (Heading(STATE, STATE_TITLE),) if form.states else ()
    return (
        Heading(KEY_, form.key.title),
        Heading(OPENED_, OPENED),
        Heading(ENDED_, ENDED),
        *state,
        *(Heading(one.id, one.title) for one in fields),
        Heading(SHOWN_, SHOWN),
        Heading(REASON_, REASON_TITLE),
        Heading(CHANGED_, CHANGED),
    )


def exported(district: District, person: Person, register: str, day: date, language: Language) -> bytes | Refusal:
    """The file, every entry that was ever opened by the day, also those that have ended."""
    found = seen_register(district, person, register)
    if isinstance(found, Refusal):
        return found
    form, held = found
    fields = tuple(
        one for one in form.fields.values() if not (one.private or one.masked) or one.id in held.sees
    )
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    sheet = workbook.add_worksheet("1")
    bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "text_wrap": True})
    open_, grey = workbook.add_format({"bg_color": "#FFF8DC"}), workbook.add_format({"font_color": "#767676"})
    looks = {REASON_: open_, CHANGED_: open_, SHOWN_: grey}
    columns, invented = headings(form, fields), False
    for at, heading in enumerate(columns):
        sheet.set_column(at, at, 14 if at else 22)
        sheet.write_string(0, at, heading.title.in_(language), bold)
    for n, (seen, looked_up) in enumerate(_all(district, person, register, day), 1):
        invented = invented or seen.found.population == "demo"
        for at, value in enumerate(_cells(seen, columns, looked_up, day, language)):
            if isinstance(value, int):
                sheet.write_number(n, at, value)
            elif value or columns[at].name in (REASON_, CHANGED_):
                sheet.write_string(n, at, value, *([looks[columns[at].name]] if columns[at].name in looks else []))
    if invented:
        sheet.set_header(f"&C{INVENTED.in_(language)}")
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    workbook.close()
    return out.getvalue()


def _all(district: District, person: Person, register: str, day: date) -> Iterator[tuple[Seen, Book]]:
    wanted = Wanted(register=register, day=day, in_force=False, most=PAGE)
    while True:
        found = page(district, person, wanted)
        if isinstance(found, Refusal):
            return
        looked_up = book(district, found.form, found.entries, day)
        yield from ((seen, looked_up) for seen in found.entries if EXISTS in seen.found.values)
        if not found.after:
            return
        wanted = replace(wanted, after=found.after)


def _cells(
    seen: Seen, columns: tuple[Heading, ...], looked_up: Book, day: date, language: Language
) -> Iterator[str | int]:
    form, values, since = seen.form, seen.found.values, seen.found.since
    for heading in columns:
        match heading.name:
            case "=key":
                yield seen.found.key
            case "=opened":
                yield seen.found.opened
            case "=ended":
                yield "" if values[EXISTS] else (date.fromisoformat(since[EXISTS]) - timedelta(days=1)).isoformat()
            case "=shown":
                yield str(Shown(day.isoformat(), seen.found.n))
            case "=reason" | "=changed":
                yield ""
            case "state" if form.states:
                state = form.states.get(str(values.get(STATE)))
                yield f"{state.title.in_(language)}（{state.id}）" if state else ""
            case name:
                field = form.fields[name]
                if field.private:
                    yield seen.words.get(name, "")
                elif field.type is FieldType.ENTRY:
                    yield str(values.get(name) or "")
                else:
                    yield written(field, values.get(name), looked_up, language)

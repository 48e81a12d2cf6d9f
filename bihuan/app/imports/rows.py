"""Turns the raw rows of a file into typed records, or into refusals that name every reason.

Writes nothing and knows no case: the door takes the records later. The same file, mapping and `now` give the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bihuan.app.imports.cells import Moment, Precision, as_text, read_count, read_moment, read_text, shown
from bihuan.app.imports.fields import Mapping
from bihuan.app.imports.headings import Column, Columns, find_columns
from bihuan.app.imports.problems import Problem, nearest
from bihuan.app.imports.raw import Facts, Layout, Limits, RawRow, Table
from bihuan.app.imports.records import Accepted, Record, Refused
from bihuan.app.imports.tables import open_table

# Marks of a cell that tell something and refuse nothing.
NOTES = frozenset({"formula-result"})


class Reading:
    """An open file whose columns are found: iterate once, then it is closed."""

    def __init__(self, table: Table, columns: Columns, reader: _RowReader) -> None:
        self._table, self._reader = table, reader
        self.header: tuple[str, ...] = table.header
        self.facts: Facts = table.facts
        self.columns = {column.field: column.heading for column in columns.mapped}

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._table.share

    def rows(self, start_after: int = 0) -> Iterator[Accepted | Refused]:
        """Every row that is not blank, in the file's order, without those up to row number `start_after`."""
        for raw in self._table.rows(start_after):
            yield self._reader.read(raw)

    def close(self) -> None:
        """Let go of the file without reading on."""
        self._table.close()


def open_reading(
    path: Path, mapping: Mapping, now: datetime, limits: Limits | None = None
) -> Reading | tuple[Problem, ...]:
    """Open a file under a mapping, or every reason why nothing is read. `now` is the limit for every moment."""
    limits = limits or Limits()
    layout = Layout(mapping.encoding, mapping.sheet, mapping.delimiter, mapping.header_row)
    table = open_table(path, layout, limits)
    if isinstance(table, Problem):
        return (table,)
    columns = find_columns(table, mapping, path.name)
    if not isinstance(columns, Columns):
        table.close()
        return columns
    return Reading(table, columns, _RowReader(columns, table, mapping, now, limits))


class _RowReader:
    """Reads one row at a time; holds only what is the same for all of them."""

    def __init__(self, columns: Columns, table: Table, mapping: Mapping, now: datetime, limits: Limits) -> None:
        self._columns, self._identity, self._header = columns.mapped, columns.identity, table.header
        self._mapping, self._now, self._limits = mapping, now, limits
        self._encoding = "gb18030" if table.facts.encoding == "gb18030" else "utf-8"
        self._mac_1904 = table.facts.mac_1904
        self._watched = frozenset({column.index for column in columns.mapped} | set(columns.identity))

    def read(self, raw: RawRow) -> Accepted | Refused:
        """The record of a row, or all that is wrong with it."""
        if raw.fault:
            return self._refuse(raw, [raw.fault])
        marks = {at: mark for at, mark in raw.marks.items() if at in self._watched} if raw.marks else {}
        problems = [replace(mark, place=self._header[at]) for at, mark in marks.items()]
        notes = [problem for problem in problems if problem.code in NOTES]
        problems = [problem for problem in problems if problem.code not in NOTES]
        marked = {at for at, mark in marks.items() if mark.code not in NOTES}
        values: dict[str, Any] = {}
        for column in self._columns:
            if column.index not in marked:
                self._read_cell(raw, column, values, problems)
        codes = self._translate(values, problems, notes)
        identity = self._read_identity(raw, marked, problems)
        self._check_order(values, problems)
        if problems:
            return self._refuse(raw, problems)
        return Accepted(raw.number, raw.line, self._record(values, codes, identity), tuple(notes))

    def _refuse(self, raw: RawRow, problems: list[Problem]) -> Refused:
        cells = tuple(as_text(cell) for cell in raw.cells)
        return Refused(raw.number, raw.line, tuple(problems), cells, raw.stops)

    def _read_cell(self, raw: RawRow, column: Column, values: dict[str, Any], problems: list[Problem]) -> None:
        cell, place, name = raw.cells[column.index], column.heading, column.field
        value: object
        match column.kind:
            case "words":
                value = read_text(cell, place, self._limits.words, self._encoding)
            case "name":
                value = read_text(cell, place, self._limits.name, self._encoding)
                value = value.strip() if isinstance(value, str) else value
            case "moment":
                value = read_moment(cell, place, self._mapping.dates, self._now, self._mac_1904)
            case "count":
                value = read_count(cell, place)
        if isinstance(value, Problem):
            problems.append(value)
        elif value is None:
            if name in self._mapping.required:
                problems.append(Problem("words-missing" if name == "words" else "required-missing", place))
        else:
            values[name] = value

    def _translate(
        self, values: dict[str, Any], problems: list[Problem], notes: list[Problem]
    ) -> dict[str, str | None]:
        """Our codes for the file's words; the word of a category stays beside its code."""
        codes: dict[str, str | None] = {}
        for name, table in self._mapping.values.items():
            value = values.get(name)
            if value is None:
                continue
            codes["category" if name == "category_label" else name] = table.get(value)
            if value not in table:
                place = next(column.heading for column in self._columns if column.field == name)
                detail = {"value": shown(value), "near": nearest(value, list(table))}
                to = notes if self._mapping.unlisted == "keep" else problems
                to.append(Problem("value-unknown", place, detail))
        return codes

    def _read_identity(self, raw: RawRow, marked: set[int], problems: list[Problem]) -> list[str]:
        texts: list[str] = []
        read = {column.index for column in self._columns if column.kind == "name"}
        for at in self._identity:
            text = None if at in marked else read_text(raw.cells[at], self._header[at], self._limits.name)
            if isinstance(text, Problem):
                # A mapped column has reported its own trouble already.
                problems += [] if at in read else [text]
            elif text is None and at not in marked:
                problems.append(Problem("identity-missing", self._header[at]))
            else:
                texts.append((text or "").strip())
        return texts

    def _check_order(self, values: dict[str, Any], problems: list[Problem]) -> None:
        """A reply cannot come before its message; compared no finer than the coarser of the two is stated."""
        occurred, replied = values.get("occurred_at"), values.get("replied_at")
        if not isinstance(occurred, Moment) or not isinstance(replied, Moment):
            return
        zone = self._mapping.dates.zone
        first, then = occurred.at.astimezone(zone), replied.at.astimezone(zone)
        precisions = {occurred.precision, replied.precision}
        first, then = _coarser(first, precisions), _coarser(then, precisions)
        if then < first:
            detail = {"occurred": f"{first:%Y-%m-%d %H:%M:%S}", "replied": f"{then:%Y-%m-%d %H:%M:%S}"}
            heading = next(column.heading for column in self._columns if column.field == "replied_at")
            problems.append(Problem("reply-before-message", heading, detail))

    def _record(self, values: dict[str, Any], codes: dict[str, str | None], identity: list[str]) -> Record:
        for name, precision in (("occurred_at", "occurred_precision"), ("replied_at", "replied_precision")):
            moment = values.get(name)
            if isinstance(moment, Moment):
                values[name], values[precision] = moment.at, moment.precision
        digest = _digest(values)
        stated = {name: value for name, value in {**values, **codes}.items() if value is not None}
        source = self._mapping.source
        named = "/".join(text.replace("%", "%25").replace("/", "%2F") for text in identity)
        return Record(
            key=f"{source}:{named}" if identity else f"{source}#{digest}",
            digest=digest,
            source=source,
            history=self._mapping.history,
            private=self._mapping.private,
            **{**self._mapping.constants, **stated},
        )


def _coarser(at: datetime, precisions: set[Precision]) -> datetime:
    at = at.replace(microsecond=0)
    if "day" in precisions:
        return at.replace(hour=0, minute=0, second=0)
    return at.replace(second=0) if "minute" in precisions else at


def _digest(values: dict[str, Any]) -> str:
    """SHA-256 of what the file says, by the names of the fields; a CSV and a workbook of one content agree.

    Constants and codes are the mapping's: correcting them must not make a known row look new.
    """
    plain = {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

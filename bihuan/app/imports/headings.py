"""Finds the mapped columns in a header, or says everything that is wrong with it. No row is read here."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app.imports.fields import FIELDS, FieldKind, Mapping
from bihuan.app.imports.problems import Problem, nearest
from bihuan.app.imports.raw import Table


@dataclass(frozen=True, slots=True)
class Column:
    """A mapped column: the field it feeds, and where it stands from 0."""

    field: str
    kind: FieldKind
    index: int
    heading: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The mapped columns and where the cells that identify a row stand."""

    mapped: tuple[Column, ...]
    identity: tuple[int, ...]


def find_columns(table: Table, mapping: Mapping, name: str) -> Columns | tuple[Problem, ...]:
    """The columns of the mapping, or every problem with the header of the file `name`; then nothing may be read."""
    headings = [heading.strip().lstrip("\ufeff") for heading in table.header]
    problems: list[Problem] = []
    for heading in dict.fromkeys(heading for heading in headings if heading and headings.count(heading) > 1):
        positions = "、".join(str(at + 1) for at, other in enumerate(headings) if other == heading)
        problems.append(Problem("column-twice", name, {"column": heading, "positions": positions}))
    taken = {heading for names in mapping.columns.values() for heading in names} | set(mapping.identity)
    free = [heading for heading in headings if heading not in taken]
    columns: list[Column] = []
    for field, names in mapping.columns.items():
        present = [heading for heading in names if heading in headings]
        if len(present) == 1:
            columns.append(Column(field, FIELDS[field], headings.index(present[0]), present[0]))
        elif present:
            detail = {"field": field, "column": "、".join(present)}
            problems.append(Problem("column-two-names", name, detail))
        else:
            problems.append(_missing(names[0], field, free, name))
    missing = [heading for heading in mapping.identity if heading not in headings]
    problems += [_missing(heading, "identity", free, name) for heading in missing]
    identity = tuple(headings.index(heading) for heading in mapping.identity if heading in headings)
    for at in dict.fromkeys([column.index for column in columns] + list(identity)):
        mark = table.header_marks.get(at)
        if mark and mark.code == "cell-merged":
            problems.append(Problem("header-merged", name, mark.detail))
    return tuple(problems) if problems else Columns(tuple(columns), identity)


def _missing(column: str, field: str, free: list[str], name: str) -> Problem:
    detail = {"column": column, "field": field, "near": nearest(column, free)}
    return Problem("column-missing", name, detail)

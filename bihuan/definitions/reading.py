"""A file against its declared notation: every key known, every value of its kind, nothing missing; total.

May live here: walking values beside declarations. May not: names across tables (`names`), meaning (`checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from bihuan.core.text import Text
from bihuan.definitions.findings import Finding, finding, unknown
from bihuan.definitions.leaves import TEXT, is_name
from bihuan.definitions.notation import Chosen, Fault, Key, Leaf, Many, Named, Phrases, Table
from bihuan.definitions.scanner import Path, Places, SyntaxFault, parse, scan


@dataclass(frozen=True, slots=True)
class File:
    """One text with its values and their places."""

    path: str
    text: str
    data: Mapping[str, object]
    places: Places

    def finding(self, id: str, at: Path, column: int = 0, /, **detail: object) -> Finding:
        """A finding at a place of this file; `column` counts characters into a value written on one line."""
        value = self.places.values.get(at)
        if not column or value is None:
            return finding(id, self.path, self.places.line(at), **detail)
        start = self.text.rfind("\n", 0, value.start)
        return finding(id, self.path, value.line, value.start - start + column, **detail)


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as read: values by key, defaults filled in, and where it stands."""

    file: File
    at: Path
    table: Table
    values: Mapping[str, Any]
    name: str = ""
    """The name the pack gave it, where its key or its id is one."""

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, key: str) -> bool:
        """Whether the file says it; a default doesn't count."""
        return self.place(key) in self.file.places.keys

    def place(self, *keys: str | int) -> Path:
        """The path of something in it."""
        return (*self.at, *keys)

    def finding(self, id: str, *keys: str | int, **detail: object) -> Finding:
        """A finding about this table or something in it."""
        return self.file.finding(id, self.place(*keys), **detail)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that must exist, where it is said and in which table."""

    kind: str
    name: str
    at: Path
    draft: Draft


def open_file(path: str, text: str) -> File | Finding:
    """The file, if it is TOML."""
    data = parse(text)
    if isinstance(data, SyntaxFault):
        return finding("P101", path, data.line, data.column, reason=data.reason)
    return File(path, text, data, scan(text))


def read(file: File, table: Table) -> tuple[Draft, tuple[Finding, ...]]:
    """The file as a draft, and everything its form is wrong in. With an error the draft has holes."""
    reader = _Reader(file)
    draft = reader.table(file.data, table, ())
    return draft, tuple(reader.findings)


@dataclass(slots=True)
class _Reader:
    file: File
    findings: list[Finding] = field(default_factory=list)

    def say(self, id: str, at: Path, column: int = 0, /, **detail: object) -> None:
        self.findings.append(self.file.finding(id, at, column, **detail))

    def table(self, raw: object, table: Table, at: Path, name: str = "") -> Draft:
        values: dict[str, Any] = {}
        if not isinstance(raw, Mapping):
            self.say("P104", at, key=at[-1], expected=Text("表", "a table"), example="[…]")
            return Draft(self.file, at, table, values, name)
        for key in raw:
            if key in table.refused:
                self.say(table.refused[key], (*at, key), key=key)
            elif key not in table.keys:
                self.say("P102", (*at, key), table=table.title, **unknown(key, table.keys))
        for key, declared in table.keys.items():
            if key in raw:
                self.value(raw[key], declared, (*at, key), values, table)
            elif declared.required:
                about, example = declared.about, declared.example or "…"
                self.say(declared.missing, at, table=table.title, key=key, about=about, example=example)
            else:
                values[key] = declared.default
        self.validity(values, at)
        return Draft(self.file, at, table, values, name or str(values.get("id", "")))

    def validity(self, values: Mapping[str, Any], at: Path) -> None:
        since, until = values.get("since"), values.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.say("P111", (*at, "until"), since=since, until=until)

    def value(self, raw: object, key: Key, at: Path, into: dict[str, Any], table: Table) -> None:
        match key.shape:
            case Leaf():
                self.leaf(raw, key, key.shape, at, into, table)
            case Table():
                into[str(at[-1])] = self.table(raw, key.shape, at)
            case Named(inner) | Chosen(inner):
                into[str(at[-1])] = self.named(raw, inner, at)
            case Phrases():
                into[str(at[-1])] = self.phrases(raw, at)
            case Many(inner):
                into[str(at[-1])] = self.many(raw, inner, at)
            case _:
                assert_never(key.shape)

    def leaf(self, raw: object, key: Key, leaf: Leaf, at: Path, into: dict[str, Any], table: Table) -> None:
        value = leaf.read(raw)
        if not isinstance(value, Fault):
            into[str(at[-1])] = value
            return
        if key.missing == "P120" and raw == "":
            self.say("P120", at, table=table.title)
            return
        detail = {"key": at[-1], "table": table.title, "example": key.example or "…", **value.detail}
        self.say(value.id, at, value.column, **detail)

    def entries(self, raw: object, at: Path) -> Iterator[tuple[str, object]]:
        """What stands under names that the pack chose."""
        if not isinstance(raw, Mapping):
            self.say("P104", at, key=at[-1], expected=Text("表", "a table"), example=f"[{at[-1]}.…]")
            return
        for name, value in raw.items():
            if is_name(name):
                yield name, value
            else:
                self.say("P109", (*at, name), name=name)

    def named(self, raw: object, inner: Table, at: Path) -> dict[str, Draft]:
        return {name: self.table(value, inner, (*at, name), name) for name, value in self.entries(raw, at)}

    def phrases(self, raw: object, at: Path) -> dict[str, Text]:
        found: dict[str, Any] = {}
        for name, value in self.entries(raw, at):
            self.leaf(value, _PHRASE, TEXT, (*at, name), found, _PHRASES)
        return found

    def many(self, raw: object, inner: Table, at: Path) -> tuple[Draft, ...]:
        if not isinstance(raw, list):
            self.say("P104", at, key=at[-1], expected=Text("表的数组", "an array of tables"), example=f"[[{at[-1]}]]")
            return ()
        drafts = tuple(self.table(one, inner, (*at, index)) for index, one in enumerate(raw))
        for name, key in inner.keys.items():
            if key.declares:
                self.twice(drafts, name, inner)
        return drafts

    def twice(self, drafts: tuple[Draft, ...], key: str, inner: Table) -> None:
        first: dict[object, Draft] = {}
        for draft in drafts:
            name = draft.values.get(key)
            if name is not None and name in first:
                line = self.file.places.line(first[name].place(key))
                self.say("P114", draft.place(key), kind=inner.title, name=name, first=f"{self.file.path}:{line}")
            first.setdefault(name, draft)


def drafts(draft: Draft) -> Iterator[Draft]:
    """The table and all tables in it."""
    yield draft
    for value in draft.values.values():
        inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,)
        for one in inside:
            if isinstance(one, Draft):
                yield from drafts(one)


def references(draft: Draft) -> Iterator[Reference]:
    """Every name in the table, and in those in it, that means something declared elsewhere."""
    for table in drafts(draft):
        for name, key in table.table.keys.items():
            if not key.refers or not isinstance(key.shape, Leaf) or name not in table.values or not table.has(name):
                continue
            raw = _raw(table, name)
            found = key.shape.names(raw) if key.shape.names else [((), str(raw))]
            for index, one in found:
                yield Reference(key.refers, one, table.place(name, *index), table)


def _raw(draft: Draft, key: str) -> object:
    value: Any = draft.file.data
    for part in draft.place(key):
        value = value[part]
    return value


_PHRASE = Key(Table(Text("", ""), {}), Text("", ""))
_PHRASES = Table(Text("[outward]", "[outward]"), {})

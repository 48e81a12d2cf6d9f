"""Renames everything a pack's programmes name, consistently, so that tests can prove that no code knows a name.

    texts, mapping = rename_pack(texts)      # mapping[kind][old] == new

Kinds: programme, stage, step, field, role, clock, telling, list, outward, account. Dictionaries, units and areas stay.
May live here: finding and replacing names by the notation's own declarations. Other files stay as they are, but for
programmes that claims name: whoever plays stories maps the names in them with `mapping`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core.expressions.tree import (
    Compare,
    Contains,
    Expression,
    Field,
    Listing,
    Literal,
    Name,
    Over,
    children,
)
from bihuan.definitions import Texts
from bihuan.definitions.leaves import Formula
from bihuan.definitions.notation import Named, Phrases, Table
from bihuan.definitions.notation_claims import CLAIMS
from bihuan.definitions.notation_programme import PROGRAMME
from bihuan.definitions.reading import Draft, File, drafts, open_file, read, references
from bihuan.definitions.scanner import Mark

Mapping_ = Mapping[str, Mapping[str, str]]
Cut = tuple[int, int, str]
"""Replace the text in [start, end) by this."""

PREFIXES = ("late_", "was_late_", "due_")
MEANT = {"recipient": "role", "stage elsewhere": "stage", "field elsewhere": "field"}
"""Kinds of reference that mean names of another kind."""


def rename_pack(texts: Texts) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The pack with every name of its programmes replaced, and which name became which."""
    files = [_read(path, text) for path, text in sorted(texts.items()) if path.startswith("programmes/")]
    mapping: dict[str, dict[str, str]] = {}
    for file in files:
        for kind, name in _declared(file):
            names = mapping.setdefault(kind, {})
            names.setdefault(name, f"{kind}_{len(names)}_renamed")
    renamed = {file.file.path: _renamed(file, mapping) for file in files}
    for path in (path for path in texts if path.startswith("claims/")):
        renamed[path] = _cut(texts[path], set(_references(_read(path, texts[path], CLAIMS), mapping)))
    return {**texts, **renamed}, mapping


def _read(path: str, text: str, table: Table = PROGRAMME) -> Draft:
    file = open_file(path, text)
    assert isinstance(file, File)
    return read(file, table)[0]


def _declared(file: Draft) -> Iterator[tuple[str, str]]:
    yield "programme", file["programme"]["id"]
    for key, declared in PROGRAMME.keys.items():
        if isinstance(declared.shape, Named | Phrases):
            yield from ((declared.shape.declares, name) for name in file[key])
    yield from (("step", step["id"]) for step in file["step"])


def _renamed(file: Draft, mapping: Mapping_) -> str:
    cuts = {cut for find in (_keys, _ids, _references, _formulas, _places) for cut in find(file, mapping)}
    return _cut(file.file.text, cuts)


def _cut(text: str, cuts: set[Cut]) -> str:
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _keys(file: Draft, mapping: Mapping_) -> Iterator[Cut]:
    """Names that are keys: in headers, and in the table of phases."""
    for path, mark in file.file.places.mentions:
        if len(path) == 2 and path[0] in PROGRAMME.keys:
            shape = PROGRAMME.keys[str(path[0])].shape
            if isinstance(shape, Named | Phrases):
                yield mark.start, mark.end, mapping[shape.declares][str(path[1])]


def _ids(file: Draft, mapping: Mapping_) -> Iterator[Cut]:
    head = file["programme"]
    yield _inside(file.file, file.file.places.values[head.place("id")], head["id"], mapping["programme"][head["id"]])
    for step in file["step"]:
        yield _inside(file.file, file.file.places.values[step.place("id")], step["id"], mapping["step"][step["id"]])


def _references(file: Draft, mapping: Mapping_) -> Iterator[Cut]:
    for one in references(file):
        new = mapping.get(MEANT.get(one.kind, one.kind), {}).get(one.name)
        if new is not None:
            yield _inside(file.file, file.file.places.values[one.at], one.name, new)


def _inside(file: File, mark: Mark, old: str, new: str) -> Cut:
    start = file.text.index(old, mark.start, mark.end)
    return start, start + len(old), new


def _places(file: Draft, mapping: Mapping_) -> Iterator[Cut]:
    """Fields that notices, and what a reservation says, are filled with."""
    held = [one for step in file["step"] for one in step["reserve"]]
    said = [one.place(key) for one in held for key in ("say", "hint") if one[key] is not None]
    for at in (*(("telling", name, "text") for name in file["telling"]), *said):
        for language in ("zh", "en"):
            mark = file.file.places.values[*at, language]
            for old, new in mapping["field"].items():
                if (place := "{" + old + "}") in file.file.text[mark.start : mark.end]:
                    yield _inside(file.file, mark, place, "{" + new + "}")


def _formulas(file: Draft, mapping: Mapping_) -> Iterator[Cut]:
    for draft in drafts(file):
        for key, value in draft.values.items():
            if isinstance(value, Formula):
                start = _begin(file.file, file.file.places.values[draft.place(key)], value.source)
                for offset, old, new in _spoken(value, mapping):
                    at = start + value.source.index(old, offset)
                    yield at, at + len(old), new


def _begin(file: File, mark: Mark, source: str) -> int:
    """Where the words of a text begin behind its quotes, also of one over several lines, whose first break is no part
    of it. What is written with escapes would be told wrongly, so it is not told at all."""
    quotes = next(one for one in ('"""', "'''", '"', "'") if file.text.startswith(one, mark.start))
    start = mark.start + len(quotes)
    if len(quotes) == 3 and file.text.startswith("\n", start):
        start += 1
    assert file.text.startswith(source, start), f"{file.path}: {source!r} is not written as it is read"
    return start


def _spoken(formula: Formula, mapping: Mapping_) -> Iterator[tuple[int, str, str]]:
    """Names in an expression: those from outside the items, and texts compared with names of stages, roles, steps."""
    free = {**mapping.get("field", {}), **mapping.get("list", {})}
    for prefix in PREFIXES:
        free |= {prefix + old: prefix + new for old, new in mapping.get("clock", {}).items()}
    for node, depth in _nodes(formula.tree, 0):
        if isinstance(node, Name) and node.ups == depth and node.name in free:
            yield node.at.offset, node.name, free[node.name]
        if isinstance(node, Field) and node.of == Name("before") and node.name in free:
            yield node.at.offset, node.name, free[node.name]
        if isinstance(node, Compare | Contains):
            sides = (node.left, node.right) if isinstance(node, Compare) else (node.one, node.many)
            for one, other in (sides, sides[::-1]):
                names = mapping.get(_compared(one), {})
                for literal in _literals(other):
                    if literal.value in names:
                        yield literal.at.offset, str(literal.value), names[str(literal.value)]


def _compared(node: Expression) -> str:
    match node:
        case Name("stage"):
            return "stage"
        case Name("what"):
            return "step"
        case Name("account"):
            return "account"
        case Field(Name("actor"), "role"):
            return "role"
        case _:
            return ""


def _literals(node: Expression) -> Iterator[Literal]:
    if isinstance(node, Literal):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _literals(item)


def _nodes(node: Expression, depth: int) -> Iterator[tuple[Expression, int]]:
    yield node, depth
    parts = children(node)
    for index, part in enumerate(parts):
        inside = isinstance(node, Over) and index == len(parts) - 1
        yield from _nodes(part, depth + inside)

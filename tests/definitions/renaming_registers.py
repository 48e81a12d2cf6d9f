"""Renames everything a pack's registers name, consistently: registers, their fields, states, rights and stages of
funnels, wherever the pack speaks of them.

    texts, mapping = rename_registers(texts)      # mapping[kind][old] == new

A name of two registers gets one new name. May live here: finding and replacing names by the notation's own
declarations. What is shown to people stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bihuan.core.expressions.tree import Compare, Contains, DatedLookup, Expression, Literal, Name, Over, children
from bihuan.core.registers import STATE
from bihuan.definitions import Texts
from bihuan.definitions.leaves import Formula
from bihuan.definitions.notation_claims import CLAIMS
from bihuan.definitions.notation_programme import PROGRAMME
from bihuan.definitions.notation_register import REGISTER
from bihuan.definitions.reading import Draft, drafts, references
from tests.definitions.renaming import Cut, _begin, _cut, _inside, _literals, _read

KINDS = {
    "register": "register", "declared register": "register", "field": "field", "column": "field",
    "register field": "field", "state": "state", "funnel stage": "stage",
}  # fmt: skip
"""Kind of reference → kind of name; in a programme's file only those of registers count."""
OURS = frozenset({"register", "declared register", "register field"})
Names = dict[str, dict[str, str]]


def rename_registers(texts: Texts) -> tuple[dict[str, str], Names]:
    """The pack with every name of its registers replaced, and which name became which."""
    forms = {path: _read(path, text, REGISTER) for path, text in sorted(texts.items()) if _declares(path, text)}
    names: Names = {kind: {} for kind in ("register", "field", "state", "right", "stage")}
    for file in forms.values():
        for kind, name in _declared(file):
            names[kind].setdefault(name, f"{kind}_{len(names[kind])}_of_register")
    changed = {path: _cut(texts[path], set(_in_register(file, names))) for path, file in forms.items()}
    for path, text in texts.items():
        if path.startswith("programmes/"):
            changed[path] = _cut(text, set(_in_programme(_read(path, text, PROGRAMME), names)))
        elif path.startswith("claims/"):
            changed[path] = _cut(text, set(_in_claims(_read(path, text, CLAIMS), names)))
    return {**texts, **changed}, names


def _declares(path: str, text: str) -> bool:
    return path.startswith("registers/") and "\n[register]\n" in f"\n{text}"


def _declared(file: Draft) -> Iterator[tuple[str, str]]:
    yield "register", file["register"]["id"]
    for kind in ("field", "state", "right"):
        yield from ((kind, name) for name in file[kind])
    if file["funnel"] is not None:
        yield from (("stage", one["id"]) for one in file["funnel"]["stage"])


def _in_register(file: Draft, names: Names) -> Iterator[Cut]:
    values, own = file.file.places.values, file["register"]["id"]
    yield _inside(file.file, values["register", "id"], own, names["register"][own])
    for path, mark in file.file.places.mentions:
        if len(path) == 2 and path[0] in ("field", "state", "right"):
            yield mark.start, mark.end, names[str(path[0])][str(path[1])]
    if file["funnel"] is not None:
        for one in file["funnel"]["stage"]:
            yield _inside(file.file, values[one.place("id")], one["id"], names["stage"][one["id"]])
    yield from _referred(file, names, KINDS)
    for n, head in enumerate(file["graph"]["heads"] if file["graph"] is not None else ()):
        yield _inside(file.file, values["graph", "heads", n], head, names["field"][head])
    for draft, key, formula in _formulas(file):
        yield from _spoken(file, draft, key, formula, names, free=True, states=True)


def _in_programme(file: Draft, names: Names) -> Iterator[Cut]:
    yield from _referred(file, names, {kind: KINDS[kind] for kind in OURS})
    yield from _each(file, names)
    for draft, key, formula in _formulas(file):
        sets = key == "value" and draft.values.get("field") == STATE
        yield from _spoken(file, draft, key, formula, names, free=False, states=sets)


def _in_claims(file: Draft, names: Names) -> Iterator[Cut]:
    yield from _referred(file, names, {kind: KINDS[kind] for kind in OURS})
    for draft, key, formula in _formulas(file):
        of_register = draft.values.get("register") is not None
        yield from _spoken(file, draft, key, formula, names, free=of_register, states=False)


def _each(file: Draft, names: Names) -> Iterator[Cut]:
    """States that are left out, and fields of the entry that are taken over: of one register, which the table names."""
    if (each := file["each"]) is None:
        return
    values = file.file.places.values
    for n, state in enumerate(each["skip"]):
        yield _inside(file.file, values[each.place("skip", n)], state, names["state"][state])
    for fill in each["fill"]:
        if fill["entry"]:
            yield _inside(file.file, values[fill.place("entry")], fill["entry"], names["field"][fill["entry"]])


def _referred(file: Draft, names: Names, kinds: Mapping[str, str]) -> Iterator[Cut]:
    for one in references(file):
        new = names.get(kinds.get(one.kind, ""), {}).get(one.name)
        if new is not None:
            yield _inside(file.file, file.file.places.values[one.at], one.name, new)


def _formulas(file: Draft) -> Iterator[tuple[Draft, str, Formula]]:
    for draft in drafts(file):
        yield from ((draft, key, value) for key, value in draft.values.items() if isinstance(value, Formula))


def _spoken(
    file: Draft, draft: Draft, key: str, formula: Formula, names: Names, *, free: bool, states: bool
) -> Iterator[Cut]:
    """Names in an expression. `free`: bare names are fields of a register; `states`: texts are states."""
    start = _begin(file.file, file.file.places.values[draft.place(key)], formula.source)

    def cut(offset: int, old: str, new: str) -> Cut:
        at = start + formula.source.index(old, offset)
        return at, at + len(old), new

    for node, frames in _nodes(formula.tree, (free,)):
        if isinstance(node, DatedLookup):
            offset = node.at.offset
            if node.register in names["register"]:
                yield _quoted(cut, offset, node.register, names["register"][node.register])
            if node.field_name in names["field"]:
                behind = formula.source.index("'", formula.source.index(node.register, offset)) + 1
                yield _quoted(cut, behind, node.field_name, names["field"][node.field_name])
        elif isinstance(node, Name) and _is_field(node, frames) and node.name in names["field"]:
            yield cut(node.at.offset, node.name, names["field"][node.name])
        elif isinstance(node, Compare | Contains):
            for literal in _of_states(node, frames):
                if literal.value in names["state"]:
                    yield cut(literal.at.offset, str(literal.value), names["state"][str(literal.value)])
        elif isinstance(node, Literal) and states and not free and node.value in names["state"]:
            yield cut(node.at.offset, str(node.value), names["state"][str(node.value)])


def _quoted(cut, offset: int, old: str, new: str) -> Cut:  # type: ignore[no-untyped-def]
    start, end, said = cut(offset, f"'{old}'", f"'{new}'")
    return start, end, said


def _is_field(node: Name, frames: tuple[bool, ...]) -> bool:
    """`frames`: from outside in, whether the names of each are fields of a register."""
    return node.ups < len(frames) and frames[-1 - node.ups]


def _of_states(node: Compare | Contains, frames: tuple[bool, ...]) -> Iterable[Literal]:
    sides = (node.left, node.right) if isinstance(node, Compare) else (node.one, node.many)
    for one, other in (sides, sides[::-1]):
        if isinstance(one, Name) and one.name == STATE and _is_field(one, frames):
            yield from _literals(other)


def _nodes(node: Expression, frames: tuple[bool, ...]) -> Iterator[tuple[Expression, tuple[bool, ...]]]:
    """Each part, with the frames in which its names stand."""
    yield node, frames
    parts = children(node)
    for index, part in enumerate(parts):
        over = isinstance(node, Over) and index == len(parts) - 1
        looked = isinstance(node, Over) and (isinstance(node.items, DatedLookup) or _of_entries(node.items, frames))
        yield from _nodes(part, (*frames, looked) if over else frames)


def _of_entries(items: Expression, frames: tuple[bool, ...]) -> bool:
    """Whether items are the entries of the register that a table names, or some of them."""
    while isinstance(items, Over):
        items = items.items
    return isinstance(items, DatedLookup) or (items == Name("entries") and frames[0])

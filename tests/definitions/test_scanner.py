"""Places of keys and values, held against tomllib: every value is found, and reads the same where it is found."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.definitions.scanner import Path as KeyPath
from bihuan.definitions.scanner import SyntaxFault, parse, scan

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "districts").rglob("*.toml"))

TRICKY = """
# a comment = with [brackets]
a."b.c".'d' = 1 # and a comment
"say \\"hi\\"" = 'it # is'
[[t]]
x = [1, [2, 3], { y = "]", z = 2021-03-01 09:30:00 }, # inside
  "}",
]
[[t.u]]
v = \"\"\"several
lines = 1
[[t]]\"\"\"
[[t.u]]
v = '''a''b'''
[[t]]
[t.u]
w = { "k.k" = { m = true } }
n = -1.5e3
"""


def leaves(value: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    """Every value by path, arrays and tables included."""
    found: list[tuple[KeyPath, Any]] = [(path, value)] if path else []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += leaves(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += leaves(inner, (*path, index))
    return found


def agree(text: str) -> None:
    places = scan(text)
    for path, value in leaves(tomllib.loads(text)):
        mark = places.values.get(path)
        if mark is None:  # A table that a header opened.
            assert path in places.keys
            assert isinstance(value, dict | list)
            continue
        again = tomllib.loads("k = " + text[mark.start : mark.end])["k"]
        assert again == value
        assert mark.line == text.count("\n", 0, mark.start) + 1
        assert places.line(path) <= mark.line


def test_tricky_writing() -> None:
    agree(TRICKY)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_packs(file: Path) -> None:
    agree(file.read_text(encoding="utf-8"))


_WORDS = st.text(alphabet="ab#[]{}=,.\"'\\ 中\n", max_size=6)
_SCALARS = st.integers(-9, 9) | st.booleans() | _WORDS
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3), max_leaves=6
)


def written(value: object) -> str:
    """The value as TOML."""
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        case list():
            return "[\n # c\n" + ",\n".join(map(written, value)) + "]"
        case dict():
            return "{ " + ", ".join(f"{written(key)} = {written(inner)}" for key, inner in value.items()) + " }"
    raise AssertionError(value)


@given(st.lists(st.dictionaries(_WORDS, _VALUES, max_size=3), max_size=3))
def test_anything_written(tables: list[dict[str, object]]) -> None:
    text = "".join(
        f"[[t]] # [x]\n{''.join(f'{written(key)} = {written(value)}{chr(10)}' for key, value in table.items())}"
        for table in tables
    )
    agree(text)


def test_a_fault_has_its_line() -> None:
    assert parse("a = 1\nb = [1,\nc") == SyntaxFault(3, 1, "Invalid value")
    fault = parse('a = "x')
    assert isinstance(fault, SyntaxFault)
    assert fault.line == 1

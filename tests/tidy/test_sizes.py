"""A function fits on a screen, a file in a head. A table of data may be longer; its reason is given here."""

import ast
from collections.abc import Iterator

from tests.tidy.sources import name, python_files, tree

FUNCTION_LINES = 50
FILE_LINES = 300

# file → why it may be longer: only tables of data
TABLES = {
    "bihuan/verifier/verify.py": "one file that strangers take away and read; at most 400 lines",
    "bihuan/definitions/notation_pack.py": "the notation of a pack, key by key, with its words",
    "bihuan/definitions/notation_programme.py": "the notation of a programme, key by key, with its words",
    "bihuan/core/refusals.py": "every way the core says no, with its words in two languages",
    "bihuan/definitions/catalogue_meaning.py": "every finding about what a pack means, with its words in two languages",
}


def functions() -> Iterator[tuple[str, int]]:
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{name(path)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_functions_fit_on_a_screen() -> None:
    assert {place: lines for place, lines in functions() if lines > FUNCTION_LINES} == {}


def test_files_fit_in_a_head() -> None:
    lines = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {path: count for path, count in lines.items() if count > FILE_LINES and path not in TABLES} == {}
    assert [path for path in TABLES if lines.get(path, 0) <= FILE_LINES] == [], "listed without need"

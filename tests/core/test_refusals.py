"""The catalogue of noes: every code is used and known, says what is wrong in both languages and shows a way out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.refusals import REFUSALS, Refusal
from bihuan.core.text import Text

PACKAGE = Path(__file__).resolve().parents[2] / "bihuan"
HAN = re.compile("[一-鿿]")

AWAITED = {"unbalanced"}
"""Its place is in the grammar: the balance of postings is checked once a programme posts (flood materials)."""


def refused(folder: Path) -> Iterator[tuple[str, set[str], str]]:
    """Each refusal made in the code: code, the details given where they are written out, place."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                for code in _codes(node.args[0], tree):
                    yield code, _details(node), f"{path.name}:{node.lineno}"


def _codes(argument: ast.expr, tree: ast.Module) -> list[str]:
    if isinstance(argument, ast.IfExp):
        return [*_codes(argument.body, tree), *_codes(argument.orelse, tree)]
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.Name):  # A name is read from where it is set in the same module.
        set_ = [n.value for n in ast.walk(tree) if isinstance(n, ast.Assign) and _sets(n, argument.id)]
        return [code for value in set_ for code in _codes(value, tree)]
    return []


def _sets(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def _details(node: ast.Call) -> set[str]:
    given_ = node.args[1] if len(node.args) > 1 else None
    if not isinstance(given_, ast.Dict) or None in given_.keys:
        return set()
    return {str(key.value) for key in given_.keys if isinstance(key, ast.Constant)}


FOUND = list(refused(PACKAGE))


def places(text: Text) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text.zh + text.en))


def test_the_scan_finds_refusals() -> None:
    assert len(FOUND) > 50
    assert len({code for code, _, _ in FOUND}) > 30


def test_every_code_that_is_used_is_in_the_catalogue() -> None:
    assert [(code, place) for code, _, place in FOUND if code not in REFUSALS] == []


def test_every_code_of_the_catalogue_is_used() -> None:
    used = {code for code, _, _ in FOUND}
    text = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "refusals.py")
    unused = {code for code in REFUSALS if code not in used and f'"{code}"' not in text}
    assert unused == AWAITED


@pytest.mark.parametrize("code", REFUSALS)
def test_both_languages_say_it(code: str) -> None:
    for words in (REFUSALS[code].message, REFUSALS[code].hint):
        assert HAN.search(words.zh)
        assert not HAN.search(words.en)
        assert re.search("[A-Za-z]", words.en)
        assert set(re.findall(r"\{\w+\}", words.zh)) == set(re.findall(r"\{\w+\}", words.en))
        assert words.zh.endswith("。")
        assert words.en.endswith(".")
    assert REFUSALS[code].status in (400, 403, 404, 409, 422, 429, 503)


def test_the_places_are_filled_by_the_details() -> None:
    """Where a refusal writes its details out, they fill exactly the places of its words."""
    for code, details, place in FOUND:
        words = REFUSALS[code]
        if details:
            assert places(words.message) | places(words.hint) <= details, (code, place)


def test_a_place_without_a_detail_stays_visible() -> None:
    assert "{case}" in Refusal("no-such-case").message("zh")


@given(st.sampled_from(sorted(REFUSALS)), st.text(max_size=9))
def test_a_detail_is_put_in_as_it_is(code: str, value: str) -> None:
    """Braces in what a person typed are no places."""
    words = REFUSALS[code].message
    refusal = Refusal(code, dict.fromkeys(places(words) | places(REFUSALS[code].hint), value))
    shown = refusal.message("en")
    assert shown == re.sub(r"\{\w+\}", lambda _: value, words.en)


def test_titles_speak_the_language_of_the_reader() -> None:
    refusal = Refusal("field-missing", {"field": Text("分类", "category")})
    assert refusal.message("zh") == "缺少“分类”。"
    assert refusal.message("en") == "“category” is missing."

"""The mapping file: every finding with its line, the pack's own files, and words for every code."""

from __future__ import annotations

import string
from pathlib import Path

import pytest

from bihuan.app.imports import Mapping, read_mapping
from bihuan.app.imports.problems import PROBLEMS, Problem

PACK = Path(__file__).parents[3] / "districts" / "ganzhou-etdz" / "imports"

BROKEN = [
    ('source = "sample"', "source = ", "mapping-syntax", None),
    ('source = "sample"', "source = " + "[" * 20_000, "mapping-syntax", None),
    ('source = "sample"', "", "mapping-missing-key", None),
    ('source = "sample"', 'source = "Sample 1"', "mapping-wrong-value", 2),
    ("history = true", 'history = "yes"', "mapping-wrong-value", 5),
    ("history = true", "histroy = true", "mapping-unknown-key", 5),
    ('identity = ["编号"]', "identity = []", "mapping-wrong-value", 3),
    ('required = ["words"]', 'required = ["place"]', "mapping-unmapped-field", 4),
    ('required = ["words"]', 'required = ["wrods"]', "mapping-unknown-field", 4),
    ('title = "标题"', 'titel = "标题"', "mapping-unknown-field", 8),
    ('title = "标题"', "title = 3", "mapping-wrong-value", 8),
    ('title = "标题"', 'title = "内容"', "mapping-column-twice", 9),
    ('words = ["内容", "内容描述"]', "", "mapping-missing-key", 6),
    ('channel = "hotline"', 'chanel = "hotline"', "mapping-unknown-key", 15),
    ('channel = "hotline"', "channel = 3", "mapping-wrong-value", 15),
    ('unlisted = "refuse"', 'unlisted = "guess"', "mapping-wrong-value", 17),
    ("[values.category_label]", "[values.likes]", "mapping-unknown-field", 18),
    ("[values.category_label]", "[values.place]", "mapping-unmapped-field", 18),
    ('"噪声" = "noise"', '"噪声" = 3', "mapping-wrong-value", 18),
    ("[constants]", '[dates]\nzone = "Mars/Olympus"\n[constants]', "mapping-wrong-value", 15),
    ("[constants]", '[dates]\nformats = ["day-first", "month-first"]\n[constants]', "mapping-order-twice", 15),
    ("[constants]", '[dates]\nformat = ["serial"]\n[constants]', "mapping-unknown-key", 15),
    ("[constants]", "[dates]\nearliest = 2000-01-01T00:00:00\n[constants]", "mapping-wrong-value", 15),
    ("[constants]", '[file]\nencoding = "latin-1"\n[constants]', "mapping-wrong-value", 15),
    ("[constants]", "[file]\nheader_row = 0\n[constants]", "mapping-wrong-value", 15),
    ("[constants]", "[file]\nheader_row = true\n[constants]", "mapping-wrong-value", 15),
    ('source = "sample"', 'source = "sample"\nfile = 3', "mapping-wrong-value", 3),
]


@pytest.mark.parametrize(("old", "new", "code", "line"), BROKEN)
def test_a_broken_mapping_says_what_and_where(sample: str, old: str, new: str, code: str, line: int | None) -> None:
    assert sample.count(old) == 1
    found = read_mapping(sample.replace(old, new), "m.toml")
    assert isinstance(found, tuple)
    assert code in [problem.code for problem in found]
    problem = next(problem for problem in found if problem.code == code)
    assert problem.place == (f"m.toml:{line}" if line else "m.toml")


def test_all_problems_come_at_once_with_the_nearest_name(sample: str) -> None:
    broken = sample.replace('title = "标题"', 'titel = "标题"').replace("history =", "histroy =")
    found = read_mapping(broken)
    assert isinstance(found, tuple) and len(found) == 2
    assert "title" in found[1].hint("zh") and "history" in found[0].hint("en")


def test_private_fields_stay_private_when_the_file_forgets_them(mapping: Mapping) -> None:
    assert mapping.private == {"reporter", "phone"}


@pytest.mark.parametrize("path", sorted(PACK.glob("*.toml")), ids=lambda path: path.stem)
def test_the_mapping_files_of_the_pack_are_sound(path: Path) -> None:
    found = read_mapping(path.read_text(encoding="utf-8"), path.name)
    assert isinstance(found, Mapping), [(problem.place, problem.message("en")) for problem in found]


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_code_has_words_with_equal_places_in_both_languages(code: str) -> None:
    for text in PROBLEMS[code]:
        places = [{name for _, name, _, _ in string.Formatter().parse(words) if name} for words in (text.zh, text.en)]
        # A translated value has a name of its own in each language.
        zh, en = ({name.removesuffix("_zh").removesuffix("_en") for name in names} for names in places)
        assert zh == en or code in {"date-not-listed", "cell-merged"}
        assert any("\u4e00" <= character <= "\u9fff" for character in text.zh)
        assert not any("\u4e00" <= character <= "\u9fff" for character in text.en)


def test_a_problem_without_detail_still_speaks() -> None:
    assert "{limit}" in Problem("text-too-long", "内容").message("en")


@pytest.mark.parametrize("code", [code for code in PROBLEMS if "{closest}" in PROBLEMS[code][1].zh])
def test_a_hint_speaks_of_the_nearest_name_only_where_there_is_one(code: str) -> None:
    for near in ("–", None):
        for language in ("zh", "en"):
            hint = Problem(code, "x", {"near": near, "known": "a, b"}).hint(language)
            assert hint and "–" not in hint and "None" not in hint and "earest" not in hint and "最接近" not in hint
            assert language == "zh" or hint[0].isupper()
    assert "“b”" in Problem(code, "x", {"near": "b", "known": "a, b"}).hint("zh")

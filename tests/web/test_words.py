"""The catalogues hold exactly the words that templates use, and the compiled ones say what the written ones say."""

from __future__ import annotations

import ast
import gettext
import io
import re
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from tests.tidy.sources import ROOT
from tools import messages

WEB = ROOT / "bihuan" / "web"
CHINESE = WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
TEXT = re.compile(r"""\b_?(?:gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*\)""")
PLACE = re.compile(r"%\(\w+\)s")


def used() -> set[str]:
    """Every phrase that a template asks for."""
    sources = (templatize(path.read_text("utf-8"), origin=str(path)) for path in WEB.rglob("*.html"))
    return {ast.literal_eval(found[1]) for source in sources for found in TEXT.finditer(source)}


def test_every_phrase_has_its_chinese_and_no_other_is_kept() -> None:
    assert used() == set(messages.read(CHINESE)) - {""}


def test_english_only_overrides_what_is_used() -> None:
    assert set(messages.read(ENGLISH)) - {""} <= used()


def test_a_translation_keeps_the_places() -> None:
    pairs = messages.read(CHINESE).items()
    assert [phrase for phrase, said in pairs if phrase and set(PLACE.findall(phrase)) != set(PLACE.findall(said))] == []


@pytest.mark.parametrize("path", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_the_standard_library_reads_the_same_words_out_of_what_is_compiled(path: Path) -> None:
    written = messages.read(path)
    compiled = gettext.GNUTranslations(io.BytesIO(messages.binary(written)))  # type: ignore[arg-type]
    assert {phrase: compiled.gettext(phrase) for phrase in written if phrase} == {p: s for p, s in written.items() if p}


def test_a_catalogue_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "django.po").write_text('msgid "a"\nmsgctxt "b"\n', "utf-8")
    with pytest.raises(messages.BadCatalogue, match=r"django\.po:2"):
        messages.read(tmp_path / "django.po")


@pytest.mark.parametrize("path", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_no_phrase_stands_twice(path: Path) -> None:
    phrases = re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
    assert sorted(phrases) == sorted(set(phrases))

"""A basis names documents: places in a law read in English, what has no English is told apart, titles are filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from bihuan.core.text import Basis
from bihuan.definitions import check, load_pack, load_texts
from bihuan.definitions.articles import in_english, number
from bihuan.definitions.pack import Pack
from tests.definitions.cases import HOLES, Edit, changed, texts_of

OWN = "本包读法："
DISTRICTS = Path(__file__).parents[2] / "districts"

KNOWN = {"提前7天": "7 days ahead", "天数没有规定": "no document sets the days"}


@pytest.mark.parametrize(
    ("words", "said", "whole"),
    [
        ("{law}第二十八条", "{law}, art. 28", True),
        ("{law}第三十五条、第四十四条（参照）", "cf. {law}, art. 35, art. 44", True),
        ("参照{law}第十条", "cf. {law}, art. 10", True),
        ("{law}第十三条第一款第三项", "{law}, art. 13(1)(3)", True),
        ("{law}第四十五条至第四十七条", "{law}, art. 45–47", True),
        (
            "{law}第一百零二条：提前7天；本包读法：天数没有规定",
            "{law}, art. 102: 7 days ahead; this pack's reading: no document sets the days",
            True,
        ),
        ("{paper}第94至96行、第98行：提前7天", "{paper}, lines 94–96, line 98: 7 days ahead", True),
        ("{law}第三条（提前7天）", "{law}, art. 3 (7 days ahead)", True),
        ("提前7天（参照{law}第三条）", "7 days ahead (cf. {law}, art. 3)", True),
        ("本包读法：{law}第三条：提前7天", "this pack's reading: {law}, art. 3: 7 days ahead", True),
        ("{law}第三条：没有英文的话", "", False),
        ("{law}；没有英文的话", "{law}", False),
        ("没有英文的话", "", False),
    ],
)
def test_a_basis_in_english_as_far_as_the_pack_says_how(words: str, said: str, whole: bool) -> None:
    assert in_english(words, KNOWN) == (said, whole)


def test_chinese_numbers() -> None:
    signs = "一二三四五六七八九"
    for n in range(1, 100):
        ten, one = divmod(n, 10)
        said = ("" if ten < 2 else signs[ten - 1]) + ("十" if ten else "") + (signs[one - 1] if one else "")
        assert number(said) == n


def test_titles_stand_in_their_places_in_both_languages() -> None:
    documents = (
        Edit("boundaries = ", 'policies = "registers/policies.toml"\nboundaries = ', "district.toml"),
        Edit(
            "",
            '[policy.law]\ntitle = { zh = "某法", en = "Some Law" }\nissuer = { zh = "会", en = "House" }\n'
            'issued = 2000-01-01\n[[english]]\nzh = "例"\nen = "an example"\n',
            "registers/policies.toml",
        ),
    )
    at = 'basis = { policy = "law", at = { zh = "第一条", en = "art. 1" } }'
    assert texts_of("base")[HOLES].count('unit = "bag"\nbasis = "本包读法：例"') == 1
    pack = load_texts(changed(*documents, Edit('unit = "bag"\nbasis = "本包读法：例"', f'unit = "bag"\n{at}')))
    assert isinstance(pack, Pack)
    assert pack.policies["law"].title.en == "Some Law"
    [programme] = pack.programmes["holes"]
    assert isinstance(programme.basis, Basis)
    assert (str(programme.basis), programme.basis.en) == ("本包读法：例", "this pack's reading: an example")
    assert programme.basis.whole and programme.basis.reading and not programme.basis.documents
    filled = Basis("{law}第一条", "{law}, art. 1", ("law",)).filled({"law": pack.policies["law"].title})
    assert (str(filled), filled.en) == ("《某法》第一条", "Some Law, art. 1")
    assert list(filled.pieces("en")) == [("", ""), ("Some Law", "law"), (", art. 1", "")]


BAG = 'unit = "bag"\nbasis = "本包读法：例"'


def told(words: str) -> list[str]:
    return [one.id for one in check(changed(Edit(BAG, f'unit = "bag"\nbasis = "{words}"')))]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("{notice}第2行：例；本包读法：天数没有规定", []),
        ("{notice}第1至3行", []),
        ("本包读法：天数没有规定；谁也没有写明", []),
        ("参照{notice}第2行", []),
        ("例", ["P378"]),
        ("例；{notice}第2行", ["P378"]),
        ("例；本包读法：天数没有规定", ["P378"]),
        ("本包的读法：例", ["P378"]),
        ("本包读法", ["P379"]),
        ("本包读法：", ["P379"]),
        ("{notice}第2行；本包读法", ["P379"]),
        ("{notice}", ["P388"]),
        ("{notice}第2条", ["P388"]),
        ("{notice}第2至4行", ["P388"]),
        ("{notise}第2行", ["P226"]),
    ],
)
def test_a_basis_begins_with_a_document_or_says_that_the_pack_reads_it_so(words: str, ids: list[str]) -> None:
    assert told(words) == ids


FOLDERS = sorted(path for path in DISTRICTS.iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_every_basis_of_the_districts_leads_to_a_document_or_is_marked_as_the_packs_own(folder: Path) -> None:
    pack = load_pack(folder)
    assert isinstance(pack, Pack), pack
    found = list(bases(pack))
    assert found
    for one in found:
        assert one.documents or one.reading, one
        assert set(one.documents) <= {*pack.policies, *pack.documents}, one
        assert one.en and one.whole, one


EMPTY = re.compile(r"(登记的事实要说得清|\w{1,8}没有规定)")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: one.name)
def test_a_reading_of_the_packs_own_says_why(folder: Path) -> None:
    """That no document sets it is no reason yet; after a place in a law it says what the law leaves open."""
    pack = load_pack(folder)
    assert isinstance(pack, Pack), pack
    said = [str(one).split("；")[0].removeprefix(OWN) for one in bases(pack) if str(one).startswith(OWN)]
    assert said
    assert [one for one in said if EMPTY.fullmatch(one)] == []


def bases(value: object) -> Iterator[Basis]:
    if isinstance(value, Basis):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from bases(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from bases(one)
    elif is_dataclass(value) and type(value).__module__.startswith("bihuan."):
        for field in fields(value):
            yield from bases(getattr(value, field.name))

"""A basis names documents: places in a law read in English, what has no English is told apart, titles are filled in."""

from __future__ import annotations

import pytest

from bihuan.core.text import Basis
from bihuan.definitions import load_texts
from bihuan.definitions.articles import in_english, number
from bihuan.definitions.pack import Pack
from tests.definitions.cases import HOLES, Edit, changed, texts_of

KNOWN = {"本配置包的理解": "this pack's reading", "提前7天": "7 days ahead"}


@pytest.mark.parametrize(
    ("words", "said", "whole"),
    [
        ("{law}第二十八条", "{law}, art. 28", True),
        ("{law}第三十五条、第四十四条（参照）", "cf. {law}, art. 35, art. 44", True),
        ("参照{law}第十条", "cf. {law}, art. 10", True),
        ("{law}第十三条第一款第三项", "{law}, art. 13(1)(3)", True),
        ("{law}第四十五条至第四十七条", "{law}, art. 45–47", True),
        ("{law}第一百零二条：提前7天；本配置包的理解", "{law}, art. 102: 7 days ahead; this pack's reading", True),
        ("{law}第三条（提前7天）", "{law}, art. 3 (7 days ahead)", True),
        ("提前7天（参照{law}第三条）", "7 days ahead (cf. {law}, art. 3)", True),
        ("本配置包的理解：{law}第三条：提前7天", "this pack's reading: {law}, art. 3: 7 days ahead", True),
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
    assert texts_of("base")[HOLES].count('unit = "bag"\nbasis = "例"') == 1
    pack = load_texts(changed(*documents, Edit('unit = "bag"\nbasis = "例"', f'unit = "bag"\n{at}')))
    assert isinstance(pack, Pack)
    assert pack.policies["law"].title.en == "Some Law"
    [programme] = pack.programmes["holes"]
    assert isinstance(programme.basis, Basis)
    assert (str(programme.basis), programme.basis.en, programme.basis.whole) == ("例", "an example", True)
    filled = Basis("{law}第一条", "{law}, art. 1", ("law",)).filled({"law": pack.policies["law"].title})
    assert (str(filled), filled.en) == ("《某法》第一条", "Some Law, art. 1")

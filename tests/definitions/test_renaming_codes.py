"""The codes of dictionaries, renamed in the files of a pack: it loads and checks as before."""

from __future__ import annotations

import pytest

from bihuan.definitions import Pack, check, load_texts
from tests.definitions.renaming_codes import rename_codes
from tests.definitions.test_renaming import DISTRICT, packs

MOST = 150
"""Of the district's 242 codes at least so many are nothing else and are renamed."""


@pytest.mark.parametrize("name", packs())
def test_a_pack_with_renamed_codes_loads_and_is_as_clean(name: str) -> None:
    before = packs()[name]
    texts, codes = rename_codes(before)
    assert [one.id for one in check(texts)] == [one.id for one in check(before)]
    pack, old = load_texts(texts), load_texts(before)
    assert isinstance(pack, Pack) and isinstance(old, Pack)
    assert [[codes.get(code, code) for code in one.entries] for one in old.dictionaries.values()] == [
        list(one.entries) for one in pack.dictionaries.values()
    ]
    assert len(codes) > (MOST if name == DISTRICT.name else 0)


def test_twice_renamed_is_once_renamed() -> None:
    for texts in packs().values():
        once, _ = rename_codes(texts)
        twice, codes = rename_codes(once)
        assert twice == once and all(old == new for old, new in codes.items())

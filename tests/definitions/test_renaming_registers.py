"""Everything a register names, renamed in the files of a pack: it loads and checks as before."""

from __future__ import annotations

import pytest

from bihuan.definitions import Pack, check, load_texts
from tests.definitions.renaming_registers import rename_registers
from tests.definitions.test_renaming import packs


@pytest.mark.parametrize("name", packs())
def test_a_pack_with_renamed_registers_loads_and_is_as_clean(name: str) -> None:
    before = packs()[name]
    texts, names = rename_registers(before)
    found, known = check(texts), check(before)
    assert [one.id for one in found] == [one.id for one in known], [one.in_("en") for one in found][:8]
    pack, old = load_texts(texts), load_texts(before)
    assert isinstance(pack, Pack) and isinstance(old, Pack)
    for [was, form] in zip(old.registers.values(), pack.registers.values(), strict=True):
        assert names["register"].get(was.id, was.id) == form.id
        for kind, theirs, ours in (("field", was.fields, form.fields), ("state", was.states, form.states),
                                   ("right", was.rights, form.rights)):  # fmt: skip
            assert [names[kind][one] for one in theirs] == list(ours), form.id


def test_twice_renamed_is_once_renamed() -> None:
    for texts in packs().values():
        once, _ = rename_registers(texts)
        twice, names = rename_registers(once)
        assert twice == once and all(old == new for one in names.values() for old, new in one.items())

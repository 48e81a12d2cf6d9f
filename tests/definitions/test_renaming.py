"""Everything a programme names, renamed: it loads, checks clean, and behaves the same. So no code knows a name."""

import re
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bihuan.definitions import Pack, Texts, check, load_texts, read_folder
from tests.definitions.cases import PACKS, texts_of
from tests.definitions.renaming import rename_pack
from tests.definitions.twins import Twins, context_of

CONDITION = re.compile(r'^(when|require|due|numerator|population) = "([^"\\]+)"$', re.MULTILINE)
DISTRICT = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"


def packs() -> dict[str, Texts]:
    """Every pack there is: those of districts, and those of the checker's tests."""
    found: dict[str, Texts] = {folder.name: texts_of(folder.name) for folder in sorted(PACKS.iterdir())}
    for folder in sorted(DISTRICT.parent.iterdir()):
        texts = read_folder(folder)
        assert isinstance(texts, dict)
        found[folder.name] = texts
    return found


def loaded(texts: Texts) -> Pack:
    pack = load_texts(texts)
    assert isinstance(pack, Pack), "\n".join(one.in_("en") for one in pack)
    return pack


@pytest.mark.parametrize("name", packs())
def test_a_renamed_pack_loads_and_is_clean(name: str) -> None:
    texts, mapping = rename_pack(packs()[name])
    assert [one.id for one in check(texts)] == [one.id for one in check(packs()[name])]
    before, after = loaded(packs()[name]), loaded(texts)
    assert [mapping["programme"][id] for id in before.programmes] == list(after.programmes)
    for [one], [other] in zip(before.programmes.values(), after.programmes.values(), strict=True):
        for kind, names, new in (
            ("stage", one.stages, other.stages),
            ("step", one.steps, other.steps),
            ("field", one.fields, other.fields),
            ("role", one.roles, other.roles),
            ("clock", one.clocks, other.clocks),
            ("telling", one.tellings, other.tellings),
            ("list", one.lists, other.lists),
            ("outward", one.outward, other.outward),
        ):
            assert [mapping[kind][name] for name in names] == list(new)


@pytest.mark.parametrize("name", packs())
def test_renaming_twice_gives_the_same_lines(name: str) -> None:
    """Names differ, nothing else: a renamed pack renamed again is itself."""
    once, _ = rename_pack(packs()[name])
    twice, mapping = rename_pack(once)
    assert twice == once
    assert all(old == new for names in mapping.values() for old, new in names.items())


def over_lines(texts: Texts) -> dict[str, str]:
    """Every condition written over several lines."""

    def broken(found: re.Match[str]) -> str:
        return f'{found[1]} = """\n{found[2].replace(" and ", chr(10) + "    and ")}\n"""'

    return {path: CONDITION.sub(broken, text) if path.startswith("programmes/") else text
            for path, text in texts.items()}  # fmt: skip


def test_conditions_over_several_lines_are_renamed_like_those_on_one() -> None:
    plain = packs()[DISTRICT.name]
    spread = over_lines(plain)
    assert sum(text.count('"""\n') for text in spread.values()) > 200
    renamed, _ = rename_pack(spread)
    assert renamed == over_lines(rename_pack(plain)[0])
    assert check(renamed) == ()


def test_a_walk_of_the_loop_is_the_same() -> None:
    for name in (DISTRICT.name, "minimal", "base", "flood"):
        texts = packs()[name]
        renamed, mapping = rename_pack(texts)
        before, after = loaded(texts), loaded(renamed)
        refused: set[str] = set()
        for [one], [other] in zip(before.programmes.values(), after.programmes.values(), strict=True):
            taken: set[str] = set()
            for seed in range(25):
                begins = datetime(2026 if name == "minimal" else 2021, 3, 1, 1, tzinfo=UTC)  # Its units are new.
                twins = Twins(one, other, context_of(before), mapping, now=begins)
                twins.walk(Random(seed), 120)
                taken |= set(twins.taken)
                refused |= twins.refused
            live = {step.id for step in one.steps.values() if not step.history}
            assert len(taken & live) >= len(live) // 2, f"{one.id}: the walk is too short: {sorted(live - taken)}"
        assert len(refused) >= 2, name

"""A damaged pack is answered with findings, never with an exception; and a finding always stands in the text."""

from random import Random

import pytest

from bihuan.definitions import check, load_texts
from tests.definitions.cases import texts_of

ROUNDS = 80


def damaged(draw: Random, texts: dict[str, str]) -> dict[str, str]:
    """The pack with a few lines lost, doubled, moved, mixed up or cut; or else some values are taken for others."""
    kinds = draw.choice(((0, 1, 2, 3, 4), (5,), (5,)))
    path = draw.choice(sorted(texts, key=lambda path: (not path.startswith("programmes/"), path))[:3])
    lines = texts[path].splitlines()
    for _ in range(draw.randint(1, 4)):
        at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        match draw.choice(kinds):
            case 0:
                del lines[at : at + draw.choice((1, 4))]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                key, equals, _ = lines[at].partition("=")
                _, _, value = lines[other].partition("=")
                lines[at] = key + equals + value if equals and value else lines[at]
            case 4:
                lines[at] = lines[at][: draw.randrange(len(lines[at]) + 1)]
            case _:
                key = lines[at].partition("=")[0]
                values = [line for line in lines if line.partition("=")[0] == key != lines[at]]
                lines[at] = draw.choice(values) if values else lines[at]
        lines = lines or [""]
    return {**texts, path: "\n".join(lines) + "\n"}


@pytest.mark.parametrize("name", ["base", "flood", "appointment"])
def test_damage_is_answered(name: str) -> None:
    draw, clean = Random(name), texts_of(name)
    seen: set[str] = set()
    for _ in range(ROUNDS):
        texts = damaged(draw, clean)
        found = check(texts)
        for one in found:
            seen.add(one.id)
            assert one.line >= 1
            assert one.path not in texts or one.line <= texts[one.path].count("\n") + 1
        load_texts(texts)
    assert len(seen) >= 10


def test_a_lost_file_is_answered() -> None:
    clean = texts_of("base")
    for path in clean:
        texts = {other: text for other, text in clean.items() if other != path}
        check(texts)
        check({**clean, path: ""})


@pytest.mark.parametrize("opened, closed", [("[", "]"), ("{ a = ", "}")])
def test_brackets_without_end_are_answered(opened: str, closed: str) -> None:
    clean, deep = texts_of("base"), f"deep = {opened * 20_000}{closed * 20_000}"
    (path,) = [path for path in clean if path.startswith("programmes/")][:1]
    found = [one for one in check({**clean, path: f"{clean[path]}{deep}\n"}) if one.path == path]
    assert [(one.id, one.line) for one in found] == [("P101", clean[path].count("\n") + 1)]

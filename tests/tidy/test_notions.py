"""docs/notions.md says what the core has grown by; the table is the one that tools/notions.py counts."""

from __future__ import annotations

import re

import pytest

from tools import notions

LINES = re.compile(r"\| \**([\d,]+)\** \| \**([\d,]+)\** \|")
ALLOWED = 0.05
"""A change of a few lines makes nobody write the table anew; one that a reader would notice does."""
WAY_OUT = "python tools/notions.py --write"


def rows(text: str) -> dict[str, tuple[int, ...]]:
    """What each row says apart from its figures → its figures."""
    found = {}
    for line in text[text.index("| notion |") :].splitlines()[2:]:
        figures = LINES.search(line)
        assert figures is not None, line
        whole = re.search(r"of ([\d,]+) and ([\d,]+) lines", line)
        numbers = [*figures.groups(), *(whole.groups() if whole else ())]
        said = line.replace(figures[0], "").replace(whole[0] if whole else "", "")
        found[said] = tuple(int(one.replace(",", "")) for one in numbers)
    return found


def stale(written: str, counted: str) -> list[str]:
    """Rows that the page lacks or that nothing stands for any more, and figures further off than is allowed."""
    page, now = rows(written), rows(counted)
    other = [f"not the same: {said}" for said in sorted(page.keys() ^ now.keys())]
    return other + [
        f"{said}: {there} on the page, {here} counted"
        for said, here in now.items()
        for there in [page.get(said, here)]
        if any(abs(one - more) > max(5, ALLOWED * more) for one, more in zip(there, here, strict=True))
    ]


def test_the_page_says_what_is_counted() -> None:
    found = stale(notions.PAGE.read_text("utf-8"), notions.table())
    assert found == [], f"{found}; {WAY_OUT}"


def test_a_stale_page_would_be_told() -> None:
    counted = notions.table()
    first = LINES.search(counted)
    assert first is not None
    assert len(stale(counted.replace(first[0], "| 9,999 | 9 |"), counted)) == 1
    near = f"| {int(first[1].replace(',', '')) + 3} | {first[2]} |"
    assert stale(counted.replace(first[0], near), counted) == []
    assert len(stale(counted.replace("kinds of page", "sorts of page"), counted)) == 2
    with pytest.raises(LookupError):
        notions.lines(notions.CORE, "registers/codes.py: nothing_of_this_name")


def test_every_module_of_registers_and_claims_stands_in_a_row() -> None:
    """A module of registers or claims that no row counts is a notion nobody told of."""
    named = {part.partition(": ")[0].partition(" ~ ")[0] for _, _, *both in notions.NOTIONS for part in both[0]}
    for folder in ("registers", "claims"):
        files = {f"{folder}/{file.name}" for file in (notions.CORE / folder).glob("*.py")}
        assert files <= named, files - named


def test_what_the_page_points_to_exists() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", notions.PAGE.read_text("utf-8"))
    assert links and all((notions.PAGE.parent / one).is_file() for one in links)

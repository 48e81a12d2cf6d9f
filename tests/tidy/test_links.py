"""Documents lead where they say: every link within the repository to a file and a heading that are there, every
decision under a number of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tidy.sources import ROOT

LINK = re.compile(r"\]\(([^()\s]+)\)")
FENCED = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)
PARTS = ("*.md", "docs/**/*.md", "stories/**/*.md", "districts/**/*.md", "bench/**/*.md", "tests/**/*.md")
DOCUMENTS = sorted({file for part in PARTS for file in ROOT.glob(part)})


def anchors(file: Path) -> set[str]:
    """What the headings of a document are reached by: as the usual readers of Markdown name them."""
    text = FENCED.sub(lambda one: one[0].strip("`"), file.read_text("utf-8"))
    found = re.findall(r"^#{1,6}\s+(.+?)\s*#*$", text, re.M)
    bare = (re.sub(r"[^\w\- ]", "", re.sub(r"\]\([^)]*\)", "", one)).strip().lower().replace(" ", "-") for one in found)
    return set(bare)


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(file: Path) -> None:
    dead = []
    for to in LINK.findall(FENCED.sub("", file.read_text("utf-8"))):
        if re.match(r"[a-z]+:", to):
            continue
        path, _, anchor = to.partition("#")
        target = (file.parent / path).resolve() if path else file
        if not target.exists() or (anchor and target.suffix == ".md" and anchor.lower() not in anchors(target)):
            dead.append(to)
    assert not dead, (file.name, dead)


def test_every_decision_has_a_number_of_its_own_and_says_it() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [file.name[:4] for file in files]
    assert sorted(set(numbers)) == numbers
    for file in files:
        assert re.match(rf"# 0*{int(file.name[:4])}\b", file.read_text("utf-8")), file.name

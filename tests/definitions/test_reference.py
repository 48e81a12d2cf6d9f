"""The pages and pictures that are made from declarations and packs are the ones in docs/reference."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bihuan.cli.draw import file_name
from bihuan.core.text import LANGUAGES, Language
from bihuan.definitions import Pack, load_pack
from bihuan.definitions.drawing import draw
from bihuan.definitions.drawing.placing import width_of, wrapped
from bihuan.definitions.reference import findings_page, notation_page

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
PACK = ROOT / "districts" / "ganzhou-etdz"


@pytest.mark.parametrize(("name", "page"), [("notation.md", notation_page), ("findings.md", findings_page)])
def test_a_page_is_up_to_date(name: str, page: object) -> None:
    assert callable(page)
    again = "run: python -m bihuan.cli.reference docs/reference"
    assert (REFERENCE / name).read_text(encoding="utf-8") == page(), again


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_are_up_to_date(language: Language) -> None:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    for editions in pack.programmes.values():
        file = REFERENCE / file_name(editions[-1], language)
        again = "run: bihuan draw districts/ganzhou-etdz --to docs/reference"
        assert file.read_text(encoding="utf-8") == draw(editions[-1], language), again


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_shows_every_stage_and_every_step(language: Language) -> None:
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    for editions in pack.programmes.values():
        document = ET.fromstring(draw(editions[-1], language))
        said = "".join("".join(node.itertext()) for node in document.iter()).replace("…", "").replace(" ", "")
        things = [*editions[-1].stages.values(), *editions[-1].steps.values()]
        missing = [one.id for one in things if one.title.in_(language).replace(" ", "")[:14] not in said]
        assert missing == []


def test_lines_are_no_wider_than_their_room() -> None:
    phrases = ("申请延期", "逾期未签收，视为已送达，时限照算", "Not signed for in time: deemed delivered", "退单")
    for room in (60, 100, 200):
        lines = wrapped(phrases, "、", room, 11)
        assert all(width_of(line, 11) <= room + 11 for line in lines)
        assert "".join(lines).replace(" ", "") == "、".join(phrases).replace(" ", "")

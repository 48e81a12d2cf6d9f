"""The stories of pages come true over the real server, in each language: stories/pages, one case a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.web.conftest import Site
from tests.web.page_stories import play, read
from tests.web.signing import Staff, open_accounts

FILES = sorted((Path(__file__).parents[2] / "stories" / "pages").glob("*.toml"))
POSTS = {
    "desk": ("desk", "service-centre"),
    "worker": ("handler", "municipal"),
    "supervisor": ("supervisor", "supervision-office"),
    "leader": ("leader", "committee"),
    "registrar": ("registrar", "economy"),
}
"""Who of the stories signs in → duty and unit; whoever is not here is a resident."""


@pytest.fixture(scope="module")
def staff(site: Site) -> Mapping[str, Staff]:
    """One of each, for these stories alone."""
    rows = [(f"told-{who}", *post) for who, post in POSTS.items()]
    return dict(zip(POSTS, open_accounts(site, rows), strict=True))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_story_of_pages_comes_true(site: Site, staff: Mapping[str, Staff], file: Path, language: str) -> None:
    play(read(file), site, staff, language)


def test_every_story_is_told_in_both_languages() -> None:
    assert len(FILES) >= 3
    for file in FILES:
        story = read(file)
        assert set(story["story"]["title"]) == {"zh", "en"}, file.name
        for scene in story["scene"]:
            for name in ("sees", "misses", "presses", "asked", "follows"):
                assert set(scene.get(name, {"zh": 1, "en": 1})) == {"zh", "en"}, (file.name, scene)

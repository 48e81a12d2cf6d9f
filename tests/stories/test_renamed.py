"""The stories of a pack come true with every name of its programmes replaced, and with the codes of its dictionaries:
no code of ours knows a name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bihuan.app.stories import Performance, Story, failures, play, story_of
from bihuan.app.stories.reading import CAST
from bihuan.core.codec import event_bytes
from bihuan.definitions import Pack
from tests.definitions.renaming import rename_pack
from tests.definitions.renaming_codes import rename_codes, said
from tests.definitions.test_renaming import loaded, packs
from tests.stories.renaming import Names, renamed_cast, renamed_story
from tests.stories.test_stories import FILES, STORIES, performance

PEOPLE = tomllib.loads((STORIES / CAST).read_text("utf-8"))


@pytest.fixture(scope="module")
def renamed() -> tuple[Pack, Names]:
    changed, mapping = rename_pack(packs()[STORIES.name])
    return loaded(changed), mapping


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_story_comes_true_under_other_names(file: Path, pack: Pack, renamed: tuple[Pack, Names]) -> None:
    other, names = renamed
    data = renamed_story(tomllib.loads(file.read_text("utf-8")), names)
    story = story_of(file.name, data, renamed_cast(PEOPLE, names))
    assert isinstance(story, Story), story
    played = play(story, other)
    assert isinstance(played, Performance)
    assert failures(played, "en") == []
    before = performance(file, pack)
    assert [[(e.verb, e.outcome, e.recorded, e.by.account) for e in s] for s in played.streams.values()] == [
        [(e.verb, e.outcome, e.recorded, e.by.account) for e in s] for s in before.streams.values()
    ]


@pytest.fixture(scope="module")
def coded() -> tuple[Pack, dict[str, str]]:
    changed, codes = rename_codes(packs()[STORIES.name])
    return loaded(changed), codes


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_story_comes_true_under_other_codes(file: Path, coded: tuple[Pack, dict[str, str]]) -> None:
    pack, codes = coded
    story = story_of(file.name, said(tomllib.loads(file.read_text("utf-8")), codes), PEOPLE)
    assert isinstance(story, Story), story
    played = play(story, pack)
    assert isinstance(played, Performance)
    assert failures(played, "en") == []
    written = b"".join(event_bytes(event) for stream in played.streams.values() for event in stream).decode()
    assert not [code for code in codes if f':"{code}"' in written]


def test_no_old_name_is_left(pack: Pack, renamed: tuple[Pack, Names]) -> None:
    """A mapping that renamed nothing would prove nothing."""
    other, names = renamed
    assert not pack.programmes.keys() & other.programmes.keys()
    [[old], *_], [[new], *_] = pack.programmes.values(), other.programmes.values()
    for kind in ("stages", "steps", "fields", "roles", "clocks", "tellings"):
        assert not set(getattr(old, kind)) & set(getattr(new, kind)), kind
    file = STORIES / "fire-lane.toml"
    story = story_of("", renamed_story(tomllib.loads(file.read_text("utf-8")), names), renamed_cast(PEOPLE, names))
    assert isinstance(story, Story)
    played = play(story, other)
    assert isinstance(played, Performance)
    written = b"".join(event_bytes(event) for stream in played.streams.values() for event in stream).decode()
    spoken = {event.step for stream in performance(file, pack).streams.values() for event in stream}
    assert not [step for step in spoken - {"lapse"} if f'"step":"{step}"' in written]

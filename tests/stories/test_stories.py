"""Every story of every district comes true, and its facts survive being written down and folded again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bihuan.app.stories import Performance, failures, play, problem_line, protocol, read_story
from bihuan.app.stories.reading import CAST
from bihuan.core.case import fold
from bihuan.core.codec import event_bytes, event_from
from bihuan.core.events import Event
from bihuan.definitions import Pack

STORIES = Path(__file__).parents[2] / "stories" / "ganzhou-etdz"
DISTRICT = STORIES.parents[1] / "districts" / STORIES.name
FILES = sorted(file for file in STORIES.glob("*.toml") if file.name != CAST)

HAN = re.compile(r"[\u4e00-\u9fff]")


def performance(file: Path, pack: Pack) -> Performance:
    story = read_story(file.name, file.read_text("utf-8"), (STORIES / CAST).read_text("utf-8"))
    assert not isinstance(story, tuple), [problem_line(problem, "en") for problem in story]
    played = play(story, pack)
    assert isinstance(played, Performance), played
    return played


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_story_comes_true(file: Path, pack: Pack) -> None:
    played = performance(file, pack)
    assert failures(played, "en") == []
    for name, stream in played.streams.items():
        written = [event_from(event_bytes(event)) for event in stream]
        assert tuple(written) == stream
        assert fold(written) == played.cases[name]


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_protocol_is_written_in_both_languages(file: Path, pack: Pack) -> None:
    played = performance(file, pack)
    zh, en = protocol(played, "zh"), protocol(played, "en")
    told = [line for line in (zh + "\n" + en).splitlines() if "✉" in line]
    assert not [line for line in told if "{" in line]
    given = {text for act in played.acts for text in act.scene.words.values()}
    given |= {str(value) for act in played.acts for value in act.scene.values.values() if HAN.search(str(value))}
    for text in sorted(given, key=len, reverse=True):
        en = en.replace(text, "")
    basis_free = [line for line in en.splitlines() if HAN.search(line)]
    assert basis_free == [], "what the system itself says in English has no Chinese left in it"


_PLAYED: list[Performance] = []


def everything_played(pack: Pack) -> list[Performance]:
    """Every story, played once for all the questions below."""
    if not _PLAYED:
        _PLAYED.extend(performance(file, pack) for file in FILES)
    return _PLAYED


PROGRAMMES = sorted(
    tomllib.loads(path.read_text("utf-8"))["programme"]["id"] for path in (DISTRICT / "programmes").glob("*.toml")
)


def events_of(played: Performance, programme: str) -> Iterator[Event]:
    """Facts of the cases of one programme; a story may go through several."""
    for name, stream in played.streams.items():
        if played.cases[name].programme == programme:
            yield from stream


@pytest.mark.parametrize("id", PROGRAMMES)
def test_the_stories_take_every_step_that_is_not_history(id: str, pack: Pack) -> None:
    """A step that no story takes is a step that nobody has seen work."""
    (programme,) = pack.programmes[id]
    taken = {event.step for played in everything_played(pack) for event in events_of(played, id)}
    past = {step.id for step in programme.steps.values() if step.history}
    assert set(programme.steps) - past - taken == set()


@pytest.mark.parametrize("id", PROGRAMMES)
def test_the_stories_meet_every_guard_once(id: str, pack: Pack) -> None:
    (programme,) = pack.programmes[id]
    met = {
        (act.scene.does, act.refusal.detail.get("guard"))
        for played in everything_played(pack)
        for act in played.acts
        if act.refusal is not None and act.programme.id == id
    }
    guards = {(step.id, guard.id) for step in programme.steps.values() for guard in step.guards}
    assert guards - met == set()


@pytest.mark.parametrize("id", PROGRAMMES)
def test_the_stories_see_every_outcome_and_every_clock(id: str, pack: Pack) -> None:
    (programme,) = pack.programmes[id]
    seen: set[tuple[str, str]] = set()
    started: set[str] = set()
    for played in everything_played(pack):
        seen |= {(event.step, event.outcome) for event in events_of(played, id)}
        started |= {s.name for case in played.cases.values() if case.programme == id for s in case.clocks.values()}
    steps = [step for step in programme.steps.values() if not step.history]
    assert {(step.id, outcome) for step in steps for outcome in step.moves} - seen == set()
    assert set(programme.clocks) - started == set()

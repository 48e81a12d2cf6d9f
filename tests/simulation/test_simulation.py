"""A played demonstration: the numbers asked for, however they are counted; the same again for the same seed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.figures import Tally, tally
from bihuan.app.publishing.definitions import definition_of
from bihuan.app.rebuilding import rebuild
from bihuan.app.simulation import Script, WentWrong
from bihuan.app.simulation.casting import begin_of
from bihuan.core.events import ClockExtended, ClockLapsed, ClockResumed, ClockStarted
from bihuan.core.verbs import Verb
from bihuan.definitions.pack import Pack
from bihuan.store.reading import events_of
from bihuan.transparency.chain import read_entry
from bihuan.transparency.receipt_key import ANSWERS, check_leaf
from bihuan.verifier import verify
from bihuan.web.show.figures import BY, by_whose_word
from tests.simulation.recount import log_hash, recount
from tests.simulation.stage import POPULATION, UNTIL, Stage


@pytest.mark.parametrize(("requests", "solved"), [(60, 41), (37, 37), (25, 0), (1, 1), (0, 0)])
def test_every_way_of_counting_finds_the_numbers_asked_for(stage: Stage, requests: int, solved: int) -> None:
    done = stage.play(requests, solved)
    assert (done.requests, done.solved) == (requests, solved)
    programme_id = stage.script.programme
    with stage.installation.opened() as district, closing(stage.installation.session()) as session:
        counted = recount(session, district.id, stage.script.category)
        assert (counted.raised, counted.solved) == (requests, solved)
        programme = district.rules.current(programme_id, district.today())
        assert programme is not None
        found = tally(district, programme, POPULATION, as_of=UNTIL)
        assert isinstance(found, Tally)
        figures = {id_: counts for id_, (_, counts) in found.figures.items()}
        rate = figures["solve_rate"]
        assert (rate.counted, rate.denominator) == (solved, requests)
        satisfaction = figures["satisfaction_rate"]
        answers = counted.satisfied["yes"], counted.satisfied["yes"] + counted.satisfied["no"]
        assert (satisfaction.counted, satisfaction.denominator) == answers
        again = rebuild(district, session, write=False)
        assert again.difference is None
        assert again.cases == requests


@pytest.mark.parametrize(
    "moment",
    ["2026-11-25T16:00", "2026-11-27T13:00", "2026-11-28T10:24", "2026-11-29T03:00", "2026-10-04T10:24"],
    ids=["afternoon", "after lunch", "saturday", "sunday night", "holidays"],
)
def test_it_can_be_started_at_any_time_of_any_day(tmp_path: Path, pack: Pack, script: Script, moment: str) -> None:
    """What is still under way when it ends was done in the window in which it may be done, whatever the hour."""
    late = tuple(
        replace(path, weight=1) for path in script.paths if path.open_days or any(act.before_end for act in path.acts)
    )
    until = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(pack.district.zone))
    stage = Stage(tmp_path, pack, replace(script, paths=late), until)
    assert stage.play(80, 25).solved == 25


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path, pack: Pack, script: Script) -> None:
    hashes = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        stage = Stage(tmp_path / name, pack, script)
        stage.play(30, 22, seed=seed)
        with closing(stage.installation.session()) as session:
            hashes.append(log_hash(session, pack.district.id))
    assert hashes[0] == hashes[1] != hashes[2]


def test_much_of_what_goes_wrong_in_an_office_happens(stage: Stage) -> None:
    """Returned, arbitrated, redone, late, asked back, reopened, unreachable: a demonstration without is a brochure."""
    stage.play(220, 190, seed=3)
    with closing(stage.installation.session()) as session:
        counted = recount(session, stage.installation.district, stage.script.category)
    verbs = counted.verbs
    for verb in ("return", "arbitrate", "reopen", "remind", "supervise", "call_back", "lapse", "withdraw", "reject"):
        assert verbs[verb], verb
    assert verbs["check"] > verbs["close"], "some checks say no"
    assert counted.satisfied["no"] and counted.satisfied["unreachable"]


def test_some_reporters_keep_their_receipt_and_sign_what_they_answer(stage: Stage) -> None:
    """The declared share signs, each answer over the leaf before it; the others answer without a signature."""
    stage.play(120, 110, seed=3)
    with closing(stage.installation.session()) as session:
        rows = list(session.rows("events_between", (stage.installation.district, "", "~")))
    leaves = [(str(row[0]), read_entry(bytes(row[4])) or {}) for row in rows]
    promised = {case: str(leaf["rk"]) for case, leaf in leaves if "rk" in leaf}
    answers = [(case, leaf) for case, leaf in leaves if leaf.get("k") in ANSWERS]
    signed = [(case, leaf) for case, leaf in answers if "sig" in leaf]
    assert {leaf["k"] for _, leaf in signed} >= {"confirm", "rate"}
    assert {case for case, _ in answers} & promised.keys() == {case for case, _ in signed}
    assert [check_leaf(leaf, promised[case]) for case, leaf in signed] == [None] * len(signed)
    assert 0.4 < len(signed) / len(answers) < 0.8
    assert words_by_page(stage) == words_by_leaves(stage, [leaf for _, leaf in leaves])


def words_by_page(stage: Stage) -> list[int]:
    """By whose word people are satisfied, as the figure's page counts it: from the state of the cases."""
    with stage.installation.opened() as district:
        programme = district.rules.current(stage.script.programme, district.today())
        assert programme is not None
        found = tally(district, programme, POPULATION, as_of=UNTIL)
        assert isinstance(found, Tally)
        _, counts = found.figures["satisfaction_rate"]
        return [number for _, number in by_whose_word(found, "satisfaction_rate", counts)]


def words_by_leaves(stage: Stage, leaves: list[Any]) -> list[int]:
    """The same as strangers count it: from the public part alone. None of the four is empty."""
    with stage.installation.opened() as district:
        programme = district.rules.current(stage.script.programme, district.today())
    assert programme is not None
    indicator = next(one for one in programme.indicators if one.id == "satisfaction_rate")
    definition = definition_of(programme, indicator, {})
    assert definition is not None
    cases: dict[str, verify.Case] = {}
    for leaf in leaves:
        cases.setdefault(leaf["c"], verify.Case(leaf)).tell(leaf)
    _, _, by = verify.count(verify.definition_of(definition.text), cases.values(), {})
    assert all(by.values()), by
    return [by[word] for word in BY]


def test_every_stage_on_the_way_has_open_matters(stage: Stage, pack: Pack) -> None:
    """Whoever looks at a demonstration finds work in every queue."""
    paths = [replace(path, weight=1) for path in stage.script.paths if path.open_days or path.solved]
    done = stage.play(70, 35, seed=3, script=replace(stage.script, paths=tuple(paths)))
    programme = pack.programmes[stage.script.programme][0]
    assert {one.id for one in programme.stages.values() if not one.final} <= done.outcomes.keys()


def test_things_happen_at_moments_of_their_own(stage: Stage) -> None:
    """Of acts that share a commit each has its minute, and a clock has its effect when it ends, not hours later."""
    stage.play(60, 50, seed=3)
    with stage.installation.opened() as district, closing(stage.installation.session()) as session:
        cases = [row[0] for row in session.rows("case_facts", (district.id, stage.script.programme, "", 1_000))]
        events = [event for case in cases for event in events_of(session, district.id, case)]
    moments = [event.recorded for event in events if event.verb is not Verb.LAPSE]
    assert len(set(moments)) > 0.9 * len(moments)
    dues = {
        (event.case, effect.clock): effect.due
        for event in events
        for effect in event.effects
        if isinstance(effect, ClockStarted | ClockExtended | ClockResumed)
    }
    waited = [
        effect.at - dues[event.case, effect.clock]
        for event in events
        for effect in event.effects
        if isinstance(effect, ClockLapsed)
    ]
    assert waited and min(waited) > timedelta(0)
    assert sorted(waited)[len(waited) * 9 // 10] <= timedelta(minutes=5)


def test_a_storm_night_stands_out(stage: Stage) -> None:
    """In the hours of the first burst more of its kinds are raised than in any other night of the two years."""
    storm = stage.script.bursts[0]
    stage.play(220, 200, seed=3)
    with closing(stage.installation.session()) as session:
        counted = recount(session, stage.installation.district, stage.script.category)
    begins = begin_of(storm, UNTIL, ZoneInfo("Asia/Shanghai"))
    ends = begins + timedelta(hours=storm.hours)
    inside = outside = 0
    for key, count in counted.raised_in.items():
        hour, category = key.split(" ")
        if category in storm.categories:
            at = datetime.fromisoformat(f"{hour}:30:00+00:00")
            if begins - timedelta(hours=1) <= at <= ends + timedelta(hours=1):
                inside += count
            else:
                outside += count
    hours = stage.script.days * 24
    assert inside >= 3
    assert inside / (storm.hours + 2) > 50 * outside / hours


def test_numbers_that_cannot_be_are_refused_before_anything_is_written(stage: Stage) -> None:
    with pytest.raises(ValueError, match="between 0 and 5"):
        stage.play(5, 6)
    with closing(stage.installation.session()) as session:
        assert recount(session, stage.installation.district, stage.script.category).raised == 0


def test_a_step_that_is_refused_ends_the_play_and_says_where(stage: Stage) -> None:
    """A planted slip: the desk dispatches what nobody has accepted."""
    broken = [replace(path, acts=path.acts[1:]) for path in stage.script.paths if path.solved]
    with pytest.raises(WentWrong, match=r"dispatch"):
        stage.play(5, 5, script=replace(stage.script, paths=tuple(broken)))


def test_a_path_that_lies_about_its_end_is_found_out(stage: Stage) -> None:
    """A planted lie: the path says solved, its check says no."""
    lies = [replace(path, solved=True) for path in stage.script.paths if not path.solved and not path.open_days]
    with pytest.raises(WentWrong, match="found 0 of 4"):
        stage.play(4, 4, script=replace(stage.script, paths=tuple(lies)))


def test_what_is_said_is_varied_and_in_both_languages(script: Script) -> None:
    said = [text for message in script.messages for text in message.says]
    assert len(said) == len(set(said)) >= 80
    assert sum(text.isascii() for text in said) >= 2


def test_the_demonstration_names_only_what_the_programme_knows(pack: Pack, script: Script) -> None:
    programme = pack.on(script.programme, UNTIL.date())
    assert programme is not None
    steps = {act.do for path in script.paths for act in path.acts} | {script.raise_}
    assert steps <= set(programme.steps)
    dictionary = pack.dictionaries[programme.fields[script.category].dictionary or ""]
    assert {message.category for message in script.messages} <= set(dictionary.entries)
    assert {category for burst in script.bursts for category in burst.categories} <= set(dictionary.entries)
    assert {act.by for path in script.paths for act in path.acts} <= set(script.cast)

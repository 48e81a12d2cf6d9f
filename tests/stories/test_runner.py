"""The runner finds what is not so: wrong expectations, wrong texts, calls without a file. Each says where."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bihuan.app.stories import Performance, Story, failures, play, protocol, read_story
from bihuan.app.stories.expecting import EXPECTATIONS
from bihuan.cli.story import run
from bihuan.definitions import Pack

STORIES = Path(__file__).parents[2] / "stories" / "ganzhou-etdz"

HEAD = """
[story]
title = { zh = "试", en = "Trial" }
programme = "ten-minute-circle"
tells = { zh = "试", en = "A trial." }
[cast.mei]
name = { zh = "梅", en = "Mei" }
as = "reporter"
[cast.min]
name = { zh = "敏", en = "Min" }
duty = "desk"
unit = "service-centre"
"""
RAISED = """
[[scene]]
at = 2021-05-10T09:00:00
who = "mei"
does = "raise"
with = { channel = "web", area = "huangjinling", category = "street_light" }
says = { words = "灯不亮" }
"""
SPOILT = {
    "stage": '"accepted"',
    "outcome": '"completed"',
    "round": "2",
    "score": "5",
    "supervision": "1",
    "rule": '"street"',
    "refused": '"overdue"',
    "due": "{ promise = 2021-05-10T09:00:00 }",
    "late": "{ promise = true }",
    "lapsed": '["promise"]',
    "running": '["dispatching"]',
    "stopped": '["promise"]',
    "standing": '["promise"]',
    "exempted": '["promise"]',
    "provisional": '["promise"]',
    "settled": '["dispatching"]',
    "absent": '["promise"]',
    "finding": '{ solved = "yes" }',
    "tasks": '{ municipal = "lead given" }',
    "binding": '["municipal"]',
    "marks": '{ municipal = ["contacted"] }',
    "told": "[]",
    "counts": "{ return = 1 }",
    "links": '["other"]',
    "children": '["other"]',
    "balances": '{ "bags:piece" = 1 }',
    "entries": '{ "materials/WZ-000001/stock" = 1 }',
    "explained": '{ promise = "从未出现的话" }',
    "sees": '{ min = ["words"] }',
    "hidden_from": '["min"]',
}


def played(text: str, pack: Pack) -> Performance:
    story = read_story("trial.toml", HEAD + text)
    assert isinstance(story, Story), story
    performance = play(story, pack)
    assert isinstance(performance, Performance)
    return performance


def test_there_is_a_spoilt_example_of_every_word() -> None:
    assert set(SPOILT) == set(EXPECTATIONS)


@pytest.mark.parametrize("word", SPOILT)
def test_what_is_not_so_is_named_with_its_place(word: str, pack: Pack) -> None:
    found = failures(played(f"{RAISED}then.{word} = {SPOILT[word]}\n", pack), "en")
    assert len(found) == 1, found
    assert found[0].startswith("trial.toml:14: scene 1 (2021-05-10 09:00 mei raise): not so: ")
    assert word in found[0]


def test_what_nobody_expected_to_be_refused_is_a_failure(pack: Pack) -> None:
    performance = played(RAISED + '[[scene]]\nat = 2021-05-10T09:01:00\nwho = "mei"\ndoes = "accept"\n', pack)
    assert [miss.found for miss in performance.acts[1].misses] == ["role-not-allowed"]
    assert not performance.good
    assert "✋ Refused:" in protocol(performance, "en")


def test_time_lets_clocks_end_in_their_order_at_their_time(pack: Pack) -> None:
    performance = played(RAISED + "[[scene]]\nuntil = 2021-07-01T00:00:00\n", pack)
    lapses = performance.acts[1].lapses
    assert [lapse.clock for lapse in lapses] == ["ten_minutes", "promise"]
    assert lapses[0].at == datetime(2021, 5, 10, 1, 11, tzinfo=UTC)


def test_figures_are_compared_with_numerator_and_denominator(pack: Pack) -> None:
    rates = 'rates = { solve_rate = "1/1", no_such = "0/0" }'
    end = f"[end]\nas_of = 2021-05-11T00:00:00\n{rates}\nunknown = {{ solve_rate = 0 }}\n"
    found = failures(played(RAISED + end, pack), "en")
    assert [line.partition("not so: ")[2] for line in found] == [
        "rates.solve_rate should be 1/1, was 0/1",
        "rates.no_such should be 0/0, was —",
    ]


def test_a_day_without_an_edition_is_a_problem_of_the_story(pack: Pack) -> None:
    story = read_story("trial.toml", HEAD + RAISED.replace("2021", "1999"))
    assert isinstance(story, Story)
    (problem,) = play(story, pack)  # type: ignore[misc]
    assert (problem.line, "1999-05-10" in problem.message.en) == (14, True)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RAISED + "dose = 1\n", 20, "unknown key dose"),
        (RAISED + 'then.stages = "x"\n', 20, "unknown key stages"),
        (RAISED + "then.stage = 5\n", 20, "stage must be words"),
        (RAISED.replace('who = "mei"', 'who = "nobody"'), 16, "nobody is not in the cast"),
        (RAISED.replace('does = "raise"\n', ""), 14, "needs `at`, `who` and `does`"),
        (RAISED.replace("at = 2021-05-10T09:00:00", "at = 2021-05-10T09:00:00Z"), 14, "without a zone"),
        (RAISED.replace('"灯不亮"', "3"), 19, "words must be words"),
        (RAISED + RAISED.replace("2021", "2020"), 21, "earlier than the scene before"),
        (RAISED + 'note = { zh = "只有中文" }\n', 20, "needs zh and en"),
        (RAISED + "photos = true\n", 20, "photos must be a whole number"),
        (RAISED + "[cast.zhao]\n", 20, "name is missing"),
        (RAISED + "[end]\n", 20, "as_of is missing"),
        ("", 1, "scene is missing"),
        (RAISED + 'then.due = { promise = "Monday" }\n', 20, "due must hold a date and time"),
        (RAISED + "then.told = [1]\n", 20, "told must hold words"),
        (RAISED.replace('"huangjinling"', "{ a = 1 }"), 18, "area must be words, a number or a date"),
        (RAISED + "oh no\n", 20, "no TOML"),
    ],
)
def test_a_wrong_text_is_refused_whole_with_line_and_reason(text: str, line: int, words: str) -> None:
    problems = read_story("trial.toml", HEAD + text)
    assert isinstance(problems, tuple)
    assert any(problem.line == line and words in problem.message.en for problem in problems), problems
    assert all(problem.message.zh != problem.message.en for problem in problems)


def test_the_command_prints_a_protocol_and_says_by_its_status_whether_all_was_so(
    tmp_path: Path, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    districts = str(STORIES.parents[1] / "districts" / "ganzhou-etdz")
    assert run([str(STORIES / "emergency.toml")]) == 0
    assert "已转紧急热线" in capsys.readouterr().out
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(HEAD + RAISED + 'then.stage = "accepted"\n', "utf-8")
    assert run(["--quiet", "--pack", districts, str(wrong)]) == 1
    assert "wrong.toml:14: 第1场" in capsys.readouterr().out
    assert run(["--quiet", "--pack", str(tmp_path / "none"), str(wrong)]) == 1
    assert run(["--quiet", str(tmp_path / "none.toml")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_nothing_holds_of_a_case_that_nobody_raised(pack: Pack) -> None:
    text = '[[scene]]\nat = 2021-05-10T09:00:00\nwho = "min"\ndoes = "accept"\nthen.refused = "no-such-case"\n'
    assert failures(played(text, pack), "en") == []
    assert len(failures(played(text + 'then.stage = "registered"\n', pack), "en")) == 1

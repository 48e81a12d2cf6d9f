"""Which clocks surely run when a case waits: not stopped ones, optional ones, or windows ending in silence."""

from bihuan.definitions import Finding, check
from tests.definitions.cases import HOLES, Edit, changed

_OPENS = Edit('starts = ["promise", "planned"]', 'starts = ["planned"]')
_GIVES = 'to = "given"\nstarts = ["signing", "returning"]'


def waiting(*edits: Edit) -> list[tuple[str, str]]:
    """Stages where a case can wait for ever, each with the step it comes in by."""
    texts = changed(*edits)

    def words(one: Finding) -> tuple[str, str]:
        stage, step = one.message.en.split(" a case")[0].split()[-1], one.message.en.split()[-1].rstrip(".")
        assert texts[one.path].splitlines()[one.line - 1] == f"[stage.{stage}]"
        return stage, step

    return [words(one) for one in check(texts) if one.id == "P303" and one.path == HOLES]


def test_the_last_clock_is_stopped_on_the_way_in() -> None:
    assert waiting(Edit('to = "done"\n', 'to = "done"\nstops = ["promise"]\n')) == [("done", "finish")]


def test_a_clock_started_on_one_way_in_is_not_sure() -> None:
    """Without the whole promise, signing runs after a dispatch, but not after an arbitration."""
    [first, second, *rest] = waiting(_OPENS)
    assert first == ("raised", "raise")
    assert second[0] == "given"
    assert {stage for stage, _ in rest} == {"disputed", "done"}


def test_a_clock_that_runs_through_is_enough() -> None:
    assert waiting(Edit(_GIVES, 'to = "given"\nstarts = ["returning"]')) == []


def test_a_clock_without_an_ordinary_row_is_not_sure() -> None:
    partial = Edit('budget = "9 work_day"\n', 'budget = "9 work_day"\nwhen = "kind in ours"\n')
    assert ("raised", "raise") in waiting(partial)


def test_recording_the_past_promises_nothing() -> None:
    past = '[[step]]\nid = "past"\nverb = "raise"\ntitle = { zh = "补录", en = "Past" }\nby = ["desk"]\n%s'
    assert waiting(Edit("", "\n" + past % "history = true\n")) == []
    assert waiting(Edit("", "\n" + past % ""))[0] == ("raised", "past")

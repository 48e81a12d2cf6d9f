"""Request ids, reservations, links and bad input inside one batch and across batches."""

from __future__ import annotations

import pytest

from bihuan.app.door import Asked, Door
from bihuan.core.commands import Command
from bihuan.core.refusals import Refusal
from bihuan.store.jobs import Accepted
from bihuan.store.reading import Seen, read_case
from bihuan.store.session import Session
from bihuan.transparency.chain import read_entry, verify_chain
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take


def many(door: Door, *asked: tuple[str, Command]) -> list[object]:
    return [
        outcome.code if isinstance(outcome, Refusal) else outcome
        for outcome in door.submit_many(tiny.DISTRICT, [Asked(command=c, request_id=i) for i, c in asked])
    ]


def test_the_same_request_twice_in_one_batch_is_carried_out_once(door: Door, session: Session) -> None:
    first, again, other = many(door, ("r", report(case="a")), ("r", report(case="z")), ("r", report(area="s")))
    assert first == again and isinstance(first, Accepted) and other == "request-reused"
    assert session.row("count_events", (tiny.DISTRICT,)) == (1, 1)


def test_each_command_of_a_batch_sees_those_before_it(door: Door) -> None:
    outcomes = many(
        door,
        ("1", report(case="a")), ("2", take("a", "sign", "bo")), ("3", take("a", "give", "ann")),
        ("4", take("a", "sign", "bo")), ("5", take("a", "sign", "bo")), ("6", take("b", "give", "ann")),
        ("7", report(case="b")), ("8", take("b", "give", "ann")),
    )  # fmt: skip
    codes = [outcome if isinstance(outcome, str) else "ok" for outcome in outcomes]
    assert codes == ["ok", "out-of-scope", "ok", "ok", "wrong-stage", "no-such-case", "ok", "ok"]
    numbers = [outcome.number for outcome in outcomes if isinstance(outcome, Accepted)]
    assert sorted(set(numbers)) == ["20260302-000001", "20260302-000002"]


def test_a_key_is_held_by_one_case(door: Door) -> None:
    def book(case: str) -> Command:
        return take(case, "book", "ann", values={"slot": "monday"})

    assert [
        x if isinstance(x, str) else "ok"
        for x in many(door, ("1", report(case="a")), ("2", report(case="b")), ("3", book("a")), ("4", book("b")))
    ] == ["ok", "ok", "ok", "reserved"]
    assert many(door, ("5", book("b"))) == ["reserved"]


def test_a_link_needs_the_other_case_and_names_it_by_pseudonym(door: Door, session: Session) -> None:
    a, b = opened(door).case, opened(door).case
    refused = ask(door, take(a, "tie", "ann", arguments={"other": "none"}))
    assert isinstance(refused, Refusal) and refused.code == "no-such-case"
    assert isinstance(ask(door, take(a, "tie", "ann", arguments={"other": b})), Accepted)
    leaves = {case: [bytes(r[2]) for r in session.rows("case_leaves", (tiny.DISTRICT, case))] for case in (a, b)}
    last, first = read_entry(leaves[a][-1]), read_entry(leaves[b][0])
    assert last is not None and first is not None and last["m"] == [first["c"]]


def test_leaves_hang_together_and_say_what_the_log_may_say(door: Door, session: Session) -> None:
    case = opened(door).case
    go_round(door, case)
    leaves = [bytes(row[2]) for row in session.rows("case_leaves", (tiny.DISTRICT, case))]
    assert verify_chain(leaves) is None
    said = [read_entry(leaf) for leaf in leaves]
    assert [one["k"] for one in said if one] == ("raise dispatch sign contact finish check close confirm".split())
    first, close, confirm = said[0], said[6], said[7]
    assert first and close and confirm
    assert (first["a"], first["g"], first["due"], first["t"]) == ("n", "road", "2026-03-05", "2026-03-02")
    assert (close["f"], close["l"]) == ("closed", 0) and (confirm["f"], confirm["r"]) == ("satisfied", "yes")
    assert not any("13800000000" in leaf.decode() or "路灯" in leaf.decode() for leaf in leaves)


def test_no_word_stands_in_a_fact_or_in_a_row_as_it_was_written(door: Door, session: Session) -> None:
    opened(door)
    for table in ("event", "case_row", "vault_word", "case_key", "request", "outbox"):
        for row in session._raw.execute(f"SELECT * FROM {table}").fetchall():
            text = " ".join(bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
            assert "13800000000" not in text and "路灯" not in text and "è·¯" not in text, table


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (report(words={"what": "\ud800"}), "control-character"),
        (report(words={"what": "a\x00b"}), "control-character"),
        (report(words={"what": "x" * 2_001}), "words-too-long"),
        (report(words={"what": " "}), "field-missing"),
        (report(values={"kind": "\x00"}), "control-character"),
        (report(area="\udfff"), "control-character"),
        (report(area="q"), "field-invalid"),
        (report(case="no spaces, please"), "field-invalid"),
        (take("\x00", "give", "ann"), "control-character"),
        (take("a" * 5_000, "give", "ann"), "no-such-case"),
        (take("none", "no-such", "ann"), "no-such-case"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(door: Door, session: Session, asked: Command, code: str) -> None:
    outcome = ask(door, asked)  # type: ignore[arg-type]
    assert isinstance(outcome, Refusal) and outcome.code == code
    assert outcome.message("zh") and outcome.message("en")
    assert session.row("count_events", (tiny.DISTRICT,)) == (0, 0)


@pytest.mark.parametrize("request_id", ["", "x" * 201, "with space", "编号", "a\x00"])
def test_a_request_id_has_its_form(door: Door, request_id: str) -> None:
    outcome = door.submit(tiny.DISTRICT, report(), request_id)
    assert isinstance(outcome, Refusal) and outcome.code == "field-invalid"


def test_a_photo_comes_with_its_case(door: Door, session: Session) -> None:
    answer = door.submit(tiny.DISTRICT, report(), "p", photos=[b"one", b"two"])
    assert isinstance(answer, Accepted)
    again = door.submit(tiny.DISTRICT, report(), "p", photos=[b"one", b"two"])
    assert isinstance(again, Accepted) and again.repeated
    with door.look(tiny.DISTRICT) as (reading, ground):
        seen = read_case(reading, ground, tiny.person("ann"), answer.case)
    assert isinstance(seen, Seen) and len(seen.photos) == 2
    assert seen.events[0].photos == tuple(row[1] for row in sorted(
        session.rows("case_photos", (tiny.DISTRICT, answer.case)),
        key=lambda row: seen.events[0].photos.index(row[1]),
    ))  # fmt: skip

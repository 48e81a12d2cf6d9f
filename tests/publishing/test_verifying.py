"""Figures from leaves and the verifier: equal to those from cases, and every lie in a published folder is named."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bihuan.app.door import Door
from bihuan.app.figures import facts_of
from bihuan.app.publishing import export_public, figures, publish, publish_figures
from bihuan.app.publishing.definitions import LEAF_FACTS, missing_facts
from bihuan.core.indicators import measure
from bihuan.store.session import Database
from bihuan.transparency.canonical import b64url
from bihuan.transparency.declarations import FigureClaim, declaration
from bihuan.transparency.faults import Fault
from bihuan.verifier import verify
from tests.publishing.forging import chained, changed, publish_forged, root_of
from tests.publishing.logs import INDICATORS, ORIGIN, Three, district_of, public_log, trust_lines
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, take
from tests.tidy.sources import imported

DAY = date(2026, 3, 2)


def lies(folder: Path) -> list[str]:
    report = verify.verify_export(folder, verify.Trust((folder / "trust").read_text()))
    return [lie.code for lie in report.lies]


def first_lie(folder: Path) -> tuple[str, tuple[object, ...]]:
    report = verify.verify_export(folder, verify.Trust((folder / "trust").read_text()))
    assert report.lies, "nothing was found"
    return report.lies[0].code, report.lies[0].where


def work(door: Door) -> None:
    """Cases at every stage, reworked ones and a dissatisfied one among them."""
    for steps in (0, 1, 3, 5, 6, 7, 7, 7):
        case = opened(door).case
        if steps:
            go_round(door, case, steps)
    bad = opened(door).case
    go_round(door, bad, 4)
    for step, by, outcome in (("check", "chen", "no"), ("done", "bo", "done"), ("check", "chen", "yes"),
                              ("close", "ann", "done"), ("confirm", "rose", "no")):  # fmt: skip
        assert not hasattr(ask(door, take(bad, step, by, outcome)), "code")


@pytest.fixture
def exported(database: Database, door: Door, tmp_path: Path) -> Path:
    """A sound export with figures, under three witnesses."""
    work(door)
    log = public_log(database, door, tmp_path, Three())
    district = district_of(door)
    publish(log, now=door.clock(), pace=None)
    claims = publish_figures(log, district, since=DAY, until=DAY, imported=False, now=door.clock())
    assert not isinstance(claims, Fault) and [claim.indicator for claim in claims] == ["solved", "reworked", "street"]
    publish(log, now=door.clock(), pace=None)
    log.files.put("trust", trust_lines(Three()))
    assert export_public(log, district, tmp_path / "out") == log_size(log)
    return tmp_path / "out"


def log_size(log: Any) -> int:
    return int(log.files.checkpoint().splitlines()[1])


def test_figures_from_leaves_are_those_from_cases(database: Database, door: Door, tmp_path: Path) -> None:
    work(door)
    log, district = public_log(database, door, tmp_path), district_of(door)
    assert publish_figures(log, district, since=None, until=None, imported=False, now=door.clock()) == Fault("not-yet")
    publish(log, now=door.clock(), pace=None)
    claims = publish_figures(log, district, since=None, until=None, imported=False, now=door.clock())
    assert not isinstance(claims, Fault)
    facts = list(facts_of(district, district.programmes()[0]))
    levels = {unit.id: unit.level for unit in tiny.UNITS}
    for claim in claims:
        one = next(one for one in INDICATORS if one.id == claim.indicator)
        found = measure(one, facts, population="live", as_of=door.clock(), levels=levels)
        assert (claim.numerator, claim.denominator) == (len(found.numerator), found.denominator), claim.indicator
    again = publish_figures(log, district, since=None, until=None, imported=False, now=door.clock())
    assert again == [], "what says the same is not said again"
    go_round(door, opened(door).case)
    publish(log, now=door.clock(), pace=None)
    restated = publish_figures(log, district, since=None, until=None, imported=False, now=door.clock())
    assert not isinstance(restated, Fault) and len(figures(log)) == len(claims) + len(restated) > len(claims)


def test_what_no_leaf_tells_stays_internal() -> None:
    assert [missing_facts(one) for one in INDICATORS] == [frozenset()] * 4 + [{"minutes_to_close"}]
    assert set(verify.Case({"t": "2026-03-02"}).facts({})) == LEAF_FACTS


def test_a_sound_export_holds_and_needs_nothing_of_ours(exported: Path) -> None:
    assert lies(exported) == []
    command = [sys.executable, "-I", "verify.py", "."]
    done = subprocess.run(command, cwd=exported, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ small.solved.1 2026-03-02–2026-03-02: 6 / 9 = 66.7%" in done.stdout
    assert (exported / "cases.csv").read_text().count("\n") == 10
    text = (exported / "verify.py").read_text()
    assert len(text.splitlines()) <= 400
    used = {name for _, name in imported(ast.parse(text))}
    assert used <= sys.stdlib_module_names | {"cryptography"}


def test_an_export_never_covers_other_things(exported: Path, database: Database, door: Door, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    log = public_log(database, door, tmp_path, Three())
    with pytest.raises(FileExistsError):
        export_public(log, district_of(door), other)
    assert isinstance(export_public(log, district_of(door), exported), int), "an older export is renewed"


def edit(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_files_that_were_tampered_with(exported: Path, tmp_path: Path) -> None:
    bundle, tile = (
        max(exported.glob(f"tile/{kind}/000.p/*"), key=lambda path: int(path.name)) for kind in ("entries", "0")
    )
    cases: dict[str, tuple[str, Any]] = {
        "edited entry": ("entry", lambda copy: edit(copy / bundle.relative_to(exported), 40)),
        "edited tile": ("entry", lambda copy: edit(copy / tile.relative_to(exported), 40)),
        "truncated tile": ("cut", lambda copy: (copy / tile.relative_to(exported)).write_bytes(bytes(31))),
        "missing tile": ("missing", lambda copy: (copy / tile.relative_to(exported)).unlink()),
        "truncated bundle": (
            "cut", lambda copy: (copy / bundle.relative_to(exported)).write_bytes(bundle.read_bytes()[:-1])),
        "too long entry": (
            "cut", lambda copy: (copy / bundle.relative_to(exported)).write_bytes(b"\xff\xff" + bundle.read_bytes())),
        "definition": (
            "definition", lambda copy: (copy / "definitions" / "small.solved.1.json").write_bytes(b"{}")),
        "checkpoint": (
            "signature", lambda copy: (copy / "checkpoint").write_text(
                (exported / "checkpoint").read_text().replace("\n5", "\n4", 1).replace("\n6", "\n5", 1))),
    }  # fmt: skip
    for name, (code, spoil) in cases.items():
        copy = tmp_path / name.replace(" ", "-")
        shutil.copytree(exported, copy)
        spoil(copy)
        assert first_lie(copy)[0] == code, name


def figure(entries: list[bytes], text: bytes, **more: Any) -> bytes:
    said: dict[str, Any] = {
        "programme": "small", "indicator": "solved", "edition": "1", "definition": hashlib.sha256(text).digest(),
        "since": None, "until": None, "size": len(entries), "root": root_of(entries), "numerator": 5, "denominator": 6,
        "value": "83.3%", **more,
    }  # fmt: skip
    return declaration("figure", ORIGIN, 0, None, DAY, FigureClaim(**said).fields())


DEFINITION = json.dumps(
    {"programme": "small", "population": True, "due": True, "numerator": ["==", ["name", "solved"], "yes"]}
).encode()
RAISED = {"k": "raise", "p": "small"}
CHECKED = {"k": "check", "p": "small", "f": "solved", "r": "yes"}


def six() -> list[list[bytes]]:
    """Six cases, five of them solved."""
    streams = [b64url(bytes([n] * 16)) for n in range(6)]
    return [chained(stream, RAISED, *([CHECKED] if n < 5 else [])) for n, stream in enumerate(streams)]


def forge(folder: Path, entries: list[bytes], heads: tuple[int, ...] = ()) -> Path:
    publish_forged(folder, entries, heads, definitions={"small.solved.1": DEFINITION})
    return folder


def test_a_forged_folder_that_is_sound(tmp_path: Path) -> None:
    entries = [leaf for case in six() for leaf in case]
    entries.append(figure(entries, DEFINITION))
    assert lies(forge(tmp_path, entries, (4, len(entries) - 1))) == []


def test_a_figure_that_the_log_does_not_give(tmp_path: Path) -> None:
    entries = [leaf for case in six() for leaf in case]
    for more, code in (
        ({"numerator": 6, "value": "100.0%"}, "figure"), ({"denominator": 7}, "figure"), ({"value": "83.4%"}, "figure"),
        ({"root": bytes(32)}, "head"), ({"definition": bytes(32)}, "definition"),
        ({"since": date(2027, 1, 1)}, "figure"),
    ):  # fmt: skip
        forge(tmp_path / code, [*entries, figure(entries, DEFINITION, **more)], (len(entries),))
        assert code in lies(tmp_path / code)
        shutil.rmtree(tmp_path / code)
    few = entries[:4]
    small = figure(few, DEFINITION, numerator=2, denominator=2, value="100.0%")
    assert lies(forge(tmp_path / "small", [*few, small], (4,))) == ["small"]
    unseen = figure(entries, DEFINITION)
    assert lies(forge(tmp_path / "unseen", [*entries, unseen])) == ["head"], "counted from a tree nobody was shown"


def test_a_case_that_lacks_a_number_or_was_renumbered(tmp_path: Path) -> None:
    one = chained(b64url(bytes(16)), RAISED, {"k": "dispatch"}, CHECKED)
    assert first_lie(forge(tmp_path / "hole", [one[0], one[2]])) == ("number", (1, b64url(bytes(16)), 1))
    assert first_lie(forge(tmp_path / "twice", [one[0], one[1], one[1]]))[0] == "number"
    renumbered = changed(one[2], n=1)
    assert first_lie(forge(tmp_path / "renumbered", [one[0], renumbered]))[0] == "chain"
    assert first_lie(forge(tmp_path / "swapped", [one[1], one[0]]))[0] == "number"
    assert first_lie(forge(tmp_path / "form", [one[0] + b" "]))[0] == "canonical"


def test_a_back_dated_entry_and_one_from_the_future(tmp_path: Path) -> None:
    cases = [leaf for case in six()[:5] for leaf in case[:1]]
    late = chained(b64url(bytes([9] * 16)), {**RAISED, "t": "2026-02-27"})
    assert first_lie(forge(tmp_path / "late", [*cases, *late], (5,)))[:1] == ("late",)
    early = chained(b64url(bytes([9] * 16)), {**RAISED, "t": "2026-03-09"})
    assert first_lie(forge(tmp_path / "early", [*cases, *early], (5,)))[:1] == ("early",)


def test_every_lie_is_said_in_both_languages() -> None:
    for code, (zh, en) in verify.SAYS.items():
        said = str(verify.Lie(code, "1", "2", "3", "4"))
        assert " / " in said and "{" not in said and zh != en


def test_three_valued_logic() -> None:
    facts = {"a": None, "b": True, "c": False, "n": 3}
    for form, expected in (
        (["and", ["name", "a"], ["name", "c"]], False), (["and", ["name", "a"], ["name", "b"]], None),
        (["or", ["name", "a"], ["name", "b"]], True), (["or", ["name", "a"], ["name", "c"]], None),
        (["not", ["name", "a"]], None), (["not", ["name", "c"]], True), (["in", ["name", "n"], 1, 3], True),
        (["in", ["name", "a"], 1], None), (["in", ["name", "n"], 3, ["name", "a"]], True),
        ([">", ["name", "n"], 2], True),
        (["known", ["name", "a"]], False), (["otherwise", ["name", "a"], 7], 7), (["==", ["name", "a"], 1], None),
    ):  # fmt: skip
        found = verify.value(form, facts)
        assert (type(found), found) == (type(expected), expected), form


def _stopped(*_: object) -> None:
    """The second pass, when somebody presses the key."""
    raise KeyboardInterrupt


def test_stopped_it_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [leaf for case in six() for leaf in case]
    entries.append(figure(entries, DEFINITION))
    folder = forge(tmp_path / "out", entries, (len(entries) - 1,))
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    with monkeypatch.context() as stopping:
        stopping.setattr(verify, "_chain", _stopped)
        assert verify.main([str(folder)]) == 130
    assert len([*(tmp_path / "me" / ".cache" / "verify").iterdir()]) == 1
    assert [*tmp_path.glob("out.*")] == [], "nothing beside the export: its maker must not say how far we came"
    shutil.rmtree(folder / "tile")  # what was read is not read again
    assert lies(folder) == []
    assert [*(tmp_path / "me" / ".cache" / "verify").iterdir()] == []
    assert lies(folder)[0] == "missing", "and begins anew once it is through"


def test_cells_of_a_few_cases_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    streams = [b64url(bytes([n] * 16)) for n in range(6)]
    named = [chained(stream, {**RAISED, "g": "noise", **({"a": "north"} if n else {})}) for n, stream in
             enumerate(streams)]  # fmt: skip
    assert verify.main([str(forge(tmp_path, [leaf for case in named for leaf in case]))]) == 0
    said = capsys.readouterr().out
    assert "small cell: g=noise: 1" in said and "a=north" not in said

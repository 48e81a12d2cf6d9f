"""What a loaded pack holds: implicit things made explicit, editions by day, its texts; never the folder."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from bihuan.cli.check import run as run_check
from bihuan.cli.draw import run as run_draw
from bihuan.core.verbs import TaskKind, Verb
from bihuan.definitions import Pack, load_pack, load_texts
from tests.definitions.cases import HOLES, PACKS, Edit, changed, texts_of
from tests.definitions.test_findings import case

DISTRICT = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"


def loaded(texts: dict[str, str]) -> Pack:
    pack = load_texts(texts)
    assert isinstance(pack, Pack)
    return pack


def test_what_the_notation_leaves_out_is_there() -> None:
    [holes] = loaded(texts_of("base")).programmes["holes"]
    assert holes.steps["decide"].from_ == ("raised", "given", "disputed", "done")
    assert holes.steps["raise"].moves["done"].to == "raised"
    assert holes.steps["arbitrate"].moves.keys() == {"upheld", "moved"}
    assert {move.to for move in holes.steps["arbitrate"].moves.values()} == {"given"}
    assert holes.steps["decide_stand"].moves["granted"].suspends == ("promise",)
    assert holes.steps["decide_stand"].moves["refused"].suspends == ()
    assert holes.steps["signed_late"].deems == (Verb.SIGN, "done")
    assert holes.steps["signed_late"].by == ()
    assert (holes.steps["sign"].task, holes.steps["sign"].any_task) == (TaskKind.LEAD, False)
    assert [(one.field, one.required) for one in holes.steps["check"].takes] == [("mark", False)]
    assert holes.clocks["promise"].calendar == "cn"
    assert holes.lists == {"ours": ("pothole",)}
    assert holes.dictionaries == {"kind": "1", "reason": "1"}
    assert holes.hash == sha256(texts_of("base")[HOLES].encode()).hexdigest()
    assert holes.indicators[0].sources == {"due": "due_promise <= as_of", "numerator": "solved == 'yes'"}


def test_a_task_may_be_any() -> None:
    [holes] = loaded(changed(Edit('task = "lead"\nto = "done"', 'task = "any"\nto = "done"'))).programmes["holes"]
    assert (holes.steps["finish"].task, holes.steps["finish"].any_task) == (None, True)


def test_editions_follow_each_other() -> None:
    texts = case("P340")
    first = texts[HOLES].replace("until = 2022-01-01", "until = 2021-12-31")
    pack = loaded({**texts, HOLES: first})
    first_day = date(2022, 1, 1)
    assert [one.edition for one in pack.programmes["holes"]] == ["1", "2"]
    on = {day: pack.on("holes", day) for day in (date(2020, 12, 31), date(2021, 12, 31), first_day)}
    assert [one and one.edition for one in on.values()] == [None, "1", "2"]
    assert pack.edition("holes", "1") is on[date(2021, 12, 31)]


def test_a_pack_loads_again_from_what_it_kept() -> None:
    pack = load_pack(DISTRICT)
    assert isinstance(pack, Pack)
    again = loaded({file.path: file.text for file in pack.files})
    assert again == pack
    assert all(sha256(file.text.encode()).hexdigest() == file.sha256 for file in pack.files)
    shifted = {file.path: file.text for file in pack.files} | {"district.toml": pack.files[0].text}
    assert load_texts(shifted) != pack


def test_a_stored_pack_stays_readable_when_the_checker_grows_stricter() -> None:
    """What the loop means is judged when a pack is taken in, not each time that an open case needs its rules."""
    assert isinstance(load_texts(case("P303")), Pack)
    assert isinstance(load_texts(case("P201")), tuple)


def test_a_pack_with_an_error_is_not_loaded(tmp_path: Path) -> None:
    for path, text in case("P310").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    found = load_pack(tmp_path)
    assert isinstance(found, tuple)
    assert [one.id for one in found] == ["P310"]


def test_the_command_says_how_it_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check([str(PACKS / "base")]) == 0
    assert run_check(["--lang", "en", str(DISTRICT)]) == 0
    assert run_check([str(tmp_path)]) == 1
    assert "P113" in capsys.readouterr().out
    assert run_check([str(tmp_path / "nowhere"), str(PACKS / "base")]) == 2
    assert run_check([]) == 2
    assert run_draw([str(PACKS / "base"), "--to", str(tmp_path / "pictures")]) == 0
    assert sorted(file.name for file in (tmp_path / "pictures").iterdir()) == ["x01.en.svg", "x01.svg"]
    assert run_draw([str(tmp_path)]) == 1
    assert run_draw([str(tmp_path / "nowhere")]) == 2
    assert run_draw([]) == 2

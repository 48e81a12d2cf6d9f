"""What is played beside the exact numbers: as much as the parameters say, of any programme, under any names."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bihuan.app.district import District
from bihuan.app.registers import demonstrating
from bihuan.app.simulation import Beside, Script, read_beside, read_script
from bihuan.app.simulation.company import shared
from bihuan.app.simulation.script import Path_, script_of
from bihuan.core.verbs import Verb
from bihuan.definitions import Pack, load_texts, read_folder
from tests.definitions.renaming import rename_pack
from tests.simulation.renaming import renamed_script
from tests.simulation.stage import PACK, UNTIL, Stage

PARAMETERS = PACK / "demo" / "parameters.toml"
BESIDE = read_beside(PARAMETERS)
SHARE = 4
SOURCES = Path(__file__).parents[2] / "bihuan"


def counted(stage: Stage) -> tuple[Counter[str], int, Counter[str]]:
    """From the text of the facts: how many of each programme were opened, how many became children, which verbs."""
    opened: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    children = 0
    with closing(stage.installation.session()) as session:
        rows = list(session.rows("events_between", (stage.installation.district, "", "~")))
    for stream, _, _, body, *_ in rows:
        event = json.loads(body)
        if str(stream).startswith("reg-"):
            continue
        verbs[event["verb"]] += 1
        for effect in event.get("effects", ()):
            if effect["is"] == "CaseOpened":
                opened[effect["programme"]] += 1
            children += effect["is"] == "ChildSpawned"
    return opened, children, verbs


def entered(district: District) -> None:
    """The entries of the demonstration, as `bihuan simulate --entries` enters them."""
    wrong: list[str] = []
    with closing(district.door.database.connect()) as session:
        demonstrating.fill(district, session, PACK / "demo" / "entries", lambda id_, row: wrong.append(f"{id_} {row}"))
    assert wrong == []


def once(one: Beside) -> Beside:
    """Each path as often as the others."""
    paths = tuple(replace(path, weight=1) for path in one.script.paths)
    count = sum(path.child != "only" for path in paths) if one.count else 0
    return replace(one, script=replace(one.script, paths=paths), count=count, children=min(one.children, 9))


def test_as_many_are_raised_as_the_parameters_say_and_the_exact_numbers_stay(stage: Stage) -> None:
    """Every path of every script once, so that a script that its programme has outgrown is found here."""
    beside = [once(one) for one in BESIDE]
    done = stage.play(7, 5, seed=3, beside=beside, before=entered)
    assert (done.requests, done.solved) == (7, 5)
    opened, children, _ = counted(stage)
    assert opened.pop(stage.script.programme) == 7
    assert sum(done.beside.values()) == sum(opened.values())
    wanted: Counter[str] = Counter()
    for one in beside:
        wanted[one.script.programme] += one.count
    assert sum(opened.values()) == sum(wanted.values()) + children
    assert all(opened[programme] >= count for programme, count in wanted.items())
    assert children >= max(one.children for one in beside)


def test_at_full_size_the_parameters_are_met_by_casting_alone() -> None:
    """No play needed: paths are shared out exactly, whatever the weights."""
    for one in BESIDE:
        paths = [path for path in one.script.paths if path.child != "only"]
        assert len(shared(paths, one.count)) == one.count
    dice = Random(5)
    for _ in range(200):
        paths = [
            Path_(id=str(n), solved=False, weight=dice.uniform(0.1, 9), acts=()) for n in range(dice.randint(1, 9))
        ]
        count = dice.randint(0, 60)
        found = Counter(path.id for path in shared(paths, count))
        whole = sum(path.weight for path in paths)
        assert sum(found.values()) == count
        assert all(abs(found[path.id] - path.weight * count / whole) < 1 for path in paths)


@pytest.mark.parametrize("script", [one.script for one in BESIDE], ids=[one.script.id for one in BESIDE])
def test_a_script_names_only_what_its_programme_knows(pack: Pack, script: Script) -> None:
    programme = pack.on(script.programme, UNTIL.date())
    assert programme is not None
    acts = [act for path in script.paths for act in path.acts]
    assert {act.do for act in acts} | {script.raise_} <= set(programme.steps)
    named = {name for act in acts for name in (*act.values, *act.words)} - {"reason"}
    named |= {name for one in script.messages for name in (*one.values, *one.words, *one.results)}
    named |= {*script.values, *script.child_values, *(name for path in script.paths for name in path.values)}
    assert named <= set(programme.fields)
    assert {act.by for act in acts} | {script.raised_by} <= set(script.cast)
    assert {act.child for act in acts if act.child} <= {one.script.id for one in BESIDE}
    for path in script.paths:
        assert path.alike is not None or not any(act.alike for act in path.acts), path.id
        if path.alike is not None:
            other = read_script(PACK / "demo" / f"{path.alike.of}.toml")
            kinds = frozenset[str]().union(*(message.alike for message in script.messages if message.fits(path)))
            assert kinds and kinds <= {message.category for message in other.messages}
            for step, given in ((programme.steps[act.do], act.alike) for act in path.acts if act.alike):
                assert given == ("other" if step.verb is Verb.LINK else "child")
                assert step.spawns in (None, other.programme)
    if script.category:
        dictionary = pack.dictionaries[programme.fields[script.category].dictionary or ""]
        assert {message.category for message in script.messages} <= set(dictionary.entries)
    said = [text for message in script.messages for text in message.says]
    assert len(said) == len(set(said))


def test_the_same_is_played_under_other_names(tmp_path: Path, pack: Pack, script: Script) -> None:
    """Every name of every programme replaced, in the pack and in the scripts: the same acts, verb by verb."""
    texts = read_folder(PACK)
    assert isinstance(texts, dict)
    changed, names = rename_pack(texts)
    other = load_texts(changed)
    assert isinstance(other, Pack)

    def renamed(name: str) -> Script:
        return script_of(
            name, renamed_script(tomllib.loads((PACK / "demo" / f"{name}.toml").read_text("utf-8")), names)
        )

    beside = read_beside(PARAMETERS, SHARE)
    strange: list[Beside] = [replace(one, script=renamed(one.script.id)) for one in beside]
    plain, masked = Stage(tmp_path / "a", pack, script), Stage(tmp_path / "b", other, renamed(script.id))
    first = plain.play(3, 2, beside=beside, before=entered)
    second = masked.play(3, 2, beside=strange, before=entered)
    assert (first.beside, first.commands) == (second.beside, second.commands)
    verbs = counted(plain)[2]
    assert verbs == counted(masked)[2]
    assert verbs[str(Verb.RAISE)] == 3 + sum(first.beside.values())


def test_the_article_s_numbers_stand_in_the_parameters_and_nowhere_in_code() -> None:
    numbers = set(re.findall(r"(?<![\w-])\d{4,}(?!\w)", PARAMETERS.read_text("utf-8")))
    said = tomllib.loads(PARAMETERS.read_text("utf-8"))
    numbers -= {str(said["port"]), str(said["seed"])}
    assert {str(said["requests"]), str(said["solved"])} <= numbers
    numbers = {one for one in numbers if len(one.rstrip("0")) >= 4}
    found = re.compile("|".join(rf"(?<!\d){number.rstrip('0')}0*(?!\d)" for number in sorted(numbers)))
    places = [
        str(path.relative_to(SOURCES))
        for ending in ("*.py", "*.html", "*.sql")
        for path in SOURCES.rglob(ending)
        if found.search(path.read_text("utf-8").replace("_", ""))
    ]
    assert places == []

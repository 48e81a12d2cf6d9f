"""What piles up in one mechanism becomes a matter of another: it waits for those like it, takes them in, links them."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from bihuan.app.simulation import Beside, Script, read_beside
from bihuan.core.verbs import Verb
from bihuan.definitions import Pack
from tests.simulation.stage import PACK, UNTIL, Stage

BESIDE = {one.script.id: one.script for one in read_beside(PACK / "demo" / "parameters.toml")}


def with_its_kinds(script: Script, kinds: frozenset[str]) -> Script:
    """Only the ways that wait for others, with messages to which everything is alike: so that a few are enough."""
    paths = tuple(replace(path, weight=1, tags=frozenset()) for path in script.paths if path.alike)
    messages = tuple(replace(one, alike=kinds) for one in script.messages if one.alike)
    return replace(script, paths=paths, messages=messages, days=40)


class Told:
    """What the text of the facts says of the matters: an oracle of its own."""

    def __init__(self, stage: Stage) -> None:
        self.programme: dict[str, str] = {}
        self.fields: dict[str, dict[str, str]] = defaultdict(dict)
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.linked: dict[str, list[str]] = defaultdict(list)
        self.asked: dict[str, str] = {}
        self.last: dict[str, tuple[str, str]] = {}
        with closing(stage.installation.session()) as session:
            rows = list(session.rows("events_between", (stage.installation.district, "", "~")))
        for stream, _, _, body, *_ in rows:
            if not str(stream).startswith("reg-"):
                self._read(json.loads(body))

    def _read(self, event: dict[str, object]) -> None:
        case = str(event["case"])
        for effect in event.get("effects", ()):  # type: ignore[attr-defined]
            match effect:
                case {"is": "CaseOpened", "programme": programme}:
                    self.programme[case] = programme
                case {"is": "FieldSet", "name": name, "value": value}:
                    self.fields[case][name] = value
                case {"is": "ChildSpawned", "child": child}:
                    self.taken[case].append(child)
                case {"is": "CaseLinked", "other": other}:
                    self.linked[case].append(other)
                case {"is": "StageReached", "stage": stage}:
                    self.last[case] = stage, str(event["occurred"])
        if event["verb"] == str(Verb.STRIKE_OFF):
            self.asked.setdefault(case, str(event["occurred"]))


def test_what_piles_up_is_taken_in_where_it_is_and_answered_first(tmp_path: Path, pack: Pack, script: Script) -> None:
    circle = replace(script, days=70, level="street", bursts=())
    waiting = BESIDE["deeds"]
    kinds = frozenset(message.category for message in circle.messages)
    stage = Stage(tmp_path / "played", pack, circle)
    beside = [Beside(script=with_its_kinds(waiting, kinds), count=9)]
    done = stage.play(70, 60, beside=beside)
    assert (done.requests, done.solved, done.beside[waiting.id]) == (70, 60, 9)
    told = Told(stage)
    mine = [case for case, programme in told.programme.items() if programme == waiting.programme]
    assert len(mine) == 9
    taken = [child for case in mine for child in told.taken[case]]
    linked = [other for case in mine for other in told.linked[case]]
    assert len(taken) >= 2 and linked, (taken, linked)
    assert len({*taken, *linked}) == len(taken) + len(linked), "none goes into two"
    for case in mine:
        for other in (*told.taken[case], *told.linked[case]):
            assert told.programme[other] == circle.programme
            assert told.fields[other][circle.area] == told.fields[case][waiting.area]
        for child in told.taken[case]:
            programme = pack.on(circle.programme, UNTIL.date())
            assert programme is not None
            stood, since = told.last[child]
            asked = told.asked.get(case)
            assert asked is None or (programme.stages[stood].final and since <= asked)

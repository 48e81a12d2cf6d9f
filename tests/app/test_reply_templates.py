"""Whatever the desk writes to somebody outside can begin with a template of the pack; a blank of it is never sent."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from bihuan.app.blanks import blanks_of, templates_of, unfinished
from bihuan.core.arguments import REASON
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party, Verb
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from tests.web.conftest import PACK

LOADED = load_pack(PACK)
assert isinstance(LOADED, Pack)
DISTRICT = SimpleNamespace(rules=SimpleNamespace(dictionaries=LOADED.dictionaries))
PLACES = {"number", "title", "unit", "due"}


def written() -> list[tuple[Programme, Step]]:
    """Steps by which the centre writes to the one who raised a case, in programmes that have templates."""
    programmes = [editions[-1] for editions in LOADED.programmes.values() if editions[-1].replies]
    found = []
    for one in programmes:
        for step in one.steps.values():
            tells = {name for move in step.moves.values() for name in move.tells}
            told = any(one.tellings[name].to == "raiser" for name in tells)
            centre = any(one.roles[role].party is Party.CENTRE for role in step.by)
            if centre and told and step.verb in (Verb.REJECT, Verb.TRANSFER, Verb.DECIDE, Verb.CLOSE):
                found.append((one, step))
    return found


def test_each_step_that_writes_to_somebody_has_templates() -> None:
    assert {step.verb for _, step in written()} == {Verb.REJECT, Verb.TRANSFER, Verb.DECIDE, Verb.CLOSE}
    for programme, step in written():
        book = LOADED.dictionaries[templates_of(programme, step) or ""]
        assert book.entries, step.id
        for entry in book.entries.values():
            for text in (entry.definition.zh, entry.definition.en):
                assert set(re.findall(r"{(\w+)}", text)) <= PLACES, (step.id, entry.code)


@pytest.mark.parametrize("name", ["answer", REASON])
def test_a_blank_of_any_template_is_not_sent(name: str) -> None:
    checked = 0
    for programme, step in written():
        book = LOADED.dictionaries[templates_of(programme, step) or ""]
        for entry in book.entries.values():
            for text in (entry.definition.zh, entry.definition.en):
                left = [blank for blank in blanks_of(DISTRICT, programme) if blank in text]  # type: ignore[arg-type]
                found = unfinished(DISTRICT, programme, step.id, {name: text})  # type: ignore[arg-type]
                # A reason may quote the programme's own templates, and nothing else.
                held = bool(left) and (name != REASON or step.replies is not None)
                assert (isinstance(found, Refusal) and found.about == name) if held else found is None
                checked += held
    assert checked

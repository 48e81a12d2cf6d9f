"""Every story through its leaves: what a stranger reads from them is what the case itself says, after each fact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bihuan.app.publishing.definitions import missing_facts
from bihuan.core.case import evolve
from bihuan.core.indicators import facts_of
from bihuan.definitions import Pack
from bihuan.store.leafing import Keys, Secrets, public_facts, told_by
from bihuan.transparency.canonical import b64url
from bihuan.transparency.leaf import leaf_bytes
from bihuan.verifier import verify
from tests.stories.test_stories import FILES, performance

KEYS = Keys(bytes(32), b64url(bytes(16)))
NOTHING = Secrets(words={}, photos=(), others={})


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_leaves_tell_what_published_figures_ask(file: Path, pack: Pack) -> None:
    played = performance(file, pack)
    zone = played.context.zone
    for name, stream in played.streams.items():
        [programme] = pack.programmes[played.cases[name].programme]
        asked = sorted(told_by(programme) - {"lead_level"})
        assert not any(missing_facts(one) for one in programme.indicators if one.published)
        case, seen = None, None
        for event in stream:
            case = evolve(case, event)
            previous = bytes(32) if event.n else None
            facts = public_facts(event, case, programme, KEYS, previous, NOTHING, None, zone)
            entry = leaf_bytes(facts, b64url(bytes(32)))
            assert isinstance(entry, bytes), entry
            leaf = json.loads(entry)
            seen = seen or verify.Case(leaf)
            seen.tell(leaf)
            said, known = seen.facts({}), facts_of(case, zone)
            assert {one: said.get(one) for one in asked} == {one: known.get(one) for one in asked}, event.n


def test_the_stories_hold_every_ruling(pack: Pack) -> None:
    """Otherwise the test above could say nothing of them."""
    told = set()
    for file in FILES:
        played = performance(file, pack)
        for name, stream in played.streams.items():
            [programme] = pack.programmes[played.cases[name].programme]
            case = None
            for event in stream:
                case = evolve(case, event)
                previous = bytes(32) if event.n else None
                facts = public_facts(event, case, programme, KEYS, previous, NOTHING, None, played.context.zone)
                told |= {ruling.partition("=")[2] for ruling in facts.rulings} | (
                    {"reached"} if facts.reached else set()
                )
    assert told == {"kept", "late", "open", "reached"}

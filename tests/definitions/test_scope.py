"""The types that expressions are checked with, against the values they then meet: same names, same types."""

from dataclasses import replace
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bihuan.core.case import Case, evolve
from bihuan.core.decide import decide
from bihuan.core.decide.scope import ENVIRONMENT, facts_scope, scope_of
from bihuan.core.decide.situation import Situation
from bihuan.core.events import By
from bihuan.core.expressions import Scope, Value, belongs
from bihuan.core.expressions.types import LOOKUP
from bihuan.core.indicators import FACTS, environment, facts_of
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.tally import kinds_of
from bihuan.core.verbs import Party
from bihuan.definitions.expressing import vocabulary
from bihuan.definitions.load import Reading, read_folder, read_pack
from tests.definitions.twins import Twins, context_of

DISTRICT = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"


@pytest.fixture(scope="module")
def reading() -> Reading:
    texts = read_folder(DISTRICT)
    assert isinstance(texts, dict)
    return read_pack(texts)


def cases(programme: Programme, world: Twins) -> list[Case]:
    """Cases on their way: every state that some walks came by."""
    found: list[Case] = []
    for seed in range(40):
        draw, case = Random(seed), None
        for _ in range(60):
            steps = [s for s in programme.steps.values() if (case is None or case.stage in s.from_) and s.by]
            steps = [s for s in steps if (s.verb == "raise") == (case is None)]
            if not steps:
                break
            twins = replace(world, cases=(case, None))
            outcome = decide(case, twins.command(draw, draw.choice(steps)), programme, world.context, world.now)
            if not isinstance(outcome, Refusal):
                for event in outcome:
                    case = evolve(case, event)
                assert case is not None
                found.append(case)
    return found


def wrong(names: dict[str, Value], scope: Scope) -> list[str]:
    return [name for name, value in names.items() if not belongs(value, scope.names[name], scope)]


def test_every_name_of_a_situation_has_its_type(reading: Reading) -> None:
    assert reading.pack is not None and reading.drafts is not None
    context = context_of(reading.pack)
    for draft in reading.drafts.programmes:
        [programme] = reading.pack.programmes[draft["programme"]["id"]]
        scope = scope_of(vocabulary(draft, programme, reading.pack))
        world = Twins(programme, programme, context, {})
        known = cases(programme, world)
        assert len({case.stage for case in known}) >= min(3, len(programme.stages))
        for case in known:
            for step in [one for one in programme.steps.values() if one.by][:3]:
                role = programme.roles[step.by[0]]
                by = By(account="a", role=role.id, unit=None, party=role.party)
                situation = Situation(
                    case=case, programme=programme, context=context, step=step, by=by, now=world.now, occurred=world.now
                )
                names = dict(situation.environment(next(iter(context.units.values()))))
                names.pop(LOOKUP, None)
                private = {name for name, field in programme.fields.items() if field.private}
                assert names.keys() - private == scope.names.keys()
                assert wrong({name: value for name, value in names.items() if name not in private}, scope) == []


def test_every_fact_of_an_indicator_has_its_type(reading: Reading) -> None:
    assert reading.pack is not None and reading.drafts is not None
    pack, zone = reading.pack, ZoneInfo(reading.pack.district.zone)
    levels = {unit.id: unit.level for unit in pack.units.values()}
    for draft in reading.drafts.programmes:
        [programme] = pack.programmes[draft["programme"]["id"]]
        scope = facts_scope(vocabulary(draft, programme, pack), programme.clocks)
        world = Twins(programme, programme, context_of(pack), {})
        for case in cases(programme, world):
            names = environment(facts_of(case, zone), world.now, levels, kinds_of(programme.fields))
            assert names.keys() <= scope.names.keys()
            assert wrong(names, scope) == []
        assert FACTS.keys() <= scope.names.keys()


def test_what_every_programme_has_is_told_apart_from_its_own_words() -> None:
    assert not ENVIRONMENT.keys() & {str(party) for party in Party}

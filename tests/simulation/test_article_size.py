"""The demonstration has the article's size: lists, visits, problems and signed projects, from the pack's files."""

from __future__ import annotations

from collections import Counter
from csv import DictReader

from bihuan.app.registers.making import makings
from bihuan.app.simulation import read_beside
from bihuan.definitions import Pack
from tests.simulation.stage import PACK, UNTIL

ENTRIES = PACK / "demo" / "entries"
BESIDE = {one.script.id: one for one in read_beside(PACK / "demo" / "parameters.toml")}
YUAN = 100
"""Amounts are kept in fen."""


def test_livelihood_items_leaders_visits_suggestions_and_problems_of_firms() -> None:
    deeds, visits, problems, firms = (BESIDE[id] for id in ("deeds", "visits", "requests", "firm-visits"))
    assert deeds.count == 120
    assert (visits.count, visits.children >= 60) == (16, True)
    assert visits.children > deeds.count / 3, "suggestions become items of the ledger"
    assert problems.count + firms.children >= 200, "some the firms raise themselves, others come out of visits"


def test_the_signed_projects_add_up_to_the_article_with_nested_tiers(pack: Pack) -> None:
    made = makings(ENTRIES, pack.registers, UNTIL.date(), "demo")["investments"]
    signed: dict[str, int] = {}
    for command in made.commands():
        if "contracted" in command.values:
            assert str(command.values["signed_on"]).startswith("2020-")
            assert command.key not in signed, "signed once"
            signed[command.key] = int(str(command.values["contracted"]))
    assert len(signed) == 119
    assert sum(signed.values()) == 145_356_000_000 * YUAN
    billions = [sum(amount >= least * 10**9 * YUAN for amount in signed.values()) for least in (1, 5, 10)]
    assert billions == [22, 6, 4], "who reaches a higher tier is counted in the lower ones"


def test_firms_are_asked_for_land_power_and_labour_and_trained(pack: Pack) -> None:
    script = BESIDE["requests"].script
    programme = pack.on(script.programme, UNTIL.date())
    assert programme is not None and script.category is not None
    kinds = pack.dictionaries[programme.fields[script.category].dictionary or ""].entries
    asked = Counter(message.category for message in script.messages)
    for need in ("land", "utilities", "labour"):
        assert need in kinds and asked[need], need
    # That the door takes these lines is seen by `test_beside.entered`.
    form = pack.registers["trainings"]
    with (ENTRIES / "trainings.csv").open(encoding="utf-8", newline="") as file:
        trained = list(DictReader(file))
    hours, firms = form.fields["hours"].title.zh, form.fields["firms"].title.zh
    assert trained and all(float(one[hours]) > 0 and int(one[firms]) > 0 for one in trained)

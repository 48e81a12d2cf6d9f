"""The two stress tests of the notation, flood duty and a competitive appointment: packs that load and check clean."""

import pytest

from bihuan.core.clocks import Direction, Ends
from bihuan.core.expressions import to_source
from bihuan.core.programme import Programme
from bihuan.definitions import CATALOGUE, Pack, Severity, check, load_texts
from bihuan.definitions.drawing import draw
from tests.definitions.cases import texts_of


def loaded(name: str) -> Pack:
    pack = load_texts(texts_of(name))
    assert isinstance(pack, Pack)
    return pack


def programme(pack: str, id: str) -> Programme:
    [edition] = loaded(pack).programmes[id]
    return edition


@pytest.mark.parametrize("name", ["flood", "appointment"])
def test_it_is_clean_but_for_what_the_engine_lacks(name: str) -> None:
    found = check(texts_of(name))
    assert {one.id for one in found} <= {id for id, words in CATALOGUE.items() if words.severity is Severity.NOTE}
    for [edition] in loaded(name).programmes.values():
        assert draw(edition, "zh").endswith("</svg>\n")


def test_flood_duty_says_what_it_means() -> None:
    danger = programme("flood", "danger")
    [arrival] = danger.clocks["arrival"].limits
    assert arrival.budget is not None
    assert arrival.budget.text == "30 urgent_minute"
    assert danger.clocks["arrival"].lapse == "unguarded"
    assert danger.steps["open_cover"].spawns == "open-cover"
    assert [(one.account, to_source(one.quantity), one.unit) for one in danger.steps["return_sandbags"].posts] == [
        ("sandbags", "-returned", "piece")
    ]
    assert [guard.id for guard in danger.steps["finish"].guards] == ["covers-closed", "materials-back", "manned"]
    assert [one.release for one in danger.steps["send"].reserves] == [("lifted",)]


def test_a_competitive_appointment_says_what_it_means() -> None:
    contest = programme("appointment", "announcement")
    assert [to_source(one.key) for one in contest.steps["announce"].reserves] == ["post"]
    assert contest.steps["give_score"].seals == "marks"
    assert {contest.steps[id].spawns for id in ("apply", "object")} == {"application", "objection"}
    assert contest.clocks["publicity"].lapse == "unopposed"
    assert contest.steps["unopposed"].moves["done"].to == "appointable"
    [change] = contest.steps["appoint"].sets
    assert (change.register, change.field, to_source(change.value)) == ("posts", "holder", "chosen")
    notice, applications = contest.clocks["notice"], contest.clocks["applications"]
    assert (notice.direction, notice.at_field) == (Direction.BEFORE, "until")
    assert (applications.ends, applications.limits[0].budget) == (Ends.MIDNIGHT, None)

"""What the public sees: of a confidential case number, stage and deadlines; of a rare one `other`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bihuan.app.cells import file_of, public_cells
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.publicity import PublicCase, public_case
from bihuan.app.rules import Rules
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import TaskGiven
from bihuan.store.reading import events_of
from bihuan.store.state import case_from
from bihuan.transparency.chain import read_entry
from bihuan.transparency.generalise import OTHER, Cell

DESK = Person(account="zhou", posts=(Post(duty="desk", unit="zone-12345"),))


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def words(district: District) -> tuple[str, str, str]:
    """A programme of the pack, its place and its category field."""
    programme = district.programmes()[0]
    assert programme.place_field and programme.category_field
    return programme.id, programme.place_field, programme.category_field


def nature_of(district: District, confidential: bool) -> tuple[str, str]:
    """A field and a word of its dictionary that makes a case confidential, or does not."""
    programme = district.programmes()[0]
    for name, field in programme.fields.items():
        known = district.rules.dictionaries.get(field.dictionary or "")
        if known is not None and any(entry.confidential for entry in known.entries.values()):
            return name, next(code for code, entry in known.entries.items() if entry.confidential is confidential)
    raise AssertionError("no word of the pack makes a case confidential")


def raised(district: District, request: str, **values: str) -> Accepted:
    programme = district.programmes()[0]
    step = next(step for step in programme.steps.values() if step.verb == "raise" and not step.history)
    fields = {"channel": "web", **values}
    command = Raise(
        case="", number="", programme=programme.id, step=step.id, by=Person(account="a", raiser=True),
        values=fields, words={"words": "路灯不亮"},
    )  # fmt: skip
    outcome = district.door.submit(district.id, command, request)
    assert isinstance(outcome, Accepted), outcome
    return outcome


def seen(district: District, case: str, rules: Rules | None = None) -> PublicCase:
    with district.door.readers.lend() as session:
        row = session.row("case_state", (district.id, case))
        events = tuple(events_of(session, district.id, case))
    assert row is not None
    found = case_from(row[0])
    used = rules or district.rules
    return public_case(found, events, used.of(found.programme, found.edition), used)


def leaf(district: District, case: str) -> dict[str, object]:
    with district.door.readers.lend() as session:
        rows = session.rows("events_between", (district.id, "", "z" * 64))
    found = read_entry(bytes(next(row[4] for row in rows if row[0] == case)))
    assert found is not None
    return dict(found)


def named(district: District) -> tuple[str, str]:
    """An area and a category of the pack."""
    assert district.rules.cells is not None
    return "west-square", "garbage"


def test_a_confidential_case_shows_number_stage_and_deadlines(district: District) -> None:
    _, place, category = words(district)
    area, kind = named(district)
    field, code = nature_of(district, confidential=True)
    case = raised(district, "one", **{place: area, category: kind, field: code})
    public = seen(district, case.case)
    assert public.confidential
    shown = public.case
    assert (shown.number, shown.stage) == (case.number, case.stage)
    assert [clock.due for clock in shown.clocks.values()] == [case.due], "the promise told to the one who raised it"
    assert not (shown.fields or shown.tasks or shown.findings or shown.links or shown.counts)
    assert all(event.by.unit is None and not event.by.account for event in public.events)
    assert {leaf(district, case.case)[key] for key in ("a", "g")} == {OTHER}


def test_what_the_table_names_is_named_and_what_it_does_not_is_other(district: District) -> None:
    _, place, category = words(district)
    area, kind = named(district)
    field, code = nature_of(district, confidential=False)
    case = raised(district, "one", **{place: area, category: kind, field: code})
    early = seen(district, case.case)
    assert not early.confidential
    assert early.case.fields == {place: OTHER, category: OTHER}, "a unit named later would add to it"
    assert (leaf(district, case.case)["a"], leaf(district, case.case)["g"]) == (OTHER, OTHER)
    dispatched(district, case.case)
    whole = replace(district.rules, cells=frozenset({Cell(OTHER, area, kind)}))
    assert seen(district, case.case, whole).case.fields == {place: area, category: kind}
    none = replace(district.rules, cells=frozenset())
    assert seen(district, case.case, none).case.fields == {place: OTHER, category: OTHER}
    some = replace(district.rules, cells=frozenset({Cell(OTHER, OTHER, kind)}))
    assert seen(district, case.case, some).case.fields == {place: OTHER, category: kind}


def dispatched(district: District, case: str) -> None:
    take = Take(case=case, step="accept", by=DESK, values={})
    assert isinstance(district.door.submit(district.id, take, "two"), Accepted)
    given = district.door.submit(district.id, Take(case=case, step="dispatch", by=DESK), "three")
    assert isinstance(given, Accepted), given


def test_a_unit_that_may_not_be_named_is_named_nowhere(district: District) -> None:
    _, place, category = words(district)
    area, kind = named(district)
    case = raised(district, "one", **{place: area, category: kind})
    dispatched(district, case.case)
    hidden = seen(district, case.case, replace(district.rules, cells=frozenset({Cell(OTHER, area, kind)})))
    units = {task.unit for task in hidden.case.tasks.values()}
    units |= {effect.unit for event in hidden.events for effect in event.effects if isinstance(effect, TaskGiven)}
    assert units == {OTHER}
    assert {event.by.unit for event in hidden.events} == {None}


def test_cells_are_counted_from_a_finished_period(district: District) -> None:
    _, place, category = words(district)
    smallest = district.pack.district.log.smallest
    for i in range(smallest):
        raised(district, f"many{i}", **{place: "west-square", category: "garbage"})
    raised(district, "few", **{place: "west-square", category: "noise"})
    day = district.today()
    cells = public_cells(district, "live", day, day)
    assert cells == [Cell(None, "west-square", "garbage")], "the rest of the place would be the one"
    assert public_cells(district, "live", date(2020, 1, 1), date(2020, 12, 31)) == []
    assert 'categories = ["garbage"]' in file_of(cells, "1", "b")

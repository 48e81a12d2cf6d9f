"""The real pack, a quarter of invented cases: every published figure from leaves equals the count from cases, and no
leaf names a cell of one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.app.cells import nameable, written
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.figures import facts_of
from bihuan.app.installation import Installation, masters_of
from bihuan.app.publishing import export_public, publish, publish_figures
from bihuan.app.publishing.definitions import missing_facts
from bihuan.app.publishing.place import PublicLog
from bihuan.core.case import Case, evolve
from bihuan.core.events import Event
from bihuan.core.indicators import measure
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.leafing import Keys, Secrets, public_facts
from bihuan.store.logfiles import LogFiles
from bihuan.store.reading import events_of
from bihuan.store.session import Database
from bihuan.store.state import case_from
from bihuan.transparency.canonical import b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.generalise import OTHER, Cell
from bihuan.verifier import verify
from tests.publishing.logs import LOG, PACE, Three, trust, trust_lines
from tests.store.making import make_tables
from tests.web.lively import Play

PACK = Path(__file__).parents[2] / "districts" / "ganzhou-etdz"
KEYS = "m1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
CASES, DAYS = 60, 90
LEAF_KEYS = Keys(bytes(32), b64url(bytes(16)))
NOTHING = Secrets(words={}, photos=(), others={})


@dataclass(frozen=True, slots=True)
class Played:
    """A district that worked for a quarter, and its log."""

    district: District
    log: PublicLog
    now: datetime


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Sixty cases on SQLite, published under three witnesses."""
    home = tmp_path_factory.mktemp("district")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    end = datetime(2026, 6, 1, 1, tzinfo=UTC)
    clock = VirtualClock(end - timedelta(days=DAYS))
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=home / "photos", clock=clock,
        entropy=SeededEntropy(3),
    )  # fmt: skip
    made.load(pack)
    three = Three()
    with made.opened() as district:
        Play(district, clock, seed=5, population="live").run(CASES, end - timedelta(minutes=1))
        files = LogFiles(home / "log", home / "log-state")
        log = PublicLog(district.id, database, district.door.readers, PACE, files, (LOG,), trust(three), three.ask)
        for witness in three.by_name.values():
            witness.now = int(end.timestamp())
        log.files.put("trust", trust_lines(three))
        assert not isinstance(publish(log, now=end, pace=None), Fault)
        yield Played(district, log, end)


def streams_of(played: Played) -> Iterator[tuple[Case, tuple[Event, ...]]]:
    """Every case with its facts."""
    with played.district.door.readers.lend() as session:
        for facts in facts_of(played.district, played.district.programmes()[0]):
            row = session.row("case_state", (played.district.id, str(facts["case"])))
            assert row is not None
            yield case_from(row[0]), tuple(events_of(session, played.district.id, str(facts["case"])))


def test_every_published_indicator_is_a_function_of_leaves(played: Played) -> None:
    for programme in played.district.programmes():
        for indicator in programme.indicators:
            assert not (indicator.published and missing_facts(indicator)), f"{indicator.id}: internal, or more leaves"


def test_each_figure_is_what_the_cases_say_and_what_a_stranger_counts(played: Played, tmp_path: Path) -> None:
    district, log = played.district, played.log
    claims = publish_figures(log, district, since=None, until=None, imported=False, now=played.now)
    assert not isinstance(claims, Fault)
    assert not isinstance(publish(log, now=played.now, pace=None), Fault)
    programme = district.programmes()[0]
    facts, levels = list(facts_of(district, programme)), {u.id: u.level for u in district.places().units.values()}
    counted = {}
    for indicator in programme.indicators:
        if indicator.published:
            found = measure(indicator, facts, population="live", as_of=played.now, levels=levels)
            counted[indicator.id] = (len(found.numerator), found.denominator)
    assert {claim.indicator for claim in claims} == {name for name, (_, of) in counted.items() if of >= 5}
    assert {claim.indicator: (claim.numerator, claim.denominator) for claim in claims}.items() <= counted.items()
    assert not isinstance(export_public(log, district, tmp_path / "out"), Fault)
    report = verify.verify_export(tmp_path / "out", verify.Trust((tmp_path / "out" / "trust").read_text()))
    assert report.lies == [] and len(report.figures) == len(claims)


def test_no_leaf_names_a_cell_of_one_case(played: Played) -> None:
    """With the table that `bihuan cells` would write for this quarter; without it, cells of one case are there."""
    rows, smallest = Counter[Cell](), played.district.pack.district.log.smallest
    programme = played.district.programmes()[0]
    zone = played.district.rules.zone
    streams = list(streams_of(played))
    for case, _ in streams:
        lead, place, kind = (
            case.lead,
            *(case.fields.get(f or "") for f in (programme.place_field, programme.category_field)),
        )
        rows[Cell(lead.unit if lead else None, place, kind)] += 1  # type: ignore[arg-type]
    table = frozenset(form for cell in nameable(rows, smallest) for form in written(cell))
    for cells, few in ((table, False), (None, True)):
        named = Counter[Cell]()
        for _, events in streams:
            seen = set()
            now = None
            for event in events:
                now = evolve(now, event)
                previous = bytes(32) if event.n else None
                facts = public_facts(event, now, programme, LEAF_KEYS, previous, NOTHING, cells, zone)
                said = Cell(facts.unit, facts.area, facts.category)
                if set(said) - {None, OTHER}:
                    seen.add(said)
            named.update(seen)
        assert (min(named.values(), default=smallest) == 1) is few
        assert few or all(cases >= smallest for cases in named.values()), named

"""Pages of packs whose every name was replaced: each is served, a case is raised on them, and none of the old names
is said.

What a page says in its markup (names and values of boxes, marks, addresses) is compared with the old names; the
grammar's own words are not names of a pack, and neither are the codes that the renaming leaves as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest

from bihuan.app.clock import VirtualClock, real_clock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.figures import facts_of
from bihuan.app.installation import Installation, masters_of
from bihuan.core.programme import PageKind, Programme, Scope
from bihuan.core.registers import Showing
from bihuan.core.verbs import VERBS, Verb
from bihuan.definitions import Pack, load_texts
from bihuan.store.session import Database
from tests.definitions.renaming import rename_pack
from tests.definitions.renaming_codes import rename_codes
from tests.definitions.renaming_registers import rename_registers
from tests.definitions.test_renaming import DISTRICT, packs
from tests.store.making import make_tables
from tests.web.conftest import KEYS, Site, _serving
from tests.web.lively import Play
from tests.web.signing import Client, open_accounts
from tests.web.test_routes import ROUTES

NAMES = (DISTRICT.name, "minimal", "flood", "appointment")
"""The districts', and the two stress tests."""
STAFFED = tuple(name for name in NAMES if name != "appointment")
"""Those with a unit that somebody can work at."""
SCREENS = frozenset({PageKind.BOARD, PageKind.FUNNEL, PageKind.ROSTER})
MARKED = re.compile(r'\s(?:name|value|id|for|href|action|hx-get|hx-post|aria-controls|data-[a-z-]+)="([^"]*)"')
OWN = frozenset(
    "again area begins came_back comparator counted definition entered file key kind left list name narrative open"
    " parts population raised stands state supervised title unit until".split()
)
"""What pages and ledgers call their own parts and columns; addresses come on top."""
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Served:
    """A renamed pack behind the real server."""

    pack: Pack
    old: frozenset[str]
    """The names that are gone and that nothing else is called."""
    site: Site
    numbers: tuple[str, ...]


@pytest.fixture(scope="module", params=NAMES)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """With some cases that went their way, where residents begin one that goes round the whole loop."""
    texts, codes = rename_codes(packs()[request.param])
    texts, of_registers = rename_registers(texts)
    texts, mapping = rename_pack(texts)
    pack = load_texts(texts)
    assert isinstance(pack, Pack)
    home = tmp_path_factory.mktemp("renamed")
    database = Database("sqlite", str(home / "bihuan.sqlite3"))
    make_tables(database)
    end = real_clock()
    clock = VirtualClock(end - timedelta(days=20))
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=home / "photos", clock=clock,
        entropy=SeededEntropy(4),
    )  # fmt: skip
    made.load(pack)
    numbers: list[str] = []
    if request.param == DISTRICT.name:
        with made.opened() as district:
            Play(district, clock, seed=5, population="live").run(8, end - timedelta(minutes=1))
            numbers = numbers_of(district)
    serving = _serving(home, database)
    serving.environment["BIHUAN_DISTRICT"] = pack.district.id
    names = (codes, *mapping.values(), *of_registers.values())
    old = frozenset(name for one in names for name in one) - kept(pack)
    with serving as base:
        site = Site(base, next(iter(pack.programmes)), "", "", serving.environment)
        yield Served(pack, old, site, tuple(numbers))


def numbers_of(district: District) -> list[str]:
    return [str(row["number"]) for row in facts_of(district, district.programmes()[0])]


def kept(pack: Pack) -> set[str]:
    """What is called so besides: the grammar's words, and all that the renaming of programmes leaves alone."""
    grammar = {*Verb, *(word for verb in VERBS.values() for word in (*verb.outcomes, *verb.arguments))}
    codes = {code for one in pack.dictionaries.values() for code in one.entries}
    forms = {name for form in pack.registers.values() for name in (form.id, *form.fields, *form.states, *form.rights)}
    others = {*pack.units, *pack.areas, *pack.duties, *pack.dictionaries, *pack.calendars, *pack.documents}
    measures = {one.id for all_ in pack.programmes.values() for edition in all_ for one in edition.indicators}
    funnels = {one.id for all_ in pack.programmes.values() for edition in all_ if edition.funnel
               for one in edition.funnel.stages.values()}  # fmt: skip
    ours = {word for route in ROUTES.values() for word in WORD.findall(route[0])}
    return {str(word).rstrip("?") for word in grammar} | codes | forms | others | measures | funnels | ours | OWN


def newest(served: Served) -> list[Programme]:
    return [editions[-1] for editions in served.pack.programmes.values()]


def said(page: str) -> set[str]:
    """The words of its markup, but for the addresses of scripts, styles and letters, which no pack names."""
    marked = (found for found in MARKED.findall(page) if not found.startswith("/static/"))
    return {word for found in marked for word in WORD.findall(unescape(found))}


def read(client: Client, path: str, served: Served) -> str:
    status, page = client.get(path)
    assert status == 200, (path, status)
    left = said(page) & served.old
    assert not left, (path, left)
    return page


def test_public_pages(served: Served) -> None:
    client = Client(served.site)
    for path in ("/", "/programmes/", "/documents/", "/claims/", "/standing/", "/registers/"):
        read(client, path, served)
    for one in newest(served):
        if client.get(f"/programmes/{one.id}")[0] == 404:
            continue  # Inside the offices only.
        read(client, f"/programmes/{one.id}", served)
        for figure in one.indicators:
            if client.get(f"/figures/{one.id}/{figure.id}")[0] != 404:  # Some are for the offices.
                read(client, f"/figures/{one.id}/{figure.id}", served)
    for form in served.pack.registers.values():
        if form.showing is Showing.PUBLIC:
            read(client, f"/registers/{form.id}", served)
    for number in served.numbers:
        assert number in read(client, f"/cases/{number}", served)


def test_a_resident_reports_on_the_public_form(served: Served) -> None:
    client, count, asked = Client(served.site), 0, set[str]()
    for one in newest(served):
        if not any(one.roles[by].scope is Scope.RAISER for step in one.steps.values()
                   for by in step.by if step.verb is Verb.RAISE and not step.history):  # fmt: skip
            continue
        if client.get(f"/report/{one.id}")[0] != 200:
            continue  # Raised from another case only.
        page = read(client, f"/report/{one.id}", served)
        count += 1
        assert any(f'name="{field}"' in page for field in one.fields), one.id
        books = served.pack.dictionaries
        ways = {field.id for field in one.fields.values() if field.dictionary
                and any(entry.by_page for entry in books[field.dictionary].entries.values())}  # fmt: skip
        assert not [way for way in ways if f'name="{way}"' in page], "how it came in is known to the page"
        asked |= ways
    assert count or served.pack.district.id not in ("ganzhou-etdz", "minimal")
    assert asked or served.pack.district.id != "ganzhou-etdz"


@pytest.mark.parametrize("served", STAFFED, indirect=True)
def test_pages_of_the_offices(served: Served) -> None:
    places = [(duty, unit) for duty in served.pack.duties for unit in list(served.pack.units)[:2]]
    staff = open_accounts(served.site, [(f"p{n}", duty, unit) for n, (duty, unit) in enumerate(places)])
    seen: set[str] = set()
    for person in staff:
        client = Client(served.site, person)
        paths = ["/work", "/work/tasks", "/work/checks", "/work/raised", "/work/duty", "/work/enter", "/desk",
                 "/ledger", "/supervisor", "/leader", "/screens", "/registers/"]  # fmt: skip
        paths += [f"/registers/{form}" for form in served.pack.registers]
        for one in newest(served):
            paths += [f"/work/enter/{one.id}", f"/desk?programme={one.id}", f"/ledger?programme={one.id}"]
            paths += [f"/screens/{one.id}/{kind}" for kind in SCREENS & one.pages]
        paths += [path for number in served.numbers[:3] for path in (f"/work/cases/{number}", f"/desk/cases/{number}")]
        for path in paths:
            if path in seen:
                continue
            status, page = client.get(path)
            assert status in (200, 403, 404), (path, status)
            if status == 200:
                seen.add(path)
                left = said(page) & served.old
                assert not left, (path, left)
    for kind in ("/work", "/registers/"):
        assert kind in seen, kind
    for one in newest(served):
        assert {f"/screens/{one.id}/{kind}" for kind in SCREENS & one.pages} <= seen, one.id
    for number in served.numbers[:3]:
        assert {f"/work/cases/{number}", f"/desk/cases/{number}"} <= seen

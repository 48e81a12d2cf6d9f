"""Every route of the site against every role, by table: who is let in, who is not, and that nobody reads off a page
who raised a case. A route without a line in tests/web/access fails.

The address of a route comes from test_routes.ROUTES, whose it is from the table of its area.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import django
import pytest

django.setup()

from django.urls import get_resolver  # noqa: E402

from bihuan.app.clock import real_clock  # noqa: E402
from bihuan.app.district import District  # noqa: E402
from bihuan.app.door import Accepted  # noqa: E402
from bihuan.app.entropy import SeededEntropy  # noqa: E402
from bihuan.app.installation import Installation, masters_of  # noqa: E402
from bihuan.app.notices.gateways import read_gateways  # noqa: E402
from bihuan.app.notices.sending import tell  # noqa: E402
from bihuan.core.commands import Person, Post, Raise, Take  # noqa: E402
from bihuan.core.offices import Office  # noqa: E402
from bihuan.core.programme import FieldType  # noqa: E402
from bihuan.core.verbs import Party, Verb  # noqa: E402
from bihuan.store.session import Database  # noqa: E402
from tests.web.access import (  # noqa: E402
    desk,
    leader,
    people,
    public,
    registers,
    resident,
    screens,
    supervisor,
    worker,
)
from tests.web.access.kinds import Access, Role  # noqa: E402
from tests.web.access.wishes import REMIND, WISHES, account, state  # noqa: E402
from tests.web.conftest import KEYS, Site  # noqa: E402
from tests.web.lively import PHOTO  # noqa: E402
from tests.web.matters import installation_of  # noqa: E402
from tests.web.signing import Client, Staff  # noqa: E402
from tests.web.test_routes import ROUTES  # noqa: E402

TABLES = (public, resident, worker, screens, desk, supervisor, leader, people, registers)
TABLE: Mapping[str, Access] = {name: access for area in TABLES for name, access in area.TABLE.items()}
SECRETS = ("欧阳不具名", "13970799999", "nobody-knows@example.test")
PARTIES = (Party.CENTRE, Party.HANDLER, Party.CHECKER, Party.SUPERVISOR, Party.LEADER)
HARMLESS = {"act": "nothing", "words": "", "purpose": ""}
"""A body that no page takes for a wish."""
ENDS_THE_SESSION = frozenset({"sign_out"})
ACCUSED, ELSEWHERE, HANDLED_BY, CENTRE = "municipal", "committee", "market", "service-centre"
OPENING = """
import json, sys
from bihuan.site.commands import _services
services = _services()
from bihuan.app.people import open_account
from bihuan.core.commands import Post
from bihuan.core.text import Text
with services.opened() as district:
    for name, duty, unit in json.load(sys.stdin):
        post = Post(duty=duty, unit=unit)
        opened = open_account(district, name, Text(name, name), [post], district.today(), services.entropy, keep=True)
        print(name, opened.password)
"""


def views() -> Iterator[tuple[str, frozenset[Role] | None]]:
    """Every route with whose it is by its own words; None for a view that anybody may open."""
    for outer in get_resolver().url_patterns:
        for pattern in outer.url_patterns:
            yield pattern.name, getattr(pattern.callback, "only", None)


def test_every_route_has_a_line() -> None:
    named = {name for name, _ in views()}
    assert named - set(TABLE) == set(), "add them to the table of their area in tests/web/access"
    assert set(TABLE) - named == set(), "no such route"
    assert sum(len(area.TABLE) for area in TABLES) == len(TABLE), "a route stands twice"


def test_each_view_lets_in_whom_the_table_says() -> None:
    found = {name: whose for name, whose in views() if name in TABLE}
    assert {name: TABLE[name].whose for name in found} == found


@pytest.fixture(scope="module")
def secret(site: Site) -> str:
    """The number of a case about a unit, raised by somebody who left name, telephone and address."""
    target = site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")
    made = Installation(
        database=Database("sqlite", target), district="ganzhou-etdz", masters=masters_of(KEYS),
        photos=Path(site.environment["BIHUAN_HOME"]) / "photos", clock=real_clock, entropy=SeededEntropy(99),
    )  # fmt: skip
    with made.opened() as district:
        programme = district.programmes()[0]
        step = next(one for one in programme.steps.values() if one.verb is Verb.RAISE and not one.history)
        taken = {one.field for one in step.takes}
        identity = [name for name in programme.fields if programme.fields[name].identity and name in taken]
        words = {n: "有人收钱放行" for n in taken if programme.fields[n].type is FieldType.WORDS and n not in identity}
        words |= dict(zip(identity, SECRETS, strict=False))
        books = {n: programme.fields[n].dictionary for n in taken if programme.fields[n].type is FieldType.CHOICE}
        values = {name: next(iter(district.rules.dictionaries[book].entries)) for name, book in books.items() if book}
        values |= {programme.accused_field: ACCUSED} if programme.accused_field in taken else {}
        raised = Raise(
            case="", number="", programme=programme.id, step=step.id, by=Person(account="who", raiser=True),
            values=values, words=words,
        )  # fmt: skip
        done = district.door.submit(district.id, raised, "a-secret-case", photos=[PHOTO])
        assert isinstance(done, Accepted), done
        for step in ("accept", "dispatch"):
            given_on(district, done.case, Verb(step))
        tell(district, read_gateways("", {}, Path(site.environment["BIHUAN_HOME"])), district.door.clock())
    assert isinstance(done, Accepted) and len(identity) >= 2 and programme.accused_field in values, done
    return done.number


def given_on(district: District, case: str, verb: Verb) -> None:
    """The centre accepts it, and gives it to a unit that it is not about: so notices and a handler's page exist."""
    programme = district.programmes()[0]
    step = next(one for one in programme.steps.values() if one.verb is verb)
    duty = next(programme.roles[name].duty for name in step.by if programme.roles[name].party is Party.CENTRE)
    by = Person(account="who-gives", posts=(Post(duty=duty, unit=CENTRE),))
    taken = Take(
        case=case, step=step.id, by=by, words={"reason": "另派"},
        arguments={"unit": HANDLED_BY} if verb is Verb.DISPATCH else {},
    )  # fmt: skip
    answer = district.door.submit(district.id, taken, f"secret-{verb}")
    assert isinstance(answer, Accepted), answer


@pytest.fixture(scope="module")
def picture(site: Site, secret: str) -> str:
    """The address of the photo in that case."""
    with installation_of(site).opened() as district, district.door.readers.lend() as session:
        case = session.row("case_by_number", (district.id, secret))
        assert case is not None
        ((_, found, *_),) = session.rows("case_photos", (district.id, case[0]))
    return str(found)


@pytest.fixture(scope="module")
def clients(site: Site) -> Mapping[str, Client]:
    """One client for each role, and one of the accused unit for each party; opened by one command."""
    with Installation(
        database=Database("sqlite", site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")),
        district="ganzhou-etdz", masters=masters_of(KEYS), photos=Path("unused"),
    ).opened() as district:  # fmt: skip
        roles = [role for programme in district.programmes() for role in programme.roles.values()]
    duties = {party: next(role.duty for role in roles if role.party is party) for party in PARTIES}
    asked = [(f"table-{party}", duties[party], ELSEWHERE) for party in PARTIES]
    asked += [(f"table-{office.split('.')[1]}", str(office), ELSEWHERE) for office in Office]
    asked += [(f"accused-{party}", duties[party], ACCUSED) for party in PARTIES]
    program = [sys.executable, "-c", OPENING]
    more = {"capture_output": True, "text": True, "check": False}
    done = subprocess.run(program, env=site.environment, input=json.dumps(asked), **more)
    assert done.returncode == 0, done.stderr
    staff = [Staff(*line.split(" ")) for line in done.stdout.split("\n") if line]
    return {one.name: Client(site, one) for one in staff}


def name_of(role: Role) -> str:
    return f"table-{role.split('.')[-1]}"


def address(site: Site, route: str, number: str) -> str:
    return ROUTES[route][0].format(number=number, programme=site.programme, register=site.register)


@pytest.mark.parametrize("role", [*PARTIES, *Office])
def test_a_role_gets_what_is_its_own_and_nothing_else(
    site: Site, secret: str, clients: Mapping[str, Client], role: Role
) -> None:
    client, wrong = clients[name_of(role)], {}
    for route, access in TABLE.items():
        status, body = client.get(address(site, route, secret))
        outer = ROUTES[route][1]
        if outer == 405:
            expected = outer
        elif access.whose is None or role in access.whose:
            expected = access.but.get(role, access.then or outer)
        else:
            expected = 403
        told = [secret_ for secret_ in SECRETS if secret_ in body]
        if status != expected or told:
            wrong[route] = (status, expected, told)
    assert wrong == {}


def test_a_visitor_is_led_to_the_sign_in(site: Site, secret: str) -> None:
    client, wrong = Client(site), {}
    for route, access in TABLE.items():
        status, body = client.get(address(site, route, secret))
        led = 'name="password"' in body and 'name="next"' in body
        expected = access.whose is not None and ROUTES[route][1] != 405
        if (led and route != "sign_in") != expected or any(one in body for one in SECRETS):
            wrong[route] = (status, led)
    assert wrong == {}


def test_nothing_can_be_sent_by_a_visitor(site: Site, secret: str) -> None:
    visitor, wrong = Client(site), {}
    token = {"csrfmiddlewaretoken": visitor.token(), **HARMLESS}
    for route, access in TABLE.items():
        status, body = visitor.raw(address(site, route, secret), token)
        expected = (401, 405) if access.whose is not None else range(200, 500)
        if status not in expected or any(one in body for one in SECRETS):
            wrong[route] = status
    assert wrong == {}


@pytest.mark.parametrize("role", [*PARTIES, *Office])
def test_each_role_sends_to_every_route(site: Site, secret: str, clients: Mapping[str, Client], role: Role) -> None:
    """With a valid token and a body that asks for nothing: refused to whom it is not, and answered to the others
    without a fault and without a word of who raised the case."""
    client, wrong = clients[name_of(role)], {}
    token = {"csrfmiddlewaretoken": client.token(), **HARMLESS}
    for route, access in TABLE.items():
        if route in ENDS_THE_SESSION:
            continue
        status, body = client.raw(address(site, route, secret), token)
        let_in = access.whose is None or role in access.whose
        fine = range(200, 500) if let_in else (403, 405)
        if status not in fine or any(one in body for one in SECRETS):
            wrong[route] = status
    assert wrong == {}


def sent(site: Site, secret: str, route: str, about: str = "table-handler") -> tuple[str, dict[str, str]]:
    """What would change something, if there is such a wish, or a body that asks for nothing."""
    wish = WISHES.get(route)
    if wish is None:
        return address(site, route, secret), HARMLESS
    target = site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")
    named = {"number": secret, "account": account(target, about), "programme": site.programme, "remind": REMIND}
    body = {name: value.format(**named) for name, value in wish.body.items()}
    return (wish.path or ROUTES[route][0]).format(**named), body


@pytest.mark.parametrize("role", [*PARTIES, *Office])
def test_what_is_refused_changes_nothing(site: Site, secret: str, clients: Mapping[str, Client], role: Role) -> None:
    """No event and no row of any table. A clock may end between two looks: what is no accident happens twice."""
    client, target = clients[name_of(role)], site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")
    refused = [route for route, access in TABLE.items() if access.whose is not None and role not in access.whose]
    refused += [route for route in WISHES if role in TABLE[route].but]
    bodies = [sent(site, secret, route) for route in refused]
    changed: set[str] = set()
    for _ in range(2):
        before = state(target)
        answers = [client.post(path, body)[0] for path, body in bodies]
        after = state(target)
        assert set(answers) <= {403, 404, 405}, [*zip(refused, answers, strict=True)]
        changed = {table for table in before if before[table] != after[table]}
        if not changed:
            break
    assert refused and changed == set(), (role, changed)


@pytest.mark.parametrize("route", WISHES)
def test_the_same_changes_something_for_whose_it_is(
    site: Site, secret: str, clients: Mapping[str, Client], route: str
) -> None:
    target = site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")
    before = state(target)
    path, body = sent(site, secret, route)
    status, answer = clients[name_of(WISHES[route].by)].post(path, body)
    assert status == 200 and state(target) != before, (route, status, answer[-2000:])


@pytest.mark.parametrize("party", PARTIES)
def test_the_accused_unit_reads_nowhere_who_raised_it(
    site: Site, secret: str, picture: str, clients: Mapping[str, Client], party: Party
) -> None:
    """Whatever post somebody of that unit holds: no page, file, picture or notice, nothing in the answer to anything
    sent, and the case itself does not exist."""
    client = clients[f"accused-{party}"]
    assert client.get(f"/work/cases/{secret}/photos/{picture}")[0] == 404
    assert secret not in client.get(address(site, "notices", secret))[1], "nor is anybody there told of it"
    token = {"csrfmiddlewaretoken": client.token(), **HARMLESS}
    for route in set(TABLE) - ENDS_THE_SESSION:
        _, body = client.raw(address(site, route, secret), token)
        assert not any(one in body for one in (*SECRETS, "有人收钱放行")), (route, "sent")
    for route in TABLE:
        status, body = client.get(address(site, route, secret))
        assert not any(one in body for one in (*SECRETS, "有人收钱放行")), route
        if route in ("record", "identity"):
            assert status == 404, (route, status)
    sent = {"act": "open", "purpose": "verify", "words": "想知道是谁"}
    for act in ("open", "call"):
        status, body = client.post(f"/identity/{secret}", {**sent, "act": act})
        assert status == 404 and not any(one in body for one in SECRETS)

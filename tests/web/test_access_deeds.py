"""Who may do what, tried with what would really be done: every duty of the pack at every route and at the steps of a
case, and somebody who holds the code of one case at everything else. What is refused changes no row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from bihuan.app.district import District
from bihuan.core.arguments import REASON
from bihuan.core.offices import Office
from bihuan.core.programme import Step
from bihuan.core.verbs import Party, Verb
from tests.web.access.holder import LETS_GO, OWN_WORDS, Holder, holder
from tests.web.access.kinds import STAFF, Role
from tests.web.access.wishes import state
from tests.web.conftest import Site
from tests.web.matters import Matter, installation_of
from tests.web.signing import Client, open_accounts
from tests.web.test_access_table import ELSEWHERE, HARMLESS, SECRETS, TABLE, address, secret, sent
from tests.web.test_routes import ROUTES

__all__ = ["secret"]
UNIT = "market"
"""The unit that handles the secret case, so that its handlers come as near as anybody; others are elsewhere, for nobody
of a unit judges its work."""
ABOUT = "deed-leader"
"""Whose account is meant, where an account is."""
WORDS = "有人收钱放行"


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as opened:
        yield opened


def sides(district: District) -> Mapping[str, frozenset[Role]]:
    """Every duty of the pack → its parties over all mechanisms; those that registers alone know have none."""
    found: dict[str, set[Role]] = {}
    for programme in district.programmes():
        for role in programme.roles.values():
            if role.party in STAFF and role.duty:
                found.setdefault(role.duty, set()).add(role.party)
    for form in district.rules.registers.values():
        for right in form.rights.values():
            found.setdefault(right.duty, set())
    return {duty: frozenset(parties) for duty, parties in sorted(found.items()) if duty not in set(Office)}


@pytest.fixture(scope="module")
def clients(site: Site, district: District) -> Mapping[str, Client]:
    """One client for each duty."""
    found = sides(district)
    duties = list(found)
    where = {duty: UNIT if Party.HANDLER in parties else ELSEWHERE for duty, parties in found.items()}
    opened = open_accounts(site, [(f"deed-{duty}", duty, where[duty]) for duty in duties])
    return {duty: Client(site, one) for duty, one in zip(duties, opened, strict=True)}


@pytest.fixture(scope="module")
def held(site: Site) -> Holder:
    return holder(site)


def database(site: Site) -> str:
    return site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")


def changed(site: Site, before: Mapping[str, str]) -> set[str]:
    after = state(database(site))
    return {table for table in before if before[table] != after[table]}


def test_every_duty_of_the_pack_is_let_in_where_its_side_is_and_nowhere_else(
    site: Site, secret: str, district: District, clients: Mapping[str, Client]
) -> None:
    wrong = {}
    for duty, parties in sides(district).items():
        for route, access in TABLE.items():
            if access.whose is None or ROUTES[route][1] == 405:
                continue
            status, body = clients[duty].get(address(site, route, secret))
            # What is for everybody who works here is also for whom only a register knows.
            let_in = bool(access.whose & parties) or {*STAFF, *Office} <= access.whose
            fine = status != 403 or bool(access.but) or status == ROUTES[route][1] if let_in else status == 403
            if status >= 500 or not fine or any(one in body for one in SECRETS):
                wrong[duty, route] = status
    assert wrong == {}


def test_what_a_duty_is_refused_changes_nothing(
    site: Site, secret: str, district: District, clients: Mapping[str, Client]
) -> None:
    """A clock of the site may end between two looks: what is no accident happens twice."""
    left: set[tuple[str, ...]] = set()
    for _ in range(2):
        left = set()
        for duty, parties in sides(district).items():
            refused = [route for route, one in TABLE.items() if one.whose is not None and not one.whose & parties]
            refused = [route for route in refused if not {*STAFF, *Office} <= (TABLE[route].whose or set())]
            before = state(database(site))
            answers = {route: clients[duty].post(*sent(site, secret, route, ABOUT))[0] for route in refused}
            assert set(answers.values()) <= {403, 404, 405}, (duty, answers)
            left |= {(duty, *sorted(tables))} if (tables := changed(site, before)) else set()
        if not left:
            break
    assert left == set()


def form(matter: Matter, step: Step, **more: str) -> dict[str, str | list[str]]:
    """The step as its own form would send it."""
    values = {name: str(value) for name, value in matter._required(step).items()}
    words = dict.fromkeys([*matter._words(step), REASON], "按规定办理，已看过现场。")
    return {
        "request": f"{matter.state.n:032x}",
        "seen": str(matter.state.n),
        "outcome": "done",
        **values,
        **words,
        **more,
    }


CHAIN = [
    (Verb.ACCEPT, Party.CENTRE, {}),
    (Verb.DISPATCH, Party.CENTRE, {"arg-unit": UNIT}),
    (Verb.SIGN, Party.HANDLER, {}),
    (Verb.FINISH, Party.HANDLER, {}),
    (Verb.CHECK, Party.CHECKER, {"outcome": "yes"}),
    (Verb.CLOSE, Party.CENTRE, {}),
]
"""One case from its raising to its close."""


def test_each_step_of_a_case_is_taken_by_whose_it_is_once_and_by_nobody_else(
    site: Site, district: District, clients: Mapping[str, Client], held: Holder
) -> None:
    matter = Matter(district, "集贸市场门口的地砖翘起来了。")
    others = [*clients.items(), ("holder", held.client), ("visitor", Client(site))]
    for verb, party, more in CHAIN:
        step, before = matter.step(verb, party), matter.state
        path, body = f"/work/cases/{matter.number}/steps/{step.id}", form(matter, step, **more)
        whose = {matter.programme.roles[role].duty for role in step.by}
        for who, client in others:
            if who in whose:
                continue
            status, _ = client.post(path, body)
            assert matter.state == before, (verb, who)
            assert status in (401, 403, 404, 409, 422), (verb, who, status)
        if verb is Verb.FINISH:  # its photo is a file, and its page has tests of its own
            matter.take(verb, party, UNIT)
            continue
        right = clients[next(matter.programme.roles[role].duty for role in step.by if role_is(matter, role, party))]
        answers = [right.post(path, body)[0] for _ in range(2)]
        assert matter.state.n == before.n + 1, (
            verb,
            answers,
            re.findall(r"wrong[^>]*>.{0,200}", right.post(path, body)[1]),
        )


def said(page: str) -> list[str]:
    """What a page says is wrong."""
    return re.findall(r"wrong[^>]*>.{0,200}", page)


def role_is(matter: Matter, role: str, party: Party) -> bool:
    return matter.programme.roles[role].party is party


def test_who_holds_a_code_reads_their_own_case_and_of_another_what_anybody_reads(
    site: Site, secret: str, held: Holder
) -> None:
    wrong, shown = {}, set()
    for route, access in TABLE.items():
        if route in LETS_GO:
            continue
        status, body = held.client.get(address(site, route, secret))
        led = 'name="password"' in body and 'name="next"' in body
        staff = access.whose is not None and ROUTES[route][1] != 405
        if (led and route != "sign_in") != staff or status >= 500 or any(one in body for one in (*SECRETS, WORDS)):
            wrong[route] = (status, led)
        shown |= {route} if OWN_WORDS in body else set()
    # The address of a step leads to the page of the receipt, which the browser then shows.
    theirs = {"track", "reporter_step", "raise_again"}
    assert wrong == {} and shown == theirs, "their own words stand where the code opened them"
    for path in ("record", "desk_case", "identity", "step"):
        _, body = held.client.get(address(site, path, held.number))
        assert OWN_WORDS not in body, "the pages of those who work on it stay theirs"


@pytest.mark.usefixtures("clients")
def test_who_holds_a_code_can_do_nothing_to_another_case_and_something_to_their_own(
    site: Site, secret: str, district: District, held: Holder
) -> None:
    """Whatever is sent, also with the number of the other case in it."""
    programme = district.programmes()[0]
    own = [step for step in programme.steps.values() if any(role_of(district, role) for role in step.by)]
    before: Mapping[str, str] = {}
    for _ in range(2):
        before = state(database(site))
        for route, access in TABLE.items():
            if access.whose is not None:
                status, body = held.client.post(*sent(site, secret, route, ABOUT))
                assert status in (401, 405) and not any(one in body for one in SECRETS), (route, status)
        for step in own:
            if step.verb is Verb.RAISE:
                continue
            for path in (f"/work/cases/{secret}/steps/{step.id}", f"/cases/{secret}/steps/{step.id}"):
                assert held.client.post(path, {**HARMLESS, "outcome": "done"})[0] in (401, 404, 405)
        if not (left := changed(site, before)):
            break
    assert left == set()
    withdraw = next(step for step in own if step.verb is Verb.WITHDRAW)
    stolen = {"outcome": "done", "number": secret, "case": secret, REASON: "不用办了"}
    visitor = Client(site)
    held.client.post("/r/enter", {"code": held.code})
    assert "/r/" in ROUTES["track"][0] and visitor.post(f"/r/step/{withdraw.id}", stolen)[0] == 200
    assert not changed(site, before), "without a code one is only led to where it is entered"
    with district.door.readers.lend() as session:
        other = session.row("case_by_number", (district.id, secret))
        rows = session.row("case_state", (district.id, other[0])) if other else None
        status, page = held.client.post(f"/r/step/{withdraw.id}", stolen)
        assert status == 200 and held.number in page, (status, said(page), page[-6000:])
        assert other is not None and session.row("case_state", (district.id, other[0])) == rows
    assert changed(site, before), "their own is withdrawn, and the other is as it was"


def role_of(district: District, role: str) -> bool:
    return district.programmes()[0].roles[role].party is Party.RAISER

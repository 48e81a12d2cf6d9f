"""What is sent to the pages of the offices with a body that really does something, by everybody: every duty, whoever
holds the code of a case, a visitor. Whose it is succeeds; for everybody else not one row changes.

What a page takes from a file, from something that has to be there first, or from whoever is signed in stands here; the
rest in `test_access_table`.
"""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
import xlsxwriter

from bihuan.app.clock import real_clock
from bihuan.app.district import District
from bihuan.core.offices import Office
from bihuan.core.registers import Act
from bihuan.store.retention import Batch, Item, add
from bihuan.store.session import Database
from tests.web.access.holder import holder
from tests.web.access.wishes import account
from tests.web.conftest import Site
from tests.web.matters import installation_of
from tests.web.signing import Client, Staff, open_accounts

PASSWORD = "a long sentence of one's own 7"
PRIVATE = "b0" * 8
DEAD = "d" * 32


@dataclass(frozen=True, slots=True)
class Effect:
    """Something done: who may, what is sent, and where it shows."""

    may: frozenset[str]
    send: Callable[[Client], int]
    shows: str
    """A query whose answer changes with it."""


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as opened:
        yield opened


def duties(district: District) -> list[str]:
    """Every duty of the pack, and the offices."""
    known = {role.duty for one in district.programmes() for role in one.roles.values() if role.duty}
    known |= {right.duty for form in district.rules.registers.values() for right in form.rights.values()}
    return sorted({*known, *map(str, Office)})


@pytest.fixture(scope="module")
def staff(site: Site, district: District) -> Mapping[str, Staff]:
    asked = [(f"fx-{duty}", duty, "committee") for duty in duties(district)]
    return dict(zip(duties(district), open_accounts(site, asked), strict=True))


@pytest.fixture(scope="module")
def everybody(site: Site, staff: Mapping[str, Staff]) -> Mapping[str, Client]:
    people = {duty: Client(site, one) for duty, one in staff.items()}
    return {**people, "holder": holder(site).client, "visitor": Client(site)}


def file_of(site: Site) -> str:
    return site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")


def look(site: Site, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{file_of(site)}?mode=ro", uri=True)) as there:
        return there.execute(query).fetchall()


def xlsx(*rows: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def taking(path: str, row: Mapping[str, str]) -> Callable[[Client], int]:
    """The good rows of a sheet, as its page sends them back."""
    return lambda client: client.post(path, {"act": "take", "rows": json.dumps([[2, row]])})[0]


def posting(path: str, **body: str) -> Callable[[Client], int]:
    return lambda client: client.post(path, body)[0]


@pytest.fixture(scope="module")
def effects(site: Site, district: District, staff: Mapping[str, Staff]) -> Mapping[str, Effect]:
    """What there is to do, with a batch to review and a delivery that was given up laid ready."""
    now = real_clock()
    session = Database("sqlite", file_of(site)).connect()
    one = Batch(id=PRIVATE, programme=site.programme, erases="reporter", months=12, proposed_at=now,
                not_before=now + timedelta(days=14), state="proposed")  # fmt: skip
    with session.transaction():
        add(session, district.id, one, [Item(case="c" * 32, number=site.number, ended_at=now)])
        # One that failed for good; the columns are those of the statement that puts one down.
        session._raw.execute(
            "INSERT INTO delivery (district, id, notice, case_id, recipient, channel, state, due_at, tries, fault,"
            " changed_at) VALUES (?, ?, ?, ?, ?, 'sms', 'dead', ?, 9, 'gone', ?)",
            (district.id, DEAD, "n" * 32, "c" * 32, "nobody", *[(now + timedelta(days=900)).isoformat()] * 2),
        )
    session.close()
    system, security = frozenset({Office.SYSTEM.value}), frozenset({Office.SECURITY.value})
    form = next(one for one in district.rules.registers.values() if one.id == "publications")
    keepers = frozenset(right.duty for right in form.rights.values() if Act.OPEN in right.may)
    supervisors = frozenset(role.duty for programme in district.programmes() for role in programme.roles.values()
                            if role.party == "supervisor" and role.duty)  # fmt: skip
    place = {"zh": "不该有的", "en": "Not to be", "parent": ""}
    unit = {**place, "level": "station", "areas": "", "since": "2031-01-01", "until": ""}
    about = account(file_of(site), "fx-checker")
    post = {"name": about, "duty": "checker", "unit": "check-team", "areas": "", "since": "2031-01-01", "until": ""}
    own = {"act": "hold", "number": site.number, "reason": "诉讼未结"}
    sheet = xlsx(["标题", "刊出单位", "刊出日期", "设立日期"], ["不该有的", "某单位", "2026-01-01", "2026-01-01"])
    return {
        "admin_import": Effect(system, taking("/admin/import", {"name": "not.to.be.fx", "zh": "某"}),
                               "SELECT count(*) FROM people_sign_in"),
        "admin_sheet units": Effect(system, taking("/admin/sheets/units", {**unit, "id": "fx-unit"}),
                                    "SELECT * FROM unit"),
        "admin_sheet areas": Effect(system, taking("/admin/sheets/areas", {**place, "id": "fx-area"}),
                                    "SELECT * FROM area"),
        "security_import": Effect(security, taking("/security/import", post), "SELECT * FROM post"),
        "admin_unit": Effect(system, posting("/admin/units/check-team", act="change", **unit), "SELECT * FROM unit"),
        "retention_batch hold": Effect(frozenset({Office.PRIVACY.value}),
                                       posting(f"/privacy/retention/{PRIVATE}", **own),
                                       "SELECT * FROM retention_item"),
        "retention_batch approve": Effect(frozenset({Office.PRIVACY.value}),
                                          posting(f"/privacy/retention/{PRIVATE}", act="approve"),
                                          f"SELECT * FROM retention_batch WHERE id = '{PRIVATE}'"),
        "deliveries": Effect(system | supervisors, posting("/work/notices/deliveries", id=DEAD),
                             f"SELECT state FROM delivery WHERE id = '{DEAD}'"),
        "register_import": Effect(keepers, lambda client: client.upload("/registers/publications/import", sheet)[0],
                                  "SELECT count(*) FROM entry_row"),
    }  # fmt: skip


def test_what_really_does_something_is_done_by_whose_it_is_and_by_nobody_else(
    site: Site, effects: Mapping[str, Effect], everybody: Mapping[str, Client]
) -> None:
    wrong: dict[tuple[str, str], object] = {}
    for name, effect in effects.items():
        before = look(site, effect.shows)
        for who, client in everybody.items():
            if who in effect.may:
                continue
            status = effect.send(client)
            if status not in (401, 403, 404) or look(site, effect.shows) != before:
                wrong[name, who] = status
                before = look(site, effect.shows)
        done = effect.send(everybody[min(effect.may)])
        if done != 200 or look(site, effect.shows) == before:
            wrong[name, "whose it is"] = done
    assert wrong == {}


def test_everybody_changes_the_password_of_their_own_account_alone(
    site: Site, staff: Mapping[str, Staff], everybody: Mapping[str, Client]
) -> None:
    """Whatever else is named in what they send."""
    victim = account(file_of(site), "fx-desk")
    query = "SELECT name, password FROM people_sign_in"
    for who, client in everybody.items():
        before = dict(look(site, query))
        smuggled = {"account": victim, "username": "fx-desk", "who": victim, "name": "fx-desk"}
        guessed = {"act": "password", "old": "not it", "new": PASSWORD, "again": PASSWORD, **smuggled}
        status = client.post("/work/account", guessed)[0]
        assert status == (422 if who in staff else 401) and dict(look(site, query)) == before, who
        if who not in staff:
            continue
        status = client.post("/work/account", {**guessed, "old": staff[who].password})[0]
        after = dict(look(site, query))
        assert status == 200 and {name for name in after if after[name] != before.get(name)} == {staff[who].name}, who


def test_nobody_ends_the_session_of_another(site: Site, everybody: Mapping[str, Client]) -> None:
    """The id of a session is not a way in, and is taken for one's own sessions alone."""
    sessions = look(site, "SELECT v.key, s.name FROM people_visit v JOIN people_sign_in s ON s.id = v.sign_in_id")
    others = [str(key) for key, name in sessions if name == "fx-desk"]
    assert others
    for who, client in everybody.items():
        if who == "desk":
            continue
        for key in others:
            for said in (key[:12], key, ""):
                client.post("/work/account", {"act": "end", "session": said, "account": "fx-desk"})
        left = {str(row[0]) for row in look(site, "SELECT key FROM people_visit")}
        assert set(others) <= left, who

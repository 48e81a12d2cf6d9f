"""The sheet of every register of every pack, out and in again in both languages, by the officer who may change it.

What was exported changes nothing, and one changed cell is one dated fact that bears the officer's name.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.imports.cells import as_text
from bihuan.app.imports.raw import Layout, Limits
from bihuan.app.imports.running import Refusing
from bihuan.app.imports.tables import open_table
from bihuan.app.installation import Installation
from bihuan.app.registers import importing, reading, sheet
from bihuan.app.registers.demonstrating import in_order
from bihuan.app.registers.telling import written
from bihuan.core.commands import Person, Post
from bihuan.core.programme import Field
from bihuan.core.registers import Act, EntryEvent, Register, Right
from bihuan.core.text import LANGUAGES, Language, Text
from bihuan.definitions import read_folder
from bihuan.definitions.load import load_texts
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database
from tests.app.conftest import PACK, installed
from tests.app.registers.filling import FIRST, value_of
from tests.app.registers.test_round_trip import drawn
from tests.definitions.cases import PACKS

FOLDERS = sorted((*PACK.parent.iterdir(), *PACKS.iterdir()))
DAY = FIRST + timedelta(days=1500)
CHANGES = (FIRST + timedelta(days=500)).isoformat()
ENTRIES = 3
KEEPS = Right(id="keeps", title=Text("管", "Keeps"), duty="desk", may=frozenset(Act) - {Act.EFFECT})
"""Who keeps a register of a test pack that names nobody: its registers are there to be looked up in."""


@dataclass(frozen=True, slots=True)
class Office:
    """A pack at work, and where its files lie."""

    district: District
    installation: Installation
    folder: Path

    def officer(self, form: Register) -> Person:
        """Whoever may open and change every entry of a register."""
        right = next(one for one in form.rights.values() if {Act.OPEN, Act.CHANGE} <= one.may and not one.writes)
        return Person(account=f"officer-of-{form.id}", posts=(Post(duty=right.duty, unit=next(iter(self.units))),))

    @property
    def units(self) -> Sequence[str]:
        return sorted(self.district.pack.units) or ["office"]

    def facts(self) -> int:
        with closing(self.installation.session()) as session:
            [(count,)] = session._raw.execute("SELECT count(*) FROM event").fetchall()
            return int(count)

    def sheet(self, form: Register, language: Language) -> bytes:
        data = sheet.exported(self.district, self.officer(form), form.id, DAY, language)
        assert isinstance(data, bytes)
        return data

    def sends(self, form: Register, data: bytes) -> tuple[importing.Progress, list[Refusing]]:
        path = self.folder / f"{form.id}.xlsx"
        path.write_bytes(data)
        planned = importing.plan(path, form)
        assert isinstance(planned, importing.Plan), [one.message("en") for one in planned]
        refused: list[Refusing] = []
        with closing(self.installation.session()) as session:
            done = importing.carry(
                planned, self.district, self.officer(form), session, refuse=refused.append, report=lambda _: None
            )
        return done, refused

    def last(self, form: Register, key: str) -> EntryEvent:
        seen = reading.one(self.district, self.officer(form), form.id, key, DAY)
        assert isinstance(seen, reading.Seen)
        return seen.history[-1][1]


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def office(request: pytest.FixtureRequest, tmp_path: Path, empty_tables: Path) -> Iterator[Office]:
    texts = read_folder(request.param)
    assert isinstance(texts, dict)
    pack = load_texts(texts)
    assert isinstance(pack, Pack)
    (tmp_path / "app.sqlite3").write_bytes(empty_tables.read_bytes())
    installation = installed(Database("sqlite", str(tmp_path / "app.sqlite3")), tmp_path, pack)
    with installation.opened() as plain:
        kept = {id: replace(one, rights=one.rights or {"keeps": KEEPS}) for id, one in plain.rules.registers.items()}
        rules = replace(plain.rules, registers=kept)
        plain.door.renew(plain.id, rules)
        yield Office(replace(plain, rules=rules), installation, tmp_path)


def fill(office: Office, dice: Random) -> dict[str, list[str]]:
    """Entries of every register, each opened by its officer; register → codes."""
    known: dict[str, list[str]] = {}
    for form in in_order(office.district.rules.registers.values()):
        for n in range(ENTRIES):
            asked, answer = drawn(form, office.district, known, dice, f"{form.id}{n}", office.officer(form))
            assert isinstance(answer, Accepted), (form.id, answer, asked)
            known.setdefault(form.id, []).append(answer.number)
    return known


def rows_of(path: Path) -> list[list[str]]:
    table = open_table(path, Layout(), Limits())
    assert not hasattr(table, "hint"), table
    rows = [[as_text(cell) for cell in row.cells] for row in table.rows(0)]
    table.close()
    return [list(table.header), *rows]


def written_as_a_person_would(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    for n, row in enumerate(rows):
        for at, text in enumerate(row):
            page.write_string(n, at, text)
    book.close()
    return out.getvalue()


def one_cell_changed(
    office: Office, form: Register, key: str, known: dict[str, list[str]], language: Language, dice: Random
) -> tuple[Field, object]:
    """The sheet with one cell changed and the day written behind it, drawn again where the entry cannot be so."""
    data = office.sheet(form, language)
    (office.folder / "out.xlsx").write_bytes(data)
    rows = rows_of(office.folder / "out.xlsx")
    book = reading.book(office.district, form, (), DAY)
    at = next(n for n, row in enumerate(rows) if row[0] == key)
    tried: set[tuple[str, object]] = set()  # A sheet that was gone through is not gone through again.
    for _ in range(200):
        field = dice.choice([one for one in form.fields.values() if not one.private])
        value = value_of(field, office.district, known, dice)
        changed = [list(row) for row in rows]
        changed[at][rows[0].index(field.title.in_(language))] = str(written(field, value, book, language))
        changed[at][-1:] = [CHANGES]
        if value is None or changed[at][:-1] == rows[at][:-1] or (field.id, value) in tried:
            continue
        tried.add((field.id, value))
        before = office.facts()
        done, refused = office.sends(form, written_as_a_person_would(changed))
        assert (done.raised, done.repeated, office.facts() - before) == (not refused, ENTRIES - 1, not refused)
        if not refused:
            return field, value
        assert {one.row for one in refused} == {at + 1}, "the row is named, and no other is touched"
    raise AssertionError(f"no change of {form.id} is taken")


def test_a_sheet_says_the_same_and_one_cell_is_one_fact(office: Office) -> None:
    dice = Random(3)
    known = fill(office, dice)
    for form in office.district.rules.registers.values():
        officer = office.officer(form)
        for n, language in enumerate(LANGUAGES):
            before = office.facts()
            done, refused = office.sends(form, office.sheet(form, language))
            assert refused == [], [(form.id, one.row, one.message_en) for one in refused]
            assert (done.raised, done.repeated) == (0, ENTRIES), form.id
            assert office.facts() == before, f"{form.id}: what was exported is no fact"
            key = known[form.id][n]
            field, value = one_cell_changed(office, form, key, known, language, dice)
            event = office.last(form, key)
            [right] = [one.id for one in form.rights.values() if one.duty == officer.posts[0].duty and not one.writes]
            assert (event.act, event.by.account, event.by.role) == (Act.CHANGE, officer.account, right)
            assert (event.since, dict(event.values)) == (CHANGES, {field.id: value})

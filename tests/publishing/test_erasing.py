"""Erasing deletes keys and words; the tree, every proof and every figure stay valid, and that it was done is a leaf."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.door import Door
from bihuan.app.erasing import Erasure, erase
from bihuan.app.publishing import PublicLog, audit, export_public, promise_of, publish, publish_figures, receipt_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.definitions.pack import Backup
from bihuan.store.integrating import entries
from bihuan.store.journal import Journal, first_break
from bihuan.store.reading import case_key
from bihuan.store.session import Database, Session
from bihuan.transparency.faults import Fault
from bihuan.transparency.receipts import Receipt, check_receipt, read_receipt
from bihuan.verifier import verify
from tests.publishing.logs import ORIGIN, Three, district_of, public_log, trust, trust_lines
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take


@pytest.fixture
def log(database: Database, door: Door, tmp_path: Path) -> PublicLog:
    made = public_log(database, door, tmp_path, Three())
    made.files.put("trust", trust_lines(Three()))
    return made


def wipe(door: Door, number: str, *, everything: bool = True, photos: Path | None = None) -> Erasure | Refusal:
    return erase(
        district_of(door), number, everything=everything, actor="ann", reason="2026-17", origin=ORIGIN, photos=photos
    )


def test_every_proof_and_figure_outlives_the_key(log: PublicLog, door: Door, session: Session, tmp_path: Path) -> None:
    first = opened(door)
    for _ in range(6):
        go_round(door, opened(door).case)
    go_round(door, first.case)
    publish(log, now=door.clock(), pace=None)
    promise, before = promise_of(log, first.case), receipt_of(log, first.case, 7)
    publish_figures(log, district_of(door), since=None, until=None, imported=False, now=door.clock())
    assert wipe(door, first.number) == Erasure(first.number, 2, 0)
    publish(log, now=door.clock(), pace=None, audited=True)
    assert case_key(session, tiny.DISTRICT, first.case, tiny.MASTERS) is None
    assert session.rows("case_words", (tiny.DISTRICT, first.case)) == []
    assert audit(log) is None
    assert promise_of(log, first.case) == promise
    for written in (before, receipt_of(log, first.case, 7)):
        receipt = read_receipt(str(written))
        assert isinstance(receipt, Receipt) and not isinstance(check_receipt(receipt, trust(Three())), Fault)
    assert not isinstance(export_public(log, district_of(door), tmp_path / "out"), Fault)
    found = verify.verify_export(tmp_path / "out", verify.Trust((tmp_path / "out" / "trust").read_text()))
    assert found.lies == [] and len(found.figures) == 4
    last = entries(session, tiny.DISTRICT, 0, found.entries)
    assert not isinstance(last, Fault)
    (said,) = [leaf for leaf in map(json.loads, last) if leaf.get("k") == "erasure"]
    assert said["w"] == "case" and len(said["m"]) == 1
    assert first_break(session, tiny.DISTRICT, Journal.ADMINISTRATION) is None


def test_what_still_holds_the_keys_is_said_with_its_last_day(door: Door) -> None:
    one, district = opened(door), district_of(door)
    nightly = Backup(title=Text("每夜备份", "nightly copy"), days=35, basis="test")
    kept = replace(district.pack.district, backups=(nightly,))
    told = erase(
        replace(district, pack=replace(district.pack, district=kept)),
        one.number, everything=True, actor="ann", reason="2026-17", origin=ORIGIN, photos=None,
    )  # fmt: skip
    assert isinstance(told, Erasure)
    assert told.outlives == ((nightly.title, district.today() + timedelta(days=35)),)


def test_a_writer_that_remembers_the_case_forgets_its_key(door: Door, session: Session) -> None:
    one = opened(door)
    go_round(door, one.case, 2)
    wipe(door, one.number)
    refused = ask(door, take(one.case, "call", "bo", "reached"))
    assert isinstance(refused, Refusal) and refused.code == "no-such-case"


def test_the_person_alone_is_erased_and_the_case_goes_on(door: Door, session: Session) -> None:
    one = opened(door)
    assert wipe(door, one.number, everything=False) == Erasure(one.number, 1, 0)
    assert case_key(session, tiny.DISTRICT, one.case, tiny.MASTERS) is not None
    assert go_round(door, one.case, 6).events == 7
    again = wipe(door, one.number, everything=False)
    assert isinstance(again, Refusal) and again.code == "nothing-to-erase"
    nobody = wipe(door, "none")
    assert isinstance(nobody, Refusal) and nobody.code == "no-such-case"


def test_photos_go_with_the_case(door: Door, tmp_path: Path) -> None:
    one = ask(door, report(), photos=(b"\x89PNG picture",))
    assert not isinstance(one, Refusal)
    folder = tmp_path / "photos" / tiny.DISTRICT
    assert len([file for file in folder.rglob("*") if file.is_file() and len(file.name) == 64]) == 1
    assert wipe(door, one.number, photos=tmp_path / "photos") == Erasure(one.number, 2, 1)
    assert [file for file in folder.rglob("*") if file.is_file() and len(file.name) == 64] == []

"""Any past day, as it was known on any day: the store against a plain list of who said what when, on both engines.

The oracle knows no streams, no positions and no SQL: it keeps the accepted sayings in the order in which they came, and
answers a day by going through all of them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.registers import EXISTS, STATE, Act
from bihuan.store import entry_reading as store
from bihuan.store.jobs import Accepted
from bihuan.store.session import Database, Session
from tests.store import tiny
from tests.store.conftest import ENGINES
from tests.store.making import empty, open_district
from tests.store.registers import KEEPER, RULES, enter, entered

DAYS = [date(2026, 2, 25) + timedelta(days=n) for n in range(16)]
NAMES = ("甲", "乙", "丙")
NUMBERS = count(1)


@dataclass(frozen=True)
class Saying:
    """One accepted command, as whoever writes a diary would put it down."""

    who: str
    key: str
    act: Act
    since: date
    said: dict[str, Scalar]
    recorded: datetime


@dataclass
class Diary:
    """Everything said, in order. Answers by brute force."""

    sayings: list[Saying] = field(default_factory=list)

    def held(self, key: str, name: str, day: date, known: datetime) -> tuple[date, Scalar] | None:
        """Since when what holds: the last day not after the asked one, and of that day what was said last."""
        found: tuple[date, Scalar] | None = None
        for one in self.sayings:
            speaks = one.key == key and name in one.said and one.recorded < known and one.since <= day
            if speaks and (found is None or one.since >= found[0]):
                found = one.since, one.said[name]
        return found

    def all_of(self, key: str, day: date, known: datetime) -> dict[str, Scalar]:
        names = {name for one in self.sayings for name in one.said}
        found = {name: self.held(key, name, day, known) for name in names}
        return {name: one[1] for name, one in found.items() if one is not None}

    def in_force(self, day: date, known: datetime, narrowed: Mapping[str, Scalar]) -> list[str]:
        keys = {one.key for one in self.sayings}
        wanted = {EXISTS: True, **narrowed}
        return sorted(key for key in keys if wanted.items() <= self.all_of(key, day, known).items())

    def opened(self, key: str, day: date, known: datetime) -> str:
        began = [
            one.since for one in self.sayings
            if one.key == key and one.said.get(EXISTS) is True and one.recorded < known and one.since <= day
        ]  # fmt: skip
        return max(began).isoformat() if began else ""


WISHES = st.fixed_dictionaries(
    {
        "act": st.sampled_from([Act.OPEN, Act.CHANGE, Act.CHANGE, Act.CORRECT, Act.CORRECT, Act.END, Act.RESTORE]),
        "which": st.integers(0, 2),
        "since": st.sampled_from(DAYS),
        "waits": st.sampled_from([0, 0, 1, 26, 49]),
        "values": st.fixed_dictionaries(
            {},
            optional={
                "name": st.sampled_from(NAMES),
                "seen_on": st.sampled_from([None, "2026-03-01", "2026-03-02"]),
                STATE: st.sampled_from(["new", "used"]),
            },
        ),
    }
)


@dataclass(frozen=True)
class Ground:
    """A register of its own for each example, so that none sees what another left."""

    door: Door
    session: Session
    clock: VirtualClock
    register: str
    diary: Diary = field(default_factory=Diary)
    keys: list[str] = field(default_factory=list)

    def told(self, wish: dict[str, Any]) -> None:
        """Ask for one wish; what is taken goes into the diary, but for what was so already: that says nothing."""
        self.clock.move(timedelta(hours=wish["waits"]))
        act, since, values = wish["act"], wish["since"], dict(wish["values"])
        key = "" if act is Act.OPEN or not self.keys else self.keys[wish["which"] % len(self.keys)]
        match act:
            case Act.OPEN:
                values = {"name": "甲", **{name: value for name, value in values.items() if value is not None}}
            case Act.END | Act.RESTORE:
                values = {}
        by = Person(account=f"kim-{act}", posts=KEEPER.posts)
        words = {"reason": "抄错"} if act is Act.CORRECT else {}
        asked = enter(act, key, since.isoformat(), by=by, values=values, words=words)
        answer = entered(self.door, replace(asked, register=self.register))
        if not isinstance(answer, Accepted):
            return
        if act is Act.OPEN:
            self.keys.append(answer.number)
            values = {STATE: "new", **values, EXISTS: True}
        elif act is Act.END:
            since, values = since + timedelta(days=1), {EXISTS: False}
        elif act is Act.RESTORE:
            values = {EXISTS: True}
        else:
            held = {name: self.diary.held(key, name, since, store.EVER) for name in values}
            values = {name: value for name, value in values.items() if value != (held[name] or (None, None))[1]}
        if values:
            said = Saying(by.account, key or answer.number, act, since, values, self.clock())
            self.diary.sayings.append(said)

    def agrees(self, day: date, known: datetime) -> None:
        """Lists, counts, narrowed lists, and each entry alone."""
        diary, session = self.diary, self.session
        for narrowed in ({}, {"name": "乙"}, {STATE: "used"}):
            wanted = store.Wanted(register=self.register, day=day, known=known, holding=narrowed)
            listed = store.entries(session, tiny.DISTRICT, wanted)
            assert [one.key for one in listed] == diary.in_force(day, known, narrowed), (day, known, narrowed)
            assert store.count(session, tiny.DISTRICT, wanted) == len(listed)
        for key in self.keys:
            alone = store.entry(session, tiny.DISTRICT, self.register, key, day, known)
            assert alone is not None
            assert dict(alone.values) == diary.all_of(key, day, known), (key, day, known)
            held = {name: diary.held(key, name, day, known) for name in alone.values}
            assert dict(alone.since) == {name: one[0].isoformat() for name, one in held.items() if one is not None}
            assert alone.opened == diary.opened(key, day, known)

    def who_did_what(self) -> None:
        """The history is the diary: everybody who said something, in order, and nothing overwritten."""
        for key in self.keys:
            alone = store.entry(self.session, tiny.DISTRICT, self.register, key, DAYS[-1])
            assert alone is not None
            facts = [event for _, event in store.history(self.session, tiny.DISTRICT, alone.stream)]
            assert [
                Saying(one.by.account, key, one.act, date.fromisoformat(one.since), dict(one.values), one.recorded)
                for one in facts
            ] == [one for one in self.diary.sayings if one.key == key]


@pytest.fixture(scope="module", params=ENGINES)
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, Path]]:
    """A database of each engine for all examples."""
    folder = tmp_path_factory.mktemp("as-of")
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("sqlite_template"), folder / "tiny.sqlite3")
        yield Database("sqlite", str(copied)), folder
        return
    made = request.getfixturevalue("postgres_database")
    empty(made)
    open_district(made)
    yield made, folder


@settings(max_examples=25)
@given(wishes=st.lists(WISHES, min_size=6, max_size=22))
def test_any_day_is_shown_as_it_was_known_on_any_day(
    standing: tuple[Database, Path], wishes: list[dict[str, Any]]
) -> None:
    database, folder = standing
    clock, register = VirtualClock(tiny.START), f"things{next(NUMBERS)}"
    rules = replace(RULES, registers={register: replace(RULES.registers["things"], id=register)})
    door = Door(
        database, {tiny.DISTRICT: rules}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(next(NUMBERS)),
        photos=folder / "photos",
    )  # fmt: skip
    session = database.connect()
    try:
        ground = Ground(door, session, clock, register)
        ground.told({"act": Act.OPEN, "which": 0, "since": DAYS[4], "waits": 0, "values": {}})
        for wish in wishes:
            ground.told(wish)
        said = sorted({one.recorded for one in ground.diary.sayings})
        moments = [said[0], *said[1 : -1 : max(1, len(said) // 3)], said[-1] + timedelta(microseconds=1), store.EVER]
        for known in moments:
            for day in (*DAYS[::3], DAYS[-1] + timedelta(days=2)):
                ground.agrees(day, known)
        ground.who_did_what()
    finally:
        session.close()
        door.close()

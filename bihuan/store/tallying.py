"""Keeps the counts: brings them from where they are to a position and a moment, a bounded number of cases at a time.

The one writer of cases is not slowed: nothing is counted in its transaction. Whoever wants figures lets the counts
catch up first; they always say up to which fact they go. Counting a case again takes away what it counted as before
and adds what it counts as now, so that doing it twice changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bihuan.core.tally import COUNTED, OUT, Plan
from bihuan.store.projection import NO_DUE
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.state import unpacked

CHUNK = 500
"""Cases counted in one transaction; on SQLite the writer of cases waits for so long."""

FILLED = "z" * 64
"""Sorts after every id: all cases have been counted at least once."""

PAUSE = timedelta(minutes=1)
"""The first counting has rested if it was taken up again only after so long: its pace is reckoned anew."""

NEVER = NO_DUE
FACTS_A_CASE = 4
"""How many facts are looked through for each case of a chunk; most cases have several at a time."""

Kept = tuple[str, str, str, str, str | None, str | None, str | None, str]
"""Programme, date, population, day, unit, area, category, letters: what a case counts as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the first counting is."""

    counted: int
    total: int
    """Cases that there were when it began."""
    since: datetime | None
    """When it was begun, or taken up again after a rest."""
    since_counted: int
    last: datetime
    """When it last went on."""

    def left(self, now: datetime) -> timedelta | None:
        """How long the rest takes at the pace of this run; None before there is one."""
        done = self.counted - self.since_counted
        if self.since is None or done <= 0:
            return None
        worked = (now if now - self.last <= PAUSE else self.last) - self.since
        return worked / done * max(self.total - self.counted, 0) if worked > timedelta(0) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far the counts go."""

    position: int
    """Every fact up to this one is counted."""
    as_of: datetime
    whole: bool
    """False while some cases have never been counted under these rules: there are no figures yet."""
    behind: bool
    """Whether facts or moments are left that are not counted yet."""
    first: Progress | None = None
    """While not whole: how far the first counting is."""


@dataclass(slots=True)
class Rules:
    """What is counted: a plan for each programme, and the hash of all they depend on."""

    plans: Mapping[str, Plan]
    basis: str


def catch_up(
    session: Session, district: str, rules: Rules, as_of: datetime, *, most: int = 20 * CHUNK, chunk: int = CHUNK
) -> Reached:
    """Count what is not counted yet, at most about so many cases; of a first counting of more, one chunk.

    Raises what the database raises.
    """
    done = 0
    while True:
        head = session.row("tally_head", (district,))
        filled = head is not None and head[1] == rules.basis and head[3] == FILLED
        if head is not None and filled:
            moment = max(as_of, moment_of(head[2]))
            if not _waiting(session, district, int(head[0]), moment, 1)[0]:
                return Reached(position=int(head[0]), as_of=moment, whole=True, behind=False)
        enough = most if head is None or filled or int(head[5]) <= most else min(most, chunk)
        if done >= enough and head is not None:
            first = None if filled else _progress(head)
            return Reached(position=int(head[0]), as_of=moment_of(head[2]), whole=filled, behind=True, first=first)
        done += max(_step(session, district, rules, as_of, chunk), 1)


def whole(session: Session, district: str, rules: Rules) -> bool:
    """Whether every case was counted under these rules at least once."""
    head = session.row("tally_head", (district,))
    return head is not None and head[1] == rules.basis and head[3] == FILLED


def _progress(head: Row) -> Progress:
    return Progress(
        counted=int(head[4]), total=int(head[5]), since=read_moment(head[6]), since_counted=int(head[7]),
        last=moment_of(head[2]),
    )  # fmt: skip


def moment_of(stored: str | datetime) -> datetime:
    return read_moment(stored) or datetime(1, 1, 1, tzinfo=UTC)


def _waiting(session: Session, district: str, position: int, as_of: datetime, size: int) -> tuple[list[str], int]:
    """Cases to count again, and up to which fact they go."""
    facts = session.rows("streams_since", (district, position, size * FACTS_A_CASE))
    ripe = session.rows("ripe_cases", (district, stored_moment(as_of), size))
    cases = dict.fromkeys([str(stream) for _, stream in facts] + [str(row[0]) for row in ripe])
    return list(cases), int(facts[-1][0]) if facts else position


def _step(session: Session, district: str, rules: Rules, as_of: datetime, chunk: int) -> int:
    """One transaction: a chunk of cases counted. Returns how many."""
    with session.transaction():
        session.run("open_tally", (district, stored_moment(as_of)))
        row = session.row("lock_tally", (district,))
        assert row is not None
        position, basis, before, filled, done, total, since, since_done = row
        moment = max(as_of, moment_of(before))
        if basis != rules.basis:
            session.run("forget_tally_cases", (district,))
            session.run("forget_tallies", (district,))
            head, there = session.row("head", (district,)), session.row("cases_there", (district,))
            position, filled = (int(head[0]) if head else 0), ""
            done, total, since = 0, int(there[0]) if there else 0, None
        if filled == FILLED:
            cases, position = _waiting(session, district, int(position), moment, chunk)
            rows = session.rows("counted_cases", (district, session.of_many(cases))) if cases else []
        else:
            if since is None or moment - moment_of(before) > PAUSE:
                since, since_done = stored_moment(moment), done
            rows = session.rows("counted_cases_after", (district, filled, chunk))
            filled, done = str(rows[-1][0]) if len(rows) == chunk else FILLED, done + len(rows)
        count(session, district, rules.plans, rows, moment)
        reached = position, rules.basis, stored_moment(moment), filled, done, total, since, since_done
        session.run("move_tally", (*reached, district))
    return len(rows)


def count(session: Session, district: str, plans: Mapping[str, Plan], rows: Sequence[Row], as_of: datetime) -> None:
    """Count these cases: what each counted as before goes, what it counts as now comes."""
    before = {(row[0], row[1]): row for row in stored(session, district, [str(row[0]) for row in rows])}
    change: Counter[tuple[str, ...]] = Counter()
    put: list[Row] = []
    for row in rows:
        for now in counted(plans, row, as_of):
            old = before.get((now[0], now[1]))
            if old == now:
                continue
            put.append(now)
            _add(change, now, 1)
            if old is not None:
                _add(change, old, -1)
    session.write("put_tally_cases", district, put)
    session.write("add_tallies", district, additions(plans, change))


def stored(session: Session, district: str, cases: Sequence[str]) -> list[Row]:
    """The verdicts as they are kept, in the form of `counted`."""
    if not cases:
        return []
    rows = session.rows("tally_cases", (district, session.of_many(cases)))
    return [(*row[:-1], stored_moment(row[-1]) if isinstance(row[-1], datetime) else row[-1]) for row in rows]


def counted(plans: Mapping[str, Plan], row: Row, as_of: datetime) -> list[Row]:
    """What a case counts as under the rules: a row for each date that places it. Programmes not in force have none."""
    id_, number, programme, population, unit, area, category, due, facts = row
    plan = plans.get(programme)
    if plan is None:
        return []
    owed = read_moment(due)
    found = plan.verdicts(json.loads(unpacked(facts)), None if owed is None or owed.year == 9999 else owed, as_of)
    return [
        (id_, placed, programme, number, population, day, unit, area, category, letters,
         stored_moment(at) if isinstance(at, datetime) else NEVER)
        for placed, (day, letters, at) in found.items()
    ]  # fmt: skip


def _add(change: Counter[tuple[str, ...]], row: Row, times: int) -> None:
    """Put a verdict row into the sums it belongs to: by day, by month, and by month in each dimension.

    Under all its letters at once: many cases of a month have the same, and are told apart by measure only once.
    """
    _, placed, programme, _, population, day, unit, area, category, letters, _ = row
    month = day[:7]
    for dim, key, span in (("day", "", day), ("month", "", month), ("unit", unit or "", month),
                           ("area", area or "", month), ("category", category or "", month)):  # fmt: skip
        change[programme, placed, population, dim, key, span, letters] += times


def additions(plans: Mapping[str, Plan], change: Mapping[tuple[str, ...], int]) -> list[Row]:
    """The sums as rows to add, for each measure; one row for its four letters."""
    rows: dict[tuple[str, ...], list[int]] = {}
    for (programme, placed, population, dim, key, span, letters), times in change.items():
        if not times:
            continue
        for measure, letter in zip(plans[programme].windows[placed], letters, strict=True):
            if letter != OUT:
                place = programme, placed, population, dim, key, measure.id, span
                rows.setdefault(place, [0, 0, 0, 0])[COUNTED.index(letter)] += times
    return [(*place, *numbers) for place, numbers in sorted(rows.items()) if any(numbers)]


def sums(rows: Sequence[Row], into: Counter[tuple[str, ...]]) -> None:
    """Add verdict rows to sums in memory, for the rebuild."""
    for row in rows:
        _add(into, row, 1)


def forget(session: Session, district: str) -> None:
    """Drop the counts; the next to ask begins anew. Within the caller's transaction."""
    session.run("move_tally", (0, "", stored_moment(datetime(1970, 1, 1, tzinfo=UTC)), "", 0, 0, None, 0, district))

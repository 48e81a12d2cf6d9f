"""The counts of a district brought up to date when somebody asks: which rules they are counted by, and how far they go.

Decision 0012 says why they are kept beside the facts and not written with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from bihuan.app.district import District
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.tally import Plan, plan
from bihuan.core.text import Text
from bihuan.store import tallying
from bihuan.store.session import Row, Session
from bihuan.store.tallying import CHUNK, FILLED, Progress, Reached, Rules, catch_up, whole

FORM = "1"
"""Changes when the same rules are kept in another form."""

PAGE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the kept counts are other than the facts say."""

    place: tuple[object, ...]
    kept: object
    counted: object


def rules_of(district: District) -> Rules:
    """What is counted in a district today, and a hash of everything it depends on."""
    levels = {unit.id: unit.level for unit in district.places().units.values()}
    programmes = district.programmes()
    key = (district.id, district.pack.hash, tuple(one.hash for one in programmes), tuple(sorted(levels.items())))
    if key not in _made:
        while len(_made) >= MADE:
            _made.pop(next(iter(_made)), None)
        _made[key] = _rules(district, programmes, levels)
    return _made[key]


MADE = 8
"""Sets of rules kept ready: compiling them costs more than counting a few cases by them."""
_made: dict[tuple[object, ...], Rules] = {}


def _rules(district: District, programmes: Sequence[Programme], levels: Mapping[str, str]) -> Rules:
    dictionaries = district.rules.dictionaries
    plans = {one.id: plan(one, dictionaries, levels) for one in programmes}
    grave = [(d.id, e.code) for d in dictionaries.values() for e in d.entries.values() if e.grave]
    said = (FORM, sorted(levels.items()), [(one.id, one.hash, _measures(plans[one.id])) for one in programmes], grave)
    return Rules(plans=plans, basis=sha256(repr(said).encode()).hexdigest())


def _measures(kept: Plan) -> list[tuple[str, list[str]]]:
    return [(window, [one.id for one in measures]) for window, measures in kept.windows.items()]


@dataclass(frozen=True, slots=True)
class Ready:
    """Counts to read from: the rules they follow and how far they go."""

    rules: Rules
    reached: Reached

    def plan(self, programme: Programme) -> Plan:
        """What is kept of a programme."""
        return self.rules.plans[programme.id]


def ready(district: District, session: Session, as_of: datetime, *, most: int | None = None) -> Ready | Refusal:
    """Let the counts catch up. A refusal while a district is counted for the first time; asking again goes on."""
    rules = rules_of(district)
    more = {} if most is None else {"most": most}
    reached = catch_up(session, district.id, rules, as_of, **more)
    return Ready(rules, reached) if reached.whole else being_counted(reached.first, as_of)


SOON, LATE = timedelta(seconds=5), timedelta(minutes=2)
"""A page that waits for the figures is looked at again at the earliest and at the latest after so long."""


def being_counted(first: Progress | None, now: datetime) -> Refusal:
    """There are no figures yet: how far the first counting is and how long the rest takes, in words."""
    left = first.left(now) if first else None
    again = min(max(left or SOON, SOON), LATE)
    return Refusal(
        "figures-being-counted", {"progress": _said(first, left), "seconds": str(int(again.total_seconds()))}
    )


def _said(first: Progress | None, left: timedelta | None) -> Text:
    if first is None or left is None:
        return Text("刚刚开始", "it has just begun")
    minutes, done, total = ceil(left / timedelta(minutes=1)), first.counted, max(first.total, first.counted)
    zh = f"还要大约 {minutes} 分钟" if minutes > 1 else "一分钟左右就好"
    en = f"in about {minutes} minutes" if minutes > 1 else "within a minute or so"
    return Text(
        f"已数到 {done:,} 件，共约 {total:,} 件；余下的{zh}",
        f"counted up to {done:,} of about {total:,} matters; the rest follows {en}",
    )


def count_first(district: District, stopped: Callable[[], bool]) -> bool:
    """Carry the first counting on, a chunk in a transaction, until all is counted or somebody says stop; whether it is.

    What was counted stays; whoever goes on begins behind it. Later facts are counted when somebody asks (0012).
    """
    with district.door.readers.lend() as session:
        while not (done := whole(session, district.id, rules_of(district))) and not stopped():
            catch_up(session, district.id, rules_of(district), district.door.clock(), most=CHUNK)
        return done


def caught_up(district: District, session: Session, as_of: datetime) -> Reached:
    """Count everything there is, however long it takes."""
    rules = rules_of(district)
    while (reached := catch_up(session, district.id, rules, as_of)).behind:
        pass
    return reached


def compare(district: District, session: Session) -> Difference | None:
    """Count all cases anew and hold the kept verdicts and sums against it; the first difference, or None."""
    caught_up(district, session, district.door.clock())
    rules = rules_of(district)
    with session.glance():
        head = session.row("tally_head", (district.id,))
        assert head is not None and head[3] == FILLED
        fresh: Counter[tuple[str, ...]] = Counter()
        last = ""
        while rows := session.rows("counted_cases_after", (district.id, last, PAGE)):
            last = str(rows[-1][0])
            found = _compare_cases(session, district.id, rules.plans, rows, tallying.moment_of(head[2]), fresh)
            if found is not None:
                return found
        kept = {tuple(row[:-4]): tuple(map(int, row[-4:])) for row in session.rows("all_tallies", (district.id,))}
        counted = {tuple(row[:-4]): tuple(row[-4:]) for row in tallying.additions(rules.plans, fresh)}
        for place in sorted(kept.keys() | counted.keys(), key=str):
            if kept.get(place) != counted.get(place):
                return Difference(place, kept.get(place), counted.get(place))
    return None


def _compare_cases(
    session: Session,
    district: str,
    plans: Mapping[str, Plan],
    rows: list[Row],
    as_of: datetime,
    fresh: Counter[tuple[str, ...]],
) -> Difference | None:
    kept = {(row[0], row[1]): row for row in tallying.stored(session, district, [str(row[0]) for row in rows])}
    for row in rows:
        now = tallying.counted(plans, row, as_of)
        tallying.sums(now, fresh)
        for one in now:
            there = kept.pop((one[0], one[1]), None)
            # When a verdict changes next may have been found at an earlier moment: what it is has to be the same.
            if there is None or there[:-1] != one[:-1]:
                return Difference((one[3], one[1]), there and there[-2], one[-2])
    return Difference((next(iter(kept)),), "a row", None) if kept else None

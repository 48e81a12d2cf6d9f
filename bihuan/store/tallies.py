"""What the counts say: totals of a period, one measure along time or along units, and the very cases. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.core.counting import Counts
from bihuan.core.reach import EVERYTHING, Reach
from bihuan.core.tally import COUNTED, Plan
from bihuan.store.projection import mark
from bihuan.store.session import Row, Session

FIRST, LAST = "", "9999-99-99"
"""Around every day and every month, known or not."""

DAYS_AT_ONCE = 400
FEW = 2_000
"""Cases that are found one by one rather than met on the way through all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which cases: a programme, a population, and days; open ends are None."""

    programme: str
    population: str
    since: date | None = None
    until: date | None = None

    @property
    def spans(self) -> tuple[str, str]:
        """The days as the rows hold them. Whoever asks for all days gets those too whose day nobody knows."""
        known = "0001" if self.until is not None else FIRST
        return (self.since.isoformat() if self.since else known, self.until.isoformat() if self.until else LAST)

    @property
    def months(self) -> tuple[str, str]:
        """The months that hold the days, whole."""
        first, last = self.spans
        return first[:7], last[:7]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """Only the cases of one unit, area or category, and of these words of dictionaries."""

    unit: str | None = None
    area: str | None = None
    category: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    """Field and word, as `lists.Filter` has them."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are counted alike in every measure of one date."""

    placed: str
    month: str
    unit: str
    area: str
    letters: str
    cases: int


@dataclass(frozen=True, slots=True)
class Found:
    """Some cases, and the last of them as the place to go on from; None if there are no more."""

    cases: tuple[str, ...]
    numbers: tuple[str, ...]
    after: str | None


def _counts(row: Sequence[int]) -> Counts:
    counted, rest, unknown, not_due = (int(one) for one in row)
    return Counts(counted=counted, rest=rest, unknown=unknown, not_due=not_due)


def populations(session: Session, district: str) -> Mapping[tuple[str, str], int]:
    """Programme and population → how many cases."""
    rows = session.rows("tally_populations", (district,))
    return {(programme, population): int(total) for programme, population, total in rows}


def totals(session: Session, district: str, part: Part) -> Mapping[tuple[str, str], Counts]:
    """Date and measure → counts over the days. Measures without a case are missing."""
    whole = part.since is None and part.until is None
    place = (district, part.programme, part.population, "month" if whole else "day", *part.spans)
    return {(placed, measure): _counts(row) for placed, measure, *row in session.rows("tally_totals", place)}


def along_time(session: Session, district: str, part: Part, placed: str, measure: str, dim: str = "month") -> list[Row]:
    """Month (or day) with its counts, in order."""
    spans = part.months if dim == "month" else part.spans
    place = (district, part.programme, placed, part.population, dim, measure, *spans)
    return [(span, _counts(row)) for span, *row in session.rows("tally_spans", place)]


def by_key(session: Session, district: str, part: Part, placed: str, dim: str) -> Mapping[str, Mapping[str, Counts]]:
    """Unit (or area, or category) → measure → counts, over whole months."""
    found: dict[str, dict[str, Counts]] = {}
    for key, measure, *row in session.rows(
        "tally_keys", (district, part.programme, placed, part.population, dim, *part.months)
    ):
        found.setdefault(key, {})[measure] = _counts(row)
    return found


def by_key_and_month(
    session: Session, district: str, part: Part, placed: str, dim: str, measure: str
) -> Mapping[str, list[tuple[str, Counts]]]:
    """Unit → month and counts, in order."""
    found: dict[str, list[tuple[str, Counts]]] = {}
    place = (district, part.programme, placed, part.population, dim, measure, *part.months)
    for key, span, *row in session.rows("tally_key_spans", place):
        found.setdefault(key, []).append((span, _counts(row)))
    return found


def groups(session: Session, district: str, part: Part, within: Reach) -> list[Group]:
    """What a person's reach holds, counted from the verdicts: the kept sums know no reach. Takes longer the more cases
    the programme has."""
    parts, given = _within(session, district, within)
    head = (district, part.programme, part.population, *part.spans)
    rows = session.composed(["tally_groups", *parts, "by_tally_group"], (*head, *given))
    return [Group(placed, month, unit, area, letters, int(n)) for placed, month, unit, area, letters, n in rows]


def withheld(session: Session, district: str, part: Part, within: Reach) -> list[Group]:
    """The few cases that a reach leaves out because of what they are about, whatever else it holds: what has to be
    taken from the kept sums."""
    if not within.aside:
        return []
    head = (district, part.programme, part.population, *part.spans, district, session.of_many(sorted(within.aside)))
    rows = session.composed(["tally_groups", "only_tally_about", "by_tally_group"], head)
    return [Group(placed, month, unit, area, letters, int(n)) for placed, month, unit, area, letters, n in rows]


def cases(
    session: Session,
    district: str,
    plan: Plan,
    part: Part,
    measure: str,
    letters: str,
    *,
    narrow: Narrow | None = None,
    within: Reach = EVERYTHING,
    after: str = "",
    size: int = 50,
) -> Found:
    """A page of the cases with one of the letters, by day and number; `after` is the `after` of the page before.

    The counts by day are the index: only days are looked through that have such a case. Raises KeyError for a
    measure that isn't kept.
    """
    kept = plan.place(measure)
    if kept is None:
        raise KeyError(measure)
    placed, at = kept
    begin, _, number = after.partition("~") if after else (part.spans[0], "", "")
    columns = [1 + COUNTED.index(letter) for letter in letters]
    place = (district, part.programme, placed, part.population, "day", measure, max(begin, part.spans[0]))
    spans = session.rows("tally_spans", (*place, part.spans[1]))
    days = [(row[0], n) for row in spans if (n := sum(int(row[column]) for column in columns))]
    parts, given = _narrowed(narrow or Narrow())
    reached, limits = _within(session, district, within)
    found: list[Row] = []
    wanted = size + 1
    while days and len(found) <= size:
        some, days = _enough(days, wanted)
        head = (district, part.programme, placed, part.population, session.of_many(some), begin, number)
        tail = (letters, at + 1, *given, *limits, size + 1 - len(found))
        found += session.composed(["tally_list", *parts, *reached, "by_tally_day"], (*head, *tail))
        wanted *= 2  # few of a narrow list stand on any one day
    page = found[:size]
    last = f"{page[-1][2]}~{page[-1][1]}" if len(found) > size else None
    return Found(tuple(row[0] for row in page), tuple(row[1] for row in page), last)


def rare(
    session: Session, district: str, programmes: Sequence[str], population: str | None, measure: str, place: int
) -> tuple[str, ...] | None:
    """The cases that a question of every programme counts (its letter stands at `place`, from 1), found over the days
    that have one; None if there are more than FEW. A list that looked at every case for so few would never end."""
    named = session.of_many(programmes)
    rows = session.rows("question_days", (district, named, measure))
    found = [(of, day, int(n)) for of, day, n in rows if population in (None, of)]
    if sum(n for _, _, n in found) > FEW:
        return None
    of, days = ({row[column] for row in found} for column in (0, 1))
    given = (district, named, session.of_many(sorted(of)), session.of_many(sorted(days)), place)
    return tuple(str(row[0]) for row in session.rows("question_cases", given)) if found else ()


def _enough(days: list[tuple[str, int]], size: int) -> tuple[list[str], list[tuple[str, int]]]:
    """The first days that together have so many cases, and those left."""
    total = 0
    for n, (_, cases_) in enumerate(days, 1):
        total += cases_
        if total >= size * 2 or n == DAYS_AT_ONCE:
            return [day for day, _ in days[:n]], days[n:]
    return [day for day, _ in days], []


def _narrowed(narrow: Narrow) -> tuple[list[str], list[str]]:
    given = {"unit": narrow.unit, "area": narrow.area, "category": narrow.category}
    held = {name: value for name, value in given.items() if value is not None}
    parts = [*(f"only_tally_{name}" for name in held), *["only_tally_mark"] * len(narrow.marks)]
    return parts, [*held.values(), *(mark(*one) for one in narrow.marks)]


def _within(session: Session, district: str, within: Reach) -> tuple[list[str], list[object]]:
    parts: list[str] = []
    given: list[object] = []
    if not within.everything:
        parts.append("within_tally_reach")
        given += [session.of_many(sorted(within.areas)), district, session.of_many(sorted(within.units))]
    if within.aside:
        parts.append("not_tally_about")
        given += [district, session.of_many(sorted(within.aside))]
    return parts, given

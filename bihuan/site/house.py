"""What the public may ask of a district, answered from the store: the port of `web`, filled in. No page, no rule.

Everything here is public by construction: nothing opens the vault, and cases of programmes that the public log hides
are answered like cases that do not exist.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from threading import Lock
from typing import TypeVar

from bihuan.app.claims import AsOf, Published, from_district
from bihuan.app.district import District
from bihuan.app.entropy import real_entropy, time_ordered_id
from bihuan.app.figures import cases, populations, tally
from bihuan.app.publicity import public_case
from bihuan.app.publishing import PublicLog
from bihuan.app.registers.reading import known_at
from bihuan.app.registers.series import Standing, standing
from bihuan.app.relay import Relay
from bihuan.core.decide import Context
from bihuan.core.programme import Programme, Visibility
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store.reading import case_of_number, events_of
from bihuan.store.session import FAULTS
from bihuan.store.state import case_from
from bihuan.transparency.faults import Fault
from bihuan.web.house import Count, NotYet, Seen
from bihuan.web.show.figures import Page, triage

OpenLog = Callable[[District], "PublicLog | Fault"]

Value = TypeVar("Value")

KEPT = 32
"""Counts kept for the next one who asks."""


class Later(Mapping[str, Value]):
    """A mapping that is read when something asks for it. A form without a place in it asks for none."""

    def __init__(self, read: Callable[[], Mapping[str, Value]]) -> None:
        self._read = read

    def __getitem__(self, key: str) -> Value:
        """Raises KeyError, as the mapping does."""
        return self._read()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


class PublicHouse:
    """One district as the public sees it. Safe to use from several threads."""

    def __init__(
        self, district: District, *, demo: bool, relay: Relay, log: OpenLog = lambda _: Fault("no-log-key"),
        bridge: str = "",
    ):  # fmt: skip
        self.relay, self.open_log, self.bridge = relay, log, bridge
        self._district = self.district = district
        self._counts: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = Lock()
        head = district.pack.district
        self.title, self.short, self.phone = head.title, head.short, head.phone
        self.demo = demo
        self.population = "demo" if demo else "live"
        named = district.pack.dictionaries.get(head.levels or "")
        self.levels: Mapping[str, Text] = (
            {code: entry.title for code, entry in named.entries.items()} if named is not None else {}
        )

    def now(self) -> datetime:
        """The moment, UTC."""
        return self._district.door.clock()

    def public_log(self) -> PublicLog | Fault:
        """The public log, opened with the keys and the trust file as they are now."""
        return self.open_log(self._district)

    def new_request(self) -> str:
        """An id that makes sending one form twice harmless."""
        return time_ordered_id(self.now(), real_entropy)

    def programmes(self) -> Sequence[Programme]:
        """The public programmes in force today, in the order of their codes."""
        return [one for one in self._district.programmes() if one.visibility is Visibility.PUBLIC]

    def context(self) -> Context:
        """Calendars, dictionaries, units and areas; units and areas are read when something asks for them."""
        rules, places = self._district.rules, cache(self._district.places)
        return Context(
            zone=rules.zone,
            calendars=rules.calendars,
            dictionaries=rules.dictionaries,
            units=Later(lambda: places().units),
            areas=Later(lambda: places().areas),
        )

    def count(self, programme: Programme, population: str, since: date | None, until: date | None) -> Count:
        """Published figures over the cases of a period, kept until a fact is added or the minute is over."""
        as_of = self.now().replace(second=0, microsecond=0)
        key = ("count", self._position(), programme.id, programme.hash, population, since, until, as_of)
        kept = self._kept(key)
        if isinstance(kept, Count):
            return kept
        counted = self._count(programme, population, since, until, as_of)
        self._keep(key, counted)
        return counted

    def _count(
        self, programme: Programme, population: str, since: date | None, until: date | None, as_of: datetime
    ) -> Count:
        found = tally(self._district, programme, population, as_of=as_of, since=since, until=until)
        if isinstance(found, Refusal):
            raise NotYet(found)
        published = {id_: one for id_, one in found.figures.items() if one[0].published}
        return Count(found.cases, published, triage(programme, found.measures), found.as_of, found)

    def cases(self, count: Count, measure: str, bucket: str, after: str) -> Page:
        """Some cases behind one number of a count; after those of the page before."""
        found = cases(self._district, count.tally, measure, bucket, after=after)
        counts = count.tally.measures.get(measure) or count.figures[measure][1]
        return Page(
            found.numbers, {"counted": counts.counted, "rest": counts.rest}.get(bucket, counts.unknown), found.after
        )

    def populations(self) -> Mapping[str, int]:
        """How many cases each population has; those without any are left out. Raises NotYet."""
        key = ("populations", self._position(), tuple(one.id for one in self.programmes()))
        kept = self._kept(key)
        if not isinstance(kept, Mapping):
            counted: Counter[str] = Counter()
            for one in self.programmes():
                found = populations(self._district, one, self.now())
                if isinstance(found, Refusal):
                    raise NotYet(found)
                counted.update(found)
            kept = dict(counted)
            self._keep(key, kept)
        return kept

    def published(self, day: date | None = None, known: date | None = None) -> Sequence[Published]:
        """Documents with published figures, kept until a fact is added or the minute is over. Raises NotYet."""
        district, moment = self._district, self.now().replace(second=0, microsecond=0)
        ends = [known_at(district, one) for one in (day, known) if one is not None]
        as_of = AsOf(
            moment=min([moment, *ends]), population=self.population, day=day, known=known_at(district, known)
        )  # fmt: skip
        key = ("published", self._position(), self._district.pack.hash, district.today(), as_of)
        kept = self._kept(key)
        if not isinstance(kept, tuple):
            found = from_district(self._district, as_of)
            if isinstance(found, Refusal):
                raise NotYet(found)
            kept = found
            self._keep(key, kept)
        return kept

    def standing(self, day: date | None = None, known: date | None = None) -> Standing:
        """Series and goals of the public registers, as of today or of a day, and as known at the end of one."""
        district = self._district
        return standing(district, self.population, day or district.today(), known_at(district, known))

    def case(self, number: str) -> Seen | Refusal:
        """What the public may see of a case, in one state of the database."""
        with self._district.door.readers.lend() as session, session.glance():
            found = case_of_number(session, self._district.id, number)
            row = session.row("case_state", (self._district.id, found)) if found else None
            if found is None or row is None:
                return Refusal("no-such-case", {"case": number})
            case, events = case_from(row[0]), tuple(events_of(session, self._district.id, found))
        programme = self._district.rules.of(case.programme, case.edition)
        if programme.visibility is not Visibility.PUBLIC:
            return Refusal("no-such-case", {"case": number})
        public = public_case(case, events, programme, self._district.rules)
        return Seen(public.case, public.events, programme, public.confidential)

    def healthy(self) -> bool:
        """Whether the store answers."""
        try:
            return self._position() >= 0
        except FAULTS:
            return False

    def _position(self) -> int:
        with self._district.door.readers.lend() as session:
            row = session.row("head", (self._district.id,))
        return int(row[0]) if row else 0

    def _kept(self, key: tuple[object, ...]) -> object:
        with self._lock:
            if key in self._counts:
                self._counts.move_to_end(key)
            return self._counts.get(key)

    def _keep(self, key: tuple[object, ...], value: object) -> None:
        with self._lock:
            self._counts[key] = value
            while len(self._counts) > KEPT:
                self._counts.popitem(last=False)

"""From an event to its leaf: what the public log says of it, and what it only commits to. Pure; no statement here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bihuan.core import events as e
from bihuan.core.calendars import day_in
from bihuan.core.case import Case, ClockState
from bihuan.core.expressions import names
from bihuan.core.programme import Indicator, Programme
from bihuan.core.records import filled_at_once
from bihuan.core.verbs import TaskKind, Verb
from bihuan.store.jobs import Signed
from bihuan.store.vault.crypto import Sealer
from bihuan.transparency.canonical import b64url
from bihuan.transparency.disclosure import Prf, pseudonym_under
from bihuan.transparency.faults import Fault
from bihuan.transparency.generalise import Cell, generalise
from bihuan.transparency.leaf import Answer, Finding, Leaf, PublicFacts, build_leaf

EVENT = "event"
"""Name of the committed hash of the event's canonical bytes: it proves exact times and typed facts."""
PHOTO = "photo."
"""Beginning of the names of committed photo hashes; no field may be called so, for the dot."""

_ANSWERS = frozenset({"yes", "no", "unreachable", "explained"})


@filled_at_once
@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one case. `reporter` is there once something named the person who raised it."""

    case: bytes = field(repr=False)
    pseudonym: str
    """Of the case in the public log; derived from the key and kept because each event needs it."""
    reporter: bytes | None = field(default=None, repr=False)
    _sealers: dict[bool, Sealer] = field(default_factory=dict, repr=False, compare=False)
    _prfs: list[Prf] = field(default_factory=list, repr=False, compare=False)

    @classmethod
    def of(cls, case: bytes, reporter: bytes | None = None) -> Keys:
        """Those of a case, or of the stream of an entry."""
        prf = Prf(case)
        return cls(case, pseudonym_under(prf), reporter, _prfs=[prf])

    def prf(self) -> Prf:
        """What the leaf derives everything with, made ready like a sealer."""
        if not self._prfs:
            self._prfs.append(Prf(self.case))
        return self._prfs[0]

    def sealer(self, person: bool) -> Sealer:
        """What seals words of the case, or those that name the person; made when first needed, gone with the keys."""
        ready = self._sealers.get(person)
        if ready is None:
            key = self.reporter if person else self.case
            if key is None:
                raise AssertionError("words that name a person without a key of their own")
            ready = self._sealers[person] = Sealer(key, None if person else self.prf())
        return ready


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What came with an event and stays out of it."""

    words: Mapping[str, str]
    photos: Sequence[tuple[str, str]]
    """(address, hash of the content) of each photo."""
    others: Mapping[str, str]
    """Case id → pseudonym of the cases that this one is linked to."""
    receipt_key: str | None = None
    signed: Signed | None = None


class LeafRefused(ValueError):
    """An event that has no leaf: a fault of a pack or of the program, never of the person who sent the command."""


def leaf_of(
    event: e.Event,
    body: bytes,
    case: Case,
    programme: Programme,
    keys: Keys,
    previous: bytes | None,
    secrets: Secrets,
    cells: Set[Cell] | None,
    zone: ZoneInfo,
) -> Leaf:
    """The finished leaf; `case` is the state after the event. `cells` None publishes places as they are.

    Raises LeafRefused.
    """
    identity = {name for name in secrets.words if name in programme.fields and programme.fields[name].identity}
    private = {name: text for name, text in secrets.words.items() if name not in identity}
    private[EVENT] = hashlib.sha256(body).hexdigest()
    private |= {f"{PHOTO}{i}": content for i, (_, content) in enumerate(secrets.photos)}
    leaf = build_leaf(
        keys.case,
        public_facts(event, case, programme, keys, previous, secrets, cells, zone),
        private,
        identity={name: secrets.words[name] for name in identity} or None,
        identity_key=keys.reporter if identity else None,
        prf=keys.prf(),
    )
    if isinstance(leaf, Fault):
        raise LeafRefused(f"{event.step} of {programme.id} {programme.edition}: {leaf.code} {leaf.where}")
    return leaf


def public_facts(
    event: e.Event,
    case: Case,
    programme: Programme,
    keys: Keys,
    previous: bytes | None,
    secrets: Secrets,
    cells: Set[Cell] | None,
    zone: ZoneInfo,
) -> PublicFacts:
    """The part that anyone may read, in days of the district's zone."""
    cell = _cell(event, case, programme)
    if cells is not None:
        # History is over: no unit will be named beside what it names now.
        cell = generalise(cells, cell, settled=case.population == "history")
    finding = next((effect for effect in event.effects if isinstance(effect, e.FindingMade)), None)
    score = next((effect.score for effect in event.effects if isinstance(effect, e.Rated)), None)
    links = tuple(
        secrets.others[effect.other]
        for effect in event.effects
        if isinstance(effect, e.CaseLinked) and effect.other in secrets.others
    )
    return PublicFacts(
        visibility=programme.visibility.value,
        stream=keys.pseudonym,
        number=event.n,
        previous=b64url(previous) if previous is not None else None,
        recorded=day_in(event.recorded, zone),
        verb=_done(event),
        programme=programme.id,
        occurred=day_in(event.occurred, zone),
        unit=cell.unit,
        area=cell.area,
        category=cell.category,
        due=_due(event, case, zone),
        finding=cast(Finding, str(finding.kind)) if finding else None,
        answer=cast(Answer, finding.verdict) if finding and finding.verdict in _ANSWERS else None,
        late=_late(event, case),
        rulings=rulings(event, case, told_by(programme)),
        reached="contacted" in told_by(programme) and event.verb is Verb.CONTACT and event.outcome == "reached",
        score=score,
        linked=links,
        imported=case.population == "history",
        receipt_key=secrets.receipt_key if event.n == 0 else None,
        answers=b64url(previous) if secrets.signed and previous is not None else None,
        signer=secrets.signed.signer if secrets.signed else None,
        signature=secrets.signed.signature if secrets.signed else None,
    )


UNDO = "undo"
"""What the log calls a step that takes back the one before it."""


def _done(event: e.Event) -> str:
    """What was done: the verb, unless it took the step before it back; other corrections undo nothing."""
    return UNDO if any(isinstance(effect, e.StepUndone) for effect in event.effects) else str(event.verb)


def _cell(event: e.Event, case: Case, programme: Programme) -> Cell:
    given = [x.unit for x in event.effects if isinstance(x, e.TaskGiven) and x.kind is TaskKind.LEAD]
    lead = case.lead
    area, category = case.fields.get(programme.place_field or ""), case.fields.get(programme.category_field or "")
    return Cell(
        unit=given[0] if given else lead.unit if lead else None,
        area=area if isinstance(area, str) else None,
        category=category if isinstance(category, str) else None,
    )


_DATED = (e.ClockStarted, e.ClockResumed, e.ClockExtended, e.ClockReprojected)


def _due(event: e.Event, case: Case, zone: ZoneInfo) -> date | None:
    """The day promised to the one who raised the case, where this event set it or moved it.

    A limit in days ends at 24:00, which belongs to the day that ends then.
    """
    moved = [effect.due for effect in event.effects if isinstance(effect, _DATED) and case.clocks[effect.clock].shown]
    return day_in(min(moved) - timedelta(microseconds=1), zone) if moved else None


def _late(event: e.Event, case: Case) -> bool | None:
    """Whether a promise that ended here was late, as its clock ruled; None if none ended. Windows are no promise."""
    ended = [
        effect.late
        for effect in event.effects
        if isinstance(effect, e.ClockStopped) and not case.clocks[effect.clock].window
    ]
    return any(ended) if ended else None


_LATE = "late_"
_MOVED = (
    e.ClockStarted,
    e.ClockStopped,
    e.ClockContinued,
    e.ClockExtended,
    e.ClockLapsed,
    e.ClockReprojected,
    e.Exempted,
)
_told: dict[int, tuple[tuple[Indicator, ...], frozenset[str]]] = {}


def told_by(programme: Programme) -> frozenset[str]:
    """Every name that a published indicator of the programme asks for: what its leaves have to tell, and no more."""
    held = _told.get(id(programme.indicators))
    if held is None or held[0] is not programme.indicators:  # each fact asks; an id alone may have been another's
        shown = [one for one in programme.indicators if one.published]
        parts = [part for one in shown for part in (one.population, one.due, one.numerator) if part is not None]
        held = (programme.indicators, frozenset(name for part in parts for name in names(part)))
        _told[id(programme.indicators)] = held
    return held[1]


def rulings(event: e.Event, case: Case, told: Set[str]) -> tuple[str, ...]:
    """How each clock stands that this event moved: kept, late, or open. The same rule as `core.indicators`.

    Coarse on purpose: neither when it ended nor by how much, and nothing of clocks that no published figure is about.
    """
    moved = {case.clocks[effect.clock].name for effect in event.effects if isinstance(effect, _MOVED)}
    newest = {state.name: state for state in case.clocks.values() if state.name in moved}
    return tuple(f"{name}={_ruled(state)}" for name, state in sorted(newest.items()) if f"{_LATE}{name}" in told)


def _ruled(state: ClockState) -> str:
    if state.running and not state.late:
        return "open"
    return "late" if state.late and not state.exempted else "kept"

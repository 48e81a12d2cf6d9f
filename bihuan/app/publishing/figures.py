"""Figures that anyone can recompute: counted from the published leaves, and written into the log as leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

import msgspec

from bihuan.app.district import District
from bihuan.app.publishing.definitions import Definition, definition_of
from bihuan.app.publishing.place import PublicLog
from bihuan.core.programme import Indicator, Programme, Visibility
from bihuan.store.integrating import declare
from bihuan.transparency.chain import read_entry
from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint
from bihuan.transparency.declarations import FigureClaim, declaration, stream_of
from bihuan.transparency.faults import Fault
from bihuan.verifier import verify

DEFINITIONS = "definitions"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as it stands in the log."""

    claim: dict[str, object]
    """By wire name: see transparency/declarations."""
    index: int | None
    """Its leaf; None while it waits for integration."""


def figures(log: PublicLog) -> list[PublishedFigure]:
    """Every published figure, the oldest first; a restatement stands beside what it restates."""
    with log.readers.lend() as session:
        rows = session.rows("declarations_of", (log.district, "figure"))
    return [PublishedFigure(dict(read_entry(bytes(leaf)) or {}), index) for _, leaf, _, _, index in rows]


def definition_text(log: PublicLog, name: str) -> str | None:
    """A definition file as it was published: `programme.indicator.edition`."""
    return log.files.text(f"{DEFINITIONS}/{name}.json")


def publish_figures(
    log: PublicLog, district: District, *, since: date | None, until: date | None, imported: bool, now: datetime
) -> list[FigureClaim] | Fault:
    """Count every recomputable indicator over the published tree and declare what is new.

    A denominator under the district's smallest cell is not published; a figure that says the same as before is not
    said again. The claims enter the log with the next batch.
    """
    written = log.files.checkpoint()
    opened = open_checkpoint(written, (*log.keys, *log.policy.logs)) if written else Fault("not-yet")
    if isinstance(opened, Fault):
        return opened
    head = opened[0]
    try:
        cases = list(cases_of(log, head.size).values())
    except verify.Lie as lie:
        return Fault("tile-missing", " ".join(map(str, lie.where)))
    said = {_key(one.claim) for one in figures(log)}
    claims = []
    for definition, indicator, programme in _recomputable(district):
        claim = _claim(definition, indicator, programme, cases, head, since, until, imported)
        if claim.denominator < district.pack.district.log.smallest or _key(claim.fields()) in said:
            continue
        log.files.put(f"{DEFINITIONS}/{definition.name}.json", definition.text.decode())
        claims.append(claim)
    _declare(log, claims, now.astimezone(district.zone).date(), now)
    return claims


def _recomputable(district: District) -> Iterator[tuple[Definition, Indicator, Programme]]:
    levels = {unit.id: unit.level for unit in district.places().units.values()}
    for programme in district.programmes():
        for indicator in programme.indicators if programme.visibility is Visibility.PUBLIC else ():
            definition = definition_of(programme, indicator, levels) if indicator.published else None
            if definition is not None:
                yield definition, indicator, programme


def cases_of(log: PublicLog, size: int) -> dict[str, verify.Case]:
    """What the first `size` published leaves tell of each case. Raises verify.Lie for files that do not fit."""
    cases: dict[str, verify.Case] = {}
    for entry in (one for _, entries, _ in verify.read(log.files.public, size) for one in entries):
        leaf = msgspec.json.decode(entry)
        if "k" in leaf and leaf["k"] not in verify.OWN:
            cases.setdefault(leaf["c"], verify.Case(leaf)).tell(leaf)
    return cases


def _claim(
    definition: Definition,
    indicator: Indicator,
    programme: Programme,
    cases: list[verify.Case],
    head: Checkpoint,
    since: date | None,
    until: date | None,
    imported: bool,
) -> FigureClaim:
    period = {"from": since.isoformat()} if since else {}
    period |= {"to": until.isoformat()} if until else {}
    asked = {**period, **({"i": 1} if imported else {})}
    yes, of, by = verify.count(verify.definition_of(definition.text), cases, asked)
    return FigureClaim(
        programme=programme.id,
        indicator=indicator.id,
        edition=indicator.edition,
        definition=definition.hash,
        since=since,
        until=until,
        size=head.size,
        root=head.root,
        numerator=yes,
        denominator=of,
        value=verify.percent(yes, of),
        imported=imported,
        by=by,
    )


def _key(claim: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(str(claim.get(name)) for name in ("p", "d", "e", "dh", "from", "to", "num", "den", "i", "by"))


def _declare(log: PublicLog, claims: list[FigureClaim], today: date, now: datetime) -> None:
    session = log.database.connect()
    try:
        with session.transaction() as transaction:
            transaction.dropped = not claims
            for claim in claims:
                build = partial(declaration, "figure", log.origin, recorded=today, said=claim.fields())
                declare(session, log.district, "figure", stream_of("figure", log.origin), build, now)
    finally:
        session.close()

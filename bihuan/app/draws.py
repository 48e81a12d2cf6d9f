"""Which closed cases are called back by lot: the hash of the seed is published before the period, the seed after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.app.district import District
from bihuan.app.entropy import time_ordered_id
from bihuan.core.commands import Person
from bihuan.core.draw import SEED_BYTES, SIZE_MOST, Plan, commitment, sample
from bihuan.core.programme import Visibility
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import desk
from bihuan.store.desk import StoredDraw
from bihuan.store.reading import Ground
from bihuan.store.vault.crypto import KeyPlace, VaultFault, unwrap, wrap

SHOWN = 30
WHEN = Text("抽样期间", "period")
_SIZE = Text("抽取件数", "size of the sample")
_PROGRAMME = Text("工作机制", "programme")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawView:
    """A draw as everybody sees it."""

    stored: StoredDraw
    sample: tuple[str, ...]
    ready: bool
    """Its period is over and it can be made."""


def promise(district: District, person: Person, programme: str, since: date, until: date, size: int) -> str | Refusal:
    """Publish a draw before its period begins; its id. The seed is drawn here and shown to nobody.

    Only of a public programme: the draw stands on a public page, with the numbers that it is made from."""
    public = (one.id for one in district.programmes() if one.visibility is Visibility.PUBLIC)
    if programme not in public:
        return Refusal("field-invalid", {"field": _PROGRAMME, "value": programme, "expected": "—"})
    if since <= district.today() or until < since:
        expected = f"> {district.today().isoformat()}"
        return Refusal("field-invalid", {"field": WHEN, "value": f"{since} – {until}", "expected": expected})
    if not 0 < size <= SIZE_MOST:
        return Refusal("field-invalid", {"field": _SIZE, "value": str(size), "expected": f"1–{SIZE_MOST}"})
    plan = Plan(district=district.id, programme=programme, since=since, until=until, size=size)
    seed, now = district.door.entropy(SEED_BYTES), district.door.clock()
    id_ = time_ordered_id(now, district.door.entropy)
    with district.door.look(district.id) as (session, ground):
        sealed = wrap(ground.masters, seed, KeyPlace(district.id, id_), district.door.entropy)
        desk.promise_draw(session, id_, plan, commitment(plan, seed), sealed, person.account, now)
    return id_


def make(district: District, person: Person, id_: str, kind: str) -> DrawView | Refusal:
    """Show the seed of a draw whose period is over, and what it draws. Once made it is only shown again.
    `kind` is the population that counts here."""
    with district.door.look(district.id) as (session, ground):
        stored = desk.draw(session, district.id, id_)
        if stored is None:
            return Refusal("no-such-case", {"case": id_})
        if stored.seed is None:
            if district.today() <= stored.plan.until:
                return Refusal("not-due", {"clock": WHEN, "due": stored.plan.until.isoformat()})
            seed = _seed(ground, stored)
            numbers = population(district, stored.plan, kind)
            desk.make_draw(session, district.id, id_, seed.hex(), numbers, person.account, district.door.clock())
            stored = desk.draw(session, district.id, id_)
    assert stored is not None
    return _view(district, stored)


def population(district: District, plan: Plan, kind: str) -> Sequence[str]:
    """Numbers of the cases of the programme that were closed on a day of the period, in order."""
    days = (plan.since, plan.until + timedelta(days=1))
    first, last = (datetime.combine(day, time(0), district.zone) for day in days)
    with district.door.readers.lend() as session:
        return desk.closed_between(session, district.id, plan.programme, kind, first, last)


def _seed(ground: Ground, stored: StoredDraw) -> bytes:
    seed = unwrap(ground.masters, stored.sealed, KeyPlace(ground.district, stored.id))
    if isinstance(seed, VaultFault):
        raise ValueError(seed.message("en"))
    if commitment(stored.plan, seed) != stored.commitment:
        raise ValueError(f"draw {stored.id}: the sealed seed is not the one that was promised")
    return seed


def listed(district: District) -> tuple[DrawView, ...]:
    """The newest draws, for everybody."""
    with district.door.readers.lend() as session:
        return tuple(_view(district, one) for one in desk.draws(session, district.id, SHOWN))


def drawn(district: District) -> tuple[str, ...]:
    """Numbers of the cases in the newest samples that were made, in the order in which they were drawn."""
    return tuple(dict.fromkeys(number for one in listed(district) for number in one.sample))


def _view(district: District, stored: StoredDraw) -> DrawView:
    drawn = sample(bytes.fromhex(stored.seed), stored.population, stored.plan.size) if stored.seed else ()
    return DrawView(stored=stored, sample=drawn, ready=stored.seed is None and district.today() > stored.plan.until)

"""The security administrator's part: who holds which post, locks, second factors taken away. Opens no account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from bihuan.app import factors, signing
from bihuan.app.administration.accounts import Known, account, sign_in_of
from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.limits import Guard, succeeded
from bihuan.app.people import granted, record
from bihuan.core.commands import Post
from bihuan.core.offices import OFFICES, Office, kept_apart, offices_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store.registers import DatedPost, Registers

__all__ = ["DatedPost", "duties", "end_post", "end_sessions", "grant", "lift", "post", "take_factor"]


def duties(district: District) -> Mapping[str, Text]:
    """Every duty that a post may have: those of the pack, and the platform's own offices."""
    return {**district.pack.duties, **{str(office): title for office, title in OFFICES.items()}}


def grant(district: District, by: str, given: DatedPost) -> Refusal | None:
    """Give a post from a day on. Refused: to oneself, to nobody, for what is unknown, and what has to be kept apart."""
    known = account(district, given.account)
    if isinstance(known, Refusal):
        return known
    if refusal := next(unfit(district, by, known, given), None):
        return refusal
    record(district, Registers(posts=[given]), [granted(by, given)])
    return None


def unfit(district: District, by: str, known: Known, given: DatedPost) -> Iterator[Refusal]:
    """Everything that is wrong with granting this post to this account."""
    yield from (refusal for _, refusal in unfit_cells(district, by, known, given))


def unfit_cells(district: District, by: str, known: Known, given: DatedPost) -> Iterator[tuple[str, Refusal]]:
    """The same, each with the part it is about: name, duty, unit, areas or until."""
    places = district.places()
    unit = places.units.get(given.post.unit)
    if given.account == by:
        yield "name", Refusal("not-oneself", {})
    if not known.active:
        yield "name", Refusal("account-closed", {})
    if given.post.duty not in duties(district):
        yield "duty", Refusal("not-known", {"what": given.post.duty})
    if unit is None or not unit.active(max(given.since, district.today())):
        yield "unit", Refusal("not-known", {"what": given.post.unit})
    for area in sorted(given.post.areas - places.areas.keys()):
        yield "areas", Refusal("not-known", {"what": area})
    if given.until is not None and given.until < given.since:
        yield "until", Refusal("days-reversed", {})
    if refusal := apart(known.posts, given):
        yield "duty", refusal


def apart(held: Iterable[DatedPost], given: DatedPost) -> Refusal | None:
    """Whether the three administrators stay three people (三员分立): on no day does one person hold two of them."""
    together = [one.post.duty for one in held if _overlap(one, given)]
    offices: frozenset[Office] = offices_of([*together, given.post.duty])
    return None if kept_apart(offices) or not offices_of([given.post.duty]) else Refusal("offices-apart", {})


def _overlap(one: DatedPost, other: DatedPost) -> bool:
    last = date.max
    return one.since <= (other.until or last) and other.since <= (one.until or last)


def end_post(district: District, by: str, held: DatedPost, until: date) -> Refusal | None:
    """The last day of a post. A post is ended, never deleted; its past counts."""
    known = account(district, held.account)
    if isinstance(known, Refusal):
        return known
    if held.account == by:
        return Refusal("not-oneself", {})
    found = [one for one in known.posts if (one.post.duty, one.post.unit, one.since) == _key(held)]
    if not found:
        return Refusal("not-known", {"what": held.post.duty})
    # A post that ends before it began was never held: its last day is the day before its first.
    last = max(until, found[0].since - timedelta(days=1))
    done = replace(found[0], until=last)
    record(district, Registers(posts=[done]), [ended(by, done)])
    return None


def ended(by: str, held: DatedPost) -> Act:
    """The entry of a post that ends."""
    until = held.until.isoformat() if held.until else ""
    detail = {"duty": held.post.duty, "unit": held.post.unit, "until": until}
    return Act(actor=by, kind="post.ended", about=held.account, detail=detail)


def _key(held: DatedPost) -> tuple[str, str, date]:
    return held.post.duty, held.post.unit, held.since


def post(account: str, duty: str, unit: str, areas: str, since: date, until: date | None) -> DatedPost:
    """A post from what was typed; areas apart by spaces."""
    covered = frozenset(areas.split())
    return DatedPost(account=account, post=Post(duty=duty, unit=unit, areas=covered), since=since, until=until)


def lift(district: District, by: str, id: str) -> Refusal | None:
    """Let somebody try again at once."""
    who = sign_in_of(district, id)
    if who is None:
        return Refusal("not-known", {"what": id})
    succeeded(district, Guard.SIGN_IN, who.name.casefold())
    succeeded(district, Guard.SECOND, who.account)
    note(district, Act(actor=by, kind="lock.lifted", about=id))
    return None


def take_factor(district: District, by: str, id: str) -> Refusal | None:
    """Take a lost second factor away, and end every session: whoever found the phone is out too."""
    who = sign_in_of(district, id)
    if who is None:
        return Refusal("not-known", {"what": id})
    if id == by:
        return Refusal("not-oneself", {})
    factors.remove(district, who, by)
    signing.end(district, who, by)
    return None


def end_sessions(district: District, by: str, id: str) -> Refusal | None:
    """Out, everywhere."""
    who = sign_in_of(district, id)
    if who is None:
        return Refusal("not-known", {"what": id})
    signing.end(district, who, by)
    return None

"""Signing in and what belongs to it, as use cases: who proved to be whom, what is asked next, sessions, passwords.

Every outcome is written down. A refusal never says whether a name exists. No page and no cookie is known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError

from bihuan.app import factors
from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.limits import Guard, attempt, succeeded
from bihuan.app.people import signed
from bihuan.core.offices import Office
from bihuan.core.refusals import Refusal
from bihuan.store.people.models import SignIn, Visit

GUARDED = frozenset({Office.SYSTEM, Office.SECURITY, Office.AUDIT, Office.PRIVACY})
"""Whoever holds one of these needs a second factor."""
SEEN_EVERY = timedelta(minutes=5)
"""How exact a session's last sight is: not every page writes."""
IDLE, IDLE_GUARDED = timedelta(hours=4), timedelta(minutes=30)
"""After so long without a page that a person asked for a session is over; sooner for the offices (GB/T 22239-2019,
8.1.4.1 c)."""


class Next(StrEnum):
    """What is asked of somebody whose password was right."""

    SECOND = "second"
    ENROL = "enrol"
    CHANGE = "change"
    IN = "in"


def prove(district: District, name: str, password: str, address: str) -> SignIn | Refusal:
    """Whose name and password these are. The same refusal for a wrong name, a wrong password and a closed account."""
    name = name.strip()
    known = SignIn.objects.filter(name=name, district=district.id).first()
    about = known.account if known else ""
    if refusal := attempt(district, Guard.SIGN_IN, address=address, target=name.casefold()):
        note(district, Act(actor="", kind="sign-in.locked", about=about, detail={"address": address}))
        return refusal
    who = authenticate(username=name, password=password)
    if not isinstance(who, SignIn) or who.district != district.id or signed(district, who.account) is None:
        note(district, Act(actor="", kind="sign-in.failed", about=about, detail={"address": address}))
        return Refusal("wrong-sign-in", {})
    succeeded(district, Guard.SIGN_IN, name.casefold(), address)
    return who


def outside(district: District, name: str) -> SignIn | Refusal:
    """Whom the single sign-on proved; nobody gets an account or a right by it, and nobody without a name comes in."""
    who = SignIn.objects.filter(outside=name, district=district.id, is_active=True).first() if name else None
    if who is None or signed(district, who.account) is None:
        note(district, Act(actor="", kind="sign-in.failed", about=who.account if who else "", detail={"by": "oidc"}))
        return Refusal("nobody-outside", {"name": name[:200] or "?"})
    return who


def next_of(district: District, who: SignIn, *, proved: bool, relaxed: bool, by_password: bool = True) -> Next:
    """What comes next. `proved`: the second factor was just given. `relaxed`: a rehearsal asks for none."""
    found = signed(district, who.account)
    guarded = found is not None and bool(found.offices & GUARDED)
    if not proved and factors.has_factor(who):
        return Next.SECOND
    if not proved and guarded and not relaxed:
        return Next.ENROL
    return Next.CHANGE if by_password and who.must_change else Next.IN


def came_in(district: District, who: SignIn, key: str, address: str, agent: str) -> None:
    """Somebody is in: the session is listed, the moment written down."""
    now = district.door.clock()
    Visit.objects.update_or_create(
        key=key,
        defaults={"sign_in": who, "address": address[:45], "agent": agent[:200], "since": now, "seen": now},
    )
    note(district, Act(actor=who.account, kind="sign-in.done", about=who.account, detail={"address": address}))


def went(district: District, who: SignIn, key: str) -> None:
    """Somebody signed out."""
    Visit.objects.filter(key=key).delete()
    note(district, Act(actor=who.account, kind="sign-out", about=who.account))


def still_here(
    district: District, key: str, *, guarded: bool, by_itself: bool = False, hangs: bool = False
) -> bool:
    """Whether a session is neither ended nor idle for too long. Being asked by a person is being seen.

    `by_itself`: a page asks for its own renewal; that proves nobody's presence. `hangs`: a screen for a wall, which
    nobody touches: it goes on in an idle session until that ends, and keeps none awake; not for a guarded office.
    """
    visit = Visit.objects.filter(key=key).first()
    now = district.door.clock()
    if visit is None:
        return False
    if now - visit.seen > (IDLE_GUARDED if guarded else IDLE):
        return hangs and not guarded
    if now - visit.seen > SEEN_EVERY and not (by_itself or hangs):
        Visit.objects.filter(key=key).update(seen=now)
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A session as its owner or the security office sees it."""

    id: str
    """Enough of the key to end it by; the key itself would be a way in."""
    address: str
    agent: str
    since: datetime
    seen: datetime


def sittings(who: SignIn) -> Sequence[Sitting]:
    """Sessions that are still good, the newest first."""
    live = set(Session.objects.filter(session_key__in=who.visits.values("key")).values_list("session_key", flat=True))
    found = (visit for visit in who.visits.order_by("-seen") if visit.key in live)
    return [
        Sitting(id=one.key[:12], address=one.address, agent=one.agent, since=one.since, seen=one.seen) for one in found
    ]


def end(district: District, who: SignIn, by: str, which: str = "", but: str = "") -> int:
    """End one session by its id, or all (`but` keeps that key); how many were ended."""
    doomed = [v.key for v in who.visits.all() if v.key != but and (not which or v.key[:12] == which)]
    Session.objects.filter(session_key__in=doomed).delete()
    Visit.objects.filter(key__in=doomed).delete()
    if doomed:
        note(district, Act(actor=by, kind="session.ended", about=who.account, detail={"count": str(len(doomed))}))
    return len(doomed)


def change_password(district: District, who: SignIn, old: str | None, new: str, again: str) -> Sequence[str]:
    """A new password; the list of what is wrong with it is empty when it was taken. `old` None: it was just proved."""
    if old is not None and (why := _unproved(district, who, old)):
        # Nothing is said of the new one: "the same as now" would tell what the present one is.
        return [why]
    wrong: list[str] = []
    if new != again:
        wrong.append("again")
    if who.check_password(new):
        wrong.append("same")
    try:
        validate_password(new, who)
    except ValidationError as error:
        wrong += error.messages
    if not wrong:
        who.set_password(new)
        who.must_change = False
        who.save()
        note(district, Act(actor=who.account, kind="password.changed", about=who.account))
    return wrong


def _unproved(district: District, who: SignIn, password: str) -> str:
    """Why this is not taken for the present password; empty if it is."""
    if attempt(district, Guard.PASSWORD, target=who.account):
        note(district, Act(actor=who.account, kind="sign-in.locked", about=who.account))
        return "locked"
    if not who.check_password(password):
        note(district, Act(actor=who.account, kind="sign-in.failed", about=who.account))
        return "old"
    succeeded(district, Guard.PASSWORD, who.account)
    return ""


def moved(who: SignIn, key: str) -> None:
    """After a new password the session has a new key, and the others are over: the list says the same."""
    newest = who.visits.order_by("-seen").first()
    if newest is not None and newest.key != key:
        held = {"address": newest.address, "agent": newest.agent, "since": newest.since, "seen": newest.seen}
        Visit.objects.update_or_create(key=key, defaults={"sign_in": who, **held})
    who.visits.exclude(key=key).delete()

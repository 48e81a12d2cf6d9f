"""The system administrator's part: accounts opened, closed, renamed, their passwords reset. Grants no post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from allauth.mfa.models import Authenticator

from bihuan.app import signing
from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.limits import Guard, locked
from bihuan.app.people import PASSWORD_BYTES, Opened, SignIn, open_account, record
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import registers
from bihuan.store.registers import Account, DatedPost, Registers

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{1,63}").fullmatch
TITLE_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One account as the administrators see it."""

    id: str
    name: str
    """To sign in with; empty for an account without a sign-in."""
    title: Text
    active: bool
    posts: Sequence[DatedPost]
    """All of them, also those that ended."""
    factor: bool
    locked: bool
    must_change: bool
    outside: str
    sessions: int


def accounts(district: District) -> list[Known]:
    """Everybody, by the name to sign in with."""
    with district.door.readers.lend() as session, session.glance():
        known = registers.accounts(session, district.id)
        posts = registers.posts(session, district.id)
    held: dict[str, list[DatedPost]] = {}
    for post in posts:
        held.setdefault(post.account, []).append(post)
    names = {one.account: one for one in SignIn.objects.filter(district=district.id)}
    factors = set(Authenticator.objects.filter(type="totp").values_list("user_id", flat=True))
    found = [_known(one, names.get(one.id), held.get(one.id, ()), factors) for one in known]
    return sorted(found, key=lambda one: (one.name or "~", one.id))


def _known(one: Account, who: SignIn | None, posts: Sequence[DatedPost], factors: set[int]) -> Known:
    return Known(
        id=one.id,
        name=who.name if who else "",
        title=one.title,
        active=one.active,
        posts=posts,
        factor=who is not None and who.pk in factors,
        locked=False,
        must_change=who is not None and who.must_change,
        outside=(who.outside or "") if who else "",
        sessions=0,
    )


def account(district: District, id: str) -> Known | Refusal:
    """One of them, with its lock and its sessions counted."""
    found = next((one for one in accounts(district) if one.id == id), None)
    who = sign_in_of(district, id)
    if found is None:
        return Refusal("not-known", {"what": id})
    if who is None:
        return found
    return replace(
        found, locked=locked(district, Guard.SIGN_IN, who.name.casefold()), sessions=len(signing.sittings(who))
    )


def sign_in_of(district: District, account: str) -> SignIn | None:
    """How an account signs in."""
    return SignIn.objects.filter(district=district.id, account=account).first()


def open_for(district: District, by: str, name: str, title: Text, outside: str = "") -> Opened | Refusal:
    """Open an account without posts; its password is drawn, shown once, and has to be changed at the first sign-in."""
    if refusal := unfit(name, title):
        return refusal
    if SignIn.objects.filter(name__iexact=name).exists():
        return Refusal("name-taken", {"name": name})
    if outside and SignIn.objects.filter(outside=outside).exists():
        return Refusal("name-taken", {"name": outside})
    opened = open_account(district, name, title, (), district.today(), district.door.entropy, by=by)
    if outside:
        connect(district, by, opened.account, outside)
    return opened


def unfit(name: str, title: Text) -> Refusal | None:
    """What is wrong with a name to sign in with, or with the name colleagues see."""
    return next((one for _, one in unfit_cells(name, title)), None)


def unfit_cells(name: str, title: Text) -> Iterator[tuple[str, Refusal]]:
    """All that is wrong with them, each with the part it is about: name or zh."""
    if not NAME(name):
        yield "name", Refusal("field-invalid", {"field": LOGIN, "value": name[:40], "expected": "a–z 0–9 . _ @ -"})
    if not title.zh.strip() or max(map(len, (title.zh, title.en))) > TITLE_MOST:
        yield "zh", Refusal("field-invalid", {"field": TITLE, "value": title.zh[:40], "expected": f"1–{TITLE_MOST}"})
    elif refusal := unseen(TITLE, title):
        yield "zh", refusal


def unseen(field: Text, title: Text) -> Refusal | None:
    """Why a name may not hold signs that nobody sees: one that turns the direction makes it read as another's name."""
    for said in (title.zh, title.en):
        for position, sign in enumerate(said, 1):
            if not sign.isprintable() and sign != IDEOGRAPHIC_SPACE:
                named = f"U+{ord(sign):04X}"
                return Refusal("control-character", {"field": field, "position": str(position), "character": named})
    return None


IDEOGRAPHIC_SPACE = "\u3000"
"""Sets names of two characters as wide as those of three."""
LOGIN, TITLE = Text("登录名", "name to sign in with"), Text("姓名", "name")


def set_active(district: District, by: str, id: str, active: bool) -> Refusal | None:
    """Close an account, or open it again. Closing ends its sessions at once; its past stays."""
    known = account(district, id)
    if isinstance(known, Refusal):
        return known
    if id == by:
        return Refusal("not-oneself", {})
    kind = "account.reopened" if active else "account.closed"
    changed = Registers(accounts=[Account(id=id, title=known.title, active=active)])
    record(district, changed, [Act(actor=by, kind=kind, about=id)])
    SignIn.objects.filter(district=district.id, account=id).update(is_active=active)
    if not active and (who := sign_in_of(district, id)):
        signing.end(district, who, by)
    return None


def rename(district: District, by: str, id: str, title: Text) -> Refusal | None:
    """Another name for colleagues to see. The journal keeps that it changed, and neither name."""
    known = account(district, id)
    if isinstance(known, Refusal):
        return known
    if refusal := unfit(known.name or "x1", title):
        return refusal
    changed = Registers(accounts=[Account(id=id, title=title, active=known.active)])
    record(district, changed, [Act(actor=by, kind="account.renamed", about=id)])
    return None


def reset(district: District, by: str, id: str) -> str | Refusal:
    """A new drawn password, shown once; all sessions end. One's own is changed on one's own page."""
    who = sign_in_of(district, id)
    if who is None:
        return Refusal("not-known", {"what": id})
    if id == by:
        return Refusal("not-oneself", {})
    password = district.door.entropy(PASSWORD_BYTES).hex()
    who.set_password(password)
    who.must_change = True
    who.save()
    note(district, Act(actor=by, kind="account.reset", about=id))
    signing.end(district, who, by)
    return password


def connect(district: District, by: str, id: str, outside: str) -> Refusal | None:
    """What the single sign-on calls this person; empty takes the connection away."""
    who = sign_in_of(district, id)
    if who is None:
        return Refusal("not-known", {"what": id})
    if outside and SignIn.objects.filter(outside=outside).exclude(pk=who.pk).exists():
        return Refusal("name-taken", {"name": outside})
    who.outside = outside or None
    who.save()
    note(district, Act(actor=by, kind="account.connected", about=id, detail={"on": "yes" if outside else "no"}))
    return None


def titles(district: District) -> Mapping[str, Text]:
    """Account → name."""
    with district.door.readers.lend() as session:
        return {one.id: one.title for one in registers.accounts(session, district.id)}

"""The second factor: a code from an authenticator (RFC 6238) or one of ten recovery codes. The codes, their secrets
and the rows that hold them are django-allauth's; here is who has one, when it is right, and that it is written down."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code

from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.limits import Guard, attempt, succeeded
from bihuan.core.refusals import Refusal
from bihuan.store.people.models import SignIn


def has_factor(who: SignIn) -> bool:
    """Whether a second factor is asked of this person."""
    return Authenticator.objects.filter(user=who, type=Authenticator.Type.TOTP).exists()


def new_secret() -> str:
    """A secret for an authenticator, base32; kept in the session until its first code was right."""
    return generate_totp_secret()


def address_of(who: SignIn, secret: str, issuer: str) -> str:
    """What the authenticator reads from the QR code (Key Uri Format)."""
    from urllib.parse import quote, urlencode

    return f"otpauth://totp/{quote(f'{issuer}:{who.name}')}?{urlencode({'secret': secret, 'issuer': issuer})}"


def enrol(district: District, who: SignIn, secret: str, code: str) -> list[str] | Refusal:
    """Set up the authenticator if its code is right; gives the recovery codes, shown once."""
    if refusal := attempt(district, Guard.SECOND, target=who.account):
        return refusal
    if not validate_totp_code(secret, _plain(code)):
        return Refusal("wrong-code", {})
    Authenticator.objects.filter(user=who).delete()
    TOTP.activate(who, secret)
    succeeded(district, Guard.SECOND, who.account)
    note(district, Act(actor=who.account, kind="factor.added", about=who.account))
    return RecoveryCodes.activate(who).get_unused_codes()


def check(district: District, who: SignIn, code: str, address: str) -> Refusal | None:
    """None if the code is the authenticator's or an unused recovery code. Each code is good once, in every process."""
    if refusal := attempt(district, Guard.SECOND, target=who.account):
        return refusal
    given = _plain(code)
    for held in Authenticator.objects.filter(user=who):
        if _right(district, who, held, given):
            succeeded(district, Guard.SECOND, who.account)
            return None
    note(district, Act(actor="", kind="sign-in.second-failed", about=who.account, detail={"address": address}))
    return Refusal("wrong-code", {})


def _right(district: District, who: SignIn, held: Authenticator, given: str) -> bool:
    if held.type == Authenticator.Type.TOTP:
        fresh = TOTP(held).validate_code(given)
        return fresh and attempt(district, Guard.CODE_ONCE, target=f"{who.account}:{given}") is None
    if held.type == Authenticator.Type.RECOVERY_CODES and RecoveryCodes(held).validate_code(given):
        note(district, Act(actor=who.account, kind="factor.used", about=who.account))
        return True
    return False


def remove(district: District, who: SignIn, by: str) -> None:
    """Take the second factor away; an office sets up a new one when it signs in next."""
    Authenticator.objects.filter(user=who).delete()
    note(district, Act(actor=by, kind="factor.removed", about=who.account))


def _plain(code: str) -> str:
    return "".join(character for character in code if character.isalnum())

"""A lost receipt code at the counter: the clerk compares, says how, and the person gets a new one; the old one ends.

Comparing means opening the identity, for a purpose, which is written down (`app.identity`). Giving the new code is an
entry of its own in the same journal, in the same transaction. Who raised a matter without a name has no identity that
anybody could compare: nobody gets that code, or it would go to whoever asks for it first.
"""

from __future__ import annotations

from datetime import timedelta

from bihuan.app.district import District
from bihuan.app.identity import OPENED, Allowed, Asked, asked_well, look_again, what_opens, write_access
from bihuan.app.receipts import Given
from bihuan.core.commands import Person
from bihuan.core.receipt_codes import BYTES, fingerprint
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.store import journal, receipts
from bihuan.store.identities import keys_of
from bihuan.store.journal import Journal, Wanted
from bihuan.store.receipts import Kind
from bihuan.store.session import Session
from bihuan.store.vault.crypto import Holder

REISSUED = "receipt.reissued"
"""Kind of the entry in the access journal."""
COMPARED = timedelta(minutes=15)
"""How long a look at the identity counts as the comparison with the card on the counter; then it is asked again."""


def recoverable(district: District, person: Person, case: str) -> Allowed | Refusal:
    """Whether this clerk could give a new code for the case (its id): what the page asks before it shows a form.

    Refused as `no-such-case` for whom the case does not exist or who is not of the desk, `identity-not-yours`,
    `code-without-name` where nobody left a name.
    """
    allowed = what_opens(district, person, case)
    if isinstance(allowed, Refusal):
        return allowed
    if not _at_the_desk(allowed):
        return Refusal("no-such-case", {"case": allowed.case.number})
    if not allowed.opens.shown:
        return Refusal("identity-not-yours", {})
    with district.door.look(district.id) as (session, ground):
        named = Holder.REPORTER in keys_of(session, district.id, case, ground.masters)
    return allowed if named else Refusal("code-without-name", {"case": allowed.case.number})


def recover(district: District, person: Person, case: str, purpose: str, words: str) -> Given | Refusal:
    """The new code, after the clerk has opened the identity and compared it; `words` say how.

    Refused as `recoverable` is, and as `purpose-needed`, `purpose-unexplained`, `compare-first`.
    """
    allowed = recoverable(district, person, case)
    if isinstance(allowed, Refusal):
        return allowed
    asked = Asked(purpose=purpose, words=words)
    if refusal := asked_well(district, person, case, asked):
        return refusal
    code, now = district.door.entropy(BYTES), district.door.clock()
    with district.door.look(district.id) as (session, ground), session.transaction():
        again = look_again(district, session, ground, person, case)
        if isinstance(again, Refusal):
            return again
        if not _compared(district, session, person, case):
            return Refusal("compare-first", {"minutes": str(int(COMPARED.total_seconds()) // 60)})
        keys = keys_of(session, district.id, case, ground.masters)
        write_access(district, session, REISSUED, again, asked, keys)
        receipts.revoke(session, district.id, case, now)
        spoken = receipts.language_of_raiser(session, district.id, case)
        receipts.put(session, district.id, fingerprint(code), case, Kind.RAISER, now, spoken)
    return Given(again.case.number, code)


def _at_the_desk(allowed: Allowed) -> bool:
    return allowed.programme.roles[allowed.opens.by.role].party is Party.CENTRE


def _compared(district: District, session: Session, person: Person, case: str) -> bool:
    """Whether this very clerk looked at the identity a moment ago."""
    since = district.door.clock() - COMPARED
    wanted = Wanted(since=since, actor=person.account, kind=OPENED, about=case, most=1)
    return bool(journal.page(session, district.id, Journal.ACCESS, wanted))

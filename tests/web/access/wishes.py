"""What whoever may would really change something with, and the state that whoever may not must leave as it was.

A body that asks for nothing proves little of a refusal: each of these does something for the role it stands with, and
`test_access_table` sees it do so.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from bihuan.core.offices import Office
from bihuan.core.verbs import Party, Verb
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from tests.web.access.kinds import Role
from tests.web.conftest import PACK

LOADED = load_pack(PACK)
assert isinstance(LOADED, Pack)
REMIND = next(
    step.id for editions in LOADED.programmes.values() for step in editions[-1].steps.values()
    if step.verb is Verb.REMIND
)  # fmt: skip
"""A step that a supervisor may take at any time."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to send; `path` and values may hold {number}, {account}, {programme} and {remind}, a step."""

    by: Role
    body: Mapping[str, str]
    path: str = ""
    """Where to, if the example of test_routes is nobody's."""


_PLACE = {"act": "change", "zh": "不该有的", "en": "Not to be", "parent": ""}
WISHES: Mapping[str, Wish] = {
    "supervisor_act": Wish(Party.SUPERVISOR, {"chosen": "{number}", "level": "", "request": "not-to-be"}),
    "view_saved": Wish(Party.SUPERVISOR, {"title": "不该有的视图", "query": "overdue=1"}),
    "step": Wish(Party.SUPERVISOR, {"outcome": "done", "reason": "请尽快办理", "request": "not-to-be-stepped"},
                 "/work/cases/{number}/steps/{remind}"),
    "duty": Wish(Party.HANDLER, {"kind": "shift", "unit": "committee", "begins": "2031-01-01T08:00",
                                 "ends": "2031-01-01T16:00"}),
    "desk_intake": Wish(Party.CENTRE, {"programme": "{programme}", "words": "不该有的反映", "channel": "phone",
                                       "token": "3e" * 16}),
    "desk_draws": Wish(Party.CENTRE, {"programme": "{programme}", "since": "2031-01-01", "until": "2031-01-31",
                                      "size": "3"}),
    "desk_code": Wish(Party.CENTRE, {"act": "open", "purpose": "verify", "words": "要核对身份证"}),
    "notice_wishes": Wish(Party.HANDLER, {"digest": "07:30", "language": "en"}),
    "desk_shift": Wish(Party.CENTRE, {"note": "不该有的交班"}),
    "identity": Wish(Party.CENTRE, {"act": "open", "purpose": "verify", "words": "要问清是哪一处"}),
    "admin_accounts": Wish(Office.SYSTEM, {"act": "open", "name": "not.to.be", "zh": "不该有的人", "en": "Not to be"}),
    "admin_account": Wish(
        Office.SYSTEM, {"act": "rename", "zh": "改了名的", "en": "Renamed"}, "/admin/accounts/{account}"
    ),
    "admin_units": Wish(Office.SYSTEM, {**_PLACE, "id": "not-to-be", "level": "station", "parent": "committee",
                                        "areas": "", "since": "2026-01-01"}),
    "admin_areas": Wish(Office.SYSTEM, {**_PLACE, "id": "not-to-be"}),
    "security_person": Wish(
        Office.SECURITY,
        {"act": "grant", "duty": "checker", "unit": "check-team", "areas": "", "since": "2026-01-01", "until": ""},
        "/security/people/{account}",
    ),
}  # fmt: skip

OWN_PACE = frozenset({
    "attempt", "delivery", "django_session", "lease", "outbox", "people_visit", "search_block", "search_case",
    "search_head", "search_tail", "tally", "tally_case", "tally_head",
})  # fmt: skip
"""Tables that jobs fill while nobody does anything, and those of sessions and of tries that were counted."""


def account(database: str, name: str) -> str:
    """The account behind a name to sign in with."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as there:
        return str(there.execute("SELECT account FROM people_sign_in WHERE name = ?", (name,)).fetchone()[0])


def state(database: str) -> Mapping[str, str]:
    """Table → a digest of its rows. Refusals that are written down on purpose are no change, nor that somebody came."""
    found = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as there:
        names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for name in (one for one in names if one not in OWN_PACE):
            some = {"journal_entry": "kind NOT LIKE '%refused' AND kind NOT LIKE 'sign-in.%'"}.get(name, "1")
            columns = [row[1] for row in there.execute(f'PRAGMA table_info("{name}")') if row[1] != "last_login"]
            if name == "journal_entry":  # the chain goes on over what is left out
                columns = [one for one in columns if one not in ("n", "hash")]
            if name == "journal_head":
                continue
            named = ", ".join(f'"{one}"' for one in columns)
            rows = sorted(repr(row) for row in there.execute(f'SELECT {named} FROM "{name}" WHERE {some}'))
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found

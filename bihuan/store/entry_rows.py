"""From a fact about a register entry to its rows and its leaf: pure, the same for the writer and for the rebuild."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime

from bihuan.core.calendars import day_in
from bihuan.core.events import Scalar
from bihuan.core.registers import EXISTS, STATE, Entry, EntryEvent
from bihuan.store.jobs import Accepted, Terms
from bihuan.store.leafing import EVENT, Keys, LeafRefused
from bihuan.store.session import Row, stored_moment
from bihuan.transparency.canonical import b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import Leaf, PublicFacts, build_leaf

VERB = "register"
"""What stands in the column of the verb for a fact about an entry; no verb of a case is called so."""
STREAM = "reg-"
"""What ids of such streams begin with."""
SEARCH_MOST = 2_000
"""Characters that a search looks through."""
DIGESTS = "*digests"
"""Name of the vault row with the list of digests an event commits to; no field can be called so."""

ENTRY_COLUMNS = ("register", "key", "stream", "n", "population", "search", "recorded", "leaf_hash")
VALUE_COLUMNS = ("register", "key", "field", "since", "position", "stream", "value", "recorded")


def answer_of(entry: Entry, position: int, day: date) -> Accepted:
    """What whoever asked is told."""
    on = day.isoformat()
    return Accepted(
        case=entry.entry,
        number=entry.key,
        position=position,
        events=entry.n,
        stage=str(entry.on(STATE, on) or ""),
        final=entry.on(EXISTS, on) is False,
        due=None,
    )


def leaf_of_entry(
    event: EntryEvent,
    body: bytes,
    keys: Keys,
    previous: bytes | None,
    texts: dict[str, str],
    personal: set[str],
    terms: Terms,
) -> Leaf:
    """The leaf of a fact about an entry: opaque, with a commitment to all of it. Raises LeafRefused."""
    private = {name: text for name, text in texts.items() if name not in personal}
    facts = PublicFacts(
        visibility="opaque",
        stream=keys.pseudonym,
        number=event.n,
        previous=b64url(previous) if previous is not None else None,
        recorded=day_in(event.recorded, terms.zone),
        verb=VERB,
        programme=event.register,
        imported=event.population == "history",
    )
    leaf = build_leaf(
        keys.case,
        facts,
        {**private, EVENT: hashlib.sha256(body).hexdigest()},
        identity={name: texts[name] for name in personal} or None,
        identity_key=keys.reporter if personal else None,
    )
    if isinstance(leaf, Fault):
        raise LeafRefused(f"{event.act} of {event.register}: {leaf.code} {leaf.where}")
    return leaf


def value_rows(event: EntryEvent, position: int) -> list[Row]:
    """The dated values that a fact says."""
    moment = stored_moment(event.recorded)
    return [
        (event.register, event.key, name, event.since, position, event.entry, _json(value), moment)
        for name, value in event.values.items()
    ]


def entry_row(entry: Entry, recorded: datetime, leaf_hash: bytes) -> Row:
    """The row of an entry as it stands."""
    return (
        entry.register,
        entry.key,
        entry.entry,
        entry.n,
        entry.population,
        search_text(entry),
        stored_moment(recorded),
        leaf_hash,
    )


def search_text(entry: Entry) -> str:
    """Code and texts, each as last said, in small letters."""
    return " ".join(_texts(entry)).casefold()[:SEARCH_MOST]


def _texts(entry: Entry) -> Iterator[str]:
    yield entry.key
    latest = entry.all_on("9999-12-31")
    yield from (value for name, value in sorted(latest.items()) if isinstance(value, str) and name != STATE)


def _json(value: Scalar) -> str:
    return json.dumps(value, ensure_ascii=False)

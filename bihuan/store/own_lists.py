"""Lists of cases by what stands behind them: what was raised from somebody's posts, what knows a case. Each row passes
the policy."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.core.access import own
from bihuan.core.commands import Person
from bihuan.core.events import By
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party, Verb
from bihuan.store.lists import PAGE_MOST, Filter, Line, Page, list_cases, place_of, shown_due
from bihuan.store.projection import KIN, RAISED, raised_key
from bihuan.store.reading import Ground, read_own
from bihuan.store.session import Row, Session, read_moment
from bihuan.store.state import case_from

KNOWING_MOST = 40
"""How many cases that know one are looked for."""
LOOKS_MOST = 8
"""How often a page is filled up where what was found belongs to somebody outside."""


def raised_from(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    *,
    after: tuple[str, str] | None = None,
    size: int = 50,
) -> Page:
    """One page of what the person's posts raised, the newest first, as its raiser sees it.

    What somebody outside holds the receipt of is theirs and left out. `after` is that of the page before; it names no
    case that is left out, at most the moment of one.
    """
    keys, looks = _keys(person, programmes), 0
    lines: list[Line] = []
    while keys:
        names = ["list_mentions", *(("after_mention",) if after else ()), "by_mention"]
        asked = [(key, [ground.district, RAISED, key, *(after or ()), size + 1]) for key in keys]
        rows = [(row, key) for key, given in asked for row in session.composed(names, given)]
        rows.sort(key=lambda found: (found[0][3], found[0][4]), reverse=True)
        shown = False
        for row, key in rows[:size]:
            if len(lines) == size:
                return Page(lines=tuple(lines), after=after)
            line = _own_line(session, row, key, ground, person)
            lines, shown = [*lines, line] if line else lines, line is not None
            after = (place_of(row[3]), row[4])
        if len(rows) <= size:
            break
        looks += 1
        if looks >= LOOKS_MOST and after is not None and (shown or place_of(rows[size][0][3]) != after[0]):
            # Nothing more is of that moment, so it stands for the case and no id is needed.
            return Page(lines=tuple(lines), after=after if shown else (after[0], ""))
    return Page(lines=tuple(lines), after=None)


def within_reach(
    session: Session, ground: Ground, person: Person, programmes: Sequence[Programme], ids: Sequence[str]
) -> tuple[Line, ...]:
    """Those of these cases that the person may see, also as the one from whose post they were raised, by number."""
    wanted = tuple(ids[:PAGE_MOST])
    if not wanted:
        return ()
    filter_ = Filter(ids=wanted)
    found = list_cases(session, ground, person, programmes, filter_=filter_, sort="number", size=PAGE_MOST).lines
    known = {line.case.id for line in found}
    own_ = [read_own(session, ground, person, one) for one in wanted if one not in known]
    lines = [
        Line(case=seen.case, ended=seen.ended, next_due=None, view=seen.view)
        for seen in own_
        if not isinstance(seen, Refusal)
    ]
    return tuple(sorted((*found, *lines), key=lambda line: line.case.number))


def knowing(session: Session, district: str, case: str) -> tuple[str, ...]:
    """The ids of the cases that took this one as a child or are linked to it, the newest first; who may see them is
    not asked here."""
    rows = session.composed(["list_mentions", "by_mention"], [district, KIN, case, KNOWING_MOST])
    return tuple(row[4] for row in rows)


def _keys(person: Person, programmes: Sequence[Programme]) -> list[str]:
    """The words under which stands what the person's posts raised."""
    found = set()
    for programme in programmes:
        raising = {role for step in programme.steps.values() if step.verb is Verb.RAISE for role in step.by}
        for role in (programme.roles[one] for one in raising if programme.roles[one].party is not Party.RAISER):
            found |= {raised_key(post.unit, role.id) for post in person.posts if post.duty == role.duty}
    return sorted(found)


def _own_line(session: Session, row: Row, key: str, ground: Ground, person: Person) -> Line | None:
    """The line of a case that was raised from the post of this key, if that post is the person's."""
    case = case_from(row[0])
    programme = ground.programme_of(case.programme, case.edition)
    unit, _, role = key.rpartition("/")
    by = By(account=person.account, role=role, unit=unit, party=Party.RAISER)
    allowed = own(person, by, case, programme, ground.places)
    if isinstance(allowed, Refusal) or session.row("raised_outside", (ground.district, case.id)) is not None:
        return None
    return Line(case=case, ended=read_moment(row[1]), next_due=shown_due(row[2]), view=allowed)

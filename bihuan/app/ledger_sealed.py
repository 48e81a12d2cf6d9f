"""Columns of a ledger that are words of a case: what it asks for, where, what was answered last. They are sealed under
the key of the case and opened for the reader alone, as far as the reader's roles see them (decision 0036).

May live here: which words stand in which of these columns. May not: identity, which no list ever holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.app.said import beginning, place
from bihuan.core.access import View
from bihuan.core.programme import FieldType, Programme
from bihuan.core.text import Text
from bihuan.core.verbs import Party, Verb
from bihuan.store.reading import Word

SHOWN_MOST = 200
"""Characters of one cell; the whole stands in the record."""
UNREAD = Text("（您的岗位不读此内容）", "(not read by your post)")


def asked_for(words: Sequence[Word], programme: Programme, view: View) -> str | Text | None:
    """What was said when the case was raised."""
    return _told(beginning(words, programme), _raised_with(programme), view)


def where(words: Sequence[Word], programme: Programme, view: View) -> str | Text | None:
    """Where it is, as it was said last."""
    return _told(place(words, programme), _places(programme), view)


def answered(words: Sequence[Word], programme: Programme, view: View) -> str | Text | None:
    """The last of the words that are for the one who raised it and that the one who raised it did not write."""
    fields = answers(programme)
    return _told(next((one.text for one in reversed(words) if one.name in fields), ""), fields, view)


def _told(text: str, fields: frozenset[str], view: View) -> str | Text | None:
    if not text:
        return UNREAD if fields and not fields & view.sees else None
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_MOST else line[: SHOWN_MOST - 1] + "…"


def answers(programme: Programme) -> frozenset[str]:
    """The words that an answer is made of: shown to whoever raised the case, taken by none of that side's steps."""
    own = {role.id for role in programme.roles.values() if role.party is Party.RAISER}
    shown = frozenset[str]().union(*(programme.roles[role].sees for role in own))
    theirs = {one.field for step in programme.steps.values() if own & set(step.by) for one in step.takes}
    return frozenset(one for one in shown - theirs if programme.fields[one].type is FieldType.WORDS)


def _raised_with(programme: Programme) -> frozenset[str]:
    taken = {one.field for step in programme.steps.values() if step.verb is Verb.RAISE for one in step.takes}
    return frozenset(
        one.id for one in programme.fields.values()
        if one.id in taken and one.type is FieldType.WORDS and not one.identity
    )  # fmt: skip


def _places(programme: Programme) -> frozenset[str]:
    return frozenset(
        one.id for one in programme.fields.values() if one.type is FieldType.PLACE and not one.identity
    )  # fmt: skip

"""Changing entries: what somebody filled in becomes what is asked at the door. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.app.district import District
from bihuan.app.registers.picking import named
from bihuan.app.registers.telling import Book, Unreadable, read
from bihuan.app.who_may import told
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import STATE, Act, Enter, Register
from bihuan.store.jobs import Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a form sends: texts by field."""

    population: str
    """What a new entry belongs to: in a demonstration everything is made up, what visitors enter too."""
    act: Act
    key: str
    since: str
    texts: Mapping[str, str]
    reason: str = ""
    seen: int | None = None
    before: Mapping[str, str] = field(default_factory=dict)
    """What the form showed: only what is other than that is sent."""


def enter(
    district: District, person: Person, form: Register, typed: Typed, request: str, book: Book
) -> Accepted | Refusal:
    """Ask for it; refused, it says everything that is wrong at once (`Refusal.also`).

    Raises CommandFailed for a fault that is not the person's.
    """
    values: dict[str, Scalar] = {}
    words: dict[str, str] = {}
    unread: list[Refusal] = []
    for name, text in typed.texts.items():
        known = form.fields.get(name)
        if text.strip() == typed.before.get(name, "").strip():
            continue
        if known is None and name != STATE:
            continue
        if known is not None and known.private:
            # A browser sends line ends of two characters; what lies in a sheet and comes back has one.
            words[name] = text.replace("\r\n", "\n").strip()
            continue
        value = text.strip() or None if known is None else read(known, text, book)
        if isinstance(value, Unreadable):
            detail = {"field": known.title if known else name, "value": value.text[:80], "expected": value.expected}
            unread.append(Refusal("field-invalid", detail, about=name))
            continue
        values[name] = value
    values = named(district, person, form.fields, values)
    if typed.reason.strip():
        words["reason"] = typed.reason
    asked = Enter(
        register=form.id, key=typed.key, act=typed.act, by=person, since=typed.since, values=values, words=words,
        seen=typed.seen, unread=tuple(unread), population=typed.population,
    )  # fmt: skip
    answer = district.door.submit(district.id, asked, request)
    return told(district, form, typed.act, answer) if isinstance(answer, Refusal) else answer

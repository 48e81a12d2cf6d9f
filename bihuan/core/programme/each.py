"""Cases that are raised by themselves, one for each entry of a register, while a case of another programme runs.
Values only; who carries it out is `app/for_each.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A field of the new case, taken from the entry or from the case that it is raised for."""

    field: str
    entry: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Words that a step asks for."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRule:
    """One case for each entry in the area of a case of another programme, once per such case."""

    programme: str
    stages: tuple[str, ...]
    """Its stages in which they are raised."""
    register: str
    skip: tuple[str, ...] = ()
    """States of entries that are left out."""
    step: str
    """The step that raises them."""
    entry: str
    """The field that names the entry."""
    cause: str
    """The field that holds the number of the case they are raised for."""
    fills: tuple[Fill, ...] = ()
    ends: str | None = None
    """The step that takes back what was not begun when that case is over."""
    closes: str | None = None
    """The step that closes what was begun when that case is over; where its guards refuse it, it goes on."""
    follows: tuple[str, ...] = ()
    """Steps by which what runs learns that a field filled from that case has changed: the first that its stage has."""
    rises: str | None = None
    """A choice of that case. Once it was set to something that its dictionary has further on, one is raised again for
    each entry whose last one was over before."""
    says: tuple[Say, ...] = ()
    """What the steps of the end say."""

    @property
    def followed(self) -> Mapping[str, str]:
        """Own field → field of that case, of those that are filled from it."""
        return {one.field: one.case for one in self.fills if one.case is not None}

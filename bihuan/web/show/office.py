"""What a page of the administrators is made of: tables, forms, notices, as values. One template shows them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bihuan.app.administration.sheets import Password
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

Said = Text | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input of a form."""

    name: str
    title: Text
    kind: str = "text"
    """text, date, password, file, select, words, search."""
    value: str = ""
    choices: Sequence[tuple[str, Said]] = ()
    hint: Text | None = None
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What can be done. `careful` asks twice; `fold` keeps it out of sight until it is wanted."""

    act: str
    title: Text
    button: Text
    fields: Sequence[Field] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    careful: Text | None = None
    fold: bool = False

    @property
    def files(self) -> bool:
        """Whether something is uploaded."""
        return any(one.kind == "file" for one in self.fields)


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of a table: words, perhaps a link, perhaps a state; forms stand in the last column."""

    text: Said = ""
    href: str = ""
    state: str = ""
    form: Form | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings."""

    id: str
    title: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    empty: Text
    note: Text | None = None
    after: str = ""
    """Query of the next page."""

    @property
    def headed(self) -> list[list[tuple[Text, Cell]]]:
        """The rows, each cell with the heading it stands under: on a phone a row is a card that names its values."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A whole page."""

    title: Said
    lead: Text | None = None
    back: tuple[str, Text] | None = None
    facts: Sequence[tuple[Text, Said]] = ()
    told: Text | None = None
    warned: Text | None = None
    """What needs somebody's care, as long as it does."""
    slips: Sequence[Password] = ()
    """Passwords just drawn: shown once, to be handed over."""
    refusal: Refusal | None = None
    filters: Sequence[Field] = ()
    links: Sequence[tuple[str, Text]] = ()
    tables: Sequence[Table] = ()
    forms: Sequence[Form] = ()


def cell(text: Said, href: str = "", state: str = "") -> Cell:
    """A cell of words."""
    return Cell(text, href, state)

"""What a mapping file declares, as values: our fields, the kinds of date, and the checked mapping itself.

Values only: the text of the mapping file is read in `mapping.py`.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

FieldKind = Literal["words", "name", "moment", "count"]

# Every field a column may feed. "words" is long text, "name" is short text on one subject.
FIELDS: Table[str, FieldKind] = {
    "title": "name",
    "words": "words",
    "occurred_at": "moment",
    "source_id": "name",
    "reporter": "name",
    "phone": "name",
    "place": "name",
    "area": "name",
    "channel": "name",
    "nature": "name",
    "category_label": "name",
    "reply_text": "words",
    "replied_at": "moment",
    "reply_unit": "name",
    "likes": "count",
    "dislikes": "count",
    "redispatches": "count",
}
CONSTANTS = ("channel", "nature", "population", "area", "place", "category_label", "reply_unit")
DATE_KINDS = ("year-first", "chinese", "compact", "serial", "day-first", "month-first")
DEFAULT_KINDS = ("year-first", "chinese", "compact", "serial")
ENCODINGS = {"utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "gb18030": "gb18030", "gbk": "gb18030"}
DELIMITERS = (",", "\t", ";", "|")
ROW_HASH = "row-hash"
# Always about a person, whatever a mapping file says or forgets.
ALWAYS_PRIVATE = frozenset({"reporter", "phone"})


@dataclass(frozen=True, slots=True)
class Dates:
    """How the file writes moments. `zone` holds where no offset is written; nothing before `earliest` is believed.

    `mac_1904` counts serial days from 1904-01-01; None takes what the workbook itself says (a CSV says 1900).
    """

    zone: ZoneInfo
    kinds: frozenset[str] = frozenset(DEFAULT_KINDS)
    earliest: date = date(1990, 1, 1)
    mac_1904: bool | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping file.

    `columns` gives each field the headings it may stand under, first choice first; `identity` is the list of
    headings whose cells name a row for ever, or empty when the row's own content does.
    """

    source: str
    columns: Table[str, tuple[str, ...]]
    identity: tuple[str, ...]
    dates: Dates
    history: bool = False
    encoding: str | None = None
    sheet: str | None = None
    delimiter: str = ","
    header_row: int = 1
    constants: Table[str, str] = field(default_factory=lambda: MappingProxyType({}))
    values: Table[str, Table[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    unlisted: Literal["refuse", "keep"] = "refuse"
    required: frozenset[str] = frozenset({"words"})
    private: frozenset[str] = frozenset()

"""A filled-in ledger that comes back: what it asks for, and cell by cell what cannot be done. Nothing is done here.

A cell that was never to be filled in and says something else than the export is told with what stood there. A row whose
case went on meanwhile is told too: what it asks is done only for whoever says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bihuan.app import ledger
from bihuan.app.district import District
from bihuan.app.ledger_columns import LEVEL, REASON, REMIND, Column
from bihuan.app.ledger_layout import Sheet, cell_name, opened
from bihuan.app.ledger_marks import Mark, hash_of
from bihuan.app.ledger_sheet import HEAD, as_held, as_read, plain
from bihuan.app.overseeing import LEVELS, REASON_MOST, YES, Answer, Wish, possible, said
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store.lists import Filter

PAGE = 200
STALE_MOST = 100
"""Changes to be ticked one by one; a file of which more went on meanwhile is too old."""
TOO_OLD = Text(
    f"导出后又有办理的超过 {STALE_MOST} 件，这份台账太旧。请重新导出。",
    f"More than {STALE_MOST} cases went on since the export; the file is too old. Export anew.",
)
YES_WORDS = frozenset({YES.zh, YES.en, "催办", "1", "y", "√", "✓", "x"})
LEVEL_WORDS: Mapping[str, int] = {
    said: level for level, title in LEVELS.items()
    for said in (title.zh, title.en, str(level), "零一二三"[level], f"{'零一二三'[level]}级")
}  # fmt: skip
ROW = Text("整行", "the row")
KEPT = Text(
    "这一格不能填写，改动没有采用。请到事项页上按步骤办理，或把原来的内容填回去。",
    "This cell is not to be filled in; the change was not taken. Do it by a step on the page of the case, or put back "
    "what stood there.",
)
UNSURE = Text(
    "这一格不能填写；导出后事项又有办理，表中与现在不同。请按现在的台账核对。",
    "This cell is not to be filled in; the case went on since the export and the sheet says something else than now. "
    "Look at the ledger as it is now.",
)
UNKNOWN = Text(
    "编号不是导出时的编号，这一行没有采用。请把编号改回，或重新导出。",
    "This number is none of the export; the row was not taken. Put the number back, or export anew.",
)
UNSEEN = Text(
    "这件事项现在不在您的台账里，这一行没有采用。请重新导出。",
    "This case is not in your ledger now; the row was not taken. Export anew.",
)
WHY_ALONE = Text(
    "只填了理由，没有填催办或督办级别。请补选一项，或删去理由。",
    "A reason, but neither reminder nor level. Choose one, or take the reason out.",
)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that can be done. `stale`: how often something happened in the case since the export; `now`: which
    cells say something else today."""

    wish: Wish
    stale: int = 0
    now: tuple[tuple[Text, str, str], ...] = ()
    """Head, what the sheet says, what stands there today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would become of a file."""

    changes: tuple[Change, ...]
    wrong: tuple[Answer, ...]
    """What cannot be done, in the order of the rows."""
    gone: int
    """Rows of the export that are not in the file: nothing happens to them."""


def preview(district: District, person: Person, data: bytes) -> Preview | tuple[Answer, ...]:
    """What the file asks for and what of it cannot be done; or everything for which it is refused whole."""
    sheet = opened(district, data)
    if not isinstance(sheet, Sheet):
        return sheet
    rows = _now(district, person, sheet)
    wrong: list[Answer] = []
    changes: list[Change] = []
    met: dict[str, int] = {}
    for at, cells in enumerate(sheet.rows):
        one = _Line(district, sheet, at, cells, rows)
        if one.empty:
            continue
        if (fault := one.misplaced(met)) is not None:
            wrong.append(fault)
            continue
        met[one.number] = one.row
        wrong += one.altered()
        wishes, unread = one.wishes()
        wrong += unread
        for wish in wishes:
            why = possible(district, person, wish)
            if isinstance(why, Refusal):
                wrong.append(Answer(wish.row, wish.number, wish.what, said(why), wish.cell))
            else:
                changes.append(one.change(wish))
    gone = len(sheet.marks.seen.keys() - met.keys())
    stale = [one for one in changes if one.stale][STALE_MOST:]
    wrong += [Answer(one.wish.row, one.wish.number, one.wish.what, TOO_OLD, one.wish.cell) for one in stale]
    changes = [one for one in changes if one not in stale]
    return Preview(changes=tuple(changes), wrong=tuple(sorted(wrong, key=lambda one: one.row)), gone=gone)


def request_of(data: bytes, account: str) -> str:
    """The same file from the same person is the same request, so that sending it twice does nothing twice."""
    return hashlib.sha256(account.encode() + b"\0" + data).hexdigest()[:32]


def _now(district: District, person: Person, sheet: Sheet) -> Mapping[str, ledger.Row]:
    """The cases of the file as this person sees them today, late as of the export."""
    numbers = sorted({sheet.text(cells, "number") for cells in sheet.rows} & sheet.marks.seen.keys())
    found: dict[str, ledger.Row] = {}
    for begin in range(0, len(numbers), PAGE):
        filter_ = Filter(numbers=tuple(numbers[begin : begin + PAGE]))
        wanted = ledger.Asked(filter_=filter_, sort="number", columns=sheet.columns)
        some, _ = ledger.rows(district, person, wanted, None, PAGE, sheet.marks.made)
        found |= {row.number: row for row in some}
    return found


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file beside the case that it is about."""

    district: District
    sheet: Sheet
    at: int
    cells: Sequence[object]
    rows: Mapping[str, ledger.Row]

    @property
    def row(self) -> int:
        """As a sheet counts them."""
        return HEAD + 2 + self.at

    @property
    def number(self) -> str:
        return self.sheet.text(self.cells, "number")

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it but its serial number."""
        return not any(self.sheet.text(self.cells, one.id) for one in self.sheet.columns) and not any(self._filled())

    @property
    def mark(self) -> Mark:
        return self.sheet.marks.seen[self.number]

    @property
    def case(self) -> ledger.Row:
        return self.rows[self.number]

    def _filled(self) -> tuple[str, ...]:
        return tuple(as_read(self.cells[at]) for at in self.sheet.filled)

    def _cell(self, at: int) -> str:
        return cell_name(HEAD + 1 + self.at, at)

    def misplaced(self, met: Mapping[str, int]) -> Answer | None:
        """Why the row as a whole is not taken."""
        number, place = self.number, self._cell(self.sheet.places["number"])
        if number not in self.sheet.marks.seen:
            return Answer(self.row, number, ROW, UNKNOWN, place, "", number)
        if number in met:
            zh = f"与第 {met[number]} 行重复，只采用第 {met[number]} 行。请删去多出的一行。"
            why = Text(zh, f"Row {met[number]} is about the same case; only that one is taken. Delete the other.")
            return Answer(self.row, number, ROW, why, place, "", number)
        return None if number in self.rows else Answer(self.row, number, ROW, UNSEEN, place)

    def altered(self) -> Iterator[Answer]:
        """Each cell that was not to be filled in and is not as it was written."""
        read = [self.sheet.text(self.cells, one.id) for one in self.sheet.columns]
        if hash_of(self.sheet.marks.made, read) == self.mark.hash:
            return
        why = KEPT if self.case.n == self.mark.n else UNSURE
        for column, stood, written in self._differing():
            place = self._cell(self.sheet.places[column.id])
            yield Answer(self.row, self.number, column.title, why, place, stood, written)

    def _differing(self) -> Iterator[tuple[Column, str, str]]:
        """Column, what stands there now, and what the file says, where that is something else."""
        zone, language = self.district.zone, self.sheet.marks.language
        for column, value in zip(self.sheet.columns, self.case.values, strict=True):
            read = self.sheet.text(self.cells, column.id)
            if read != as_held(value, zone, language):
                yield column, str(plain(value, zone, language)), _shown(read)

    def wishes(self) -> tuple[list[Wish], list[Answer]]:
        """What is asked of the case, and what of it cannot be read."""
        remind, level, reason = self._filled()
        places = [self._cell(at) for at in self.sheet.filled]
        wishes: list[Wish] = []
        wrong: list[Answer] = []
        if remind and remind.casefold() not in YES_WORDS:
            wrong.append(self._wrong(REMIND, places[0], remind, [YES]))
        elif remind:
            wishes.append(Wish(self.row, self.number, None, reason, places[0], self.case.n))
        if level and level.casefold() not in LEVEL_WORDS:
            wrong.append(self._wrong(LEVEL, places[1], level, list(LEVELS.values())))
        elif level:
            # The first of two wishes changes the case: the second is not held against what had been seen.
            seen = None if wishes else self.case.n
            wishes.append(Wish(self.row, self.number, LEVEL_WORDS[level.casefold()], reason, places[1], seen))
        if reason and not remind and not level:
            wrong.append(Answer(self.row, self.number, REASON, WHY_ALONE, places[2], "", reason))
        if len(reason) > REASON_MOST:
            why = Text(
                f"理由最多 {REASON_MOST} 字，现为 {len(reason)} 字。请缩短后再上传。",
                f"A reason has at most {REASON_MOST} characters, this one has {len(reason)}. Make it shorter.",
            )
            return [], [*wrong, Answer(self.row, self.number, REASON, why, places[2], "", reason[:80] + "…")]
        return wishes, wrong

    def _wrong(self, head: Text, place: str, written: str, offered: list[Text]) -> Answer:
        zh, en = ("、".join(one.zh for one in offered), ", ".join(one.en for one in offered))
        why = Text(f"“{head.zh}”只能填：{zh}；或留空。", f"“{head.en}” takes only: {en}; or leave it blank.")
        return Answer(self.row, self.number, head, why, place, "", written)

    def change(self, wish: Wish) -> Change:
        """What can be done, with what happened to the case since the export."""
        if self.case.n == self.mark.n:
            return Change(wish)
        now = tuple((column.title, read, today) for column, today, read in self._differing())
        return Change(wish, self.case.n - self.mark.n, now)


def _shown(read: str) -> str:
    """A moment without its seconds, as the sheet shows it."""
    return read.removesuffix(":00") if len(read) == len("2026-03-02 09:00:00") else read


def chosen(changes: Sequence[Change], also: frozenset[int]) -> tuple[Wish, ...]:
    """What is done of a preview: all that is fresh, and those of the others, by their place, that were ticked."""
    return tuple(one.wish for at, one in enumerate(changes) if not one.stale or at in also)



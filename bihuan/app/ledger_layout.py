"""A ledger that comes back, as a sheet: whether it is one of ours, whether its heads stand, where each column is.

May live here: what concerns the file as a whole. May not: what a row asks for (`ledger_back`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from bihuan.app import ledger_marks
from bihuan.app.district import District
from bihuan.app.imports.xlsx_small import Table, table_of
from bihuan.app.ledger import ROWS_MOST
from bihuan.app.ledger_columns import COLUMNS, FILLED_IN, SERIAL, Column
from bihuan.app.ledger_fields import of_programme
from bihuan.app.ledger_marks import Marks
from bihuan.app.ledger_sheet import HEAD, as_read
from bihuan.app.overseeing import Answer
from bihuan.core.text import Text

BYTES_MOST = 5_000_000
FILE, LAYOUT = Text("文件", "the file"), Text("表头", "the heads")
LARGE = Text("文件超过 5 MB。请只上传导出的台账。", "The file is larger than 5 MB. Upload the exported ledger alone.")
NO_BOOK = Text(
    "不是可以读取的 Excel 文件（.xlsx）。请在导出的原表上填写，另存为 .xlsx 后上传。",
    "This is no Excel file that can be read (.xlsx). Fill in the exported file, save it as .xlsx and upload it.",
)
NOT_OURS = Text(
    "不是本系统导出的台账，或只复制了其中一部分。请在导出的原表上填写。",
    "This is no ledger exported here, or a part copied from one. Fill in the exported file itself.",
)
READ_ONLY = Text(
    "这份台账导出时没有可填写的列，只供查阅。",
    "This ledger was exported without columns to fill in: it is for reading.",
)
PACK_CHANGED = Text(
    "导出后这一机制的列有变化。请重新导出。", "The columns of this mechanism changed since. Export anew."
)
MERGED = Text("合并的单元格看不出属于哪一行。请取消合并后再上传。",
              "Merged cells belong to no one row. Unmerge them and upload again.")  # fmt: skip
RENAMED = Text("列名被改动。请改回导出时的列名。", "The head was changed. Put back the one of the export.")
STRANGE = Text("导出时没有这一列。请删去后再上传。", "The export has no such column. Delete it and upload again.")
TWICE = Text("这一列出现了两次。请删去多出的一列。", "This column stands twice. Delete one.")
MISSING = Text("缺少这一列。请在导出的原表上填写。", "This column is missing. Fill in the exported file itself.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file whose layout stands."""

    marks: Marks
    columns: tuple[Column, ...]
    places: Mapping[str, int]
    """Id of a column → where it stands, from 0."""
    filled: tuple[int, int, int]
    """Where reminder, level and reason stand."""
    rows: Sequence[Sequence[object]]
    """Below the heads."""

    def text(self, cells: Sequence[object], column: str) -> str:
        """The text of a cell by the id of its column."""
        return as_read(cells[self.places[column]])


def cell_name(row: int, column: int) -> str:
    """A cell as people call it: B4 for the fourth row and the second column."""
    return str(xl_rowcol_to_cell(row, column))


def opened(district: District, data: bytes) -> Sheet | tuple[Answer, ...]:
    """The sheet, or everything for which the file is refused whole."""
    if len(data) > BYTES_MOST:
        return (_whole(LARGE),)
    if (table := table_of(data, HEAD + 1 + ROWS_MOST + 1, skip=False)) is None:
        return (_whole(NO_BOOK),)
    hidden = table_of(data, ROWS_MOST + 1, skip=False, sheet=ledger_marks.SHEET)
    if (marks := ledger_marks.read(hidden.rows if hidden else None)) is None or len(table.rows) <= HEAD:
        return (_whole(NOT_OURS),)
    if len(table.rows) > HEAD + 1 + ROWS_MOST:
        return (_whole(Text(f"一次最多 {ROWS_MOST} 行。", f"At most {ROWS_MOST} rows at a time.")),)
    if (columns := _columns(district, marks)) is None:
        return (_whole(PACK_CHANGED),)
    heads = [as_read(one) for one in table.rows[HEAD]]
    wanted = [one.in_(marks.language) for one in (SERIAL, *(one.title for one in columns), *FILLED_IN)]
    if not set(heads) & set(wanted[-len(FILLED_IN) :]):
        return (_whole(READ_ONLY),)
    if faults := (*_merged(table), *_faults(heads, wanted)):
        return faults
    remind, level, reason = (heads.index(one) for one in wanted[-len(FILLED_IN) :])
    places = {one.id: heads.index(one.title.in_(marks.language)) for one in columns}
    rows = table.rows[HEAD + 1 :]
    return Sheet(marks=marks, columns=columns, places=places, filled=(remind, level, reason), rows=rows)


def _whole(why: Text) -> Answer:
    return Answer(0, "", FILE, why)


def _merged(table: Table) -> Iterator[Answer]:
    for first, last in table.merged:
        yield Answer(first[0] + 1, "", FILE, MERGED, f"{cell_name(*first)}:{cell_name(*last)}")


def _columns(district: District, marks: Marks) -> tuple[Column, ...] | None:
    programme = next((one for one in district.programmes() if one.id == marks.programme), None)
    every = {one.id: one for one in (*COLUMNS, *(of_programme(district, programme) if programme else ()))}
    if "number" not in marks.columns or not every.keys() >= set(marks.columns):
        return None
    return tuple(every[id_] for id_ in marks.columns)


def _faults(heads: Sequence[str], wanted: Sequence[str]) -> Iterator[Answer]:
    """Each head that is none of the export: renamed where the one that belongs there is missing; then the missing."""
    missing = [one for one in wanted if one not in heads]
    for at, head in enumerate(heads):
        belongs = wanted[at] if at < len(wanted) and wanted[at] in missing else ""
        if head in wanted and head in heads[:at]:
            yield Answer(HEAD + 1, "", LAYOUT, TWICE, cell_name(HEAD, at), belongs, head)
        elif head not in wanted and belongs:
            yield Answer(HEAD + 1, "", LAYOUT, RENAMED, cell_name(HEAD, at), belongs, head)
        elif head and head not in wanted:
            yield Answer(HEAD + 1, "", LAYOUT, STRANGE, cell_name(HEAD, at), "", head)
        if belongs:
            missing.remove(belongs)
    for head in missing:
        yield Answer(HEAD + 1, "", LAYOUT, MISSING, "", head)

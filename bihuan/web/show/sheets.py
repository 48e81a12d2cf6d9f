"""The page that takes a sheet: a file to choose, what it would do row by row, what became of it. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.app.administration.sheets import Does, Line, Sheet, Taken, carried
from bihuan.app.administration.tables import Choices, Column
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.web.show.office import Cell, Field, Form, Page, Table, cell

SHOWN_MOST = 300
DOES = {
    Does.NEW: Text("新增", "new"),
    Does.CHANGED: Text("变更", "changed"),
    Does.SAME: Text("不变", "as it is"),
}
CANNOT = Text("不能导入", "cannot be taken")
ROW, COLUMN, WHY = Text("行", "Row"), Text("列", "Column"), Text("问题", "What is wrong")
WHAT = Text("结果", "What it does")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where the page stands."""

    back: tuple[str, Text]
    template: str
    out: str
    lead: Text


def sheet_page(
    sheet: Sheet, around: Around, choices: Choices, *, refused: Sequence[Refusal] = (),
    lines: Sequence[Line] | None = None, taken: Taken | None = None,
) -> Page:  # fmt: skip
    """The page as it stands after what came."""
    tables: list[Table] = []
    if refused:
        tables.append(_of_file(refused))
    if lines is not None:
        tables += [_wrong(lines)] if any(one.wrong for one in lines) else []
        tables.append(_preview(sheet, choices, lines))
    if taken is not None and taken.left:
        tables.append(_wrong(taken.left))
    taking = _taking(lines) if lines is not None else None
    return Page(
        title=Text(f"从 Excel 导入{sheet.title.zh}", f"{sheet.title.en} from Excel"), lead=around.lead,
        back=around.back, told=_told(taken), slips=tuple(taken.passwords) if taken else (),
        links=((around.template, Text("下载模板", "Download the template")),
               (around.out, Text("导出现有的", "Export what there is"))),
        tables=tables, forms=(*((taking,) if taking else ()), _file(again=lines is not None)),
    )  # fmt: skip


def _told(taken: Taken | None) -> Text | None:
    if taken is None:
        return None
    left_zh = f"，未导入 {len(taken.left)} 行" if taken.left else ""
    left_en = f", {len(taken.left)} left" if taken.left else ""
    return Text(
        f"已导入：新增 {taken.new} 行，变更 {taken.changed} 行{left_zh}。",
        f"Taken: {taken.new} new, {taken.changed} changed{left_en}.",
    )


def _of_file(refused: Sequence[Refusal]) -> Table:
    return Table(
        id="file", title=Text("这个文件不能导入", "This file cannot be taken"), heads=(WHY,),
        rows=[[cell(_both(one))] for one in refused], empty=Text("", ""),
        note=Text("什么都没有改动。改好后重新上传。", "Nothing was changed. Mend it and send it again."),
    )  # fmt: skip


def _wrong(lines: Sequence[Line]) -> Table:
    """Every bad cell of every bad row."""
    bad = [line for line in lines if line.wrong]
    rows = [
        [cell(str(line.number)), cell(one.column), cell(_both(one.why))] for line in bad for one in line.wrong
    ]
    more_zh, more_en = ("；先列 300 处", "; the first 300 places") if len(rows) > SHOWN_MOST else ("", "")
    return Table(
        id="wrong", title=Text(f"不能导入的有 {len(bad)} 行", f"{_rows(len(bad))} cannot be taken"),
        heads=(ROW, COLUMN, WHY), rows=rows[:SHOWN_MOST], empty=Text("", ""),
        note=Text(f"其余各行不受影响{more_zh}。", f"The other rows are not held up by them{more_en}."),
    )  # fmt: skip


def _preview(sheet: Sheet, choices: Choices, lines: Sequence[Line]) -> Table:
    columns = [one for one in sheet.columns if not one.told]
    rows: list[list[Cell]] = []
    for line in lines[:SHOWN_MOST]:
        state = "over" if line.wrong else "kept" if line.does is not Does.SAME else ""
        does = CANNOT if line.wrong else DOES[line.does]
        rows.append([cell(str(line.number)), cell(does, state=state),
                     *(cell(_in_words(line.row.get(one.name, ""), one, choices)) for one in columns)])  # fmt: skip
    return Table(
        id="preview", title=Text(f"共 {len(lines)} 行，还没有导入", f"{_rows(len(lines))}; nothing is taken yet"),
        heads=(ROW, WHAT, *(one.title for one in columns)), rows=rows, empty=Text("", ""),
        note=Text("前 300 行。", "The first 300.") if len(lines) > SHOWN_MOST else None,
    )  # fmt: skip


def _in_words(value: str, column: Column, choices: Choices) -> Text | str:
    """A cell as people say it; a code of the same file stays one."""
    known = choices.get(column.name, {})
    said = [known.get(code, Text(code, code)) for code in (value.split() if column.several else [value]) if code]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said)) if said else "—"


def _taking(lines: Sequence[Line]) -> Form | None:
    """Whether to take the good rows; nothing where there is none that does something."""
    good = [one for one in lines if not one.wrong and one.does is not Does.SAME]
    bad = sum(bool(one.wrong) for one in lines)
    if not good:
        return None
    left_zh, left_en = (f"，留下有问题的 {bad} 行", f", leave {_rows(bad)}") if bad else ("", "")
    button = Text(f"导入这 {len(good)} 行{left_zh}", f"Take {_rows(len(good))}{left_en}")
    return Form(act="take", title=Text("导入", "Take them"), button=button, hidden={"rows": carried(good)})


def _rows(n: int) -> str:
    return "1 row" if n == 1 else f"{n} rows"


def _file(*, again: bool) -> Form:
    title = Text("改好后重新上传", "Mend it and send it again") if again else Text("上传文件", "Send a file")
    field = Field(name="file", title=Text("Excel 文件（.xlsx）", "Excel file (.xlsx)"), kind="file")
    return Form(act="import", title=title, button=Text("查看", "Look it through"), fields=(field,))


def _both(refusal: Refusal) -> Text:
    zh, en = refusal.message("zh") + refusal.hint("zh"), f"{refusal.message('en')} {refusal.hint('en')}"
    return Text(zh, en)

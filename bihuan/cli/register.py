"""`bihuan register list|show|import|export|fill|documents`: the declared registers at the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.imports.running import Progress, Refusing
from bihuan.app.installation import Installation
from bihuan.app.registers import demonstrating, documents, importing, reading, sheet
from bihuan.app.registers.columns import language_of
from bihuan.app.registers.faults import Kinds
from bihuan.app.registers.marked import marked, written
from bihuan.app.registers.telling import told
from bihuan.cli.importing import STOPPED, RefusedRows, Stopped, Stopping, told_before, told_in, told_stopped
from bihuan.core.commands import SYSTEM
from bihuan.core.refusals import Refusal


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 done, 1 some rows were refused or there is no such entry, 2 the file can't be read as it is."""
    parser = argparse.ArgumentParser(prog="bihuan register", description="名录 / registers")
    parts = parser.add_subparsers(dest="what", required=True)
    parts.add_parser("list", help="有哪些名录 / which registers there are")
    parts.add_parser("documents", help="录入配置包的政策文件 / enter the policy documents of the pack")
    fill = parts.add_parser("fill", help="录入一个文件夹的演示条目 / enter a folder of demonstration entries")
    fill.add_argument("folder", type=Path)
    about_of = {"show": "看条目 / entries", "export": "导出 Excel / to Excel", "import": "导入 / from a file"}
    for name, about in about_of.items():
        part = parts.add_parser(name, help=about)
        part.add_argument("register")
        if name == "show":
            part.add_argument("key", nargs="?")
        if name in ("show", "export"):
            part.add_argument("--on", type=date.fromisoformat, help="截至哪天 / as of this day")
        if name == "export":
            part.add_argument("--out", type=Path, required=True)
            part.add_argument("--language", choices=("zh", "en"), default="zh")
        if name == "import":
            part.add_argument("file", type=Path)
            part.add_argument("--refused", type=Path, help="把被拒的行写到这里 / write refused rows to this CSV")
            part.add_argument("--marked", type=Path, help="被拒的行另存为 Excel / refused rows as a workbook, marked")
            part.add_argument("--population", choices=("live", "demo"), default="live")
            part.add_argument("--afresh", action="store_true", help="从头再核对一遍 / go through all rows again")
    asked = parser.parse_args(argv)
    if getattr(asked, "marked", None) and not asked.refused:
        parser.error("--marked 要和 --refused 一起用 / --marked needs --refused")
    with installation.opened() as district:
        match asked.what:
            case "list":
                return _list(district)
            case "documents":
                return _documents(district)
            case "show":
                return _show(district, asked)
            case "export":
                return _export(district, asked)
            case "fill":
                return 0 if filled(district, installation, asked.folder) else 1
            case _:
                return _import(district, asked, installation)


def _list(district: District) -> int:
    for form, count in reading.registers(district, SYSTEM):
        print(f"{form.id:<20} {count:>8}  {form.title.zh} / {form.title.en}")
    return 0


def _documents(district: District) -> int:
    done = documents.adopt(district)
    if done is None:
        return _no(Refusal("no-such-register", {"register": "[documents]"}))
    print(f"新录 {done.entered}，更正 {done.changed} / entered {done.entered}, corrected {done.changed}")
    for key, refusal in done.refused:
        print(f"{key}: {refusal.message('zh')} / {refusal.message('en')}", file=sys.stderr)
    return 1 if done.refused else 0


def _show(district: District, asked: argparse.Namespace) -> int:
    day = asked.on or district.today()
    if asked.key is None:
        found = reading.page(district, SYSTEM, reading.Wanted(register=asked.register, day=day, most=200))
        if isinstance(found, Refusal):
            return _no(found)
        for seen in found.entries:
            title = seen.found.values.get(found.form.title_field or "", "")
            print(f"{seen.found.key:<24} {title}")
        print(f"{len(found.entries)} / {found.total}")
        return 0
    one = reading.one(district, SYSTEM, asked.register, asked.key, day)
    if isinstance(one, Refusal):
        return _no(one)
    looked_up = reading.book(district, one.form, [one], day)
    for field in one.fields:
        value = one.found.values.get(field.id)
        said = one.words.get(field.id, "") if field.private else told(field, value, looked_up, "zh")
        print(f"{field.title.zh} / {field.title.en}: {said}")
    for position, event in one.history:
        cause = f" ← {event.cause}" if event.cause else ""
        print(f"  #{position} {event.recorded:%Y-%m-%d %H:%M} {event.act} {event.since} {dict(event.values)}{cause}")
    return 0


def _export(district: District, asked: argparse.Namespace) -> int:
    data = sheet.exported(district, SYSTEM, asked.register, asked.on or district.today(), asked.language)
    if isinstance(data, Refusal):
        return _no(data)
    asked.out.write_bytes(data)
    print(f"{asked.out}: {len(data)} bytes")
    return 0


def _import(district: District, asked: argparse.Namespace, installation: Installation) -> int:
    form = district.rules.registers.get(asked.register)
    if form is None:
        return _no(Refusal("no-such-register", {"register": asked.register}))
    planned = importing.plan(asked.file, form)
    if not isinstance(planned, importing.Plan):
        for problem in planned:
            print(f"{problem.place}: {problem.message('zh')} / {problem.message('en')}", file=sys.stderr)
            print(f"    → {problem.hint('zh')} / {problem.hint('en')}", file=sys.stderr)
        return 2
    kinds = Kinds()
    with closing(installation.session()) as session, Stopping() as stopping:
        answered = 0 if asked.afresh else importing.resumes_at(planned, district, session)
        with RefusedRows(asked.refused, answered) as refused:

            def refuse(one: Refusing) -> None:
                refused.add(one)
                kinds.add(one)

            try:
                stopping.done = importing.carry(
                    planned, district, SYSTEM, session, refuse=refuse, report=stopping.report, afresh=asked.afresh,
                    population=asked.population,
                )  # fmt: skip
            except Stopped:
                _summary(stopping.done, kinds, asked.refused)
                told_stopped(stopping.done)
                return STOPPED
    if asked.marked:
        _mark(planned, asked)
    _summary(stopping.done, kinds, asked.refused)
    return 1 if stopping.done.refused else 0


def _mark(planned: importing.Plan, asked: argparse.Namespace) -> None:
    """The refused rows of all runs of this file, as they stand in it."""
    language = language_of(planned.table, planned.columns)
    rows = marked(planned, told_in(asked.refused), language)
    asked.marked.write_bytes(written(planned.table.header, rows, language))


def filled(district: District, installation: Installation, folder: Path) -> bool:
    """Enter a folder of demonstration entries and say how it went; whether nothing was refused."""
    wrong: list[str] = []

    def refuse(register: str, row: Refusing) -> None:
        wrong.append(f"{register} {row.row}: {row.message_zh} / {row.message_en}")

    with closing(installation.session()) as session:
        entered = demonstrating.fill(district, session, folder, refuse)
    print(f"演示条目 {entered} 条 / demonstration entries: {entered}")
    for line in wrong:
        print(line, file=sys.stderr)
    return not wrong


def _summary(done: Progress, kinds: Kinds, refused: Path | None) -> None:
    print(
        f"{done.rows} 行：新增或变更 {done.raised}，已在库 {done.repeated}，被拒 {done.refused}"
        f" / {done.rows} rows: {done.raised} new or changed, {done.repeated} already in, {done.refused} refused"
    )
    told_before(done)
    for kind in kinds.told():
        column = f"{kind.column.zh} / {kind.column.en}" if kind.column.zh else "—"
        print(f"{kind.count:>8}  {column}: {kind.code}（第 {kind.in_rows('zh')} 行 / rows {kind.in_rows('en')}）")
        print(f"          {kind.example.zh} / {kind.example.en}")
    if done.refused and refused is None:
        print("逐行的理由：加 --refused 文件.csv；标好的 Excel：再加 --marked 文件.xlsx，都请加 --afresh。")
        print("Reasons row by row: --refused FILE.csv; as a marked workbook: --marked FILE.xlsx, too; with --afresh.")


def _no(refusal: Refusal) -> int:
    print(f"{refusal.message('zh')} / {refusal.message('en')}", file=sys.stderr)
    print(f"    → {refusal.hint('zh')} / {refusal.hint('en')}", file=sys.stderr)
    return 1

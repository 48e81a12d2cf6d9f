"""`bihuan <command>`: the table of commands and how each is started. What a command does stands in `cli`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from bihuan.core.text import Text
from bihuan.site.refusing import way_out


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: the module with its `run`, whether it needs the database (None: it asks if it does), its words."""

    module: str
    database: bool | None
    does: Text


COMMANDS: Mapping[str, Entry] = {
    "demo": Entry("bihuan.site.demo", False, Text("起一个演示区", "a living demo district on this machine")),
    "init": Entry("bihuan.cli.beginning", False, Text("起一个配置包", "a district pack to start from")),
    "check": Entry("bihuan.cli.check", False, Text("检查配置包", "check district packs like a compiler")),
    "draw": Entry("bihuan.cli.draw", False, Text("画出工作机制", "draw a programme as a picture")),
    "story": Entry("bihuan.cli.story", False, Text("演一遍故事", "play stories and compare")),
    "migrate": Entry("bihuan.site.migrate", False, Text("建表或升级", "make or upgrade the tables")),
    "load": Entry("bihuan.cli.load", True, Text("装载配置包", "load a pack into the district")),
    "import": Entry("bihuan.cli.importing", True, Text("导入表格", "import a CSV or Excel file")),
    "register": Entry("bihuan.cli.register", True, Text("名录的查看、导入、导出", "show, import, export registers")),
    "indicators": Entry("bihuan.cli.indicators", True, Text("打印指标表", "print the table of indicators")),
    "report": Entry("bihuan.cli.report", True, Text("一个月的公文", "a month as an official document")),
    "simulate": Entry("bihuan.cli.simulate", True, Text("演一段数据", "play a demonstration")),
    "claims": Entry("bihuan.cli.claims", None, Text("刊出的数和算出的结论", "published figures, judged")),
    "rebuild": Entry("bihuan.cli.rebuild", True, Text("重放并比对", "replay the facts and compare")),
    "vault": Entry("bihuan.cli.vault", True, Text("保险库的密钥和照片", "keys that open, photos that are there")),
    "due": Entry("bihuan.cli.due", True, Text("处理到期时限", "let ended clocks lapse")),
    "cells": Entry("bihuan.cli.cells", True, Text("算出可公开的格子", "which cells may be named in public")),
    "jobs": Entry("bihuan.cli.jobs", True, Text("定时任务的状态", "how the regular jobs stand")),
    "reproject": Entry("bihuan.cli.reproject", True, Text("重算时限", "derive running deadlines again")),
    "notices": Entry("bihuan.cli.notices", True, Text("发送告知", "send notices, show how they went")),
    "account": Entry("bihuan.cli.account", True, Text("开设账号", "open an account with its posts")),
    "log": Entry("bihuan.cli.log", True, Text("公开日志的密钥和现状", "the public log: its key, how it stands")),
    "publish": Entry("bihuan.jobs.publishing", True, Text("公布日志", "integrate, sign and publish the log")),
    "erase": Entry("bihuan.cli.erase", True, Text("按要求删除", "erase a person or a case by deleting the key")),
    "export": Entry("bihuan.cli.export", True, Text("导出公开数据", "write what the public may check")),
    "verify": Entry("bihuan.cli.verify", False, Text("核对回执或导出", "verify a receipt or an export")),
    "witness": Entry("bihuan.cli.witness", False, Text("做见证方", "be a witness of a public log")),
    "run": Entry("bihuan.site.serve", False, Text("启动服务", "serve the pages")),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Start one command. Exit status: 0 done, 1 refused or findings, 2 called wrongly."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    entry = COMMANDS.get(arguments[0]) if arguments else None
    if entry is None:
        print(_usage(), file=sys.stderr if arguments else sys.stdout)
        return 2 if arguments and arguments[0] not in ("help", "--help", "-h") else 0
    try:
        # Django comes first: what a command imports may stand on its models.
        services = _asked_for(entry, arguments[1:])
        run: Callable[..., int] = import_module(entry.module).run
        asks = services is not None and entry.module.startswith(("bihuan.cli.", "bihuan.jobs."))
        return run(arguments[1:], services) if asks else run(arguments[1:])
    except KeyboardInterrupt:
        print("\n已停止，可再次运行以继续。/ Stopped; run it again to go on.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as fault:
        found = way_out(fault)
        if found is None:
            raise
        print(f"{found[0]}\n{found[1].zh}\n{found[1].en}", file=sys.stderr)
        return 1


def _asked_for(entry: Entry, arguments: Sequence[str]) -> object:
    """What the command works with: the services, or a call that opens them where it decides itself."""
    if entry.database is None:
        return _services
    if not entry.database:
        return None
    if {"-h", "--help"}.isdisjoint(arguments):
        return _services()
    # How it is called is told on any machine, also where no key and no database is set yet.
    _django()
    return _services


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    import django

    django.setup()


def _services() -> object:
    _django()
    from bihuan.site.services import services

    return services()


def _usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  bihuan {name:<{width}}  {entry.does.zh} / {entry.does.en}" for name, entry in COMMANDS.items()]
    return "Bihuan 闭环\n\n" + "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())

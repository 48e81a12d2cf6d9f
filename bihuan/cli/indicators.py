"""`bihuan indicators`: the table of indicators, each rate with its parts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from unicodedata import east_asian_width

from bihuan.app.figures import Table, populations, table
from bihuan.app.installation import Installation
from bihuan.core.indicators import percent
from bihuan.core.text import Language


def run(argv: Sequence[str], installation: Installation) -> int:
    """Print the table for each population, or `--json`; `--cases ID` lists the cases behind one figure."""
    parser = argparse.ArgumentParser(prog="bihuan indicators", description="打印指标表 / print the indicators")
    parser.add_argument("--programme")
    parser.add_argument("--population")
    parser.add_argument("--since", type=date.fromisoformat)
    parser.add_argument("--until", type=date.fromisoformat)
    parser.add_argument("--cases", metavar="INDICATOR", help="列出背后的事项 / list the cases behind a figure")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        as_of = district.door.clock()
        tables = [
            table(district, programme, population, as_of=as_of, since=asked.since, until=asked.until, only=asked.cases)
            for programme in district.programmes()
            if asked.programme in (None, programme.id)
            for population in populations(district, programme)
            if asked.population in (None, population)
        ]
    if asked.json:
        print(json.dumps([_form(one) for one in tables], ensure_ascii=False, indent=1))
        return 0
    for one in tables:
        print(_cases(one) if asked.cases else _printed(one, asked.lang))
    if not tables:
        print("还没有事项。/ There are no cases yet.")
    return 0


def _form(one: Table) -> dict[str, object]:
    return {
        "programme": one.programme.id,
        "population": one.population,
        "cases": one.cases,
        "waiting": one.waiting,
        "indicators": {
            indicator.id: {
                "edition": figure.edition,
                "numerator": len(figure.numerator),
                "denominator": figure.denominator,
                "unknown": len(figure.unknown),
                "not_due": figure.not_due,
                "percent": percent(figure.rate),
            }
            for indicator, figure in one.figures
        },
    }


_HEAD = {
    "zh": ("指标", "比率", "分子", "分母", "未知", "未到期", "口径版本"),
    "en": ("Indicator", "Rate", "Counted", "Of", "Unknown", "Not due", "Edition"),
}
_UNKNOWN = {"zh": "未知", "en": "unknown"}


def _printed(one: Table, language: Language) -> str:
    rows = [_HEAD[language]]
    for indicator, figure in one.figures:
        unknown = len(figure.unknown)
        silent = figure.denominator == 0
        shown = (_UNKNOWN[language] if unknown else "—") if silent else str(percent(figure.rate))
        counted = ("—", "—") if silent else (str(len(figure.numerator)), str(figure.denominator))
        rows.append((indicator.title.in_(language), shown, *counted, str(unknown), str(figure.not_due), figure.edition))
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(_padded(cell, width, left=i == 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    title = f"{one.programme.title.in_(language)} · {one.population} · {one.cases}"
    waiting = "  ".join(f"{what}={count}" for what, count in sorted(one.waiting.items()))
    return "\n".join(
        ["", title, "─" * _width(lines[0]), *lines, *([f"待分拣 / in triage: {waiting}"] if waiting else [])]
    )


def _cases(one: Table) -> str:
    lines: list[str] = []
    for indicator, figure in one.figures:
        lines.append(f"{one.population} · {indicator.title.zh} / {indicator.title.en}")
        for mark, numbers in (("+", figure.numerator), ("-", figure.rest), ("?", figure.unknown)):
            lines += [f"  {mark} {number}" for number in numbers]
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    gap = " " * (width - _width(text))
    return text + gap if left else gap + text

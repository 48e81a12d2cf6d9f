"""`bihuan indicators`: the table of indicators, each rate with its parts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import TypeVar
from unicodedata import east_asian_width

from bihuan.app.district import District
from bihuan.app.figures import Tally, numbers, populations, tally
from bihuan.app.installation import Installation
from bihuan.app.tallying import caught_up
from bihuan.core.counting import percent
from bihuan.core.refusals import Refusal
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
        with closing(installation.session()) as session:
            caught_up(district, session, as_of)
        tables = [
            _told(tally(district, programme, population, as_of=as_of, since=asked.since, until=asked.until))
            for programme in district.programmes()
            if asked.programme in (None, programme.id)
            for population in _told(populations(district, programme, as_of))
            if asked.population in (None, population)
        ]
        printed = [_cases(district, one, asked.cases) for one in tables if asked.cases in one.figures]
    if asked.json:
        print(json.dumps([_form(one) for one in tables], ensure_ascii=False, indent=1))
        return 0
    for text in printed if asked.cases else [_printed(one, asked.lang) for one in tables]:
        print(text)
    if not tables:
        print("还没有事项。/ There are no cases yet.")
    return 0


def _told(found: T | Refusal) -> T:
    """What was found; everything has been counted just before, so there is nothing to wait for."""
    assert not isinstance(found, Refusal), found
    return found


def _form(one: Tally) -> dict[str, object]:
    return {
        "programme": one.programme.id,
        "population": one.part.population,
        "cases": one.cases,
        "waiting": one.waiting,
        "indicators": {
            indicator.id: {
                "edition": indicator.edition,
                "numerator": figure.counted,
                "denominator": figure.denominator,
                "unknown": figure.unknown,
                "not_due": figure.not_due,
                "percent": percent(figure.rate),
            }
            for indicator, figure in one.figures.values()
        },
    }


T = TypeVar("T")

_HEAD = {
    "zh": ("指标", "比率", "分子", "分母", "未知", "未到期或不在内", "口径版本"),
    "en": ("Indicator", "Rate", "Counted", "Of", "Unknown", "Not due or left out", "Edition"),
}
_UNKNOWN = {"zh": "未知", "en": "unknown"}


def _printed(one: Tally, language: Language) -> str:
    rows = [_HEAD[language]]
    for indicator, figure in one.figures.values():
        unknown = figure.unknown
        silent = figure.denominator == 0
        shown = (_UNKNOWN[language] if unknown else "—") if silent else str(percent(figure.rate))
        counted = ("—", "—") if silent else (str(figure.counted), str(figure.denominator))
        rows.append(
            (indicator.title.in_(language), shown, *counted, str(unknown), str(figure.not_due), indicator.edition)
        )
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(_padded(cell, width, left=i == 0) for i, (cell, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]
    title = f"{one.programme.title.in_(language)} · {one.part.population} · {one.cases}"
    waiting = "  ".join(f"{what}={count}" for what, count in sorted(one.waiting.items()))
    return "\n".join(
        ["", title, "─" * _width(lines[0]), *lines, *([f"待分拣 / in triage: {waiting}"] if waiting else [])]
    )


def _cases(district: District, one: Tally, wanted: str) -> str:
    indicator, _ = one.figures[wanted]
    lines = [f"{one.part.population} · {indicator.title.zh} / {indicator.title.en}"]
    for mark, list_ in (("+", "counted"), ("-", "rest"), ("?", "unknown")):
        lines += [f"  {mark} {number}" for number in numbers(district, one, wanted, list_)]
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    gap = " " * (width - _width(text))
    return text + gap if left else gap + text

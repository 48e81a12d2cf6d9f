"""`bihuan init NAME`: a district pack to start from, with one small mechanism and its story. Files only.

Exit status: 0 written; 1 there is something already, or the name can't be; 2 called wrongly.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.core.text import Text
from bihuan.definitions import check, errors, read_folder
from bihuan.definitions.starting import SAMPLE, Named, prefix_of, started

ROOT = Path(__file__).resolve().parents[2]
NEXT = (
    ("检查配置包", "check the pack", "bihuan check {pack}"),
    ("演一遍故事", "play its story", "bihuan story {stories}"),
    ("从这里改起", "change what you like", "{pack}/programmes/street-lamps.toml"),
    ("装起来运行", "put it to work", "docs/first-mechanism.md"),
)


def run(argv: Sequence[str]) -> int:
    """Write `districts/NAME` and `stories/NAME`, whole or not at all."""
    asked = _parser().parse_args(argv)
    sample = read_folder(ROOT / "districts" / SAMPLE)
    if not isinstance(sample, dict):
        print(f"样板配置包读不了 / the sample pack can't be read: {ROOT / 'districts' / SAMPLE}", file=sys.stderr)
        return 1
    name = Named(asked.name, Text(asked.zh, asked.en or asked.name), asked.prefix or prefix_of(asked.name))
    texts = started(sample, name)
    wrong = errors(check(texts))
    if wrong:
        print(*(finding.in_(language) for finding in wrong for language in ("zh", "en")), sep="\n", file=sys.stderr)
        return 1
    pack, stories = asked.at / "districts" / asked.name, asked.at / "stories" / asked.name
    for folder in (pack, stories):
        if folder.exists():
            print(f"已经有了，不覆盖；请换个名字：{folder}", file=sys.stderr)
            print(f"there already and left as it is; choose another name: {folder}", file=sys.stderr)
            return 1
    for path, text in texts.items():
        _write(pack / path, text)
    for file in sorted((ROOT / "stories" / SAMPLE).glob("*.toml")):
        _write(stories / file.name, file.read_text("utf-8"))
    for zh, en, line in NEXT:
        print(f"  {line.format(pack=pack, stories=stories):<56}  {zh} / {en}")
    return 0


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bihuan init", description="起一个配置包 / a district pack to start from")
    parser.add_argument("name", help="区的代号：小写字母、数字、连字符 / id of the district: letters, digits, hyphens")
    parser.add_argument("--zh", default="新区", help="中文名称 / its name in Chinese")
    parser.add_argument("--en", help="英文名称 / its name in English")
    parser.add_argument("--prefix", help="编号前缀 / what case numbers begin with")
    parser.add_argument("--at", type=Path, default=Path(), help="写到哪里 / folder to write into")
    return parser

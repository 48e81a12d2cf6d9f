"""`bihuan story FILE…`: play stories and print a protocol that an official can read. Exit status as in `usage`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.app.stories import failures, play, problem_line, protocol, read_story
from bihuan.app.stories.reading import CAST
from bihuan.core.text import Language
from bihuan.definitions import Pack, load_pack

EPILOG = "0 全部相符 / all as told · 1 有不符或错误 / something is not so · 2 用法不对 / called wrongly"


def run(argv: Sequence[str]) -> int:
    """Play every story named, or every story in the folders named."""
    parser = argparse.ArgumentParser(prog="bihuan story", epilog=EPILOG)
    parser.add_argument("paths", nargs="+", type=Path, help="stories or folders of stories (TOML)")
    parser.add_argument("--pack", type=Path, help="district pack; without it districts/ beside the stories' folder")
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--quiet", action="store_true", help="only what did not come true")
    options = parser.parse_args(argv)
    files = [file for path in options.paths for file in ([path] if path.is_file() else sorted(path.glob("*.toml")))]
    missing = [path for path in options.paths if not path.exists()]
    for path in missing:
        print(f"{path}: 没有这个文件或文件夹 / no such file or folder", file=sys.stderr)
    packs: dict[Path, Pack | None] = {}
    good = not missing
    for file in files:
        if file.name == CAST:
            continue
        folder = options.pack or file.resolve().parents[2] / "districts" / file.resolve().parent.name
        if folder not in packs:
            packs[folder] = _pack(folder, options.language)
        pack = packs[folder]
        good = pack is not None and _play(file, pack, options.language, options.quiet) and good
    return 0 if good else 1


def _pack(folder: Path, language: Language) -> Pack | None:
    try:
        pack = load_pack(folder)
    except OSError as error:
        print(error, file=sys.stderr)
        return None
    if isinstance(pack, Pack):
        return pack
    print(*(finding.in_(language) for finding in pack), sep="\n", file=sys.stderr)
    return None


def _play(file: Path, pack: Pack, language: Language, quiet: bool) -> bool:
    cast = file.with_name(CAST)
    try:
        text, people = file.read_text("utf-8"), cast.read_text("utf-8") if cast.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return False
    story = read_story(str(file), text, people)
    played = story if isinstance(story, tuple) else play(story, pack)
    if isinstance(played, tuple):
        print(*(problem_line(problem, language) for problem in played), sep="\n", file=sys.stderr)
        return False
    if not quiet:
        print(protocol(played, language), end="\n\n")
    print(*failures(played, language), sep="\n", end="\n" if not played.good else "")
    return played.good

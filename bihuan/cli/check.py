"""`bihuan check PACK…`: says what is wrong with district packs, like a compiler. Printing only; `definitions` judges.

Exit status: 0 nothing but warnings and notes, 1 an error, 2 a folder that can't be read or a call that isn't one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bihuan.core.text import LANGUAGES, Language
from bihuan.definitions import Finding, check, errors, read_folder

_USAGE = "bihuan check [--lang zh|en] PACK…    检查配置包；默认中英都说 / check packs; in both languages unless told"


def run(argv: Sequence[str]) -> int:
    """Check the packs named; print findings to stdout and a last line of counts."""
    languages: tuple[Language, ...] = LANGUAGES
    folders = list(argv)
    if not {"-h", "--help"}.isdisjoint(folders):
        print(_USAGE)
        return 0
    if folders[:1] == ["--lang"]:
        wanted = tuple(language for language in LANGUAGES if language in folders[1:2])
        languages, folders = wanted, folders[2:]
    if not folders or not languages or any(folder.startswith("-") for folder in folders):
        print(_USAGE, file=sys.stderr)
        return 2
    return max(_check(Path(folder), languages) for folder in folders)


def _check(folder: Path, languages: Iterable[Language]) -> int:
    try:
        texts = read_folder(folder)
    except OSError as error:
        print(f"{folder}: 读不了 / can't be read: {error.strerror or error}", file=sys.stderr)
        return 2
    findings = texts if isinstance(texts, tuple) else check(texts)
    for language in languages:
        for one in findings:
            print(_line(folder, one, language))
    wrong = len(errors(findings))
    others = len(findings) - wrong
    print(f"{folder}: {wrong} 个错误、{others} 个其他 / {wrong} errors, {others} others")
    return 1 if wrong else 0


def _line(folder: Path, one: Finding, language: Language) -> str:
    """The finding with the folder before its path, so that an editor can jump to it."""
    return f"{folder}/{one.in_(language)}"

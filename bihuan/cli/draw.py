"""`bihuan draw PACK`: the picture of each programme of a pack, as SVG. Writing files only; `definitions` draws.

    bihuan draw districts/ganzhou-etdz                          # docs-like names into the current folder
    bihuan draw districts/ganzhou-etdz --to docs/reference      # s01.svg (Chinese) and s01.en.svg

Exit status: 0 drawn, 1 the pack has errors, 2 a folder that can't be read or a call that isn't one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.core.programme import Programme
from bihuan.core.text import LANGUAGES, Language
from bihuan.definitions import load_pack
from bihuan.definitions.drawing import draw

_USAGE = "bihuan draw PACK [--to FOLDER]    画出各工作机制 / draw each programme as SVG"


def run(argv: Sequence[str]) -> int:
    """Draw the newest edition of every programme, in both languages."""
    match list(argv):
        case [*_, "-h" | "--help"] | ["-h" | "--help", *_]:
            print(_USAGE)
            return 0
        case [pack] if not pack.startswith("-"):
            return _draw(Path(pack), Path())
        case [pack, "--to", folder] if not pack.startswith("-"):
            return _draw(Path(pack), Path(folder))
        case _:
            print(_USAGE, file=sys.stderr)
            return 2


def file_name(programme: Programme, language: Language) -> str:
    """`s01.svg` for Chinese, `s01.en.svg` for English."""
    return f"{programme.code.lower()}{'' if language == 'zh' else '.en'}.svg"


def _draw(folder: Path, to: Path) -> int:
    try:
        pack = load_pack(folder)
        if isinstance(pack, tuple):
            for one in pack:
                print(f"{folder}/{one.in_('zh')}\n{folder}/{one.in_('en')}")
            return 1
        to.mkdir(parents=True, exist_ok=True)
        for editions in pack.programmes.values():
            for language in LANGUAGES:
                file = to / file_name(editions[-1], language)
                file.write_text(draw(editions[-1], language), encoding="utf-8")
                print(file)
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0

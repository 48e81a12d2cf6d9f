"""Writes the reference pages that are made from declarations: the notation and the checker's findings. Writing only.

python -m bihuan.cli.reference docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.definitions.reference import findings_page, notation_page


def run(argv: Sequence[str]) -> int:
    """Write the pages into the folder named. Exit status: 0 written, 2 called wrongly or not writable."""
    if len(argv) != 1 or argv[0].startswith("-"):
        print("python -m bihuan.cli.reference FOLDER", file=sys.stderr)
        return 2
    folder = Path(argv[0])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in (("notation.md", notation_page()), ("findings.md", findings_page())):
            (folder / name).write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"{error.filename or folder}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))

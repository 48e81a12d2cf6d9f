"""`python -m bihuan.app.paper.setting`: the one thing that calls Typst, in a process that ends with it.

What sets a page keeps its fonts and all that it has once worked out, some 200 MB, for as long as its process lives.
A month is set once a month. Standard input: `{"families": true}`, or the document's data and its moment (seconds of
Unix time); standard output: the names of families as JSON, or the PDF.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.resources import files


def main() -> None:
    """Answer what standard input asks."""
    import typst

    asked = json.load(sys.stdin.buffer)
    if asked.get("families"):
        json.dump(sorted(typst.Fonts(include_embedded_fonts=False).families()), sys.stdout)
        return
    made = typst.compile(
        files("bihuan.app.paper").joinpath("document.typ").read_bytes(),
        format="pdf",
        sys_inputs={"document": json.dumps(asked["data"], ensure_ascii=False)},
        pdf_standards=["a-2a"],
        timestamp=datetime.fromtimestamp(asked["seconds"], UTC),
    )
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()

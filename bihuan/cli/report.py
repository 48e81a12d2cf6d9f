"""`bihuan report`: the month as an official document, DOCX or PDF by the name of the file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bihuan.app import papers
from bihuan.app.figures import populations
from bihuan.app.installation import Installation
from bihuan.app.monthly import Typed
from bihuan.app.reaching import EVERYTHING
from bihuan.app.tallying import caught_up
from bihuan.core.refusals import Refusal


def run(argv: Sequence[str], installation: Installation) -> int:
    """Write the file. 0 done, 1 refused, 2 called wrongly."""
    parser = argparse.ArgumentParser(prog="bihuan report", description="一个月的公文 / a month as an official document")
    parser.add_argument("--month", default="", help="2026-10；不写为上个月 / the month before, if left out")
    parser.add_argument("--out", type=Path, required=True, help="FILE.docx, FILE.pdf")
    parser.add_argument("--population", help="live、demo …；不写为有数据的第一个 / the first that holds cases")
    parser.add_argument("--number", default="", help="发文字号的序号 / serial number of the document")
    parser.add_argument("--address", default="", help="本系统的网址，写入核对方法 / address of this installation")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    asked = parser.parse_args(argv)
    form = asked.out.suffix.lstrip(".").lower()
    if form not in papers.FORMS:
        print(f"文件名须以 .docx 或 .pdf 结尾。/ The name must end in .docx or .pdf: {asked.out}", file=sys.stderr)
        return 2
    with installation.opened() as district:
        with closing(installation.session()) as session:
            caught_up(district, session, district.door.clock())
        held: dict[str, int] = {}
        for one in district.programmes():
            found = populations(district, one, district.door.clock())
            held |= {} if isinstance(found, Refusal) else found
        population = asked.population or next(iter(held), "live")
        typed = Typed(number=asked.number, address=asked.address.rstrip("/"))
        made = papers.month(district, asked.month, form, population, EVERYTHING, asked.lang, typed)
    if isinstance(made, Refusal):
        print(f"{made.message('zh')}{made.hint('zh')}\n{made.message('en')} {made.hint('en')}", file=sys.stderr)
        return 1
    asked.out.write_bytes(made.data)
    print(asked.out)
    return 0

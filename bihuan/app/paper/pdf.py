"""A document as PDF, set by Typst with the fonts that this machine has. Text goes in as data and is never markup.

Typst runs in a process that ends with each document (`setting`), for it would keep what it once needed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from functools import cache
from typing import Final

from bihuan.app.paper import page
from bihuan.core import paper
from bihuan.core.refusals import Refusal

SETTING_SECONDS: Final = 120
"""How long setting one document may take; a year's worth of tables takes under a second."""


def families() -> frozenset[str]:
    """The font families of this machine; looked for once in a process."""
    return _families()


@cache
def _families() -> frozenset[str]:
    return frozenset(json.loads(_set({"families": True})))


def sets_chinese() -> bool:
    """Whether this machine has a font for Chinese."""
    return not families().isdisjoint(page.FONTS["body"])


def written(document: paper.Document, at: datetime, there: frozenset[str] | None = None) -> bytes | Refusal:
    """The file, the same for the same document and moment. A refusal where no font could set it."""
    found = families() if there is None else there
    chosen = {use: [one for one in wanted if one in found] for use, wanted in page.FONTS.items()}
    if document.language == "zh" and not chosen["body"]:
        return Refusal("no-font-for-chinese")
    if document.language == "en":
        plain = [one for one in page.PLAIN[:-1] if one in found] + [page.PLAIN[-1]]
        chosen = {use: plain + held for use, held in chosen.items()}
    chosen = {use: held or chosen["body"] for use, held in chosen.items()}
    return _set({"data": _data(document, chosen), "seconds": int(at.timestamp())})


def _set(asked: dict[str, object]) -> bytes:
    """What the process answers. Raises CalledProcessError, or TimeoutExpired, with what it said."""
    return subprocess.run(
        [sys.executable, "-m", "bihuan.app.paper.setting"],
        input=json.dumps(asked, ensure_ascii=False).encode(),
        capture_output=True,
        check=True,
        timeout=SETTING_SECONDS,
    ).stdout


def _data(document: paper.Document, fonts: dict[str, list[str]]) -> dict[str, object]:
    spoken = document.language
    return {
        "language": spoken,
        "fonts": fonts,
        "size": {"body": page.BODY_PT, "title": page.TITLE_PT, "small": page.SMALL_PT},
        "pitch": page.PITCH_PT,
        "tracking": page.TRACKING_PT if spoken == "zh" else 0.0,
        "margin": {
            "top": page.TOP_MM,
            "left": page.LEFT_MM,
            "bottom": page.PAPER_MM[1] - page.TOP_MM - page.TYPE_MM[1],
            "right": page.PAPER_MM[0] - page.LEFT_MM - page.TYPE_MM[0],
        },
        "mark": document.mark,
        "number": document.number,
        "title": document.title,
        "warning": document.warning,
        "recipients": document.recipients,
        "body": _blocks(document.body, document),
        "announced": paper.attachment_names(document),
        "issuer": document.issuer,
        "signed": paper.day_of(document.signed, spoken),
        "attachments": [
            {"mark": paper.attachment_mark(document, n), "title": one.title, "blocks": _blocks(one.blocks, document)}
            for n, one in enumerate(document.attachments, 1)
        ],
        "copies": document.copies and paper.COPIES.in_(spoken) + document.copies,
        "printed": paper.PRINTED.in_(spoken, {"day": paper.day_of(document.signed, spoken)}),
    }


def _blocks(blocks: tuple[paper.Block, ...], document: paper.Document) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for block in paper.numbered(blocks, document.language):
        match block:
            case paper.Numbered(level=level, text=text):
                found.append({"is": "heading", "level": level, "text": text})
            case paper.Paragraph(text=text, ragged=ragged):
                found.append({"is": "text", "text": text, "ragged": ragged})
            case paper.Table():
                found.append(
                    {"is": "table", "title": block.title, "heads": block.heads, "rows": block.rows,
                     "widths": block.widths, "numbers": block.numbers}
                )  # fmt: skip
    return found

"""One question a page, for large type: the same form cut into pages. What the other pages hold travels along in the
form itself, so that nothing is kept on the server and a session that ends loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bihuan.core.refusals import Refusal
from bihuan.web import aside
from bihuan.web.show.form import Section

LEFT_OUT = ("more",)
"""What is not asked in large type; the desk asks if it matters."""


def page(
    parts: Sequence[Section], sent: Mapping[str, str], wrong: Mapping[str, Refusal], stay: bool
) -> dict[str, object]:
    """The page that is due: the next, the one before, or the first with something wrong; with all that is carried."""
    pages = [_short(part) for part in parts if part.id not in LEFT_OUT]
    last = len(pages)
    at = _at(pages, sent, wrong, stay, last)
    here = pages[at] if at < last else None
    asked = {one.name for one in here.inputs} if here else set()
    drawn = ("map-point", "map-datum") if here is not None and here.id == "where" else ()
    own = ("csrfmiddlewaretoken", "request", "at-page", "go-to", *asked, *drawn)
    # On the last page the photos that lie aside are seen, with a tick each.
    seen = {name for name in sent if aside.own(name)} if here is None else set()
    return {
        "at": at,
        "section": here,
        "steps": [(part.title, n) for n, part in enumerate(pages)],
        "carried": [(name, value) for name, value in sent.items() if name not in own and name not in seen and value],
        "errors": [one for one in here.inputs if one.error] if here and _tried(sent) else [],
    }


def _short(part: Section) -> Section:
    """Only what has to be said, of the first question; the other pages as they are."""
    needed = tuple(one for one in part.inputs if one.required)
    return replace(part, inputs=needed) if needed else part


def _tried(sent: Mapping[str, str]) -> bool:
    return sent.get("go-to", "") in ("next", "send")


def _at(pages: Sequence[Section], sent: Mapping[str, str], wrong: Mapping[str, Refusal], stay: bool, last: int) -> int:
    now = sent.get("at-page", "0")
    at = min(int(now), last) if now.isascii() and now.isdigit() else 0
    faulty = [n for n, part in enumerate(pages) if any(one.name in wrong for one in part.inputs)]
    if "map-point" in wrong:
        faulty += [n for n, part in enumerate(pages) if part.id == "where"]
    match sent.get("go-to", ""):
        case "back":
            return max(at - 1, 0)
        case "next":
            return at if at in faulty else min(at + 1, last)
        case "send":
            return min(faulty) if faulty else last if stay else at
        case _:
            return 0

"""What became of the entries that reached a stage of a funnel: went on, still here, left and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from bihuan.app.registers.pictures import FunnelFound
from bihuan.app.registers.telling import told
from bihuan.core.events import Scalar
from bihuan.core.registers.funnel import ENDED, Bar, reasons
from bihuan.core.text import Language, Text

PARTS: Mapping[str, Text] = {
    "went_on": Text("走到下一级", "went on"),
    "here": Text("仍在这一级", "still here"),
    "left": Text("在这一级终止", "left here"),
}
"""Parts of a stage in the order in which they are told; together they are all that reached it."""
UNSAID = Text("没有写原因", "no reason given")
ENDED_SAID = Text("名录里已注销，没有写原因", "ended in the register, no reason given")
NOBODY = "-"
"""Stands in addresses for a reason that nobody gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One number that opens into its entries."""

    title: str
    entries: int
    href: str
    shown: bool


def parts(found: FunnelFound, bar: Bar, sent: Mapping[str, str], language: Language) -> tuple[Part, ...]:
    """The parts of a stage; none where nothing has left and the pack does not say in what state it would have."""
    rule = found.form.funnel
    if rule is None or not (rule.left or any(one.left for one in found.funnel.bars)):
        return ()
    last = bar.stage.id == found.funnel.bars[-1].stage.id
    return tuple(
        _part(title.in_(language), getattr(bar, part), f"{bar.stage.id}.{part}", sent)
        for part, title in PARTS.items()
        if not (last and part == "went_on")
    )


def whys(found: FunnelFound, bar: Bar, sent: Mapping[str, str], language: Language) -> tuple[Part, ...]:
    """Why entries left at a stage, the most frequent reason first."""
    rule = found.form.funnel
    if rule is None or not bar.left:
        return ()
    return tuple(
        _part(why_said(found, why, language), keys, f"{bar.stage.id}.left.{_code(why)}", sent)
        for why, keys in reasons(rule, (found.told[key] for key in bar.left))
    )


def opened(found: FunnelFound, bar: Bar, rest: str, language: Language) -> tuple[Sequence[str], str]:
    """The entries of a part of a stage, or of one reason, and what they are called. `rest` comes from an address."""
    part, _, code = rest.partition(".")
    rule = found.form.funnel
    if not part or part not in PARTS or rule is None:
        return (bar.keys if not part else ()), bar.stage.title.in_(language)
    said = f"{bar.stage.title.in_(language)} · {PARTS[part].in_(language)}"
    if part != "left" or not code:
        return getattr(bar, part), said
    for why, keys in reasons(rule, (found.told[key] for key in bar.left)):
        if _code(why) == code:
            return keys, f"{said} · {why_said(found, why, language)}"
    return (), said


def why_said(found: FunnelFound, why: Scalar, language: Language) -> str:
    """A reason as people read it."""
    rule = found.form.funnel
    if why == ENDED:
        return ENDED_SAID.in_(language)
    if why is None or rule is None or rule.why is None:
        return UNSAID.in_(language)
    return told(found.form.fields[rule.why], why, found.book, language)


def address(sent: Mapping[str, str], shown: str) -> str:
    """The same page with the entries behind a number."""
    kept = {name: sent[name] for name in ("since", "until", "placed", "on") if name in sent}
    return f"?{urlencode({**kept, 'show': shown})}#behind"


def _part(title: str, keys: Sequence[str], shown: str, sent: Mapping[str, str]) -> Part:
    return Part(title=title, entries=len(keys), href=address(sent, shown), shown=sent.get("show") == shown)


def _code(why: Scalar) -> str:
    return NOBODY if why is None else str(why)

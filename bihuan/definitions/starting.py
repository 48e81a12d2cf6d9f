"""A pack of one's own, made from the least pack: its names put in the places of the sample's. Nothing else lives here.

Pure: texts in, texts out. Whether the result is sound, `check` says, as for any pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.text import Text

SAMPLE = "minimal"
"""The folder of the pack that others start from."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a new district is called."""

    id: str
    """As its folder and BIHUAN_DISTRICT have it."""
    title: Text
    prefix: str
    """What its case numbers begin with."""


def started(texts: Mapping[str, str], name: Named) -> dict[str, str]:
    """The sample's files under the new name; titles are written as TOML writes text. Comments stay."""
    swaps = {
        f'id = "{SAMPLE}"': f"id = {quoted(name.id)}",
        'number_prefix = "YB"': f"number_prefix = {quoted(name.prefix)}",
        '{ zh = "样板区", en = "Sample District" }': spoken(name.title),
        '{ zh = "样板区", en = "Sample" }': spoken(name.title),
    }
    return {path: _swapped(text, swaps) for path, text in texts.items()}


def prefix_of(id_: str) -> str:
    """What case numbers begin with if nobody says it: the first letters of the words of the id, two at least."""
    words = [word for word in id_.split("-") if word]
    first = "".join(word[0] for word in words)
    return (first if len(first) > 1 else id_[:2]).upper()


def spoken(title: Text) -> str:
    """A title in both languages, as packs have it."""
    return f"{{ zh = {quoted(title.zh)}, en = {quoted(title.en)} }}"


def quoted(text: str) -> str:
    """A basic string of TOML (v1.0.0, "String"): quotes, backslashes and control characters escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'


def _swapped(text: str, swaps: Mapping[str, str]) -> str:
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text

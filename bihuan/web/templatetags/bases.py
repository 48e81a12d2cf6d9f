"""Where a rule comes from, as a template shows it: in the language of the page, leading to the documents it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bihuan.app.policies import titles
from bihuan.core.text import Basis, Text, said
from bihuan.web.reading import language

register = template.Library()


@register.filter
def basis(words: str) -> SafeString:
    """The words; what has no English stays Chinese and says so to a screen reader."""
    spoken = language()
    if not isinstance(words, Basis):
        return _chinese(((str(words), ""),))
    if spoken == "zh" or not words.en:
        return _chinese(words.pieces("zh"))
    shown = _linked(_begun(words.pieces("en")))
    whole = _chinese((("（", ""), *words.pieces("zh"), ("）", "")))
    return shown if words.whole else format_html("{} {}", shown, whole)


@register.filter
def sourced(words: Text | str) -> SafeString | str:
    """A phrase in the language of the page; where a rule comes from leads to its documents."""
    return basis(words) if isinstance(words, Basis) else said(words, language())


@register.simple_tag(takes_context=True)
def cited(context: dict[str, Any], line: str) -> SafeString:
    """A line that was put into words already, with the documents of the pack in it as links."""
    known = {said: id_ for id_, title in titles(context["request"].services.district.pack).items()
             for said in (f"《{title.zh}》", title.en)}  # fmt: skip
    pattern = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    pieces = re.split(f"({pattern})", line) if known else [line]
    return _linked((piece, known.get(piece, "")) for piece in pieces)


def _linked(pieces: Iterable[tuple[str, str]]) -> SafeString:
    return format_html_join("", "{}", ((_piece(*piece),) for piece in pieces))


def _piece(words: str, document: str) -> str:
    return format_html('<a href="/documents/#{}">{}</a>', document, words) if document else words


def _chinese(pieces: Iterable[tuple[str, str]]) -> SafeString:
    return format_html('<span lang="zh-Hans">{}</span>', _linked(pieces))


def _begun(pieces: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """English stands alone here, so it begins like a sentence."""
    begun = False
    for words, document in pieces:
        yield (words if begun else words[:1].upper() + words[1:]), document
        begun = begun or bool(words)

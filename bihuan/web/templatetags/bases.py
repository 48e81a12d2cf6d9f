"""Where a rule comes from, as a template shows it: in the language of the page, leading to the document it names."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bihuan.core.text import Basis
from bihuan.web.reading import language

register = template.Library()


@register.filter
def basis(words: str) -> SafeString:
    """The words; what has no English stays Chinese and says so to a screen reader."""
    spoken = language()
    if not isinstance(words, Basis) or spoken == "zh" or not words.en:
        shown = format_html('<span lang="zh-Hans">{}</span>', str(words))
    elif words.whole:
        shown = format_html("{}", _begun(words.en))
    else:
        shown = format_html('{} <span lang="zh-Hans">（{}）</span>', _begun(words.en), str(words))
    if isinstance(words, Basis) and words.policies:
        return format_html('<a href="/documents/#{}">{}</a>', words.policies[0], shown)
    return shown


def _begun(words: str) -> str:
    """English stands alone here, so it begins like a sentence."""
    return words[:1].upper() + words[1:]

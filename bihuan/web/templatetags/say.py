"""Filters for templates: a text in the page's language, a number with its groups. Nothing is computed here."""

from __future__ import annotations

from django import template

from bihuan.core.text import Text, said
from bihuan.web.reading import language

register = template.Library()


@register.filter
def say(text: Text | str) -> str:
    """The phrase in the language of the page."""
    return said(text, language())


@register.filter
def count(number: int) -> str:
    """A whole number with its thousands apart: 10,900 in both languages."""
    return f"{number:,}"

"""Filters for templates: a text or a day in the page's language, a number with its groups. Nothing is computed here."""

from __future__ import annotations

from datetime import date

from django import template

from bihuan.core.text import Text, said
from bihuan.web.reading import language
from bihuan.web.show.dates import day_text

register = template.Library()


@register.filter
def say(text: Text | str) -> str:
    """The phrase in the language of the page."""
    return said(text, language())


@register.filter
def day(found: date | str | None) -> str:
    """A day as people say it: 2026年11月24日, 24 Nov 2026. Also one in ISO 8601; nothing for none."""
    if not found:
        return ""
    return day_text(date.fromisoformat(found) if isinstance(found, str) else found, language())


@register.filter
def count(number: int) -> str:
    """A whole number with its thousands apart: 10,900 in both languages."""
    return f"{number:,}"

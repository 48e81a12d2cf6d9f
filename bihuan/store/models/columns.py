"""The few kinds of columns, keys and indexes that all tables are made of."""

from __future__ import annotations

from typing import Any

from django.db import models

SLUG, ID, NUMBER = 63, 64, 64


def slug() -> models.CharField:
    """The district: first in every key."""
    return models.CharField(max_length=SLUG)


def id_(**more: Any) -> models.CharField:
    """An id or a code word."""
    return models.CharField(max_length=ID, **more)


def index(
    name: str, *fields: str, condition: models.Q | None = None, include: tuple[str, ...] | None = None
) -> models.Index:
    """An index; its first column is always the district. With a condition it holds only the rows that meet it. What it
    includes is counted without reading the rows; SQLite knows no such columns and goes without."""
    return models.Index(name=name, fields=["district", *fields], condition=condition, include=include)


def unique(name: str, *fields: str) -> models.UniqueConstraint:
    """A unique constraint; its first column is always the district."""
    return models.UniqueConstraint(name=name, fields=["district", *fields])

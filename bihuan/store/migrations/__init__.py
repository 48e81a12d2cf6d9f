"""How the tables came to be, step by step. Never edited once a district runs on one."""

from django.db.models import CompositePrimaryKey


def key(*fields: str) -> CompositePrimaryKey:
    """A primary key as `makemigrations` writes it, in fewer words."""
    return CompositePrimaryKey(*fields, blank=True, editable=False, primary_key=True, serialize=False)

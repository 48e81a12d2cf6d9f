"""What stands for a case in a list: how it began, and where it is. Reads words that a view shows; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.core.geo import unpinned
from bihuan.core.programme import FieldType, Programme
from bihuan.store.reading import Word


def beginning(words: Sequence[Word], programme: Programme) -> str:
    """What was said when the case was raised: the longest of its words, for a title alone says little. No place is."""
    return max((word.text for word in words if word.n == 0 and not _is_place(word, programme)), key=len, default="")


def place(words: Sequence[Word], programme: Programme) -> str:
    """Where it is, as it was said last; a position that was marked is for a map, not for a line of a list."""
    return next((unpinned(word.text)[0] for word in reversed(words) if _is_place(word, programme)), "")


def _is_place(word: Word, programme: Programme) -> bool:
    return word.name in programme.fields and programme.fields[word.name].type is FieldType.PLACE

"""What a list can be narrowed to, as forms show it: filters, and what was chosen in words. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bihuan.app.ledger_filters import Group
from bihuan.core.text import Text

Offered = tuple[str, Text, tuple[Group, ...], str]
"""Name of a filter, what it is called, what it offers, what was chosen."""
Options = tuple[tuple[str, Text], ...]

ANY = ("", Text("全部", "All"))
TITLES: Mapping[str, Text] = {
    "programme": Text("事项", "Mechanism"),
    "unit": Text("主办单位", "Lead unit"),
    "area": Text("区域", "Area"),
    "category": Text("类别", "Kind"),
}
"""Filters that every list of cases has."""


def plain(titles: Mapping[str, Text], listed: Mapping[str, Options], sent: Mapping[str, str]) -> list[Offered]:
    """Filters whose words stand in one list each."""
    return [(name, title, (Group(None, listed[name]),), sent.get(name, "")) for name, title in titles.items()]


def owned(grouped: Mapping[str, tuple[Text, tuple[Group, ...]]], sent: Mapping[str, str]) -> list[Offered]:
    """Filters whose words belong to programmes."""
    return [
        (name, title, (Group(None, (ANY,)), *groups), sent.get(name, "")) for name, (title, groups) in grouped.items()
    ]


def offered(
    titles: Mapping[str, Text],
    choices: Mapping[str, Options],
    marked: Mapping[str, tuple[Text, tuple[Group, ...]]],
    sent: Mapping[str, str],
) -> list[Offered]:
    """Some of the filters of every list, and the marked fields; those without a choice are left out."""
    listed = {name: (ANY, *choices[name]) for name in titles}
    all_ = [*plain(titles, listed, sent), *owned(marked, sent)]
    return [one for one in all_ if sum(len(group.options) for group in one[2]) > 1]


def words(filters: Sequence[Offered]) -> Iterator[tuple[Text, Text]]:
    """Filters that are set, in words: above the folded form, and on paper."""
    for _, title, groups, value in filters:
        word = next((text for one in groups for code, text in one.options if code == value), None)
        if value and word is not None:
            yield title, word


def held(filters: Sequence[Offered]) -> dict[str, str]:
    """What is asked of the filters, without what none of them offers."""
    return {
        name: value for name, _, groups, value in filters
        if value and any(value == code for one in groups for code, _ in one.options)
    }  # fmt: skip

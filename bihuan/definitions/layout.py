"""Which file of a pack is what: the district, its seeds, and the folders. No reading of values here.

A pack is a mapping of relative paths (with slashes) to texts, so that stored editions load without a folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.definitions import (
    notation_cells,
    notation_claims,
    notation_map,
    notation_pack,
    notation_policies,
    notation_programme,
    notation_register,
)
from bihuan.definitions.notation import Table

DISTRICT = "district.toml"
FOLDERS: Mapping[str, Table] = {
    "calendars": notation_pack.CALENDAR,
    "dictionaries": notation_pack.DICTIONARY,
    "registers": notation_register.REGISTER,
    "programmes": notation_programme.PROGRAMME,
    "claims": notation_claims.CLAIMS,
}
"""Folder → the notation of its files."""
SEEDS: Mapping[str, Table] = {
    "units": notation_pack.UNITS,
    "areas": notation_pack.AREAS,
    "posts": notation_pack.POSTS,
    "boundaries": notation_map.BOUNDARIES,
    "cells": notation_cells.CELLS,
    "policies": notation_policies.POLICIES,
}
"""Key of `[seeds]` → the notation of the file it names."""
KEPT = ("imports", "stories", "demo")
"""Folders whose files belong to the pack but are read elsewhere."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of a pack by what they are."""

    seeds: Mapping[str, str]
    """Key of `[seeds]` → path."""
    tables: Mapping[str, Table]
    """Path → notation, for every file that is read here apart from the district's own."""
    strangers: tuple[str, ...]
    """Files that nobody reads."""


def lay_out(paths: tuple[str, ...], seeds: Mapping[str, str]) -> Layout:
    """Sort the files of a pack by what they are."""
    named = {path: SEEDS[key] for key, path in seeds.items() if path in paths}
    tables: dict[str, Table] = {}
    strangers: list[str] = []
    for path in sorted(paths):
        folder = path.partition("/")[0]
        if path == DISTRICT:
            continue
        if path in named:
            tables[path] = named[path]
        elif folder in FOLDERS and "/" in path:
            tables[path] = FOLDERS[folder]
        elif folder not in KEPT:
            strangers.append(path)
    return Layout(seeds, tables, tuple(strangers))

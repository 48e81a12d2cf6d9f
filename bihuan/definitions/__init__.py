"""A district pack's TOML into values, or into findings that say what is wrong, where, and what to do.

    from bihuan.definitions import Pack, check, load_pack, load_texts

May live here: reading, naming, checking and drawing of packs; the standard library and `core` only. May not: a
database, a clock, or any name of a pack's own.
"""

from bihuan.definitions.findings import CATALOGUE, Finding, Severity, errors
from bihuan.definitions.load import Texts, check, load_pack, load_texts, read_folder
from bihuan.definitions.pack import District, Pack, Source

__all__ = [
    "CATALOGUE",
    "District",
    "Finding",
    "Pack",
    "Severity",
    "Source",
    "Texts",
    "check",
    "errors",
    "load_pack",
    "load_texts",
    "read_folder",
]

"""Single values of claims: a figure as printed, and where it stands. Total functions."""

from __future__ import annotations

import re
from fractions import Fraction

from bihuan.core.claims import Place, read_printed
from bihuan.core.text import Text
from bihuan.definitions.leaves import misfit
from bihuan.definitions.notation import Fault, Leaf

_PLACE = re.compile(r"([1-9][0-9]{0,5}):([1-9][0-9]{0,4})", re.ASCII)


def _printed(raw: object) -> object:
    found = read_printed(raw) if isinstance(raw, str) else None
    return Fault("P402", {"value": raw}) if found is None else found


def _value(raw: object) -> object:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return Fraction(raw)
    found = _printed(raw)
    return found if isinstance(found, Fault) else getattr(found, "value", found)


def _places(raw: object) -> object:
    if not isinstance(raw, list) or not raw:
        return misfit(_PLACES)
    found = [_PLACE.fullmatch(one) if isinstance(one, str) else None for one in raw]
    places = tuple(Place(int(one[1]), int(one[2])) for one in found if one is not None)
    return places if len(places) == len(raw) else misfit(_PLACES)


_PLACES = Text("位置的列表 [\"行:列\"]", "a list of places [\"line:column\"]")
PLACES = Leaf(_PLACES, _places)
PRINTED = Leaf(Text("刊出的数，如 \"87.5%\"", "a figure as printed, like \"87.5%\""), _printed)
VALUE = Leaf(Text("数，如 \"5\" 或 \"95.8%\"", "a number like \"5\" or \"95.8%\""), _value)

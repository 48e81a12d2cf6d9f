"""How the frozen values that every command makes are filled: their fields at once. Nothing about what they mean.

A frozen dataclass sets each field around its own lock (`object.__setattr__`), which costs more than the rest of making
it. Here an instance is for a moment of the twin class that is not frozen, is filled, and then becomes what it is.
Nobody sees it before; afterwards it is frozen like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

Kind = TypeVar("Kind", bound=type)
Record = TypeVar("Record")

become = object.__dict__["__class__"].__set__
"""Give an instance another class of the same layout, past its lock."""


def filled_at_once(kind: Kind) -> Kind:
    """The same class with a cheaper `__init__`; for a frozen dataclass with slots that stands on no other."""
    if not hasattr(kind, "__slots__") or kind.__base__ is not object:
        raise TypeError(f"{kind.__name__} is no plain record with slots")
    parts = fields(kind)
    names: dict[str, Any] = {
        "_become": become,
        "_kind": kind,
        "_twin": make_dataclass(kind.__name__, [part.name for part in parts], slots=True),
        "_unsaid": MISSING,
    }
    parameters, body, keywords = ["self"], ["_become(self, _twin)"], False
    for part in parts:
        name, said = part.name, part.name
        if part.kw_only and not keywords:
            parameters.append("*")
            keywords = True
        if part.default_factory is not MISSING:
            names[f"_make_{name}"] = part.default_factory
            said = f"_make_{name}() if {name} is _unsaid else {name}"
            parameters.append(f"{name}=_unsaid")
        elif part.default is not MISSING:
            names[f"_default_{name}"] = part.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        body.append(f"self.{name} = {said}")
    lines = [f"def __init__({', '.join(parameters)}):", *body, "self.__class__ = _kind"]
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    exec("\n    ".join(lines), names)  # The names are those of fields, and dataclasses itself makes methods this way.
    made, before = names["__init__"], vars(kind)["__init__"]
    made.__annotations__, made.__qualname__ = before.__annotations__, before.__qualname__
    made.__module__ = kind.__module__
    setattr(kind, "__init__", made)  # noqa: B010  # The type checker goes on seeing the dataclass's own.
    return kind


def changed(record: Record, changes: Mapping[str, object]) -> Record:
    """`dataclasses.replace` for a frozen record with slots, at a tenth of its cost: every event changes commands and
    parts of a case. TypeError for one that looks at its values when it is made: nothing would look here."""
    kind: Any = type(record)
    values, twin = _reading(kind)
    new = twin(*values(record))
    for name, value in changes.items():
        setattr(new, name, value)
    new.__class__ = kind
    return new  # type: ignore[no-any-return]


@cache
def _reading(kind: Any) -> tuple[Callable[[object], tuple[object, ...]], Callable[..., Any]]:
    if hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} looks at its values when it is made")
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), make_dataclass(kind.__name__, names, slots=True)

"""Records that are filled at once are the same dataclasses otherwise: frozen, equal, with their defaults and checks."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from bihuan.core.case import Case
from bihuan.core.clocks import Terms
from bihuan.core.events import Event
from bihuan.core.records import filled_at_once


@filled_at_once
@dataclass(frozen=True, slots=True)
class Pair:
    """Two positional fields, a keyword, a default and a factory."""

    left: int
    right: int = 2
    names: list[str] = field(default_factory=list)
    said: str = field(default="", kw_only=True)


def test_a_record_is_what_it_was() -> None:
    one = Pair(1, said="a")
    assert one == Pair(left=1, right=2, names=[], said="a") and one != Pair(2) and type(one) is Pair
    assert repr(one) == "Pair(left=1, right=2, names=[], said='a')"
    assert one.names is not Pair(1).names
    assert replace(one, right=3) == Pair(1, 3, said="a")
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    with pytest.raises(FrozenInstanceError):
        one.left = 5  # type: ignore[misc]
    with pytest.raises(TypeError, match="unexpected"):
        Pair(1, other=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="missing"):
        Pair()  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Case, Event, Terms])
def test_the_records_of_a_command_are_made_so(kind: type) -> None:
    made = vars(kind)["__init__"]
    assert made.__code__.co_names[-1] in ("__class__", "__post_init__")
    assert {part.name for part in fields(kind)} == set(made.__annotations__) - {"return"}


def test_only_plain_records_can_be() -> None:
    with pytest.raises(TypeError, match="no plain record"):
        filled_at_once(dataclass(type("Bare", (), {})))

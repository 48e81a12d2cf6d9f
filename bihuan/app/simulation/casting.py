"""How many matters go which way, and when they are raised: exact numbers from a seed. Plays nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.simulation.script import Message, Path_, Script

SETTLED = timedelta(days=75)
"""A matter that must have reached its end is raised at least so long before the demonstration ends."""
FRESH = timedelta(hours=60)
"""A matter that is still under way at the end is raised within this time before it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One request of the demonstration."""

    number: int
    at: datetime
    path: Path_
    message: Message
    text: int


def cast_matters(script: Script, requests: int, solved: int, until: datetime, chance: random.Random) -> list[Matter]:
    """`requests` matters, exactly `solved` of them on paths that end solved. Raises ValueError if that can't be."""
    if not 0 <= solved <= requests:
        raise ValueError(f"--solved must lie between 0 and {requests}")
    ways = [*_paths(script, True, solved, chance), *_paths(script, False, requests - solved, chance)]
    chance.shuffle(ways)
    start = until - timedelta(days=script.days)
    matters = [_matter(n, path, script, start, until, chance) for n, path in enumerate(ways)]
    return sorted(matters, key=lambda matter: (matter.at, matter.number))


def _paths(script: Script, solved: bool, count: int, chance: random.Random) -> Iterator[Path_]:
    of_kind = [path for path in script.paths if path.solved is solved]
    if count and not of_kind:
        raise ValueError("the demonstration has no path of that kind")
    yield from chance.choices(of_kind, [path.weight for path in of_kind], k=count) if count else ()


def _matter(
    number: int, path: Path_, script: Script, start: datetime, until: datetime, chance: random.Random
) -> Matter:
    message = chance.choice(script.messages)
    if path.open:
        at = until - FRESH * chance.random() - timedelta(minutes=30)
    else:
        at = start + (until - SETTLED - start) * chance.random()
        for burst in script.bursts:
            fitting = [one for one in script.messages if one.category in burst.categories]
            if fitting and chance.random() * 100 < burst.share:
                at = until - timedelta(days=burst.before_end) + timedelta(hours=burst.hours) * chance.random()
                message = chance.choice(fitting)
                break
    return Matter(number=number, at=at, path=path, message=message, text=chance.randrange(len(message.says)))

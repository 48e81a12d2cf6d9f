"""How many matters go which way, and when they are raised: exact numbers from a seed. Plays nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.app.simulation.script import Act, Burst, Message, Path_, Script

STRETCH = 3.8
"""How much longer a wait gets at most because offices close: a day has some nine office hours, a week one day off."""
PAUSE = timedelta(days=3)
"""On top of that: the first night and the first weekend."""
EARLIEST, MOST, LATEST = 6 * 60, 10 * 60, 23 * 60 + 30
"""When people report, in minutes of the local day: a triangle with its top in the morning."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of the demonstration."""

    number: int
    at: datetime
    script: Script
    path: Path_
    message: Message
    text: int
    acts: tuple[Act, ...]
    """Those of the path, an act that raises children once for each."""
    nth: int = 0
    """Which of its script it is by the time at which it is raised, from 1."""
    parent: int | None = None


def cast_matters(
    script: Script, requests: int, solved: int, until: datetime, zone: ZoneInfo, chance: random.Random
) -> list[Matter]:
    """`requests` matters, exactly `solved` of them on paths that end solved. Raises ValueError if that can't be."""
    if not 0 <= solved <= requests:
        raise ValueError(f"--solved must lie between 0 and {requests}")
    ways = [*_paths(script, True, solved, chance), *_paths(script, False, requests - solved, chance)]
    chance.shuffle(ways)
    matters = [cast_matter(n, path, script, until, zone, chance) for n, path in enumerate(ways)]
    return sorted(matters, key=lambda matter: (matter.at, matter.number))


def begin_of(burst: Burst, until: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which a burst begins."""
    day = until.astimezone(zone).date() - timedelta(days=burst.before_end)
    return datetime.combine(day, burst.begins, zone)


def settled_after(path: Path_, message: Message) -> timedelta:
    """How long it takes at most from raising until the matter is solved."""
    last = max((n for n, act in enumerate(path.acts) if act.settles), default=-1)
    minutes = sum(act.after[1] * (message.pace if act.paced else 1) for act in path.acts[: last + 1])
    return timedelta(minutes=minutes * STRETCH) + PAUSE if last >= 0 else timedelta(0)


def _paths(script: Script, solved: bool, count: int, chance: random.Random) -> Iterator[Path_]:
    of_kind = [path for path in script.paths if path.solved is solved]
    if count and not of_kind:
        raise ValueError("the demonstration has no path of that kind")
    yield from chance.choices(of_kind, [path.weight for path in of_kind], k=count) if count else ()


def cast_matter(
    number: int, path: Path_, script: Script, until: datetime, zone: ZoneInfo, chance: random.Random
) -> Matter:
    fitting = [message for message in script.messages if message.fits(path)]
    if path.raised_before is not None:
        message = chance.choice(fitting)
        at = until - timedelta(minutes=chance.uniform(*path.raised_before))
    elif path.open_days:
        message = chance.choice(fitting)
        settled = settled_after(path, message)
        at = _by_day(until - settled - timedelta(days=path.open_days) * chance.random(), zone, chance)
        at = min(at, until - (settled or timedelta(minutes=chance.uniform(1, 90))))
    elif (burst := _burst(script, path, until, zone, chance)) is not None:
        message = chance.choice([one for one in fitting if one.category in burst.categories])
        at = begin_of(burst, until, zone) + timedelta(hours=burst.hours) * chance.random()
    else:
        message = chance.choice(fitting)
        span = timedelta(days=script.days) - settled_after(path, message)
        at = _by_day(until - timedelta(days=script.days) + span * chance.random(), zone, chance)
        at = min(at, until - settled_after(path, message))
    text = chance.randrange(len(message.says))
    return Matter(number, at, script, path, message, text, path.acts)


def _burst(script: Script, path: Path_, until: datetime, zone: ZoneInfo, chance: random.Random) -> Burst | None:
    """The burst a matter belongs to, if chance says so and there is time left to settle it."""
    for burst in script.bursts:
        fitting = [m for m in script.messages if m.category in burst.categories and m.fits(path)]
        ends = begin_of(burst, until, zone) + timedelta(hours=burst.hours)
        settled = fitting and all(ends + settled_after(path, message) <= until for message in fitting)
        if settled and chance.random() * 100 < burst.share:
            return burst
    return None


def _by_day(moment: datetime, zone: ZoneInfo, chance: random.Random) -> datetime:
    """Another time of the same local day, when people are awake."""
    midnight = datetime.combine(moment.astimezone(zone).date(), datetime.min.time(), zone)
    return midnight + timedelta(minutes=chance.triangular(EARLIEST, LATEST, MOST))

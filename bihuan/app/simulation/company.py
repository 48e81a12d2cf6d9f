"""What is played beside the main script: so many matters of each, and the children that others raise. Plays nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.app.simulation.casting import Matter, cast_matter
from bihuan.app.simulation.script import Act, Beside, Message, Path_


class Company:
    """The matters of the scripts beside the main one, numbered behind those of the main one."""

    def __init__(self, besides: Iterable[Beside], first: int, until: datetime, zone: ZoneInfo, seed: int) -> None:
        self._besides = {one.script.id: one for one in besides}
        self._until, self._zone, self._number = until, zone, first
        self._chances = {id_: random.Random(f"{seed}:{id_}") for id_ in self._besides}
        self.raised: Counter[str] = Counter()
        """Script → how many of its matters there are."""
        self.script_of: dict[int, str] = {}
        self._ways: dict[str, list[Path_]] = {}
        self._words: dict[str, list[tuple[Message, int]]] = {}

    def matters(self) -> Iterator[Matter]:
        """Those that nobody else raises, each script by time."""
        for id_, beside in self._besides.items():
            chance, script = self._chances[id_], beside.script
            ways = shared([path for path in script.paths if path.child != "only"], beside.count)
            cast = [cast_matter(0, path, script, self._until, self._zone, chance) for path in ways]
            brood = _brood(cast, beside.children, chance)
            for matter, acts in sorted(zip(cast, brood, strict=True), key=lambda each: each[0].at):
                yield self._named(matter, acts)

    def child(self, script: str, parent: Matter, at: datetime) -> Matter:
        """A matter that another one raises now."""
        if not self._ways.get(script):
            paths = [path for path in self._besides[script].script.paths if path.child]
            self._ways[script] = shared(paths, 24)
            self._chances[script].shuffle(self._ways[script])
        path = self._ways[script].pop()
        matter = cast_matter(0, path, self._besides[script].script, self._until, self._zone, self._chances[script])
        return replace(self._named(matter, path.acts), at=at, parent=parent.number)

    def _named(self, matter: Matter, acts: tuple[Act, ...]) -> Matter:
        id_ = matter.script.id
        message, text = self._says(matter)
        self.raised[id_] += 1
        self._number += 1
        number = self._number - 1
        self.script_of[number] = id_
        return replace(matter, number=number, acts=acts, message=message, text=text, nth=self.raised[id_])

    def _says(self, matter: Matter) -> tuple[Message, int]:
        """What has been said least: the same words come again only after all others that fit."""
        script, chance = matter.script, self._chances[matter.script.id]
        held = self._words.setdefault(script.id, [])
        for _ in range(2):
            for place, (message, text) in enumerate(held):
                if message.fits(matter.path) and _alike(matter, message):
                    del held[place]
                    return message, text
            fresh = [(message, text) for message in script.messages for text in range(len(message.says))]
            chance.shuffle(fresh)
            held += fresh
        return matter.message, matter.text


def _alike(matter: Matter, message: Message) -> bool:
    """A burst is of certain kinds: what is said in it stays of its kind."""
    return not matter.script.bursts or message.category == matter.message.category


def shared(paths: list[Path_], count: int) -> list[Path_]:
    """`count` paths by their weights, the largest remainders first: no chance, so that none is left out by bad luck."""
    if not count or not paths:
        return []
    whole = sum(path.weight for path in paths)
    wanted = [path.weight * count / whole for path in paths]
    times = [int(one) for one in wanted]
    by_rest = sorted(range(len(paths)), key=lambda at: (times[at] - wanted[at], at))
    for at in by_rest[: count - sum(times)]:
        times[at] += 1
    return [path for path, often in zip(paths, times, strict=True) for _ in range(often)]


def _brood(cast: list[Matter], children: int, chance: random.Random) -> list[tuple[Act, ...]]:
    """The acts of each matter, those that raise children as often as there are children for them; once at least."""
    open_ = [at for at, one in enumerate(cast) if any(act.child and act.children is None for act in one.path.acts)]
    left = dict.fromkeys(open_, 0)
    for n in range(max(children, len(open_)) if open_ else 0):
        # Everybody gets about as many; who gets one more is chance.
        if n % len(open_) == 0:
            chance.shuffle(open_)
        left[open_[n % len(open_)]] += 1
    return [_spread(one.path.acts, left.get(at, 0)) for at, one in enumerate(cast)]


def _spread(acts: tuple[Act, ...], open_: int) -> tuple[Act, ...]:
    def times(act: Act) -> int:
        return 1 if not act.child else open_ if act.children is None else act.children

    return tuple(act for act in acts for _ in range(times(act)))

"""The door and pgbench in turns, by the clock and by the processor time of everybody who takes part.

On a machine that others use, commands a second say how much of it one was given: pgbench asks with 32 processes, the
door with two. What both spend on a command is measured beside it and depends far less on the others.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import psycopg

from bench import door

TICK = os.sysconf("SC_CLK_TCK")


class Meter:
    """Processor time so far of this process, the programs that it ran, and a PostgreSQL server of this machine."""

    def __init__(self, conninfo: str) -> None:
        with psycopg.connect(conninfo) as connection:
            row = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone()
        assert row is not None
        self._postmaster = int(row[0].split()[0])

    def __call__(self) -> float:
        """Seconds."""
        ran = resource.getrusage(resource.RUSAGE_CHILDREN)
        return process_time() + ran.ru_utime + ran.ru_stime + self._server()

    def _server(self) -> float:
        ticks = 0
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError):
                    parts = (entry / "stat").read_text().rpartition(")")[2].split()
                    if int(entry.name) == self._postmaster:
                        ticks += sum(map(int, parts[11:15]))  # Its own, and those of backends that have ended.
                    elif int(parts[1]) == self._postmaster:
                        ticks += sum(map(int, parts[11:13]))
        return ticks / TICK


class Side:
    """One of the two: what it reached and spent, round by round."""

    def __init__(self, name: str, meter: Meter, unit: str = "command") -> None:
        self.name, self.unit, self._meter = name, unit, meter
        self.rates: list[float] = []
        self.spent: list[float] = []

    def turn(self, run: Callable[[], tuple[float, float]]) -> None:
        """A round; `run` gives how many a second and how many there were."""
        begun = self._meter()
        rate, count = run()
        self.spent.append((self._meter() - begun) / count * 1e6)
        self.rates.append(rate)

    def line(self) -> str:
        """What to print."""
        rounds = [round(rate) for rate in self.rates]
        spent = f"{door.mid(self.spent):.0f} µs of processor time a {self.unit}, with the server's"
        return f"{self.name:<12} 32 {door.mid(self.rates):8.1f}   rounds {rounds}   {spent}"


def ratios(ours: Side, theirs: Side) -> str:
    """How much of the other's rate; and how little of its processor time."""
    rates = [ours_ / theirs_ for ours_, theirs_ in zip(ours.rates, theirs.rates, strict=True)]
    spent = [theirs_ / ours_ for ours_, theirs_ in zip(ours.spent, theirs.spent, strict=True)]
    return (
        f"door ÷ pgbench at 32: {door.mid(rates):.2f}   rounds {[f'{x:.2f}' for x in rates]}\n"
        f"processor time, pgbench ÷ door: {door.mid(spent):.2f}   rounds {[f'{x:.2f}' for x in spent]}"
    )


def share(one: Side, empty: Side) -> str:
    """How a base compares with an empty one, round by round: its rate, and the processor time that it takes."""
    rate = door.mid([a / b for a, b in zip(one.rates, empty.rates, strict=True)])
    spent = door.mid([b / a for a, b in zip(one.spent, empty.spent, strict=True)])
    return f"of that at 0: rate {rate:.2f}, by processor time {spent:.2f}"

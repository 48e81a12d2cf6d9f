"""The door under waiting commands: how many a second it carries out. What it is held against is in `rival`."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from statistics import mean
from time import perf_counter, process_time

from bench.ground import LIFECYCLE, raised, taken
from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked
from bihuan.core.refusals import Refusal

STEPS = 1 + len(LIFECYCLE)
"""Commands of a lifecycle."""


def cost(district: District, rounds: int, size: int = 32) -> float:
    """Microseconds of processor time a command, the middle of so many rounds of `size` cases in step."""
    spent = []
    for _ in range(rounds):
        firsts = [raised() for _ in range(size)]
        begun = process_time()
        for step in ("raise", *LIFECYCLE):
            answers = district.door.submit_many(district.id, [
                Asked(
                    command=first if step == "raise" else taken(first.case, step),
                    request_id=f"cost:{first.case}:{step}",
                )
                for first in firsts
            ])  # fmt: skip
            if not all(isinstance(answer, Accepted) for answer in answers):
                raise SystemExit(f"refused: {answers[:3]}")
        spent.append((process_time() - begun) / size / STEPS * 1e6)
    return mid(spent)


def commands_per_second(district: District, waiting: int, lifecycles: int) -> float:
    """`waiting` threads, each with one command in flight, taking cases round the whole loop."""
    todo: SimpleQueue[int] = SimpleQueue()
    for n in range(lifecycles):
        todo.put(n)
    wrong: list[object] = []

    def work() -> None:
        while True:
            try:
                n = todo.get_nowait()
            except Empty:
                return
            first = raised()
            for step, command in (("raise", first), *((step, taken(first.case, step)) for step in LIFECYCLE)):
                answer = district.door.submit(district.id, command, f"bench:{first.case}:{n}:{step}")
                if isinstance(answer, Refusal):
                    wrong.append((step, answer.code))
                    return

    threads = [threading.Thread(target=work) for _ in range(waiting)]
    begun = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - begun
    if wrong:
        raise SystemExit(f"refused: {wrong[:3]}")
    return lifecycles * STEPS / seconds


def mid(values: list[float]) -> float:
    """The middle value of an odd number of rounds; the mean of an even number's middle two."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else mean(ordered[half - 1 : half + 1])

"""Group commit: every job is carried out once, in one batch at a time; who waits is in the next one."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from bihuan.app.batching import Lane, Overloaded, Turn


def test_every_job_is_carried_out_once_and_gets_its_own_outcome() -> None:
    batches: list[Sequence[int]] = []
    busy = threading.Lock()

    def carry_out(jobs: Sequence[int], turn: Turn) -> Sequence[int]:
        assert busy.acquire(blocking=False), "two batches at once"
        batches.append(jobs)
        busy.release()
        return [job * 2 for job in jobs]

    lane: Lane[int, int] = Lane(carry_out, most=8)
    wrong: list[int] = []

    def work(start: int) -> None:
        for job in range(start, start + 50):
            if list(lane.submit([job])) != [job * 2]:
                wrong.append(job)

    threads = [threading.Thread(target=work, args=(i * 1_000,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [job for batch in batches for job in batch]
    assert wrong == [] and len(done) == len(set(done)) == 16 * 50
    assert max(map(len, batches)) <= 8


def test_who_waits_while_a_batch_is_written_is_in_the_next_one() -> None:
    begun, go_on = threading.Event(), threading.Event()
    batches: list[Sequence[int]] = []

    def carry_out(jobs: Sequence[int], turn: Turn) -> Sequence[int]:
        batches.append(jobs)
        begun.set()
        go_on.wait()
        return jobs

    lane: Lane[int, int] = Lane(carry_out, waiting_most=5)
    threads = [threading.Thread(target=lane.submit, args=([0],))]
    threads[0].start()
    begun.wait()
    for job in range(1, 6):
        threads.append(threading.Thread(target=lane.submit, args=([job],)))
        threads[-1].start()
    while lane._waiting < 5:
        threading.Event().wait(0.001)
    with pytest.raises(Overloaded):
        lane.submit([6])
    go_on.set()
    for thread in threads:
        thread.join()
    assert [sorted(batch) for batch in batches] == [[0], [1, 2, 3, 4, 5]]


def test_a_fault_reaches_those_of_its_batch_and_the_lane_goes_on() -> None:
    def carry_out(jobs: Sequence[int], turn: Turn) -> Sequence[int]:
        return [1 // job for job in jobs]

    lane: Lane[int, int] = Lane(carry_out)
    with pytest.raises(ZeroDivisionError):
        lane.submit([0])
    assert list(lane.submit([1, 1])) == [1, 1]
    with pytest.raises(ValueError, match="at most"):
        lane.submit([1] * 300)


def test_who_brings_many_at_a_time_waits_for_nobody() -> None:
    """With a linger of an hour, a leader that waited for callers who never come would not be back."""
    lane: Lane[int, int] = Lane(lambda jobs, _: list(jobs), linger=3_600)
    done: list[Sequence[int]] = []
    caller = threading.Thread(target=lambda: done.extend([lane.submit([1, 2, 3]), lane.submit([4])]), daemon=True)
    caller.start()
    caller.join(20)
    assert [list(one) for one in done] == [[1, 2, 3], [4]]


def test_two_batches_at_most_are_on_their_way_and_the_second_waits_for_the_first() -> None:
    """Each batch hands on the lead once the one before is over; half of many callers share it."""
    running, most, order, sizes = 0, 0, list[int](), list[int]()
    lock = threading.Lock()

    def carry_out(jobs: Sequence[int], turn: Turn) -> Sequence[int]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            order.append(jobs[0])
            sizes.append(len(jobs))
        turn.settle()
        assert order[-1] == jobs[0], "a third began before the first was over"
        turn.sound = True
        turn.go_on()
        with lock:
            running -= 1
        return jobs

    lane: Lane[int, int] = Lane(carry_out, shared=True)

    def work(start: int) -> None:
        for job in range(start, start + 20):
            assert list(lane.submit([job])) == [job]

    threads = [threading.Thread(target=work, args=(i * 1_000,)) for i in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sizes) == 32 * 20 and most <= 2 and max(sizes) <= 32 // 2

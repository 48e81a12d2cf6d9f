"""Regular jobs: each runs in one process at a time, a dead holder blocks nobody, a fault stops nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.leasing import LASTS, Leases, standing
from bihuan.jobs.running import Job, Runner

MINUTE = timedelta(minutes=1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def wait(district: District, span: timedelta) -> None:
    clock = district.door.clock
    assert isinstance(clock, VirtualClock)
    clock.move(span)


def runner(district: District, *jobs: Job, holder: str = "one") -> Runner:
    return Runner(lambda: district, jobs, holder)


def stepped(one: Runner) -> list[str]:
    started = one.step()
    one.settle()
    return started


def test_a_job_runs_when_its_pause_is_over(district: District) -> None:
    one = runner(district, Job("count", MINUTE, lambda *_: "3 counted"))
    assert stepped(one) == ["count"]
    assert stepped(one) == []
    wait(district, MINUTE)
    assert stepped(one) == ["count"]
    lease = standing(district)["count"]
    assert (lease.outcome, lease.runs, lease.failures, lease.holder) == ("3 counted", 2, 0, "")


def test_a_clock_that_is_set_back_stops_no_job(district: District) -> None:
    """A machine that started a day ahead, and was put right: nobody waits for that day to come."""
    one = runner(district, Job("count", MINUTE, lambda *_: ""))
    now = district.door.clock()
    district.door.clock = VirtualClock(now + timedelta(days=1))
    assert stepped(one) == ["count"]
    district.door.clock = VirtualClock(now)
    assert stepped(one) == ["count"]
    assert stepped(one) == []
    # Two machines are never quite of one mind: a little is no reason to take what another one does.
    district.door.clock = VirtualClock(now - LASTS)
    assert stepped(one) == []


def test_two_processes_do_it_once(district: District) -> None:
    began, go = threading.Event(), threading.Event()

    def work(_: District, stop: threading.Event) -> str:
        began.set()
        go.wait(20)
        return ""

    job = Job("slow", MINUTE, work)
    first, second = runner(district, job), runner(district, job, holder="two")
    assert first.step() == ["slow"]
    assert began.wait(20)
    assert second.step() == []
    go.set()
    first.settle()
    assert stepped(second) == []
    wait(district, MINUTE)
    assert stepped(second) == ["slow"]
    assert stepped(first) == []


def test_of_many_who_ask_at_once_one_gets_it(district: District) -> None:
    gate, got = threading.Barrier(8), []

    def ask(name: str) -> None:
        leases = Leases(district, name)
        gate.wait(20)
        if leases.take("one"):
            got.append(name)

    threads = [threading.Thread(target=ask, args=(f"p{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 1


def test_a_dead_holder_blocks_nobody_for_good(district: District) -> None:
    assert Leases(district, "died").take("count")
    one = runner(district, Job("count", MINUTE, lambda *_: ""))
    assert stepped(one) == []
    wait(district, LASTS)
    assert stepped(one) == ["count"]


def test_a_kept_lease_holds_and_a_lost_one_tells_its_job(district: District) -> None:
    began, ended = threading.Event(), threading.Event()

    def work(_: District, lost: threading.Event) -> str:
        began.set()
        ended.set() if lost.wait(20) else None
        return ""

    one = runner(district, Job("slow", MINUTE, work))
    one.step()
    assert began.wait(20)
    wait(district, LASTS - timedelta(seconds=1))
    one.keep()
    wait(district, timedelta(seconds=2))
    assert not Leases(district, "two").take("slow"), "it was kept"
    wait(district, LASTS)
    assert Leases(district, "two").take("slow"), "it was not kept"
    one.keep()
    one.settle()
    assert ended.is_set()
    assert standing(district)["slow"].holder == "two", "whoever lost a lease gives back none"


def test_a_fault_is_kept_in_sight_and_stops_no_other_job(district: District) -> None:
    def broken(*_: object) -> str:
        raise ValueError("张三的电话")

    one = runner(district, Job("bad", MINUTE, broken), Job("good", MINUTE, lambda *_: "fine"))
    assert stepped(one) == ["bad", "good"]
    wait(district, MINUTE)
    assert stepped(one) == ["bad", "good"]
    lease = standing(district)["bad"]
    assert (lease.outcome, lease.failures) == ("ValueError", 2), "the kind of the fault, no words of a case"
    assert standing(district)["good"].failures == 0


def test_it_stops_and_starts_nothing_more(district: District) -> None:
    def patient(_: District, stop: threading.Event) -> str:
        return "told" if stop.wait(20) else "never told"

    one = Runner(lambda: district, (Job("patient", MINUTE, patient),), "one", tick=0.01)
    one.start()
    while not any(lease.holder for lease in standing(district).values()):
        threading.Event().wait(0.01)
    assert one.stop()
    assert standing(district)["patient"].outcome == "told"
    wait(district, MINUTE)
    assert one.step() == []

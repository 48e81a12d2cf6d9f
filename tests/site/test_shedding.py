"""Overload turned away at once, nobody overtaken, and all well again afterwards. No time is measured."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from bihuan.site.shedding import Shedding


class Slow:
    """An application whose answers end when told to; remembers who came in."""

    def __init__(self) -> None:
        self.gates: dict[str, threading.Event] = {}
        self.came: list[str] = []
        self.entered = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        name = environ["PATH_INFO"]
        self.came.append(name)
        self.entered.release()
        self.gates[name].wait(20)
        start("200 OK", [])
        return [name.encode()]


def ask(application: Shedding, slow: Slow, name: str, answers: dict[str, str]) -> threading.Thread:
    slow.gates.setdefault(name, threading.Event())
    thread = threading.Thread(
        target=lambda: application({"PATH_INFO": name}, lambda status, head: answers.__setitem__(name, status))
    )
    thread.start()
    return thread


def waiting(application: Shedding, count: int) -> None:
    while len(application._queue) < count:
        threading.Event().wait(0.001)


def test_what_can_not_wait_is_turned_away_and_those_who_wait_keep_their_order() -> None:
    slow = Slow()
    application = Shedding(slow, working=1, waiting=2)
    answers: dict[str, str] = {}
    threads = [ask(application, slow, "/first", answers)]
    slow.entered.acquire()
    for n, name in enumerate(("/second", "/third"), 1):
        threads.append(ask(application, slow, name, answers))
        waiting(application, n)
    told: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(application({"PATH_INFO": "/fourth"}, lambda status, head: told.append((status, head))))
    assert told[0][0].startswith("503") and dict(told[0][1])["Retry-After"] and "再试" in body.decode()
    health = ask(application, slow, "/health", answers)
    slow.entered.acquire()
    for gate in slow.gates.values():
        gate.set()
    for thread in (*threads, health):
        thread.join(20)
    assert [name for name in slow.came if name != "/health"] == ["/first", "/second", "/third"]
    assert set(answers.values()) == {"200 OK"}
    assert application._idle == 1 and not application._queue


def test_an_answer_that_fails_gives_its_place_back() -> None:
    def broken(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        raise RuntimeError("planted")

    application = Shedding(broken, working=1, waiting=0)
    for _ in range(3):
        try:
            application({"PATH_INFO": "/"}, lambda status, head: None)
        except RuntimeError:
            continue
        raise AssertionError("it did not fail")
    assert application._idle == 1

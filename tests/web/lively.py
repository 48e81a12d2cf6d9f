"""A district at work for pages to show: messages that we wrote, taken round the loop through the real door.

Steps are found by their verb and who may take them, never by name. Seeded: the same cases every time. No assertion.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.core.arguments import REASON
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.programme import Programme, Scope, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party, Verb
from bihuan.store.state import case_from

PHOTO = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")

MESSAGES = (
    ("fire_lane_blocked", "三栋楼下的消防通道又被两辆面包车堵了一整夜。"),
    ("sewer_overflow", "菜市场后门污水井外溢，路面全是黑水。"),
    ("garbage", "垃圾桶满了三天没人清，气味很大。"),
    ("streetlight", "公交站到小区门口的四盏路灯都不亮。"),
    ("noise", "夜里一点多工地还在打桩，孩子睡不着。"),
    ("parking", "人行道上停满了车，推婴儿车只能走机动车道。"),
    ("water_outage", "六楼以上从早上起就没有水，也没看到通知。"),
    ("illegal_building_new", "顶楼有人在搭彩钢棚，今天已经在焊梁。"),
    ("stairwell", "楼道堆满纸箱和旧家具，晚上差点绊倒。"),
    ("wages", "工程做完两个月了，班组十一个人的工钱还没有结。"),
    ("schooling", "刚落户，想问孩子九月上小学要带哪些材料。"),
    ("standing_water", "下穿通道积水到小腿，电动车都熄火了。"),
    ("property_management", "电梯坏了九天，物业说配件没到。"),
    ("fumes", "楼下烧烤店的油烟直接往住户窗户里吹。"),
)

WAY = (
    (Verb.ACCEPT, "done", 0.1), (Verb.DISPATCH, "done", 1.5), (Verb.SIGN, "done", 2.0), (Verb.CONTACT, "reached", 4.0),
    (Verb.FINISH, "done", 30.0), (Verb.CHECK, "yes", 14.0), (Verb.CLOSE, "done", 5.0), (Verb.CONFIRM, "yes", 20.0),
)  # fmt: skip
"""The way of a case: verb, outcome, about how many hours after the step before."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What befalls one case: how far it comes, how slow the unit is, whether a check fails, whether anyone answers."""

    way: tuple[tuple[Verb, str, float], ...]
    slow: float


def plan(chance: random.Random) -> Plan:
    """One of the things that happen in a district."""
    way = list(WAY)
    fate = chance.random()
    if fate < 0.12:
        way = way[: chance.randint(0, 5)]
    elif fate < 0.2:
        way[5:5] = [(Verb.CHECK, "no", 12.0), (Verb.FINISH, "done", 20.0)]
    elif fate < 0.28:
        way = way[:-1]
    elif fate < 0.36:
        way[-1] = (Verb.CONFIRM, "no", 18.0)
    slow = chance.choice((0.4, 0.6, 0.8, 1.0, 1.0, 1.2, 2.6))
    return Plan(tuple(way), slow)


class Play:
    """A district, its people, and the hours that pass."""

    def __init__(self, district: District, clock: VirtualClock, seed: int, population: str) -> None:
        self.district, self.clock, self.population = district, clock, population
        self.chance = random.Random(seed)
        self.ids = count(1)
        self.programme = district.programmes()[0]
        self.refused: list[tuple[str, Refusal]] = []

    def run(self, total: int, until: datetime) -> None:
        """Raise so many cases between now and then, and let each go its way."""
        start = self.clock()
        length = until - start
        waiting: list[tuple[datetime, int, str, Iterator[tuple[Verb, str, float]], float]] = []
        for _ in range(total):
            moment = start + length * (self.chance.random() ** 0.8)
            heapq.heappush(waiting, (moment, next(self.ids), "", iter(()), 1.0))
        while waiting and waiting[0][0] <= until:
            moment, _, case, way, slow = heapq.heappop(waiting)
            self.pass_time(moment)
            if not case:
                case, plan_ = self.raise_one(), plan(self.chance)
                way, slow = iter(plan_.way), plan_.slow
            else:
                self.step(case, way)
            hours = self.next_hours(case) * slow * self.chance.uniform(0.5, 1.6)
            if hours:
                heapq.heappush(waiting, (moment + timedelta(hours=hours), next(self.ids), case, way, slow))
        self.pass_time(until)

    def pass_time(self, moment: datetime) -> None:
        """Clocks that end on the way have their effect when they end, not later."""
        while (quarter := self.clock() + timedelta(hours=6)) < moment:
            self.clock.move_to(quarter)
            self.district.door.lapse_due(self.district.id)
        self.clock.move_to(moment)

    def raise_one(self) -> str:
        """A message, sometimes without a place or a category."""
        category, words = self.chance.choice(MESSAGES)
        programme, step = self.programme, self.opening()
        values: dict[str, object] = dict(self.given(step))
        known = self.district.pack.dictionaries[programme.fields[programme.category_field or ""].dictionary or ""]
        values[programme.category_field or ""] = (
            category if category in known.entries else next(reversed(known.entries))
        )
        areas = [area.id for area in self.district.pack.areas.values() if area.parent]
        values[programme.place_field or ""] = self.chance.choice(areas)
        command = Raise(
            case="", number="", programme=programme.id, step=step.id, by=Person(account="somebody", raiser=True),
            values=values, words={programme_words(programme, step): words}, population=self.population,
        )  # type: ignore[arg-type]  # fmt: skip
        answer = self.district.door.submit(self.district.id, command, f"lively-{next(self.ids)}")
        assert not isinstance(answer, Refusal), answer
        return answer.case

    def opening(self) -> Step:
        """The step by which somebody outside raises a matter."""
        return next(
            step for step in self.programme.steps.values()
            if step.verb is Verb.RAISE and not step.history
            and any(self.programme.roles[role].scope is Scope.RAISER for role in step.by)
        )  # fmt: skip

    def given(self, step: Step) -> Iterator[tuple[str, object]]:
        """Required choices of a step: that of the public page where their dictionary has one, or its first word."""
        for taking in step.takes:
            field = self.programme.fields[taking.field]
            if taking.required and field.dictionary:
                known = self.district.pack.dictionaries[field.dictionary]
                yield field.id, known.by_page or next(iter(known.entries))

    def next_hours(self, case: str) -> float:
        """Hours until something happens again; a case at its end rests."""
        with self.district.door.readers.lend() as session:
            row = session.row("case_state", (self.district.id, case))
        assert row is not None
        state = case_from(row[0])
        return 0.0 if state.final else 6.0

    def step(self, case: str, way: Iterator[tuple[Verb, str, float]]) -> None:
        """The next thing on the way of the case, if it has one."""
        following = next(way, None)
        if following is None:
            return
        verb, outcome, _ = following
        with self.district.door.readers.lend() as session:
            row = session.row("case_state", (self.district.id, case))
        assert row is not None
        state = case_from(row[0])
        for step in self.programme.steps_from(state.stage):
            if step.verb is verb and outcome in step.moves:
                asked = [t.field for t in step.takes if t.required and self.programme.fields[t.field].private]
                words = dict.fromkeys(asked, "已到现场办理。")
                command = Take(
                    case=case, step=step.id, by=self.person(step, state.lead.unit if state.lead else ""),
                    outcome=outcome, values=dict(self.given(step)), words={**words, REASON: "按规定办理"},
                )  # type: ignore[arg-type]  # fmt: skip
                photos = (PHOTO,) if verb is Verb.FINISH else ()
                answer = self.district.door.submit(self.district.id, command, f"lively-{next(self.ids)}", photos=photos)
                if not isinstance(answer, Refusal):
                    return
                self.refused.append((step.id, answer))

    def person(self, step: Step, unit: str) -> Person:
        """Somebody who may take the step: of the unit in charge if a unit must."""
        role = self.programme.roles[step.by[0]]
        if role.scope is Scope.RAISER:
            return Person(account="somebody", raiser=True)
        if role.scope is Scope.UNIT:
            return Person(account=f"{role.duty}-{unit}", posts=(Post(duty=role.duty, unit=unit),))
        office = list(self.district.pack.units)[1 + (role.party in (Party.CHECKER, Party.SUPERVISOR))]
        return Person(account=role.duty, posts=(Post(duty=role.duty, unit=office),))


def programme_words(programme: Programme, step: Step) -> str:
    """The private words that the step requires."""
    return next(t.field for t in step.takes if t.required and programme.fields[t.field].private)

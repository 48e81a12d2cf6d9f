"""Matters of the running site, brought as far as a test needs them through the real door: steps are found by verb."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path

from bihuan.app.clock import real_clock
from bihuan.app.district import District
from bihuan.app.entropy import real_entropy
from bihuan.app.installation import Installation, masters_of
from bihuan.core.arguments import REASON
from bihuan.core.case import Case
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.programme import Scope, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.core.verbs import Party, RequestKind, TaskKind, Verb
from bihuan.store.reading import case_of_number
from bihuan.store.session import Database
from bihuan.store.state import case_from
from tests.web.conftest import Site
from tests.web.lively import PHOTO, programme_words

_ids = count(1)


def installation_of(site: Site) -> Installation:
    """The installation behind the site, for a second process: this one."""
    home = Path(site.environment["BIHUAN_HOME"])
    return Installation(
        database=Database("sqlite", site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///")),
        district="ganzhou-etdz",
        masters=masters_of(site.environment["BIHUAN_VAULT_KEYS"]),
        photos=home / "photos",
        clock=real_clock,
        entropy=real_entropy,
    )


class Matter:
    """One case of the site."""

    def __init__(
        self, district: District, words: str, category: str = "street_light", language: Language | None = None
    ) -> None:
        """`language`: that of the page on which it is raised, with a receipt; None: without one."""
        self.district, self.programme = district, district.programmes()[0]
        step = next(
            step
            for step in self.programme.steps.values()
            if step.verb is Verb.RAISE and any(self.programme.roles[r].scope is Scope.RAISER for r in step.by)
        )
        values: dict[str, object] = dict(self._required(step))
        values[self.programme.category_field or ""] = category
        values[self.programme.place_field or ""] = next(a.id for a in district.pack.areas.values() if a.parent)
        command = Raise(
            case="", number="", programme=self.programme.id, step=step.id, by=Person(account="x", raiser=True),
            values=values, words={programme_words(self.programme, step): words}, population="live",
        )  # type: ignore[arg-type]  # fmt: skip
        request = f"matter-{id(self)}-{next(_ids)}"
        receipt = sha256(request.encode()).hexdigest() if language else None
        answer = district.door.submit(district.id, command, request, receipt=receipt, language=language or "zh")
        assert not isinstance(answer, Refusal), answer
        self.id, self.number = answer.case, answer.number

    def step(self, verb: Verb, party: Party = Party.HANDLER, task: TaskKind = TaskKind.LEAD) -> Step:
        """The step of this verb that this side takes at the stage where the case is, on a part of this kind."""
        return next(
            step
            for step in self.programme.steps_from(self.stage)
            if step.verb is verb
            and step.task in (None, task)
            and any(self.programme.roles[role].party is party for role in step.by)
        )

    def take(
        self, verb: Verb, party: Party, office: str, outcome: str = "done", said: Mapping[str, object] | None = None,
        **given: object,
    ) -> None:  # fmt: skip
        """Let somebody of that side and unit take the step."""
        step = self.step(verb, party)
        role = next(r for r in (self.programme.roles[name] for name in step.by) if r.party is party)
        who = Person(account=f"{role.duty}@{office}", posts=(Post(duty=role.duty, unit=office),))
        command = Take(
            case=self.id, step=step.id, by=who, outcome=outcome, values={**self._required(step), **(said or {})},
            words={**dict.fromkeys(self._words(step), "已到现场办理。"), REASON: "按规定办理"}, arguments=given,
        )  # type: ignore[arg-type]  # fmt: skip
        photos = (PHOTO,) if verb is Verb.FINISH else ()
        answer = self.district.door.submit(
            self.district.id, command, f"matter-{id(self)}-{next(_ids)}", photos=photos
        )
        assert not isinstance(answer, Refusal), answer.message("en")

    def decide(self, request: RequestKind, office: str) -> None:
        """Let the centre grant what was asked for."""
        step = next(step for step in self.programme.steps_from(self.stage) if step.request is request)
        duty = self.programme.roles[step.by[0]].duty
        who = Person(account=f"{duty}@{office}", posts=(Post(duty=duty, unit=office),))
        command = Take(case=self.id, step=step.id, by=who, outcome="granted", words={REASON: "同意"})
        answer = self.district.door.submit(self.district.id, command, f"matter-{id(self)}-{next(_ids)}")
        assert not isinstance(answer, Refusal), answer.message("en")

    def given_to(self, unit: str) -> Matter:
        """Accepted and dispatched to this unit."""
        sort = {self.programme.category_field or "": "street_light"}
        self.take(Verb.ACCEPT, Party.CENTRE, "service-centre", said=sort)
        self.take(Verb.DISPATCH, Party.CENTRE, "service-centre", unit=unit)
        return self

    @property
    def stage(self) -> str:
        """Where it is now."""
        return self.state.stage

    @property
    def state(self) -> Case:
        """The case as it is stored now."""
        with self.district.door.readers.lend() as session:
            row = session.row("case_state", (self.district.id, self.id))
        assert row is not None
        return case_from(row[0])

    def _words(self, step: Step) -> list[str]:
        takes = [taking.field for taking in step.takes if taking.required]
        return [name for name in takes if self.programme.fields[name].private]

    def _required(self, step: Step) -> Mapping[str, object]:
        found = {}
        for taking in step.takes:
            field = self.programme.fields[taking.field]
            if taking.required and field.dictionary:
                codes = list(self.district.pack.dictionaries[field.dictionary].entries)
                found[field.id] = "web" if "web" in codes else codes[0]
        return found


class Reported(Matter):
    """One that somebody reported on the page, by its number."""

    def __init__(self, district: District, number: str) -> None:
        """Raises nothing; it is there."""
        self.district, self.programme, self.number = district, district.programmes()[0], number
        with district.door.look(district.id) as (session, _):
            self.id = case_of_number(session, district.id, number) or ""

"""Every step of the real packs on every page that shows it, and such a page read as a browser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

from django.template.loader import render_to_string

from bihuan.app.acts import Act, OnCase
from bihuan.core.access import View
from bihuan.core.case import Case
from bihuan.core.decide.offering import NOBODYS
from bihuan.core.decide.routing import Suggestion
from bihuan.core.events import By
from bihuan.core.programme import Programme, Step
from bihuan.core.verbs import VERBS, Party, Verb
from bihuan.definitions import Pack, load_pack
from bihuan.store.reading import Seen
from bihuan.web.show import step_form
from bihuan.web.show.step_arguments import Asking
from tests.definitions.twins import context_of

DISTRICTS = Path(__file__).parents[2] / "districts"
NOW, TODAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC), date(2026, 11, 24)
RECORD, DESK, CLUSTER, RECEIPT = "web/work/record.html", "web/desk/case.html", "web/desk/cluster.html", (
    "web/resident/track.html")  # fmt: skip
ONE_FORM = {RECORD: "web/work/step.html", RECEIPT: "web/resident/parts/step.html"}
"""What a page holds for each step; the others hold the shared part themselves."""
SHARED = "web/parts/step.html"


@dataclass(frozen=True)
class Shown:
    """A step as one kind of person meets it on one page."""

    pack: Pack
    programme: Programme
    step: Step
    party: Party
    page: str

    def asking(self, routed: Suggestion | None = None) -> Asking:
        """What its form is made of, on a case that has just reached its stage."""
        case = Case(
            id="c", number="GZ20261124-000001", programme=self.programme.id, edition=self.programme.edition,
            population="live", opened_at=NOW, occurred_at=NOW, n=3, stage=next(iter(self.step.from_), ""),
        )  # fmt: skip
        view = View(roles=(), sees=frozenset())
        seen = Seen(case=case, ended=None, programme=self.programme, view=view, events=(), words=(), photos=())
        by = By(account="a", role=self.step.by[0], unit=None, party=self.party)
        acts = (Act(step=self.step, by=by, routed=routed),)
        on = OnCase(seen=seen, acts=acts, context=context_of(self.pack))
        offered = {name: (("E-1", "一"), ("E-2", "二")) for name, one in self.programme.fields.items() if one.register}
        return Asking(
            on=on, step=self.step, routed=routed, raiser=self.party is Party.RAISER, day=TODAY, levels={},
            offered=offered, language="en", together=self.page == CLUSTER,
        )  # fmt: skip


def places(pack: Pack) -> Iterator[Shown]:
    """Every step that somebody takes on a case that is there, on every page that shows it to them."""
    for editions in pack.programmes.values():
        for programme in editions:
            for step in programme.steps.values():
                if step.verb in NOBODYS or step.history or step.undoes or step.shows:
                    continue
                for party in sorted({programme.roles[name].party for name in step.by} - {Party.SYSTEM}):
                    for page in pages(step, party):
                        yield Shown(pack, programme, step, party, page)


def pages(step: Step, party: Party) -> Iterator[str]:
    if party is Party.RAISER:
        yield RECEIPT
    yield RECORD
    if party is Party.CENTRE and step.verb is not Verb.LINK:
        yield DESK
        if step.spawns is None and step.photos == 0:
            yield CLUSTER


PACKS = {name: load_pack(DISTRICTS / name) for name in ("ganzhou-etdz", "minimal")}
SHOWN = {
    f"{name} {one.programme.id}@{one.programme.edition} {one.step.id} {one.party} {Path(one.page).stem}": one
    for name, pack in PACKS.items()
    if isinstance(pack, Pack)
    for one in places(pack)
}

NEWEST = sorted({
    (one.pack.district.id, one.programme.id, one.step.id, one.party): name
    for name, one in SHOWN.items()
    if one.page != CLUSTER
}.values())  # fmt: skip
"""Each step once for each kind of person, of its newest edition."""


@dataclass
class Control:
    """What a browser finds under one name."""

    kind: str
    ids: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    invalid: bool = False
    described: str = ""


class Page(HTMLParser):
    """The controls of a form by name, its labels, and what each id says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.controls: dict[str, Control] = {}
        self.labelled: set[str] = set()
        self.ids: list[str] = []
        self.errors: dict[str, str] = {}
        self._select: Control | None = None
        self._error = ""
        self._group: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if id_ := found.get("id"):
            self.ids.append(id_)
        if tag == "label" and (of := found.get("for")):
            self.labelled.add(of)
        if "error" in (found.get("class") or "").split():
            self._error = found.get("id") or ""
        if tag == "fieldset" and "aria-describedby" in found:
            self._group = found
        if tag == "option" and self._select is not None:
            self._select.options.append(found.get("value") or "")
            if "selected" in found:
                self._select.chosen.append(found.get("value") or "")
        name = found.get("name")
        if tag in ("input", "select", "textarea", "button") and name:
            kind = found.get("type") or tag if tag == "input" else tag
            one = self.controls.setdefault(name, Control(kind))
            one.kind = kind if one.kind == "hidden" else one.kind
            one.ids.append(found.get("id") or "")
            one.invalid |= "aria-invalid" in found or (kind in ("radio", "checkbox") and bool(self._group))
            one.described = found.get("aria-describedby") or one.described or self._group.get("aria-describedby") or ""
            if kind in ("radio", "checkbox", "button"):
                one.options.append(found.get("value") or "")
            self._select = one if tag == "select" else None

    def handle_data(self, data: str) -> None:
        if self._error:
            self.errors[self._error] = self.errors.get(self._error, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._error = ""
        if tag == "fieldset":
            self._group = {}


def page_of(shown: Shown, form: step_form.StepForm) -> Page:
    """The form as its page holds it."""
    around = {"form": form, "number": "GZ20261124-000001", "record": {"seen": 3}, "seen": 3, "request_id": "0" * 32}
    return Page(render_to_string(ONE_FORM.get(shown.page, SHARED), around))


def needed(shown: Shown) -> set[str]:
    """Names that the command cannot do without, and those that it may carry: read from the pack and the grammar."""
    step, programme = shown.step, shown.programme
    # Whether photos are shown is chosen one by one, on a page of its own.
    fields = {taking.field for taking in step.takes} - {step.shown_by}
    if shown.party is Party.RAISER:
        dictionaries = shown.pack.dictionaries
        fields -= {
            taking.field for taking in step.takes
            if taking.required
            and getattr(dictionaries.get(programme.fields[taking.field].dictionary or ""), "by_page", None) is not None
        }  # fmt: skip
    arguments = {name.rstrip("?") for name in VERBS[step.verb].arguments}
    if step.level is not None:
        arguments.discard("level")
    arguments |= {"reason"} if step.reasons else set()
    arguments |= {"child"} if step.spawns else set()
    return fields | {f"arg-{name}" for name in arguments} | ({"photos"} if step.photos else set())


def always(shown: Shown) -> set[str]:
    """What must be there, whatever else is."""
    wanted = {taking.field for taking in shown.step.takes if taking.required} & needed(shown)
    wanted |= {f"arg-{name}" for name in VERBS[shown.step.verb].arguments if not name.endswith("?")} & needed(shown)
    wanted |= {f"arg-{name}" for name in ("reason", "child") if f"arg-{name}" in needed(shown)}
    wanted |= {"arg-unit"} if shown.step.verb is Verb.DISPATCH else set()
    said = {match[1] for guard in shown.step.guards if (match := re.fullmatch(r"(\w+)(?: is known)?", guard.source))}
    wanted |= (said & needed(shown)) | ({"reason"} if "reason_given" in said else set())
    wanted |= {"outcome"} if len(shown.step.moves) > 1 else set()
    return wanted | ({"photos"} if shown.step.photos else set())

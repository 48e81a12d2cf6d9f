"""Each step of each real pack, wherever it is shown: nothing it needs is missing from the page, what is filled in reads
back as it was meant, and what is left out is said beside its input. The oracle reads the page as a browser does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import get_template, render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.app.acts import Act, OnCase
from bihuan.core.access import View
from bihuan.core.case import Case
from bihuan.core.decide.offering import NOBODYS
from bihuan.core.decide.routing import Suggestion
from bihuan.core.events import By
from bihuan.core.programme import Field, FieldType, Programme, Step
from bihuan.core.verbs import VERBS, Party, Verb
from bihuan.definitions import Pack, load_pack
from bihuan.store.reading import Seen
from bihuan.web.show import step_form
from bihuan.web.show.step_arguments import Asking
from bihuan.web.show.typed import FRONT
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
                if step.verb in NOBODYS or step.history or step.undoes:
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
    fields = {taking.field for taking in step.takes}
    if shown.party is Party.RAISER:
        dictionaries = shown.pack.dictionaries
        fields -= {
            taking.field for taking in step.takes
            if taking.required and FRONT in getattr(dictionaries.get(programme.fields[taking.field].dictionary or ""),
                                                    "entries", ())
        }  # fmt: skip
    arguments = {name.rstrip("?") for name in VERBS[step.verb].arguments}
    if step.level is not None:
        arguments.discard("level")
    arguments |= {"reason"} if step.reasons else set()
    arguments |= {"child"} if step.spawns else set()
    return fields | {f"arg-{name}" for name in arguments} | ({"photos"} if step.photos else set())


def test_the_pages_hold_the_shared_form() -> None:
    for page in (DESK, CLUSTER):
        source = Path(str(get_template(page).origin)).read_text("utf-8")
        assert SHARED in source and not re.search(r'name="(?:reason|unit|units|arg-|outcome)', source)
    for page, one in ONE_FORM.items():
        assert one in Path(str(get_template(page).origin)).read_text("utf-8")


def test_every_step_shows_all_that_its_command_needs() -> None:
    assert len(SHOWN) > 150
    for name, shown in SHOWN.items():
        page = page_of(shown, step_form.step_form(shown.asking()))
        assert needed(shown) <= set(page.controls), name
        assert len(page.ids) == len(set(page.ids)), (name, page.ids)
        visible = [id_ for one in page.controls.values() if one.kind not in ("hidden", "button") for id_ in one.ids]
        assert {id_ for id_ in visible if id_} <= page.labelled, name
        ends = page.controls.get("outcome")
        assert len(shown.step.moves) < 2 or (ends is not None and set(ends.options) == set(shown.step.moves)), name


DAYS = st.dates(date(2001, 1, 1), date(2090, 12, 31))
WRITTEN: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.day} {day:%B} {day.year}",
)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=20)


def typed(draw: st.DrawFn, one: Field, control: Control, zone: ZoneInfo) -> tuple[dict[str, list[str]], object]:
    """Something that fits a field, as somebody types it, and what the fact of it is."""
    moment = datetime.combine(draw(DAYS), datetime.min.time()) + timedelta(minutes=draw(st.integers(0, 1439)))
    match one.type:
        case FieldType.YES_NO:
            answer = draw(st.sampled_from(["yes", "no"]))
            return {one.id: [answer]}, answer == "yes"
        case FieldType.CHOICE | FieldType.AREA | FieldType.UNIT:
            code = draw(st.sampled_from([option for option in control.options if option]))
            return {one.id: [code]}, code
        case FieldType.DATE:
            return {one.id: [draw(st.sampled_from(WRITTEN))(moment.date())]}, moment.date().isoformat()
        case FieldType.INSTANT:
            said = f"{draw(st.sampled_from(WRITTEN[:3]))(moment.date())} {moment:%H:%M}"
            return {one.id: [said]}, moment.replace(tzinfo=zone).isoformat()
        case FieldType.INTERVAL:
            end = moment + timedelta(hours=draw(st.integers(1, 900)))
            fact = f"{moment.replace(tzinfo=zone).isoformat()}/{end.replace(tzinfo=zone).isoformat()}"
            return {one.id: [f"{moment:%Y-%m-%dT%H:%M}"], f"{one.id}-until": [f"{end:%Y/%m/%d %H:%M}"]}, fact
        case FieldType.NUMBER | FieldType.MONEY | FieldType.QUANTITY:
            scale = 10**one.decimals
            least, most = one.least or 0, min(10**9 if one.most is None else one.most, 10**9)
            value = draw(st.integers(least, most))
            whole, rest = divmod(value, scale)
            return {one.id: [f"{whole}.{rest:0{one.decimals}d}" if one.decimals else str(value)]}, value
        case FieldType.POINT:
            return {one.id: ["114.8620,25.8840"]}, "114.8620,25.8840"
        case FieldType.ENTRY:
            return {one.id: ["E-2"]}, "E-2"
        case _:
            text = "0797-8380000" if one.contact else draw(TEXTS)[: one.most or 20]
            return {one.id: [text]}, text


def argument(draw: st.DrawFn, name: str, control: Control, asking: Asking) -> tuple[list[str], object]:
    """The same for an argument of the verb."""
    match name:
        case "assist" | "units":
            some = draw(st.lists(st.sampled_from(control.options[:9]), min_size=1, max_size=3, unique=True))
            return ["", *some], tuple(some)
        case "amount":
            n = draw(st.integers(1, 99))
            return [str(n)], f"{n} {asking.step.most.kind if asking.step.most else 'work_day'}"
        case "score" | "level":
            value = draw(st.sampled_from([option for option in control.options if option]))
            return [value], int(value)
        case "child" | "other":
            return [" gz20261124-000002"], "GZ20261124-000002"
        case _:
            code = draw(st.sampled_from([option for option in control.options if option]))
            return [code], code


@st.composite
def filled(draw: st.DrawFn, shown: Shown) -> tuple[Asking, dict[str, list[str]], dict[str, Any]]:
    """A form with everything filled in: what it is made of, what a browser sends, and the facts that were meant."""
    asking = shown.asking()
    page = page_of(shown, step_form.step_form(asking))
    sent: dict[str, list[str]] = {"seen": ["3"]}
    meant: dict[str, Any] = {"values": {}, "words": {}, "arguments": {}}
    for name in sorted(needed(shown) - {"photos"}):
        if name.startswith("arg-"):
            sent[name], meant["arguments"][name[4:]] = argument(draw, name[4:], page.controls[name], asking)
        else:
            one = shown.programme.fields[name]
            given_, fact = typed(draw, one, page.controls[name], asking.on.context.zone)
            sent |= given_
            meant["words" if one.private else "values"][name] = fact
    if "reason" in page.controls and "reason" not in meant["words"]:
        sent["reason"] = [draw(TEXTS)]
        meant["words"]["reason"] = sent["reason"][0]
    meant["outcome"] = draw(st.sampled_from(sorted(shown.step.moves)))
    sent["outcome"] = [meant["outcome"]]
    if shown.step.level is not None:
        meant["arguments"]["level"] = shown.step.level
    return asking, sent, meant


@settings(max_examples=300)
@given(st.data())
def test_a_filled_form_reads_back_as_it_was_meant(data: st.DataObject) -> None:
    shown = SHOWN[data.draw(st.sampled_from(sorted(SHOWN)))]
    asking, sent, meant = data.draw(filled(shown))
    read = step_form.read(asking, sent)
    known = {name: value for name, value in read.values.items() if name in needed(shown)}
    assert (known, dict(read.words), dict(read.arguments)) == (meant["values"], meant["words"], meant["arguments"])
    assert (read.step, read.outcome, read.seen) == (shown.step.id, meant["outcome"], 3)
    assert step_form.check(asking, read, shown.step.photos) == {}
    # Refused for another reason, everything stands there again.
    again = step_form.step_form(asking, sent)
    assert step_form.read(asking, sent_again(page_of(shown, again), again, sent)) == read


def sent_again(page: Page, form: step_form.StepForm, sent: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What a browser would send of the form as it came back."""
    found = {"seen": sent["seen"], "outcome": sent["outcome"]}
    for one in form.inputs:
        assert one.name in page.controls
        found[one.name] = ["", *one.chosen] if one.widget == "boxes" else [one.value]
        if one.widget == "interval":
            found[f"{one.name}-until"] = [one.until]
        if one.widget == "boxes":
            found[one.name] = ["", *(code for code in sent[one.name] if code in one.chosen)]
    return found


def always(shown: Shown) -> set[str]:
    """What must be there, whatever else is."""
    wanted = {taking.field for taking in shown.step.takes if taking.required} & needed(shown)
    wanted |= {f"arg-{name}" for name in VERBS[shown.step.verb].arguments if not name.endswith("?")} & needed(shown)
    wanted |= {f"arg-{name}" for name in ("reason", "child") if f"arg-{name}" in needed(shown)}
    wanted |= {"arg-unit"} if shown.step.verb is Verb.DISPATCH else set()
    wanted |= {"outcome"} if len(shown.step.moves) > 1 else set()
    return wanted | ({"photos"} if shown.step.photos else set())


def test_what_is_left_out_is_said_beside_its_input() -> None:
    for name, shown in SHOWN.items():
        asking = shown.asking()
        wrong = step_form.check(asking, step_form.read(asking, {"seen": ["3"]}), 0)
        assert always(shown) <= set(wrong), name
        page = page_of(shown, step_form.step_form(asking, {"seen": ["3"]}, wrong))
        for about in always(shown) - ({"outcome"} if shown.page != RECEIPT else set()):
            control = page.controls[about]
            said = [page.errors[id_] for id_ in control.described.split() if id_ in page.errors]
            assert control.invalid or control.kind == "checkbox", (name, about)
            assert len(said) == 1 and said[0].strip(), (name, about, control.described)


def test_a_dispatch_begins_with_the_catalogue_and_keeps_what_was_changed() -> None:
    shown = next(one for one in SHOWN.values() if one.step.verb is Verb.DISPATCH and one.page == DESK)
    first, second, third = list(shown.pack.units)[:3]
    asking = shown.asking(Suggestion(rule="r", unit=first, assist=(second,), passed_over=("x",)))
    form = step_form.step_form(asking)
    unit, assist = (next(one for one in form.inputs if one.name == name) for name in ("arg-unit", "arg-assist"))
    assert (unit.value, assist.chosen) == (first, {second})
    assert form.routed is not None and form.routed.passed_over == 1
    # Nobody ticked is nobody, not the catalogue's.
    read = step_form.read(asking, {"arg-unit": [third], "arg-assist": [""]})
    assert (read.arguments["unit"], read.arguments["assist"]) == (third, ())
    bare = replace(asking, routed=None, on=asking.on)
    assert "reason" in step_form.check(bare, step_form.read(bare, {"arg-unit": [first]}), 0)

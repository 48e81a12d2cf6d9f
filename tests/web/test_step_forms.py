"""Each step of each real pack, wherever it is shown: nothing it needs is missing from the page, what is filled in reads
back as it was meant, and what is left out is said beside its input. The oracle reads the page as a browser does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import get_template, render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.decide.routing import Suggestion
from bihuan.core.expressions.tree import names
from bihuan.core.programme import Field, FieldType, Programme, Route
from bihuan.core.text import Language, Text
from bihuan.core.verbs import Verb
from bihuan.web.show import step_form
from bihuan.web.show.routed import routed
from bihuan.web.show.step_arguments import Asking
from tests.web.step_pages import (
    CLUSTER,
    DESK,
    NEWEST,
    ONE_FORM,
    RECEIPT,
    SHARED,
    SHOWN,
    Control,
    Page,
    Shown,
    always,
    needed,
    page_of,
)  # fmt: skip


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


@pytest.mark.parametrize("name", NEWEST)
@settings(max_examples=3)
@given(st.data())
def test_a_filled_form_reads_back_as_it_was_meant(name: str, data: st.DataObject) -> None:
    shown = SHOWN[name]
    asking, sent, meant = data.draw(filled(shown))
    read = step_form.read(asking, sent)
    known = {name: value for name, value in read.values.items() if name in needed(shown)}
    assert (known, dict(read.words), dict(read.arguments)) == (meant["values"], meant["words"], meant["arguments"])
    assert (read.step, read.outcome, read.seen) == (shown.step.id, meant["outcome"], 3)
    assert step_form.check(asking, read, shown.step.photos) == {}
    # Refused for another reason, everything stands there again.
    again = step_form.step_form(asking, sent)
    assert step_form.read(asking, sent_again(page_of(shown, again), again, sent)) == read


@pytest.mark.parametrize(("said", "fact"), [("yes", True), ("no", False)])
def test_a_yes_and_a_no_are_both_answers(said: str, fact: bool) -> None:
    for shown in SHOWN.values():
        for name in {taking.field for taking in shown.step.takes} - {shown.step.shown_by}:
            if shown.programme.fields[name].type is FieldType.YES_NO:
                control = page_of(shown, step_form.step_form(shown.asking())).controls[name]
                assert {"yes", "no"} <= set(control.options)
                assert step_form.read(shown.asking(), {name: [said]}).values[name] is fact


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


def test_what_is_left_out_is_said_beside_its_input() -> None:
    for name, shown in SHOWN.items():
        asking = shown.asking()
        wrong = step_form.check(asking, step_form.read(asking, {"seen": ["3"]}), 0)
        assert always(shown) <= set(wrong), name
        for guard in (one for one in shown.step.guards if one.source == "reason_given"):
            assert wrong["reason"].message("zh") == guard.say.zh, "the pack's own words come first"
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
    # Level by level as the pack lists them, whatever the order of the units.
    levels = {name: Text(name, name) for name in ("zone", "station", "department", "nobody", "community")}
    grouped = step_form.step_form(replace(asking, levels=levels)).inputs
    titles = [group.title for one in grouped if one.name == "arg-assist" for group in one.groups if group.title]
    assert titles == ["zone", "station", "department", "community"]
    # Nobody ticked is nobody, not the catalogue's.
    read = step_form.read(asking, {"arg-unit": [third], "arg-assist": [""]})
    assert (read.arguments["unit"], read.arguments["assist"]) == (third, ())
    bare = replace(asking, routed=None, on=asking.on)
    assert "reason" in step_form.check(bare, step_form.read(bare, {"arg-unit": [first]}), 0)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_rule_of_the_catalogue_is_told_in_words_with_the_facts_that_made_it_fire(language: Language) -> None:
    """Every rule of every pack: no operator of the notation stands in what people read."""
    for shown in {(one.programme.id, one.programme.edition): one for one in SHOWN.values()}.values():
        context = shown.asking().on.context
        for route in shown.programme.routes:
            case = replace(shown.asking().on.seen.case, fields=_firing(shown.programme, route))
            found = Suggestion(rule=route.id, unit=route.unit or "", assist=(), passed_over=())
            told = routed(found, case, shown.programme, context, language)
            read = " ".join((told.title, str(told.basis), *(f"{name} {value}" for name, value in told.because)))
            assert told.title and told.basis and not re.search(r"==| in \[|lookup|outer", read), route.id
            asked = {one for one in names(route.when) if one in shown.programme.fields} if route.when else set()
            assert len(told.because) >= len(asked), route.id
            assert told.otherwise is (route.when is None) and told.source == route.source


def _firing(programme: Programme, route: Route) -> dict[str, str]:
    """A value for each field that the rule looks at, a word of its dictionary where it has one."""
    books = next(one.pack.dictionaries for one in SHOWN.values() if one.programme.id == programme.id)
    asked = names(route.when) if route.when else frozenset()
    fields = (one for one in programme.fields.values() if one.id in asked)
    return {one.id: next(iter(books[one.dictionary].entries)) if one.dictionary else "yes" for one in fields}


@pytest.mark.parametrize("written", ["2026-02-30", "30 Febuary 2026", "tomorrow", "2026-13-01", "1.2.2026", "２０２６"])
def test_what_is_no_day_comes_back_as_it_was_typed_in_a_box_that_shows_it(written: str) -> None:
    asked, one = next(
        (shown.asking(), shown.programme.fields[taking.field])
        for shown in SHOWN.values() for taking in shown.step.takes
        if shown.programme.fields[taking.field].type is FieldType.DATE
    )  # fmt: skip
    sent = {one.id: [written]}
    read = step_form.read(asked, sent)
    wrong = step_form.check(asked, read, 9)
    shown = next(known for known in step_form.step_form(asked, sent, wrong).inputs if known.name == one.id)
    html = render_to_string("web/parts/input.html", {"one": shown})
    assert read.values[one.id] == written and shown.error and "2026-11-24" in shown.way_out
    assert f'value="{written}"' in html and 'type="text"' in html and 'aria-invalid="true"' in html


def test_what_is_counted_is_asked_anew_and_counts_though_it_is_the_same_number() -> None:
    """Four went out, and four more go out now: the second four are no old fact."""
    counting = {name: shown for name, shown in SHOWN.items() if shown.step.counted}
    assert counting
    for name, shown in counting.items():
        asking = shown.asking()
        fields = shown.programme.fields
        numbers = [field for field in shown.step.counted if fields[field].type is FieldType.NUMBER]
        case = replace(asking.on.seen.case, fields=dict.fromkeys(numbers, 4))
        asking = replace(asking, on=replace(asking.on, seen=replace(asking.on.seen, case=case)))
        inputs = {one.name: one for one in step_form.step_form(asking).inputs}
        assert all(inputs[field].value == "" for field in shown.step.counted), name
        again = step_form.read(asking, {field: ["4"] for field in numbers})
        assert {field: again.values.get(field) for field in numbers} == dict.fromkeys(numbers, 4)

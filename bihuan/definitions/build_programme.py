"""The draft of a programme file into the core's `Programme`. The draft has no holes and its names exist.

May live here: plain translation, with what the notation leaves implicit made explicit. May not: judging.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from bihuan.core.expressions import Expression
from bihuan.core.programme import (
    Clock,
    EachRule,
    Fill,
    Guard,
    Indicator,
    Limit,
    Move,
    Posting,
    Programme,
    RegisterEffect,
    Reservation,
    Route,
    Say,
    Stage,
    Step,
    Telling,
)
from bihuan.core.retention import Retention
from bihuan.core.verbs import VERBS, TaskKind, Verb
from bihuan.definitions.build_pictures import about, case_funnel
from bihuan.definitions.build_registers import field, validity
from bihuan.definitions.build_roles import role, stood_in
from bihuan.definitions.leaves import ANY_TASK, OPEN, Formula
from bihuan.definitions.notation_programme import MOVE
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft


def programme(file: Draft, pack: Pack) -> Programme:
    """One edition of one mechanism."""
    head = file["programme"]
    stages = {
        name: Stage(id=name, title=one["title"], outward=one["outward"], final=one["final"])
        for name, one in file["stage"].items()
    }
    open_stages = tuple(name for name, stage in stages.items() if not stage.final)
    steps = (step(one, open_stages, head["start"], _accounts(file)) for one in file["step"])
    clocks = (clock(one, pack.district.calendar) for one in file["clock"].values())
    return Programme(
        id=head["id"],
        code=head["code"],
        title=head["title"],
        edition=head["edition"],
        valid=validity(head),
        basis=head["basis"],
        visibility=head["visibility"],
        start=head["start"],
        **{name: head[name] for name in _FIELDS},
        recusal=move(file["recusal"], None) if file["recusal"] else None,
        supervision_levels=head["supervision_levels"],
        pages=head["pages"],
        watches=tuple(head["watches"]),
        funnel=case_funnel(file["funnel"]),
        about=about(file["about"]),
        each=each(file["each"]),
        outward=file["outward"],
        fields={name: field(one) for name, one in file["field"].items()},
        stages=stages,
        roles={name: role(one, stood_in(name, file)) for name, one in file["role"].items()},
        steps={one.id: one for one in steps},
        clocks={one.id: one for one in clocks},
        lists={name: one["items"] for name, one in file["list"].items()},
        duties={one["level"]: name for name, one in file["list"].items() if one["level"] is not None},
        routes=tuple(route(one) for one in file["route"]),
        tellings={name: Telling(id=name, **_whole(one)) for name, one in file["telling"].items()},
        indicators=tuple(indicator(one) for one in file["indicator"]),
        dictionaries={id: pack.dictionaries[id].edition for id in _dictionaries(file)},
        purposes=head["purposes"],
        replies=head["replies"],
        retention=retention(file["retention"]) if file["retention"] else None,
        hash=sha256(file.file.text.encode()).hexdigest(),
    )


_FIELDS = ("place_field", "category_field", "accused_field", "contact_field")


def each(draft: Draft | None) -> EachRule | None:
    """For what cases are raised, one for each entry."""
    if draft is None:
        return None
    plain = {key: draft[key] for key in draft.table.keys if key not in ("basis", "fill", "say")}
    fills = tuple(Fill(field=one["field"], entry=one["entry"], case=one["case"]) for one in draft["fill"])
    says = tuple(Say(field=one["field"], text=one["text"]) for one in draft["say"])
    return EachRule(**plain, fills=fills, says=says)


def _accounts(file: Draft) -> dict[str, str]:
    return {name: one["unit"] for name, one in file["account"].items()}


def retention(draft: Draft) -> Retention:
    """How long private parts are kept."""
    return Retention(reporter=draft["reporter"], case=draft["case"], told=draft["told"], basis=draft["basis"])


def _whole(draft: Draft) -> dict[str, Any]:
    """Every key of a table that is called as the value's own parts are."""
    return {key: draft[key] for key in draft.table.keys}


def _dictionaries(file: Draft) -> Iterable[str]:
    """Every dictionary that the programme's choices, lists and reasons come from, in order, once."""
    named = [one["dictionary"] for one in (*file["field"].values(), *file["list"].values())]
    named += [one[key] for one in file["step"] for key in ("reasons", "replies")]
    named += [file["programme"]["purposes"], file["programme"]["replies"]]
    return dict.fromkeys(id for id in named if id is not None)


def clock(draft: Draft, calendar: str) -> Clock:
    """A promise in time; without a calendar of its own it has the district's."""
    return Clock(
        id=draft.name,
        title=draft["title"],
        owner=draft["owner"],
        calendar=draft["calendar"] or calendar,
        limits=tuple(limit(one) for one in draft["limit"]),
        lapse=draft["lapse"],
        tasks=draft["tasks"],
        direction=draft["direction"],
        at_field=draft["at"],
        ends=draft["ends"],
        kept_by=draft["kept_by"],
        shown=draft["shown"],
        window=draft["window"],
        in_time=draft["in_time"],
        every=draft["every"],
    )


def limit(draft: Draft) -> Limit:
    """One row of a table of limits."""
    when, source = _condition(draft["when"])
    return Limit(
        id=draft["id"], when=when, source=source, budget=draft["budget"], basis=draft["basis"], valid=validity(draft)
    )


def step(draft: Draft, open_stages: tuple[str, ...], start: str, accounts: dict[str, str]) -> Step:
    """A step with a move for each outcome of its verb: the outcome's own table, or what stands on the step."""
    verb: Verb = draft["verb"]
    raises = start if verb is Verb.RAISE else None
    outcomes = draft["outcome"]
    moves = {outcome: move(outcomes.get(outcome, draft), raises) for outcome in VERBS[verb].outcomes}
    task = draft["task"]
    return Step(
        id=draft["id"],
        verb=verb,
        title=draft["title"],
        by=draft["by"],
        from_=open_stages if draft["from"] == OPEN else draft["from"],
        moves=moves,
        task=task if isinstance(task, TaskKind) else None,
        any_task=task == ANY_TASK,
        takes=draft["takes"],
        photos=draft["photos"],
        moment=draft["moment"],
        shown_by=draft["shown_by"],
        shows=draft["shows"],
        guards=tuple(guard(one) for one in draft["guard"]),
        within=draft["within"],
        times=draft["times"],
        request=draft["request"],
        clock=draft["clock"],
        most=draft["most"],
        level=draft["level"],
        reasons=draft["reasons"],
        replies=draft["replies"],
        deems=_deems(draft["deems"]),
        relation=draft["relation"],
        history=draft["history"],
        basis=draft["basis"],
        spawns=draft["spawns"],
        passes=draft["passes"],
        keeps=draft["keeps"],
        reserves=tuple(reservation(one) for one in draft["reserve"]),
        posts=tuple(posting(one, accounts) for one in draft["post"]),
        sets=tuple(register_effect(one) for one in draft["set"]),
        seals=draft["seals"],
        undoes=draft["undoes"],
        undo_within=draft["undo_within"],
    )


def _deems(text: str | None) -> tuple[Verb, str] | None:
    if text is None:
        return None
    verb, _, outcome = text.partition(".")
    return Verb(verb), outcome


def move(draft: Draft, raises: str | None) -> Move:
    """What follows from one outcome. A case that is raised begins at the programme's start, unless said otherwise."""
    values: dict[str, Any] = {key: draft[key] for key in MOVE if key in draft.table.keys}
    return Move(**{**values, "to": values["to"] or raises})


def guard(draft: Draft) -> Guard:
    """A condition with its words."""
    require = draft["require"]
    return Guard(
        id=draft["id"],
        require=require.tree,
        source=require.source,
        say=draft["say"],
        hint=draft["hint"],
        basis=draft["basis"],
    )


def reservation(draft: Draft) -> Reservation:
    """A key held by one case at a time."""
    key = draft["key"]
    return Reservation(
        key=key.tree, source=key.source, release=draft["release"], moves=draft["moves"], say=draft["say"],
        hint=draft["hint"],
    )


def posting(draft: Draft, accounts: dict[str, str]) -> Posting:
    """A movement on an account, in the account's unit."""
    return Posting(account=draft["account"], quantity=draft["quantity"].tree, unit=accounts[draft["account"]])


def register_effect(draft: Draft) -> RegisterEffect:
    """A dated change of a register entry."""
    return RegisterEffect(
        register=draft["register"],
        key=draft["key"].tree,
        field=draft["field"],
        value=draft["value"].tree,
        since=draft["since"].tree if draft["since"] is not None else None,
        opens=draft["opens"],
        when=draft["when"].tree if draft["when"] is not None else None,
    )


def route(draft: Draft) -> Route:
    """A row of the dispatch catalogue."""
    when, source = _condition(draft["when"])
    return Route(
        id=draft["id"],
        title=draft["title"],
        when=when,
        source=source,
        unit=draft["unit"],
        level=draft["level"],
        assist=draft["assist"],
        basis=draft["basis"],
        valid=validity(draft),
    )


def indicator(draft: Draft) -> Indicator:
    """A figure with the text of each of its expressions."""
    parts: dict[str, Formula | None] = {key: draft[key] for key in ("population", "due", "numerator")}
    return Indicator(
        id=draft["id"],
        title=draft["title"],
        meaning=draft["meaning"],
        population=_condition(parts["population"])[0],
        due=_condition(parts["due"])[0],
        numerator=draft["numerator"].tree,
        window=draft["window"],
        edition=draft["edition"],
        basis=draft["basis"],
        valid=validity(draft),
        published=draft["published"],
        sources={key: part.source for key, part in parts.items() if part is not None},
    )


def _condition(formula: Formula | None) -> tuple[Expression | None, str]:
    return (None, "") if formula is None else (formula.tree, formula.source)

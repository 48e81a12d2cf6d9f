"""The shortest way to write the parts of a programme by hand. Only builders live here."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.core import programme as p
from bihuan.core.clocks import Budget
from bihuan.core.expressions import Expression, Problem, parse
from bihuan.core.text import Text
from bihuan.core.verbs import Party, Verb

ALWAYS = p.Validity(since=date(2000, 1, 1))
def text(word: str) -> Text:
    return Text(f"某{word}", word)


def expression(source: str) -> Expression:
    found = parse(source)
    assert not isinstance(found, Problem), found
    return found


def budget(source: str) -> Budget:
    found = Budget.parse(source)
    assert isinstance(found, Budget), found
    return found


def dictionary(id_: str, *codes: str) -> p.Dictionary:
    entries = {
        code: p.Entry(code=code, title=text(code), definition=text(code), valid=ALWAYS, basis=f"law of {code}")
        for code in codes
    }
    return p.Dictionary(id=id_, title=text(id_), edition="1", basis="test", entries=entries)


def clock(id_: str, limit: str | None, **more: Any) -> p.Clock:
    row = p.Limit(
        id=f"{id_}-limit", when=None, source="", budget=budget(limit) if limit else None, basis="test", valid=ALWAYS
    )
    known: dict[str, Any] = {"owner": Party.CENTRE, "calendar": "cn", "lapse": None, **more}
    return p.Clock(id=id_, title=text(id_), limits=(row,), **known)


def step(id_: str, verb: Verb, by: str, from_: str, *, takes: str = "", outcomes: Any = None, **more: Any) -> p.Step:
    """`by`, `from_`, `takes` are words with spaces between; what is not a field of Step is one of its only move."""
    moved = {name: more.pop(name) for name in list(more) if name in p.Move.__dataclass_fields__}
    taking = tuple(p.Taking(field=name.rstrip("?"), required=not name.endswith("?")) for name in takes.split())
    return p.Step(
        id=id_,
        verb=verb,
        title=text(id_),
        by=tuple(by.split()),
        from_=tuple(from_.split()),
        moves=outcomes or {"done": p.Move(**moved)},
        takes=taking,
        **more,
    )


def guard(id_: str, source: str) -> p.Guard:
    said, hinted = Text("不行：{unit}", "no: {unit}"), Text("换一个", "take another")
    return p.Guard(id=id_, require=expression(source), source=source, say=said, hint=hinted, basis="test")


def move(**more: Any) -> p.Move:
    return p.Move(**more)


def role(id_: str, party: Party, scope: p.Scope, sees: str = "") -> p.Role:
    return p.Role(id=id_, title=text(id_), party=party, scope=scope, sees=frozenset(sees.split()), duty=id_)


def route(id_: str, when: str | None, unit: str | None, level: str | None = None, assist: str = "") -> p.Route:
    condition = expression(when) if when else None
    helpers = tuple(assist.split())
    return p.Route(
        id=id_, when=condition, source=when or "", unit=unit, level=level, assist=helpers, basis="test", valid=ALWAYS
    )

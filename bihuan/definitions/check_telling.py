"""Whether a notice can reach somebody wherever its step can be taken, and one to entries of a register finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bihuan.core.holding import HOLDER, LEAD, holders
from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.core.verbs import Party, TaskKind
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import ENTRIES, RAISER, Drafts
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft
from bihuan.definitions.ways import Key, Way, given, led, ways

_PARTS: Mapping[str, TaskKind] = {"assist_units": TaskKind.ASSIST, "joint_units": TaskKind.JOINT}
"""Units that need not be there: it is enough that some may have got their part before."""


def check_telling(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about notices to entries."""
    for file in drafts.programmes:
        programme = pack.edition(file["programme"]["id"], file["programme"]["edition"])
        for name, draft in file["telling"].items() if programme is not None else ():
            field = programme.fields.get(draft["by"] or "") if programme is not None else None
            form = pack.registers.get(draft["register"] or "")
            if (why := _fault(draft["to"] == ENTRIES, draft["register"], field, form)) is not None:
                yield draft.finding("P384", "to", telling=name, why=why)


def check_heard(file: Draft, programme: Programme) -> Iterator[Finding]:
    """Notices that reach nobody at a stage where they are ordered. Records of the past tell nobody."""
    live = tuple(way for way in ways(programme) if not way.step.history)
    has_lead, parts = led(programme, live), {kind: given(kind, live) for kind in _PARTS.values()}
    for draft in file["step"]:
        for outcome, table in (("done", draft), *draft["outcome"].items()):
            own = [way for way in live if way.step.id == draft["id"] and (table is draft or way.outcome == outcome)]
            for index, name in enumerate(table["tells"]):
                to = programme.tellings[name].to
                deaf = next((way for way in own if not _hears(to, way, programme, has_lead, parts)), None)
                if deaf is not None:
                    stage = programme.stages[deaf.source or deaf.target].title
                    yield table.finding("P386", "tells", index, step=draft["id"], telling=name, stage=stage, to=to)


def _hears(
    to: str, way: Way, programme: Programme, has_lead: frozenset[Key], parts: Mapping[TaskKind, frozenset[Key]]
) -> bool:
    """Whether somebody is there to be told, as far as the programme shows."""
    if to == LEAD:
        return way.key in has_lead
    if to == HOLDER:
        final = programme.stages[way.target].final
        return bool(holders(programme, (way.source or programme.start) if final else way.target, way.key in has_lead))
    if to == RAISER:
        return any(role.party is Party.RAISER for role in programme.roles.values())
    if to in _PARTS:
        return way.key in parts[_PARTS[to]]
    role = programme.roles.get(to)
    return role is None or bool(role.duty)


def _fault(to_entries: bool, register: str | None, field: Field | None, form: Register | None) -> Text | None:
    if not to_entries:
        return Text("to 不是 entries", "`to` is not entries") if register or field else None
    if register is None or field is None:
        return Text("没有写 register 和 by", "it lacks `register` or `by`")
    if form is None or all(one.contact is None for one in form.fields.values()):
        return Text(f"名录“{register}”没有联系方式", f"the register {register} has no contact")
    if field.type is FieldType.AREA:
        lies = Text(f"名录“{register}”的条目不知道在哪个区域", f"nobody knows where entries of {register} lie")
        return None if form.area_field else lies
    names = field.type is FieldType.ENTRY and field.register == register
    wrong = Text(f"字段“{field.id}”既不是它的条目，也不是区域", f"{field.id} is neither an entry of it nor an area")
    return None if names else wrong

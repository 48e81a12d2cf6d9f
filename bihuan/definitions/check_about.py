"""Whether cases can be told on the page of an entry: it can be found, and each thing told is exactly one thing."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import FieldType, Programme
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import Drafts
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft

SOURCES = ("field", "verb", "finding", "tasks")


def check_about(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about what pages of entries tell of cases."""
    for file in drafts.programmes:
        programme = pack.edition(file["programme"]["id"], file["programme"]["edition"])
        if programme is not None and file["about"] is not None:
            yield from _rule(file["about"], programme, pack)


def _rule(draft: Draft, programme: Programme, pack: Pack) -> Iterator[Finding]:
    field, form = programme.fields[draft["by"]], pack.registers[draft["register"]]
    names = field.type is FieldType.ENTRY and field.register == form.id
    lies = field.type is FieldType.AREA and form.area_field is not None
    if not (names or lies):
        why = Text(f"“{field.id}”不说明是它的哪个条目", f"{field.id} does not say which entry of it")
        yield draft.finding("P397", "by", register=form.id, why=why)
    if draft["counts"] is not None and programme.fields[draft["counts"]].type is not FieldType.CHOICE:
        why = Text(f"“{draft['counts']}”不是选择，不能分开计数", f"{draft['counts']} is no choice to count by")
        yield draft.finding("P397", "counts", register=form.id, why=why)
    for tell in draft["tell"]:
        if (fault := _tell(tell, programme)) is not None:
            yield tell.finding("P397", "title", register=form.id, why=fault)


def _tell(draft: Draft, programme: Programme) -> Text | None:
    said = [key for key in SOURCES if draft[key] is not None]
    title = draft["title"]
    if len(said) != 1:
        keys = "、".join(SOURCES), ", ".join(SOURCES)
        return Text(f"“{title.zh}”要从 {keys[0]} 里恰好写一项", f"“{title.en}” needs exactly one of {keys[1]}")
    name = draft["field"]
    if name is not None and programme.fields[name].identity:
        return Text(f"“{title.zh}”是身份信息", f"“{title.en}” is an identity")
    outcomes = VERBS[draft["verb"]].outcomes if draft["verb"] is not None else ()
    if draft["outcome"] is not None and draft["outcome"] not in outcomes:
        return Text(f"“{title.zh}”的动作没有这种结果", f"“{title.en}” has a verb without that outcome")
    return None

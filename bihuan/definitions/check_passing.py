"""Whether what a step passes on can stand in a child case: it has the field, alike, and takes it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.core.programme import Field, Programme
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import Drafts
from bihuan.definitions.pack import Pack


def check_passing(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about what children are given."""
    for file in drafts.programmes:
        parent = pack.edition(file["programme"]["id"], file["programme"]["edition"])
        for step in file["step"] if parent is not None else ():
            for index, name in enumerate(step["passes"]):
                children = None if step["spawns"] is None else pack.programmes.get(step["spawns"], ())
                why = _fault(parent.fields[name], children) if parent is not None else None
                if why is not None:
                    yield step.finding("P383", "passes", index, step=step["id"], field=name, why=why)


def _fault(field: Field, children: Sequence[Programme] | None) -> Text | None:
    if children is None:
        return Text("这一步不开出子案件", "it opens no child")
    if field.private:
        return Text("它是私密的", "it is private")
    for child in children:
        title, other = child.title, child.fields.get(field.id)
        if other is None:
            return Text(f"“{title.zh}”没有这个字段", f"{title.en} has no such field")
        if (other.type, other.dictionary, other.register, other.private) != (
            field.type, field.dictionary, field.register, False,
        ):  # fmt: skip
            return Text(f"它在“{title.zh}”里是另一种字段", f"it is another kind of field in {title.en}")
        if field.id not in _taken(child):
            return Text(f"“{title.zh}”提出时不收它", f"nobody gives it when {title.en} is raised")
    return None


def _taken(child: Programme) -> set[str]:
    raising = [step for step in child.steps.values() if step.verb is Verb.RAISE and not step.history]
    return set.intersection(*({one.field for one in step.takes} for step in raising)) if raising else set()

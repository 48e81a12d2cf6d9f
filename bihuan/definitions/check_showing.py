"""Whether photos that the one who raised a case shall see can be shown: somebody else takes them, and chooses.

What is shown, and when, is `core/evidence.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import FieldType, Programme, Step
from bihuan.core.text import Text
from bihuan.core.verbs import Party, Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft


def check_showing(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about photos that are shown."""
    closes = any(step.verb is Verb.CLOSE for step in programme.steps.values())
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        if step.shown_by is not None and (why := _hindrance(step, programme, closes)) is not None:
            yield draft.finding("P363", "shown_by", step=step.id, field=step.shown_by, why=why)
        if step.shows and (why := _idle(step, programme)) is not None:
            yield draft.finding("P364", "shows", step=step.id, why=why)


def _idle(step: Step, programme: Programme) -> Text | None:
    """Why a step that says it chooses photos could choose none, or the wrong person would; None if it is right."""
    if step.verb is not Verb.PROGRESS:
        return Text(f"它的动作是 {step.verb}，不是 progress", f"its verb is {step.verb}, not progress")
    if any(programme.roles[role].party is Party.RAISER for role in step.by):
        return Text("诉求人自己也能做这一步", "the one who raised it may take the step, too")
    if not any(one.shown_by is not None for one in programme.steps.values()):
        return Text("没有一步的照片能给诉求人看（shown_by）", "no step has photos that can be shown (shown_by)")
    return None


def _hindrance(step: Step, programme: Programme, closes: bool) -> Text | None:
    """Why what the step says about showing its photos could not be; None if it can."""
    field = programme.fields[step.shown_by or ""]
    taken = {taking.field for taking in step.takes}
    if step.moment is None:
        return Text("没有写照片拍的是前还是后（moment）", "nothing says which moment they show (moment)")
    if field.type is not FieldType.YES_NO or field.id not in taken:
        return Text(f"“{field.id}”不是这一步收的是/否字段", f"{field.id} is no yes-or-no field that the step takes")
    if any(taking.required for taking in step.takes if taking.field == field.id):
        return Text(f"“{field.id}”必须填，而页面是逐张选的", f"{field.id} is required, and pages choose photo by photo")
    if any(programme.roles[role].party is Party.RAISER for role in step.by):
        return Text("诉求人自己也能做这一步", "the one who raised it may take the step, too")
    if not closes:
        return Text("没有一步答复（close），永远到不了给看的时候", "no step answers (close), so the time never comes")
    return None

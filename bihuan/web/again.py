"""A matter that was withdrawn, raised once more: what was written stands in a new form. Nothing ended is undone, for
others have read that it ended; a slip of the thumb costs one tap and a new number."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from bihuan.app.receipts import Kind, Seen, mine
from bihuan.core.geo import unpinned
from bihuan.core.programme import FieldType, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from bihuan.web import holding, paging
from bihuan.web.show import form
from bihuan.web.show.changes import held_text


@dataclass(frozen=True, slots=True)
class Filled:
    """The form, and what stood in it the first time."""

    programme: Programme
    sent: dict[str, str]


def can_be(seen: Seen) -> bool:
    """Whether the one who raised it took it back, and whoever is outside can raise such a matter."""
    last = seen.events[-1] if seen.events else None
    return (
        last is not None
        and last.verb is Verb.WITHDRAW
        and seen.programme.stages[seen.case.stage].final
        and form.raising(seen.programme) is not None
    )


def filled(request: HttpRequest) -> Filled | None:
    """For the browser that holds the receipt. Names and numbers are not given back: a receipt may lie on a table."""
    held = holding.held(request)
    if held is None or held.kind is not Kind.RAISER:
        return None
    seen = mine(request.services.district, held)
    if isinstance(seen, Refusal) or not can_be(seen):
        return None
    programme = seen.programme
    step = form.raising(programme)
    asked = {taking.field for taking in step.takes} if step else set()
    open_ = {name for name in asked if not programme.fields[name].identity}
    sent = {name: held_text(programme.fields[name], value) for name, value in seen.case.fields.items() if name in open_}
    for word in seen.words:
        if word.n == 0 and word.name in open_:
            sent[word.name], point = unpinned(word.text)
            if point is not None and programme.fields[word.name].type is FieldType.PLACE:
                sent[paging.MAP[0]] = f"{point.lat}, {point.lon}"
    return Filled(programme, sent)

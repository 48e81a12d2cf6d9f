"""What waits for somebody: the tasks of their units on a phone, and the queue of those who check and call back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.app import acts, duty, queues
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.reading import language
from bihuan.web.show import duty as show_duty
from bihuan.web.show import tasks as show
from bihuan.web.show.undo import UndoBar, undo_bar
from bihuan.web.signed import STAFF, only


@require_safe
@only(Party.HANDLER)
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks of the person's units, the first due first."""
    house = request.services
    size = queues.TASKS_MOST if "all" in request.GET else queues.TASKS_FIRST
    found = queues.tasks(house.district, request.signed.person, size)
    context, now, spoken = house.context(), house.now(), language()
    plans = duty.plans(house.district, request.signed.person)
    others = queues.elsewhere(house.district, request.signed.person) if "others" in request.GET else ()
    shown = {
        "undo": _undo(request),
        "undo_request": house.new_request(),
        "boards": show_duty.boards(plans, context.units, now, house.district.zone, spoken),
        "groups": show.by_due(found, context, now, house.new_request, spoken),
        "count": len(found),
        "more": len(found) == queues.TASKS_FIRST and size == queues.TASKS_FIRST,
        "others": "others" in request.GET,
        "elsewhere": show.lines(others, context, now, spoken),
    }
    return render(request, "web/work/tasks.html", shown)


def _undo(request: HttpRequest) -> UndoBar | None:
    """What was done with one tap a moment ago, if it can still be taken back."""
    house, number = request.services, request.GET.get("case", "")
    on = acts.on_case(house.district, request.signed.person, number) if number else None
    return None if on is None or isinstance(on, Refusal) else undo_bar(on, house.now(), language())


@require_safe
@only(*STAFF)
def raised(request: HttpRequest) -> HttpResponse:
    """What this person's posts raised themselves, the newest first, whoever has it now."""
    house = request.services
    found, more = queues.raised(house.district, request.signed.person, after=_after(request))
    lines = show.lines(found, house.context(), house.now(), language(), named=True)
    return render(request, "web/work/raised_list.html", {"lines": lines, "after": more})


def _after(request: HttpRequest) -> tuple[str, str] | None:
    """Where the page before ended."""
    last = request.GET.getlist("after")[:2]
    return (last[0], last[1]) if len(last) == 2 else None


@require_safe
@only(*queues.JUDGING)
def checks(request: HttpRequest) -> HttpResponse:
    """Cases that wait for a check, a call-back or a decision of this person, whatever side the person stands on."""
    house = request.services
    found, more = queues.waiting(house.district, request.signed.person, *queues.JUDGING, after=_after(request))
    lines = show.lines(found, house.context(), house.now(), language())
    return render(request, "web/work/checks.html", {"lines": lines, "after": more})

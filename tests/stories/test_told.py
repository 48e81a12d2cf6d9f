"""By when: what a notice says is what the page of the same moment says, in every scene of every story."""

from __future__ import annotations

from bihuan.app.notices.rendering import due_told
from bihuan.core.case import Case, evolve
from bihuan.core.events import NoticeOrdered
from bihuan.core.verbs import TaskState
from bihuan.definitions import Pack
from bihuan.web.show.case import case_view
from tests.stories.test_stories import everything_played


def test_a_notice_to_whoever_raised_it_names_the_promise_that_the_page_names(pack: Pack) -> None:
    told = 0
    for played in everything_played(pack):
        for name, stream in played.streams.items():
            programme, state = pack.programmes[played.cases[name].programme][-1], None
            for n, event in enumerate(stream, 1):
                state = evolve(state, event)
                if not any(isinstance(effect, NoticeOrdered) for effect in event.effects):
                    continue
                page = case_view(state, stream[:n], programme, played.context, event.recorded, "en").answer
                if page is not None and page.due is not None:
                    assert due_told(state) == page.due_at, (name, event.step)
                    told += 1
    assert told > 60


def test_a_unit_is_told_the_time_of_its_work_not_of_the_sign_for(pack: Pack) -> None:
    given = 0
    for played in everything_played(pack):
        for stream in played.streams.values():
            state: Case | None = None
            for event in stream:
                state = evolve(state, event)
                lead = state.lead
                if lead is None or lead.state is not TaskState.GIVEN:
                    continue
                own = [clock for clock in state.clocks.values() if clock.running and clock.task == lead.id]
                shown = [clock.due for clock in own if clock.shown and not clock.window and not clock.suspended]
                if shown and len(own) > len(shown):
                    assert due_told(state, (lead.unit,)) == min(shown)
                    given += 1
    assert given > 20

"""The places where people work, in one table: whose each is, where it is, what it is called. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app.people import Signed
from bihuan.core.offices import Office
from bihuan.core.text import Text
from bihuan.core.verbs import Party


@dataclass(frozen=True, slots=True)
class Workplace:
    """One entry of the bar that somebody who signed in sees."""

    route: str
    title: Text
    whose: frozenset[Party | Office] | None
    """None: of everybody who signed in."""


STAFF = frozenset(party for party in Party if party not in (Party.RAISER, Party.SYSTEM))

WORKPLACES: tuple[Workplace, ...] = (
    Workplace("tasks", Text("我的任务", "My tasks"), frozenset({Party.HANDLER})),
    Workplace("tonight", Text("今晚", "Tonight"), frozenset({Party.HANDLER})),
    Workplace("checks", Text("待我处理", "Waiting for me"), frozenset({Party.CHECKER})),
    Workplace("desk", Text("派单台", "Desk"), frozenset({Party.CENTRE})),
    Workplace("desk_intake", Text("登记诉求", "Log a matter"), frozenset({Party.CENTRE})),
    Workplace("desk_search", Text("搜索", "Search"), frozenset({Party.CENTRE})),
    Workplace("ledger", Text("台账", "Ledger"), frozenset({Party.CENTRE})),
    Workplace("desk_shift", Text("交接班", "Shift"), frozenset({Party.CENTRE})),
    Workplace("desk_draws", Text("回访抽样", "Draws"), frozenset({Party.CENTRE})),
    Workplace("leader", Text("一屏总览", "At a glance"), frozenset({Party.LEADER})),
    Workplace("supervisor", Text("督办台账", "Supervision"), frozenset({Party.SUPERVISOR, Party.LEADER})),
    Workplace("month", Text("月报", "The month"), frozenset({Party.LEADER, Party.SUPERVISOR})),
    Workplace("checks", Text("待我处理", "Waiting for me"), frozenset({Party.SUPERVISOR, Party.LEADER})),
    Workplace("enter", Text("登记事项", "Enter a matter"), STAFF),
    Workplace("screens", Text("大屏", "Screens"), STAFF),
    Workplace("deliveries", Text("告知情况", "Deliveries"), frozenset({Office.SYSTEM})),
    Workplace("admin_accounts", Text("账号", "Accounts"), frozenset({Office.SYSTEM})),
    Workplace("admin_units", Text("单位和区域", "Units and areas"), frozenset({Office.SYSTEM})),
    Workplace("security_people", Text("岗位与权限", "Posts"), frozenset({Office.SECURITY})),
    Workplace("audit", Text("审计日志", "Audit log"), frozenset({Office.AUDIT})),
    Workplace("openings", Text("身份查看记录", "Identities opened"), frozenset({Office.PRIVACY})),
    Workplace("retention", Text("到期清理", "Due for erasure"), frozenset({Office.PRIVACY})),
    Workplace("registers", Text("名录", "Registers"), None),
)
"""In the order of the bar; the first that is somebody's is where signing in leads."""


def places_of(signed: Signed | None) -> tuple[Workplace, ...]:
    """The workplaces of somebody; a visitor has none."""
    if signed is None:
        return ()
    held = signed.parties | signed.offices
    own = {place.route: place for place in WORKPLACES if place.whose is None or place.whose & held}
    return tuple(own.values())
